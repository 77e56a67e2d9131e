"""A currency that is not said follows from the words of a country's pay or from where the role is, or is left open."""

from __future__ import annotations

import pytest

from triage.understand.currency import implied


@pytest.mark.parametrize(
    ("words", "countries", "currency"),
    [
        ("ral 40k", (), "EUR"),
        ("500 a day outside ir35", (), "GBP"),
        ("120k plus 401k", (), "USD"),
        ("95k", ("DE", "AT"), "EUR"),
        ("95k", ("DE", "CH"), None),
        ("95k", (), None),
        ("general pictures", (), None),
    ],
)
def test_currency(words: str, countries: tuple[str, ...], currency: str | None) -> None:
    assert implied(words, countries) == currency
