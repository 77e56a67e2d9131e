"""The mailboxes of the demo's IMAP server: messages in memory, numbered and flagged as RFC 3501 section 2.3 says."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from triage.demo import mime

if TYPE_CHECKING:
    from datetime import datetime

_UIDVALIDITY = 1_790_000_000  # fixed: a second start of the demo is the same mailbox again


@dataclass(frozen=True, slots=True)
class Delivered:
    """A message as it is put into a mailbox: its octets and when it arrived (aware)."""

    octets: bytes
    internal_date: datetime
    flags: frozenset[str] = frozenset()


class Stored:
    """A message in a mailbox; only its flags ever change."""

    def __init__(self, uid: int, delivered: Delivered) -> None:
        self.uid = uid
        self.octets = re.sub(rb"\r?\n", b"\r\n", delivered.octets)
        self.internal_date = delivered.internal_date
        self.flags = delivered.flags

    @cached_property
    def part(self) -> mime.Part:
        """The message cut into its parts, when somebody asks for them."""
        return mime.cut(self.octets)


@dataclass(slots=True)
class Mailbox:
    """One mailbox; UIDs only grow, and none is used twice."""

    name: str
    special_use: str = ""  # for example "\\Drafts" (RFC 6154)
    uidvalidity: int = _UIDVALIDITY
    uidnext: int = 1
    messages: list[Stored] = field(default_factory=list)

    def add(self, delivered: Delivered) -> int:
        """Stores a message and returns its UID."""
        uid = self.uidnext
        self.messages.append(Stored(uid, delivered))
        self.uidnext += 1
        return uid

    def expunge(self, uids: frozenset[int] | None = None) -> None:
        r"""Removes what is flagged \Deleted, of `uids` only if they are given (RFC 4315 section 2.1)."""
        self.messages = [
            one for one in self.messages if "\\Deleted" not in one.flags or (uids is not None and one.uid not in uids)
        ]


@dataclass(frozen=True, slots=True)
class Mailstore:
    """Everything the one user has; `lock` is held during each command, so that commands never interleave."""

    user: str
    password: str = field(repr=False)
    capabilities: tuple[str, ...]
    mailboxes: dict[str, Mailbox]
    lock: threading.RLock = field(default_factory=threading.RLock)
