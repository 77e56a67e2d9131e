"""What triage remembers: the `Store` port and the factory that opens its adapter.

Facts are added, not rewritten. A message waits for a stage when the fact before it is there and its own is not, so a
crash is resumed by running again. Every outside effect is an intent (`Event.APPENDING`), the act, and an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, Protocol

from triage.store.interview import Debrief as Debrief
from triage.store.interview import Interview as Interview
from triage.store.interview import Interviews
from triage.store.kept import Words as Words
from triage.store.lesson import Lesson as Lesson
from triage.store.lesson import Lessons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from triage.domain import (
        Action,
        Assessment,
        Cursor,
        Draft,
        Edit,
        Interests,
        Item,
        Message,
        MessageRef,
        Receipt,
        State,
        Unfetchable,
    )
    from triage.store.kept import Kept as Kept
    from triage.store.kept import Line as Line


#: Who made a draft: triage for its suggestion, or the user by deciding.
Origin = Literal["suggested", "decided"]


class Event(StrEnum):
    """What can happen to a suggestion, in the order of its life."""

    ACCEPT = "accept"
    ASK = "ask"
    DECLINE = "decline"
    SKIP = "skip"
    UNDO = "undo"
    APPENDING = "appending"  # intent: the draft is about to be written to the server
    APPENDED = "appended"  # outcome; detail: the Receipt
    REFUSED = "refused"  # outcome: the server did not take it; detail: why; tried again by the next scan
    EDITED = "edited"  # seen: the user changed the draft; detail: the Receipt of what lies there now
    MISSING = "missing"  # seen: the user deleted the draft
    SENT = "sent"  # seen: the user sent the draft
    ANSWERED = "answered"  # seen: the user wrote in this conversation elsewhere
    WITHDRAWING = "withdrawing"  # intent: our draft is about to be removed; detail: why
    WITHDRAWN = "withdrawn"  # outcome
    KEPT = "kept"  # outcome: the user had edited it, so it was left alone
    SUPERSEDED = "superseded"  # a newer message of the conversation, or its copy in another account, took its place


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message that was read and where it lies."""

    ref: MessageRef
    received_at: datetime
    message: Message
    answered: bool = False  # the user has replied already
    sent: bool = False  # the user's own, read in Sent


@dataclass(frozen=True, slots=True)
class Unassessed:
    """A recorded message that waits for its verdict."""

    key: int
    account: str
    thread: str
    received_at: datetime
    message: Message
    sent: bool = False  # the user's own, read in Sent


@dataclass(frozen=True, slots=True)
class Wording:
    """What was sent against what was drafted."""

    item: Item  # as it stands now
    draft: Draft  # as it was drafted, whatever was decided or withdrawn since
    sent: str  # the words that were sent; "" once they have been removed
    kept: float  # the share of the words that are the same, 1.0 for a reply sent as it was
    at: datetime  # when that was seen


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A decision whose draft is not known to be in Drafts."""

    item: Item
    draft: int  # its number
    made_at: datetime  # when it was written: the Date of its octets, the same at every try
    begun: bool  # a run that did not live to tell may have put it there


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over one account."""

    account: str
    started_at: datetime
    finished_at: datetime
    new: int
    suggested: int
    code: int
    error: str


