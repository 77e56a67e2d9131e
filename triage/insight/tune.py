"""What another configuration would have made of past mail: which suggestions flip, and how they suit decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Action, State, Suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from triage.domain import Contribution

#: Decisions of either kind, for and against, below which nothing is said about how well fits order them.
ENOUGH = 5
#: What a decision says about an offer; a skipped one says nothing.
FOR = frozenset({Action.ACCEPT, Action.ASK})
AGAINST = frozenset({Action.DECLINE})


class Outlook(NamedTuple):
    """What a configuration makes of one mail; `why` and `reasons` are given where the suggestion flips."""

    fit: float
    suggestion: Suggestion
    why: str = ""
    reasons: tuple[Contribution, ...] = ()


class Preview(NamedTuple):
    """One suggestion as it would be now, and with the changes."""

    key: int  # the store's number of the message
    id: str
    title: str  # of the role, else the subject; "" if neither is known
    company: str  # the employer; "" if it is not named
    agency: str  # "" if there is none
    received_at: datetime
    state: State
    decision: Action | None  # the user's own
    before: Outlook
    after: Outlook

    @property
    def employer(self) -> str:
        """The company, else the agency, as the review names them."""
        return self.company or (f"via {self.agency}" if self.agency else "")

    @property
    def flips(self) -> bool:
        """Whether something else would be suggested."""
        return self.before.suggestion is not self.after.suggestion


@dataclass(frozen=True, slots=True)
class Agreement:
    """How suggestions and decisions agree; a mail that triage leaves to the user (hold) does neither."""

    agree: int
    disagree: int
    left_open: int
    average_precision: float | None  # of the fits, for "accepted or asked"; None: not enough decisions yet

    @property
    def decided(self) -> int:
        """How many decisions were compared."""
        return self.agree + self.disagree + self.left_open


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Every suggestion that could be scored, newest first, before and after the changes."""

    previews: tuple[Preview, ...]
    without_words: int  # suggestions that cannot be scored any more: their words are not kept

    @property
    def flips(self) -> tuple[Preview, ...]:
        """Where something else would be suggested."""
        return tuple(preview for preview in self.previews if preview.flips)

    @property
    def waiting(self) -> tuple[Preview, ...]:
        """The flips of what waits for the user: what the next scan would suggest anew."""
        return tuple(preview for preview in self.flips if preview.state is State.SUGGESTED)

    @property
    def then_agree(self) -> tuple[Preview, ...]:
        """The flips that suggest what the user decided."""
        return tuple(preview for preview in self.flips if _agree(preview.decision, preview.after))

    @property
    def then_disagree(self) -> tuple[Preview, ...]:
        """The flips that do not: away from what the user decided, or from one other suggestion to another."""
        decided = (preview for preview in self.flips if preview.decision in FOR | AGAINST)
        return tuple(preview for preview in decided if not _agree(preview.decision, preview.after))

    @property
    def closed(self) -> tuple[Preview, ...]:
        """The other flips: skipped, answered elsewhere, or replaced by a newer mail."""
        told = {preview.key for preview in (*self.waiting, *self.then_agree, *self.then_disagree)}
        return tuple(preview for preview in self.flips if preview.key not in told)

    @property
    def stay(self) -> int:
        """How many would be suggested as they are."""
        return len(self.previews) - len(self.flips)

    @property
    def moved(self) -> int:
        """How many would have another fit, whether they flip or not; 0 says that no mail is about what was changed."""
        return sum(preview.before.fit != preview.after.fit for preview in self.previews)

    @property
    def before(self) -> Agreement:
        """How the configuration agrees with the decisions."""
        return _agreement([(preview.decision, preview.before) for preview in self.previews])

    @property
    def after(self) -> Agreement:
        """How it would agree with the changes."""
        return _agreement([(preview.decision, preview.after) for preview in self.previews])


def _agree(action: Action | None, outlook: Outlook) -> bool:
    return action is not None and action.value == outlook.suggestion.value


def _agreement(pairs: Sequence[tuple[Action | None, Outlook]]) -> Agreement:
    decided = [(action, outlook) for action, outlook in pairs if action in FOR | AGAINST]
    agree = sum(_agree(action, outlook) for action, outlook in decided)
    left_open = sum(outlook.suggestion in {Suggestion.HOLD, Suggestion.NONE} for _, outlook in decided)
    labelled = [(outlook.fit, action in FOR) for action, outlook in decided]
    wanted = sum(label for _, label in labelled)
    enough = min(wanted, len(labelled) - wanted) >= ENOUGH
    precision = average_precision(labelled) if enough else None
    return Agreement(agree, len(decided) - agree - left_open, left_open, precision)


def average_precision(labelled: Sequence[tuple[float, bool]]) -> float:
    """The area under precision over recall of (fit, wanted), 0 to 1, summed in steps; equal fits count as one step.

    As scikit-learn's `average_precision_score`. Raises ValueError if nothing is wanted.
    """
    wanted = sum(label for _, label in labelled)
    if not wanted:
        raise ValueError("nothing is wanted")
    ranked = sorted(labelled, reverse=True)
    hits, area, counted = 0, 0.0, 0
    for place, (fit, label) in enumerate(ranked, start=1):
        hits += label
        if place == len(ranked) or ranked[place][0] != fit:
            area += (hits - counted) / wanted * hits / place
            counted = hits
    return area
