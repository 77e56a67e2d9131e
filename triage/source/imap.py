"""Reads new mail over IMAP, never changing it: EXAMINE and BODY.PEEK, headers first, then the text worth reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import islice
from typing import TYPE_CHECKING

from triage.domain import Batch, Cursor, MessageRef, RawMessage, Unfetchable
from triage.errors import ProtocolError
from triage.imap import mailbox_names
from triage.imap.assembly import assemble, closed, header_only
from triage.imap.connection import Connection, MailboxStatus
from triage.imap.faults import CutError, MalformedError
from triage.imap.fetching import fetch, first_since, internal_date, list_uids
from triage.imap.responses import number
from triage.imap.structure import read_structure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import Self

    from triage.config import Account
    from triage.credentials import Secret
    from triage.errors import TriageError
    from triage.imap.fetching import Items, Request
    from triage.imap.responses import Status
    from triage.imap.structure import Part
    from triage.source import SeenUids, WantsText

_BATCH = 250  # messages; the round trip of the next batch is hidden behind the text of this one
_BATCH_TEXT = 8 << 20  # octets of text in one batch, so that memory stays bounded
_MAX_HEADER = 128 << 10
_MAX_TEXT = 256 << 10  # of one part
_MAX_PARTS = 16  # text parts of one message
_MAX_WHOLE = 25_000_000  # octets of a message whose structure the server cannot tell
_HEAD = b"RFC822.SIZE INTERNALDATE BODYSTRUCTURE BODY.PEEK[HEADER]<0.%d>" % _MAX_HEADER
_WHOLE = b"RFC822.SIZE INTERNALDATE BODY.PEEK[]<0.%d>" % _MAX_WHOLE


class ImapSource:
    """The `Source` of an IMAP account. Connects on entering its context, and once more if the connection is lost.

    `counted` names mailboxes (such as Drafts) whose state is asked for in the same round trip; see `fingerprints`.
    """

    def __init__(self, account: Account, *, deadline: float, counted: Iterable[str] = ()) -> None:
        self._account = account
        self._deadline = deadline
        self._counted = tuple(counted)
        self._reconnected = False
        self._connection: Connection
        #: By mailbox of `counted`: a string that changes whenever a message is added or removed there, and where the
        #: server has CONDSTORE, whenever a flag changes. Filled by the first step of `new_mail`; "" if it is not known.
        self.fingerprints: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._connection.close()

    def _connect(self) -> None:
        self._connection = Connection.open(self._account, self._secret(), deadline=self._deadline)

    def _secret(self) -> Secret:
        from triage.credentials import secret_for

        return secret_for(self._account)

    def new_mail(self, cursors: Mapping[str, Cursor], seen: SeenUids, wants_text: WantsText) -> Iterator[Batch]:
        """See `Source`. A mailbox that cannot be read does not stop the others; its error is raised after them."""
        del seen  # UIDs only grow: the cursor says it all
        statuses = self._connection.statuses(self._account.mailboxes, self._counted)
        self.fingerprints = {name: _fingerprint(statuses[name]) for name in self._counted}
        problems: list[TriageError] = []
        for name in self._account.mailboxes:
            try:
                yield from self._resumed(name, statuses[name], cursors.get(name), wants_text)
            except _SkippedError as error:
                problems.append(error.problem)
        if problems:
            raise max(problems, key=lambda problem: isinstance(problem, ProtocolError))

    def _resumed(
        self, name: str, status: MailboxStatus | Status, cursor: Cursor | None, wants_text: WantsText
    ) -> Iterator[Batch]:
        """One mailbox, carried on over one lost connection (a token that ran out, an idle time-out) per run."""
        while True:
            try:
                for batch in self._mailbox(name, self._usable(name, status), cursor, wants_text):
                    yield batch
                    cursor = batch.cursor
            except CutError as error:
                if self._reconnected or error.wait_seconds:
                    raise
                self._reconnected = True
                self._connection.close()
                self._connect()
            else:
                return

    def _usable(self, name: str, status: MailboxStatus | Status) -> MailboxStatus:
        server = self._connection.server
        if not isinstance(status, MailboxStatus):
            raise _SkippedError(server.later(f"the mailbox {name!r} cannot be read", status.text))
        if not status.uidvalidity or not status.uidnext:
            raise _SkippedError(server.broke(f"no UIDVALIDITY or UIDNEXT for {name!r}"))
        return status

    def _mailbox(
        self, name: str, status: MailboxStatus, cursor: Cursor | None, wants_text: WantsText
    ) -> Iterator[Batch]:
        if cursor is not None and (cursor.uidvalidity, cursor.uidnext) == status[:2]:
            return
        opened = self._usable(name, self._connection.examine(mailbox_names.encode(name)))
        if opened.uidvalidity != status.uidvalidity:
            raise _SkippedError(self._connection.server.later(f"the mailbox {name!r}", "it was made anew just now"))
        assert opened.uidvalidity is not None
        assert opened.uidnext is not None
        holds = cursor is not None and cursor.uidvalidity == opened.uidvalidity and cursor.uidnext <= opened.uidnext
        start = cursor.uidnext if cursor is not None and holds else None
        uids = self._new_uids(start, opened) if opened.messages else ()
        end = Cursor(name, opened.uidvalidity, opened.uidnext)
        reader = _Reader(self._connection, MessageRef(self._account.name, name, end.uidvalidity, 0), self._since())
        last = cursor
        for uid, messages, unfetchable in reader.read(uids, wants_text):
            last = Cursor(name, end.uidvalidity, uid + 1)
            yield Batch(last, messages, unfetchable)
        if last != end:
            yield Batch(end)

    def _new_uids(self, start: int | None, opened: MailboxStatus) -> Sequence[int]:
        """Every UID from `start` (None: from the first that `since` lets in), known to exist or few."""
        assert opened.uidnext is not None
        if start is not None and opened.uidnext - start <= 2 * _BATCH:
            return range(start, opened.uidnext)
        since = self._since() if start is None else None
        if start is None:
            start = first_since(self._connection, since) if since else 1
        return () if start is None else list_uids(self._connection, start, opened.uidnext, since)

    def _since(self) -> datetime | None:
        since = self._account.since
        return datetime.combine(since, time(), UTC) if since else None


class _SkippedError(Exception):
    """A mailbox was left out because of `problem`; the others go on."""

    def __init__(self, problem: TriageError) -> None:
        super().__init__(str(problem))
        self.problem = problem


def _fingerprint(status: MailboxStatus | Status) -> str:
    if not isinstance(status, MailboxStatus) or not status.uidnext:
        return ""
    return ".".join(str(value) for value in status)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of one message after the first pass, and which sections the second has to fetch."""

    uid: int
    size: int
    date: datetime | None
    header: bytes
    root: Part | None = None
    sections: tuple[bytes, ...] = ()
    octets: int = 0
    whole: bool = False  # the structure cannot be told: fetch the message as it is


