"""Joins the interview goal with what is stored: where the user stands, and the configuration that is in force now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from triage.insight import goal

if TYPE_CHECKING:
    from datetime import date

    from triage.config import Configuration
    from triage.insight.goal import Standing
    from triage.store import Interview, Store

#: So far after the last pass a clock is believed: one that jumped ahead must not lower the bar at once.
LONGEST_STEP = timedelta(days=30)


def counted(store: Store) -> tuple[Interview, ...]:
    """The interviews, oldest first: of one conversation only its newest sign."""
    newest = {one.conversation or str(number): one for number, one in enumerate(store.interviews())}
    return tuple(sorted(newest.values(), key=lambda one: one.day))


def standing(configuration: Configuration, store: Store, today: date) -> Standing:
    """How the user stands on a day."""
    first = store.first_run()
    days = (interview.day for interview in counted(store))
    return goal.standing(configuration.policy, days, first.date() if first else None, today)


def in_force(configuration: Configuration, store: Store, now: datetime | None = None) -> Configuration:
    """The configuration to decide by: its bar is lowered, with the reason, while the goal is overdue."""
    today = _believed(store, now or datetime.now(UTC))
    policy = goal.in_force(configuration.policy, standing(configuration, store, today))
    return configuration if policy is configuration.policy else replace(configuration, policy=policy)


def _believed(store: Store, now: datetime) -> date:
    passes = [run.finished_at for _, run in store.last_runs().values()]
    return min(now, max(passes) + LONGEST_STEP).date() if passes else now.date()
