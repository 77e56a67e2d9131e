"""What a day's look at suggestions should know: what waits, what was done since yesterday, who has no answer yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from triage.domain import State, Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from triage.domain import Item

SINCE = timedelta(days=1)
#: From so many days on, an approach that nobody has answered is named.
UNANSWERED_DAYS = 7
_ORDER = (Suggestion.ACCEPT, Suggestion.ASK, Suggestion.HOLD, Suggestion.DECLINE)


@dataclass(frozen=True, slots=True)
class Failing:
    """An account whose last scan failed."""

    account: str
    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class Digest:
    """One day's overview; every part may be empty."""

    waiting: tuple[tuple[Suggestion, tuple[Item, ...]], ...]  # by what is suggested, the oldest first
    decided: tuple[Item, ...]  # since yesterday, the newest first
    unanswered: tuple[Item, ...]  # for a week or longer, the longest waiting first
    failing: tuple[Failing, ...]

    def __bool__(self) -> bool:
        return bool(self.waiting or self.decided or self.unanswered or self.failing)


def digest(items: Iterable[Item], unanswered: Iterable[Item], failing: Iterable[Failing], now: datetime) -> Digest:
    """The overview at `now`; of `items`, what waits and what was decided since yesterday counts."""
    every = sorted(items, key=lambda item: (item.received_at, item.key))
    waiting = {word: tuple(item for item in every if _waits(item, word)) for word in _ORDER}
    decided = [item for item in every if item.decision is not None and item.decision.at >= now - SINCE]
    old = [item for item in unanswered if now - item.received_at >= timedelta(days=UNANSWERED_DAYS)]
    return Digest(
        tuple((word, found) for word, found in waiting.items() if found),
        tuple(sorted(decided, key=_decided_at, reverse=True)),
        tuple(old),
        tuple(failing),
    )


def _waits(item: Item, word: Suggestion) -> bool:
    return item.state is State.SUGGESTED and item.assessment.verdict.suggestion is word


def _decided_at(item: Item) -> datetime:
    assert item.decision is not None
    return item.decision.at
