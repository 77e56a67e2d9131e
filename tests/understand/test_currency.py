"""A currency that is not said follows from the words of a country's pay or from where the role is, or is left open."""

from __future__ import annotations

import pytest

from triage.understand.currency import implied, local_dollar, settled


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


@pytest.mark.parametrize(
    ("money", "words", "countries", "currency"),
    [
        ("EUR", "", ("PL",), "EUR"),
        ("peso", "", ("CO",), "COP"),
        ("peso", "", (), None),
        ("rupee", "", (), "INR"),
        ("rupee", "", ("MU",), "MUR"),
        ("dirham", "", ("MA",), "MAD"),
        ("cfa", "", ("CI",), "XOF"),
        ("krone", "62 000 kr i månaden", (), "SEK"),
        ("krone", "", ("NO",), "NOK"),
        ("franc", "", ("FR",), "CHF"),
    ],
)
def test_a_name_that_currencies_share(money: str, words: str, countries: tuple[str, ...], currency: str | None) -> None:
    assert settled(money, words, countries) == currency


def test_a_dollar_is_that_of_the_one_country() -> None:
    assert [local_dollar(countries) for countries in (("AU",), ("US",), ("AU", "CA"), ())] == ["AUD", None, None, None]