class _Reader:
    """Two passes over the new messages of the mailbox that is open: heads, then text."""

    def __init__(self, connection: Connection, place: MessageRef, since: datetime | None) -> None:
        self._connection = connection
        self._place = place
        self._since = since

    def read(
        self, uids: Sequence[int], wants_text: WantsText
    ) -> Iterator[tuple[int, tuple[RawMessage, ...], tuple[Unfetchable, ...]]]:
        """Yields the last UID covered, the messages, and those that cannot be had; at most 250 messages a time."""
        chunks = [uids[place : place + _BATCH] for place in range(0, len(uids), _BATCH)]
        found = self._fetch([(chunks[0], _HEAD)]) if chunks else {}
        for place, chunk in enumerate(chunks):
            ahead = chunks[place + 1 : place + 2]
            portions = list(_portions(self._plans(chunk, found, wants_text)))
            for turn, portion in enumerate(portions, 1):
                final = turn == len(portions)
                heads: list[Request] = [(uids, _HEAD) for uids in ahead] if final else []
                found = self._fetch(_text_requests(portion) + heads)
                yield (chunk[-1] if final else portion[-1].uid, *self._messages(portion, found))

    def _fetch(self, requests: list[Request]) -> dict[int, Items]:
        return fetch(self._connection, requests, _MAX_PARTS * (_MAX_TEXT + _MAX_HEADER)) if requests else {}

    def _plans(self, chunk: Sequence[int], heads: Mapping[int, Items], wants_text: WantsText) -> list[_Plan]:
        """Plans for the messages there are; those that are older than `since`, or gone meanwhile, are left out."""
        silent = [uid for uid in chunk if uid not in heads]
        there = set(fetch(self._connection, [(silent, b"FLAGS")], 0)) if silent else set()
        plans = [_plan(uid, heads.get(uid, {}), wants_text) for uid in chunk if uid in heads or uid in there]
        return [plan for plan in plans if not self._too_old(plan.date)]

    def _too_old(self, date: datetime | None) -> bool:
        return self._since is not None and date is not None and date < self._since

    def _messages(
        self, plans: Iterable[_Plan], texts: Mapping[int, Items]
    ) -> tuple[tuple[RawMessage, ...], tuple[Unfetchable, ...]]:
        messages, unfetchable = [], []
        for plan in plans:
            message = self._message(plan, texts.get(plan.uid, {}))
            if isinstance(message, RawMessage):
                messages.append(message)
            else:
                unfetchable.append(message)
        return tuple(messages), tuple(unfetchable)

    def _message(self, plan: _Plan, items: Items) -> RawMessage | Unfetchable:
        if not plan.whole:
            octets = _octets(plan, items)
            if octets is not None:
                return RawMessage(self._ref(plan.uid), plan.date, octets, plan.size)
        return self._whole(plan)

    def _whole(self, plan: _Plan) -> RawMessage | Unfetchable:
        """The last resort for one message: as it is, at most 25 MB of it."""
        items = fetch(self._connection, [([plan.uid], _WHOLE)], _MAX_WHOLE).get(plan.uid, {})
        octets = items.get(b"BODY[]")
        if not isinstance(octets, bytes) or not octets:
            return Unfetchable(self._ref(plan.uid), "the server lists it but does not hand it over")
        date = plan.date or internal_date(items.get(b"INTERNALDATE"))
        return RawMessage(self._ref(plan.uid), date, octets, number(items.get(b"RFC822.SIZE")) or len(octets))

    def _ref(self, uid: int) -> MessageRef:
        return MessageRef(self._place.account, self._place.mailbox, self._place.uidvalidity, uid)


