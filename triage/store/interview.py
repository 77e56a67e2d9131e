"""What is known of interviews: the noun, and the part of the `Store` port that is about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview, or a step towards one; every sign of one conversation has the same `conversation`."""

    day: date
    sign: Literal["mail", "accepted", "recorded"]  # mail that arranges one, a yes that was sent, the user's word
    conversation: str  # "" if it belongs to no mail
    id: str  # of the mail; "" if there is none
    key: int | None = None  # its number


@dataclass(frozen=True, slots=True)
class Debrief:
    """The user's notes after an interview."""

    day: date  # of the interview
    conversation: str
    id: str  # of the mail that they belong to
    key: int  # its number
    notes: str


class Interviews(Protocol):
    """What tells of interviews."""

    def interviews(self) -> list[Interview]:
        """Every sign of an interview, oldest first."""
        ...

    def first_run(self) -> datetime | None:
        """When the first pass began; None if there was none yet."""
        ...

    def add_interview(self, day: date, key: int | None = None, notes: str = "") -> None:
        """Keeps that there was an interview, with the notes after it if it belongs to a mail."""
        ...

    def debriefs(self) -> list[Debrief]:
        """Every note, the newest interview first."""
        ...

    def drop_debriefs(self, key: int) -> int:
        """Deletes the notes that belong to a mail, and leaves no copy; says how many."""
        ...

    def drop_interview(self, day: date) -> bool:
        """Takes what was recorded for a day back; False if there is nothing."""
        ...
