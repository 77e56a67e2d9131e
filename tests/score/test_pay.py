from __future__ import annotations

import math

import pytest

from triage.domain import PayFloor, Period, Salary
from triage.score import pay

FLOOR = PayFloor(85000, "EUR", Period.YEAR)


@pytest.mark.parametrize(
    ("salary", "ratio"),
    [
        (Salary(85000, 100000, "EUR", Period.YEAR), 100 / 85),
        (Salary(None, 75000, "EUR", Period.YEAR), 75 / 85),
        (Salary(75000, None, "EUR", Period.YEAR), 75 / 85),
        (Salary(6000, 6000, "EUR", Period.MONTH), 72 / 85),
        (Salary(500, 500, "EUR", Period.DAY), 110 / 85),
        (Salary(50, 50, "EUR", Period.HOUR), 88 / 85),
        (Salary(None, 85000, None, Period.YEAR), 1.0),
        (Salary(None, 7000, "EUR", None), 84 / 85),
        (Salary(None, 90000, "EUR", None), 90 / 85),
    ],
)
def test_the_best_figure_is_compared_for_a_year(salary: Salary, ratio: float) -> None:
    found = pay.log_ratio(salary, FLOOR)
    assert found is not None
    assert math.exp(found) == pytest.approx(ratio)


def test_currencies_are_converted() -> None:
    zloty = pay.log_ratio(Salary(None, 20000, "PLN", Period.MONTH), FLOOR)
    pounds = pay.log_ratio(Salary(None, 85000, "GBP", Period.YEAR), FLOOR)
    assert zloty is not None
    assert pounds is not None
    assert zloty < 0 < pounds


@pytest.mark.parametrize(
    "salary",
    [Salary(None, None, "EUR", Period.YEAR), Salary(None, 0, "EUR", Period.YEAR), Salary(None, 5, "XXX", Period.YEAR)],
)
def test_what_cannot_be_compared_is_not_compared(salary: Salary) -> None:
    assert pay.log_ratio(salary, FLOOR) is None