class Store(Lessons, Interviews, Protocol):
    """Everything that is remembered. Raises `CannotWriteError`, `DamagedError`, `TryLaterError` (locked)."""

    def close(self) -> None:
        """Closes the database."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """All or nothing for what is written inside the block."""
        ...

    # --- fetching ---

    def cursors(self, account: str) -> dict[str, Cursor]:
        """How far each mailbox has been read."""
        ...

    def set_cursor(self, account: str, cursor: Cursor) -> None:
        """Moves a bookmark."""
        ...

    def seen_uids(self, account: str, mailbox: str, uidvalidity: int) -> AbstractSet[int]:
        """The UIDs that are recorded."""
        ...

    def record(self, recorded: Sequence[Recorded]) -> list[int]:
        """Records messages; returns the keys of those that were not known by their content yet, in order."""
        ...

    def record_unfetchable(self, unfetchable: Sequence[Unfetchable]) -> None:
        """Counts one failed try for each."""
        ...

    def to_refetch(self, account: str) -> list[MessageRef]:
        """What could not be fetched so far and has been tried fewer than three times."""
        ...

    # --- sent mail ---

    def sent_cursors(self, account: str) -> dict[str, Cursor]:
        """How far each Sent mailbox has been read; their names are what is known of where Sent is."""
        ...

    def set_sent_cursor(self, account: str, cursor: Cursor) -> None:
        """Moves a bookmark in Sent."""
        ...

    def concerns(self, accounts: Sequence[str], message_ids: Sequence[str]) -> bool:
        """Whether one of these is the Message-ID of mail in these accounts that is or may be an offer, or of an answer
        to one.
        """
        ...

    def answered_before(self, account: str, thread: str, at: datetime) -> bool:
        """Whether the user wrote in a conversation before a time."""
        ...

    def add_wording(self, key: int, draft: Draft, sent: str, kept: float) -> None:
        """Keeps what was sent instead of, or as, a draft; the first time counts."""
        ...

    def wordings(self) -> list[Wording]:
        """Every reply that was drafted and sent, oldest first."""
        ...

    # --- assessing ---

    def unassessed(self) -> Iterator[Unassessed]:
        """Recorded messages that no verdict has been reached on, oldest first, the user's own last: which they are is
        found out at the first, and each is read when it is asked for.
        """
        ...

    def thread(self, key: int) -> str:
        """The conversation a message is part of now: `join` may have moved it since it was read."""
        ...

    def join(self, key: int, thread: str) -> None:
        """Makes a message, with what answers it, part of another conversation of its account."""
        ...

    def outdated(self, basis: str) -> list[Item]:
        """Suggestions that still wait for the user, have their words, and were made on another basis."""
        ...

    def kept(self, decided: Action | None = None, *, with_vocabulary: bool = False) -> Iterator[Kept]:
        """Every suggestion, or those decided so, newest first, decoded only as far as it is asked for;
        `with_vocabulary` if most will be asked for that.
        """
        ...

    def kept_of(self, keys: Iterable[int]) -> Iterator[Kept]:
        """The suggestions with these keys, newest first, decoded only as far as it is asked for."""
        ...

    def keep_wish(self, name: str, interests: Interests) -> None:
        """Remembers what the name of interests in a basis stands for."""
        ...

    def wish(self, name: str) -> Interests | None:
        """The interests of that name; None if they are not known."""
        ...

    def assess(self, key: int, basis: str, assessment: Assessment) -> None:
        """Adds what was worked out; the words of a message that is no offer are dropped in the same transaction."""
        ...

    # --- looking ---

    def items(
        self,
        *,
        states: Sequence[State] = (),
        since: datetime | None = None,
        happened_since: datetime | None = None,
        limit: int | None = None,
        thread: tuple[str, str] | None = None,
        keys: Sequence[int] | None = None,
    ) -> list[Item]:
        """Suggestions (whatever is or may be an offer), newest first: received `since` a time, or to which anything
        happened since (`Event`); `thread` is (account, thread).
        """
        ...

    def copies(self, key: int, accounts: Sequence[str]) -> list[Item]:
        """The suggestions that are the very same mail in one of these accounts."""
        ...

    def lines(self, *, waiting: bool = False) -> list[Line]:
        """Every suggestion, or what the user has yet to decide, newest first; no mail is read."""
        ...

    def line(self, key: int) -> Line | None:
        """That of one suggestion; None if it has gone."""
        ...

    def find(self, prefix: str) -> list[Item]:
        """The suggestions whose id begins with `prefix`; an exact id gives just one."""
        ...

    def keys_naming(self, name: str, until: datetime, others: Iterable[int] = ()) -> list[int]:
        """Suggestions received until a time that may hold a name in their words or in what was understood of them, and
        `others`, newest first; none that holds it is missing.
        """
        ...

    def counts(self) -> dict[str, int]:
        """How many messages are recorded, and how many suggestions stand in each state."""
        ...

    # --- deciding and delivering ---

    def add_draft(self, key: int, action: str, draft: Draft, *, origin: Origin = "decided") -> int:
        """Keeps a reply; returns its number."""
        ...

    def keep_edit(self, key: int, edit: Edit) -> None:
        """Keeps the words begun to a mail, in place of those from before."""
        ...

    def recover_edit(self, key: int, edit: Edit, at: datetime) -> None:
        """Keeps words written at some time, unless newer ones are kept or the mail has lost its own."""
        ...

    def drop_edit(self, key: int) -> None:
        """Forgets them, if there are any."""
        ...

    def add_event(self, key: int, what: Event, *, draft: int | None = None, detail: str = "") -> None:
        """Adds what happened."""
        ...

    def times(self, key: int, what: Event) -> int:
        """How often that has happened to a message."""
        ...

    def last_refusal(self, key: int) -> str:
        """Why the draft was not taken, if that is the last that happened to a message; else ""."""
        ...

    def last_decided(self) -> Item | None:
        """The item of the newest decision that has not been undone."""
        ...

    def undelivered(self, account: str) -> list[Undelivered]:
        """Decisions whose draft is not in Drafts yet, oldest first."""
        ...

    def suggested_drafts(self, account: str, since: datetime) -> list[Undelivered]:
        """Suggested replies nobody has decided on, to mail received since a time, newest first; none that made room."""
        ...

    def withdrawals(self, account: str) -> list[tuple[Item, str]]:
        """(item, why) for every withdrawal that was begun and has no outcome."""
        ...

    # --- runs ---

    def add_run(self, run: Run) -> None:
        """Remembers a pass."""
        ...

    def last_runs(self) -> dict[str, tuple[Run | None, Run]]:
        """For each account its last successful run (None if there was none) and its last one."""
        ...

    def ran_between(self, start: datetime, end: datetime) -> bool:
        """Whether a pass ended within these times."""
        ...

    def not_before(self, account: str) -> datetime | None:
        """Until when the server asked to be left alone."""
        ...

    def set_not_before(self, account: str, until: datetime | None) -> None:
        """Keeps or clears that time."""
        ...

    def fingerprints(self, account: str) -> dict[str, str]:
        """By mailbox: what Drafts looked like when it was last looked into."""
        ...

    def set_fingerprint(self, account: str, mailbox: str, value: str) -> None:
        """Keeps that."""
        ...

    def digests(self, account: str) -> dict[str, tuple[Event, Receipt]]:
        """By day (ISO 8601): what happened last to its digest, and where it lies or is to lie."""
        ...

    def add_digest_event(self, account: str, day: str, what: Event, receipt: Receipt) -> None:
        """Adds what happened to the digest of a day; an intent takes the place of one that came to nothing."""
        ...

    # --- privacy ---

    def remove_texts(self, before: datetime) -> int:
        """Removes the words of mail recorded before a time, unless it has no verdict or its reply is under way."""
        ...

    def forget(self, keys: Iterable[int]) -> None:
        """Deletes everything about these messages but their hash."""
        ...

    def keys_of_sender(self, addr_spec: str) -> list[int]:
        """The messages that this address sent."""
        ...

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row of every table, for export: (table, {column: value})."""
        ...


def open_store(data_dir: Path) -> Store:
    """Opens (and on the first run creates) the database in `data_dir`.

    Raises `DamagedError` if it is damaged or newer than this program, `CannotWriteError` if it cannot be written.
    """
    from triage.store.sqlite import SqliteStore

    return SqliteStore.open(data_dir / "triage.db")
