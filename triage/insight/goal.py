"""How the user stands with their interview goal, and how far the bar for an accept comes down while it is overdue."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from triage.config import LoweredPolicy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from triage.config import Policy

#: The bar comes down by so much when the goal becomes overdue, and again after each further quarter, up to `MOST`.
STEP = 0.05
MOST = 0.15
#: So far above `decline_at` it stays.
ABOVE_DECLINE = 0.05
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the user stands on one day."""

    last: date | None  # the newest interview
    since: date | None  # from when the time counts: the interviews that the goal asks for, or the first scan
    due: date | None  # by when the next interview is; None before the first scan
    months_overdue: int | None  # whole months after `due`; None if it is not overdue
    accept_at: float  # the bar in force

    @property
    def overdue(self) -> bool:
        """Whether the goal is missed."""
        return self.months_overdue is not None


def standing(policy: Policy, interviews: Iterable[date], first_run: date | None, today: date) -> Standing:
    """How things stand `today`: with `interviews` wanted in each period, the next is due one period after the oldest
    of the newest so many.

    What was before the first scan is not held against the user: nothing is due before one period after it. What is
    dated after `today`, by a wrong clock or a wrong header, counts as of today.
    """
    newest = sorted((min(day, today) for day in interviews), reverse=True)
    last = newest[0] if newest else None
    if first_run is None:
        return Standing(last, None, None, None, policy.accept_at)
    wanted = policy.goal.interviews
    since = max(first_run, newest[wanted - 1]) if len(newest) >= wanted else first_run
    due = months_after(since, _MONTHS[policy.goal.per])
    if today <= due:
        return Standing(last, since, due, None, policy.accept_at)
    overdue = _months_between(due, today)
    return Standing(last, since, due, overdue, _lowered(policy, overdue))


def in_force(policy: Policy, found: Standing) -> Policy:
    """The policy to decide by: with the lowered bar and why, if the goal is overdue.

    It changes by steps and not from day to day, so that what waits is seldom decided anew.
    """
    if found.accept_at == policy.accept_at:
        return policy
    wanted = policy.goal.interviews
    fewer = "no interview" if wanted == 1 else f"fewer than {wanted} interviews"
    kept = {field.name: getattr(policy, field.name) for field in fields(policy)} | {"accept_at": found.accept_at}
    return LoweredPolicy(**kept, usual=policy.accept_at, because=f"{fewer} since {found.since:%Y-%m}")


def _lowered(policy: Policy, months_overdue: int) -> float:
    by = min(MOST, STEP * (1 + months_overdue // 3))
    least = min(policy.accept_at, policy.decline_at + ABOVE_DECLINE)
    return max(least, round(policy.accept_at - by, 4))


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def _months_between(earlier: date, later: date) -> int:
    """Whole months."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months if months_after(earlier, months) <= later else months - 1
