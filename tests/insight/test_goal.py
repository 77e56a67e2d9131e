"""triage.insight.goal: when the next interview is due, and how far the bar comes down."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.config import Goal, LoweredPolicy, Policy
from triage.insight.goal import MOST, in_force, months_after, standing

FIRST = date(2026, 1, 10)
POLICY = Policy()


def test_a_fresh_install_owes_nothing() -> None:
    assert standing(POLICY, [], None, FIRST).accept_at == POLICY.accept_at
    found = standing(POLICY, [date(2019, 5, 1)], FIRST, FIRST + timedelta(days=300))
    assert (found.due, found.overdue, found.last) == (date(2027, 1, 10), False, date(2019, 5, 1))
    assert in_force(POLICY, found) is POLICY


@pytest.mark.parametrize(
    ("today", "months", "accept_at"),
    [
        (date(2027, 1, 10), None, 0.60),
        (date(2027, 1, 11), 0, 0.55),
        (date(2027, 4, 9), 2, 0.55),
        (date(2027, 4, 10), 3, 0.50),
        (date(2027, 7, 10), 6, 0.45),
        (date(2037, 1, 10), 120, 0.45),
    ],
)
def test_the_bar_comes_down_by_quarters(today: date, months: int | None, accept_at: float) -> None:
    found = standing(POLICY, [], FIRST, today)
    assert (found.months_overdue, found.accept_at) == (months, accept_at)


def test_the_reason_stays_the_same_within_a_step() -> None:
    within = {in_force(POLICY, standing(POLICY, [], FIRST, date(2027, 1, 11) + timedelta(days=n))) for n in range(89)}
    (policy,) = within
    assert isinstance(policy, LoweredPolicy)
    assert (policy.usual, policy.because) == (0.60, "no interview since 2026-01")


def test_an_interview_begins_the_time_anew() -> None:
    found = standing(POLICY, [date(2026, 9, 1)], FIRST, date(2027, 8, 1))
    assert (found.due, found.overdue) == (date(2027, 9, 1), False)


def test_several_a_quarter() -> None:
    policy = Policy(goal=Goal(2, "quarter"))
    days = [date(2026, 5, 1), date(2026, 6, 1)]
    assert standing(policy, days, FIRST, date(2026, 7, 1)).due == date(2026, 8, 1)
    found = standing(policy, days, FIRST, date(2026, 8, 2))
    assert found.overdue
    lowered = in_force(policy, found)
    assert isinstance(lowered, LoweredPolicy)
    assert lowered.because == "fewer than 2 interviews since 2026-05"
    assert standing(policy, days[:1], FIRST, date(2026, 4, 11)).overdue, "one is not two"


@given(accept_at=st.floats(0.01, 1), below=st.floats(0.001, 0.9), days=st.integers(0, 40_000), ago=st.lists(st.dates()))
def test_it_is_bounded_whatever_the_clock_says(accept_at: float, below: float, days: int, ago: list[date]) -> None:
    policy = Policy(accept_at=accept_at, decline_at=max(0.0, accept_at - below))
    found = standing(policy, ago, FIRST, date.min + timedelta(days=days * 20))
    assert accept_at - MOST - 1e-4 <= found.accept_at <= accept_at
    assert found.accept_at >= min(accept_at, policy.decline_at + 0.05)


def test_months_end_where_they_end() -> None:
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