def _plan(uid: int, head: Items, wants_text: WantsText) -> _Plan:
    size = number(head.get(b"RFC822.SIZE")) or 0
    date = internal_date(head.get(b"INTERNALDATE"))
    header = head.get(b"BODY[HEADER]")
    if not isinstance(header, bytes) or not header.strip():
        return _Plan(uid, size, date, b"", whole=True)
    header = closed(header)
    if not wants_text(header):
        return _Plan(uid, size, date, header)
    try:
        root = read_structure(head.get(b"BODYSTRUCTURE"))
    except MalformedError:
        return _Plan(uid, size, date, header, whole=True)
    parts = list(islice((part for part in root.walk() if part.is_text), _MAX_PARTS))
    forwarded = [part.section + b".HEADER" for part in root.walk() if part.is_message][:_MAX_PARTS]
    octets = sum(min(part.size, _MAX_TEXT) for part in parts)
    return _Plan(uid, size, date, header, root, (*forwarded, *(part.section for part in parts)), octets)


def _portions(plans: list[_Plan]) -> Iterator[list[_Plan]]:
    """Plans in order, at most 8 MiB of text together; one empty portion if there are none."""
    portion: list[_Plan] = []
    octets = 0
    for plan in plans:
        if portion and octets + plan.octets > _BATCH_TEXT:
            yield portion
            portion, octets = [], 0
        portion.append(plan)
        octets += plan.octets
    yield portion


def _text_requests(plans: Iterable[_Plan]) -> list[Request]:
    """One request for all messages that need the same sections, so that commands stay few."""
    groups: dict[tuple[bytes, ...], list[int]] = {}
    for plan in plans:
        if plan.sections and not plan.whole:
            groups.setdefault(plan.sections, []).append(plan.uid)
    return [(uids, b" ".join(map(_peek, sections))) for sections, uids in groups.items()]


def _peek(section: bytes) -> bytes:
    return b"BODY.PEEK[%s]<0.%d>" % (section, _MAX_HEADER if section.endswith(b"HEADER") else _MAX_TEXT)


def _octets(plan: _Plan, items: Items) -> bytes | None:
    """The message put together; None if the server did not give a section that it says has octets."""
    if plan.root is None:
        return header_only(plan.header)
    empty = {part.section for part in plan.root.walk() if not part.size}
    sections = {}
    for section in plan.sections:
        octets = items.get(b"BODY[" + section + b"]")
        if isinstance(octets, bytes):
            sections[section] = octets if len(octets) < _MAX_TEXT else octets[: octets.rfind(b"\n") + 1 or None]
        elif section not in empty:
            return None
    return assemble(plan.header, plan.root, sections)
