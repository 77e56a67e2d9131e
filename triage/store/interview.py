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


class Interviews(Protocol):
    """What tells of interviews."""

    def interviews(self) -> list[Interview]:
        """Every sign of an interview, oldest first."""
        ...

    def first_run(self) -> datetime | None:
        """When the first pass began; None if there was none yet."""
        ...

    def add_interview(self, day: date) -> None:
        """Keeps that there was an interview."""
        ...

    def drop_interview(self, day: date) -> bool:
        """Takes what was recorded for a day back; False if there is nothing."""
        ...
