from __future__ import annotations

import pytest

from triage.config.wording import pay_floor, term
from triage.domain import PayFloor, Period, Term
from triage.errors import UsageError


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("rust", Term("rust")),
        (" postgresql = 2.5 ", Term("postgresql", 2.5)),
        ("a=b=2", Term("a=b", 2.0)),
        ("=2", Term("=2")),
    ],
)
def test_a_term_may_have_a_weight(text: str, read: Term) -> None:
    assert term(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("85000 EUR/year", PayFloor(85000, "EUR", Period.YEAR)),
        ("85,000 eur", PayFloor(85000, "EUR", Period.YEAR)),
        ("85k EUR a year", PayFloor(85000, "EUR", Period.YEAR)),
        ("640 GBP per day", PayFloor(640, "GBP", Period.DAY)),
    ],
)
def test_a_pay_floor_is_read_as_people_write_it(text: str, read: PayFloor) -> None:
    assert pay_floor(text) == read


@pytest.mark.parametrize("text", ["a lot", "EUR", "85000", "5 ZZZ", "-5 EUR"])
def test_what_is_no_pay_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="the pay floor"):
        pay_floor(text)
