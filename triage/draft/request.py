"""What a reply is asked for, and the times it may offer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.config import Replies

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Action, Fact


@dataclass(frozen=True, slots=True)
class Slot:
    """A time to talk, by the clock of the user's zone."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Request:
    """What a reply is asked for: the purpose, what to ask, and what to say."""

    action: Action
    questions: tuple[Fact, ...] = ()
    availability: str = ""  # policy.availability, as the user wrote it
    template: str = ""  # another than the action's: "later", or "en/later" in a language
    body: str | None = None  # the words the user wrote instead
    attempt: int = 0  # how many drafts of this reply have been withdrawn
    follow_up: bool | None = None  # whether the mail bumps an earlier one; None: told from the mail itself
    earlier: int | None = None  # how many mails the sender wrote before; None: not known
    relay: bool = False  # the reply goes through a network's relay (InMail), which drops attachments
    slots: tuple[Slot, ...] = ()
    replies: Replies = Replies()  # noqa: RUF009 - frozen
