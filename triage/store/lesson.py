"""What there is to learn from: the noun, and the part of the `Store` port that is about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Message, Opportunity


@dataclass(frozen=True, slots=True)
class Lesson:
    """One mail with the user's yes or no, to learn from."""

    id: str  # what the user types to have it forgotten
    content_hash: str
    accepted: bool
    origin: str  # "review", or where the mail was found: a path, account/mailbox, "sent"
    at: datetime  # when it was decided or taught
    account: str  # "" for a file
    sender: str  # a hash of the sender's address
    opportunity: Opportunity
    message: Message | None  # None once its words have been removed
    basis: str  # what `reading` was made on; "" if there is none yet
    reading: str


class Lessons(Protocol):
    """What the user's decisions teach."""

    def lessons(self) -> list[Lesson]:
        """Every accept and decline that stands and may be learned from, oldest first; of one mail the newest."""
        ...

    def lessons_mark(self) -> str:
        """Another one whenever there may be something else to learn from."""
        ...

    def teach(self, account: str, message: Message, opportunity: Opportunity, *, accepted: bool, origin: str) -> bool:
        """Keeps a mail from elsewhere with what the user decided; False if that was known already."""
        ...

    def may_be_taught(self, content_hash: str) -> bool:
        """Whether the user has not had this mail forgotten, or taken out of what is learned from."""
        ...

    def set_reading(self, content_hash: str, basis: str, value: str) -> None:
        """Keeps what was read of a lesson, in place of an older reading."""
        ...

    def unlearn(self, lesson: Lesson) -> None:
        """Never learns from this mail again, unless it is taught anew; a suggestion itself stays as it is."""
        ...

    def lessons_of_sender(self, addr_spec: str) -> list[Lesson]:
        """The lessons from mail that this address sent."""
        ...
