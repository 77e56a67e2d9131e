"""The country of a name that several countries have follows from the rest of the mail."""

from __future__ import annotations

import pytest

from tests.understand.fact_cases import text
from triage.understand.homonyms import likeliest


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("A role in Middelburg, and one in Rotterdam.", "NL"),
        ("A role in Middelburg, R 40 000 or ZAR 45 000", "ZA"),
        ("Wij zoeken een timmerman voor onze werkplaats in Middelburg, het is een vaste baan.", "NL"),
        ("A role in Middelburg.", "ZA"),
    ],
)
def test_likeliest(said: str, country: str) -> None:
    assert likeliest(("ZA", "NL"), text(said)) == country


def test_one_country_is_that_country() -> None:
    assert likeliest(("PL",), text("R$ 5.000")) == "PL"
