"""What is kept of a suggestion, and the words it is compared by: decoded only as far as it is asked for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, Protocol

from triage.domain import Role

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Action, Assessment, Kind, Message, State, Suggestion
    from triage.store.sketch import Sketch


class Words(NamedTuple):
    """The words of a message, as far as they are compared with interests; fields of `Message`."""

    subject: str
    text: str
    quoted: str


class Line(NamedTuple):
    """A suggestion as far as lists are filtered and ordered by it."""

    key: int
    id: str
    received_at: str  # ISO 8601 in UTC
    state: State
    action: Action | None  # the user's decision
    suggestion: Suggestion
    fit: float
    warned: bool
    employer: str  # the company, else the agency, without case; "" if neither is named
    words: str  # of sender, subject and role, in lower case


class Kept(Protocol):
    """What is kept of a suggestion; each part is decoded when it is asked for, since most are not."""

    key: int
    id: str
    account: str
    received_at: datetime
    state: State
    action: Action | None  # the user's decision
    suggestion: Suggestion
    basis: str  # what the suggestion was made from
    is_alone: bool  # in its conversation
    has_words: bool
    sketch: Sketch | None  # all that is compared of it but its words, if it is kept

    @property
    def kind(self) -> Kind:
        """`Opportunity.kind`."""
        ...

    def vocabulary(self) -> str:
        """`Gist.vocabulary`, if there is a sketch."""
        ...

    def words(self) -> Words:
        """The words, if it has any."""
        ...

    def message(self) -> Message:
        """The message, if its words are kept; to be looked at only."""
        ...

    def role(self) -> Role:
        """The role, without evidence; to be looked at only."""
        ...

    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, "" if it is not named, and the fields of `Salary`, () if there is none."""
        ...


def without_words(assessment: Assessment) -> Assessment:
    """What is kept of a message that is no offer: its probabilities, and nothing that it says."""
    opportunity = replace(assessment.opportunity, role=Role(), missing=(), warnings=(), not_replyable_because="")
    score = replace(assessment.score, contributions=(), numbers=(), taught=0.0)
    return replace(assessment, opportunity=opportunity, score=score, draft=None)
