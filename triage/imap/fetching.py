"""UID FETCH in bulk: many commands in flight, answers by UID in whatever order they come (RFC 9051 section 6.4.9)."""

from __future__ import annotations

import re
from array import array
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

from triage.imap.faults import is_transient
from triage.imap.responses import number, pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.imap.connection import Connection, OnData
    from triage.imap.responses import Data, Value

    #: The items of one message by name: b"RFC822.SIZE", b"BODY[1]" (without the <0> of a partial fetch).
    Items: TypeAlias = "dict[bytes, Value]"
    #: Which messages, and which items of them: b"INTERNALDATE BODY.PEEK[1]<0.1024>".
    Request: TypeAlias = "tuple[Sequence[int], bytes]"

_FIELDS = re.compile(rb"\[HEADER\.FIELDS[^\]]*\]")
_DATE = re.compile(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")
_MAX_LISTED = 5_000_000  # UIDs; 8 octets each
_SMALL_HEADER = 1 << 16  # octets
_MESSAGE_ID = re.compile(rb"\s*Message-ID:\s*(<[^<>\r\n]+>)", re.IGNORECASE)
_MAX_SET = 4000  # octets of a UID set; RFC 7162 section 4 wants lines under 8,192


def fetch(connection: Connection, requests: Sequence[Request], limit: int) -> dict[int, Items]:
    """What the server gives for some UIDs, by UID; several answers for one message are joined, unasked ones dropped.

    `limit` bounds the octets of one answer's literals. A NO (given by some servers when one of many messages is gone)
    ends nothing: what came, came. Raises `ProtocolError` on BAD, `TryLaterError` when throttled.
    """
    commands = [b"UID FETCH %s (UID %s)" % (some, items) for uids, items in requests for some in uid_sets(uids)]
    asked = {name for _, items in requests for name in _names(items)}
    as_asked: dict[bytes, bytes] = {}  # the names servers use, and what they were asked as
    wanted = frozenset(uid for uids, _ in requests for uid in uids)
    found: dict[int, Items] = {}

    def on_data(data: Data) -> None:
        if data.kind == b"FETCH" and (uid := uid_of(data)) in wanted:
            kept = found.setdefault(uid, {})
            for name, value in pairs(data.values[0]).items():
                known = as_asked.get(name) or _unpartial(name)
                if known in asked:
                    kept[known] = value
                    as_asked[name] = known

    _run(connection, commands, on_data, limit)
    return found


def list_uids(connection: Connection, start: int, uidnext: int, since: datetime | None) -> array[int]:
    """The UIDs of start <= UID < uidnext that exist, ascending; those received before `since` may be left out.

    By ESEARCH (RFC 4731), which answers in ranges; without it by FETCH, as a plain SEARCH answers 200,000 messages with
    one line of 1.3 MB. SEARCH knows whole days in the server's zone, so it gets a day of slack.
    """
    found = array("Q")

    def on_data(data: Data) -> None:
        uids: Iterable[int] = ()
        if data.kind == b"ESEARCH":
            uids = _set_of(next((b for a, b in pairwise(data.values) if a == b"ALL"), None), start, uidnext)
        elif data.kind == b"FETCH":
            uids = (uid_of(data),)
        # `n:*` always gives the last message, even when its UID is lower than n (RFC 9051 section 9, seq-range).
        found.extend(islice((uid for uid in uids if start <= uid < uidnext), _MAX_LISTED - len(found)))

    if b"ESEARCH" in connection.capabilities():
        limit = b" SINCE " + _search_date(since - timedelta(days=1)) if since else b""
        command = b"UID SEARCH RETURN (ALL) UID %d:*%s" % (start, limit)
    else:
        command = b"UID FETCH %d:* (UID)" % start
    _run(connection, [command], on_data, 0)
    return array("Q", sorted(set(found)))


def _set_of(value: Value, start: int, end: int) -> Iterable[int]:
    """The numbers start <= n < end of a sequence set such as `1:3,7`, in the order they stand there."""
    for item in value.split(b",") if isinstance(value, bytes) else ():
        first, _, last = item.partition(b":")
        low, high = number(first), number(last or first)
        if low and high:
            yield from range(max(min(low, high), start), min(max(low, high) + 1, end))


def list_message_ids(connection: Connection, command: bytes, *, deleted: bool = False) -> dict[str, int]:
    r"""Message-ID → highest UID of the messages that `command` (FETCH or UID FETCH with a set) names.

    Headers and not SEARCH, which on some servers does not find what was appended a moment ago. What is flagged
    \Deleted counts only with `deleted`.
    """
    found: dict[str, int] = {}

    def on_data(data: Data) -> None:
        if data.kind == b"FETCH" and (uid := uid_of(data)) and len(found) < _MAX_LISTED:
            items = {_unpartial(name): value for name, value in pairs(data.values[0]).items()}
            header = items.get(b"BODY[HEADER.FIELDS]")
            message_id = _MESSAGE_ID.match(header) if isinstance(header, bytes) else None
            if message_id and (deleted or b"\\deleted" not in flags(items)):
                name = message_id[1].decode("utf-8", "replace")
                found[name] = max(uid, found.get(name, 0))

    _run(connection, [command + b" (UID FLAGS BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"], on_data, _SMALL_HEADER)
    return found


def list_deleted(connection: Connection) -> set[int]:
    r"""The UIDs that are flagged \Deleted in the open mailbox."""
    found: set[int] = set()

    def on_data(data: Data) -> None:
        if data.kind == b"FETCH" and b"\\deleted" in flags(pairs(data.values[0])):
            found.add(uid_of(data))

    _run(connection, [b"UID FETCH 1:* (UID FLAGS)"], on_data, 0)
    return found


def flags(items: Items) -> frozenset[bytes]:
    """The flags in FETCH items, in lower case."""
    value = items.get(b"FLAGS")
    return (
        frozenset(flag.lower() for flag in value if isinstance(flag, bytes)) if isinstance(value, list) else frozenset()
    )


def uid_of(data: Data) -> int:
    """The UID in a FETCH answer; 0 if it has none."""
    items = data.values[0] if data.values else None
    if isinstance(items, list):
        for place, name in enumerate(items[:-1:2]):
            if isinstance(name, bytes) and name.upper() == b"UID":
                return number(items[2 * place + 1]) or 0
    return 0


def _run(connection: Connection, commands: list[bytes], on_data: OnData, limit: int) -> None:
    for reply in connection.pipeline(commands, on_data, limit=limit):
        if reply.condition == b"BAD" or (not reply.ok and is_transient(reply.code, reply.text)):
            raise connection.server.refused("reading the mailbox", reply.code, reply.text, reply.condition)


def _names(items: bytes) -> list[bytes]:
    plain = _FIELDS.sub(b"[HEADER.FIELDS]", items.replace(b"BODY.PEEK[", b"BODY["))
    return [name.partition(b"<")[0] for name in plain.split(b" ")]


def _unpartial(name: bytes) -> bytes:
    """`BODY[1]<0>` → `BODY[1]`; `BODY[HEADER.FIELDS (…)]`, which servers repeat in their own way, without its list."""
    if name.startswith(b"BODY[HEADER.FIELDS"):
        return b"BODY[HEADER.FIELDS]"
    return name.removesuffix(b"<0>")


def uid_sets(uids: Iterable[int]) -> list[bytes]:
    """Sequence sets such as `1:3,7`, each short enough for one command line."""
    sets, current = [], b""
    for first, last in _runs(uids):
        item = b"%d" % first if first == last else b"%d:%d" % (first, last)
        if current and len(current) + len(item) > _MAX_SET:
            sets.append(current)
            current = b""
        current += b"," * bool(current) + item
    return [*sets, current] if current else sets


def _runs(uids: Iterable[int]) -> Iterable[tuple[int, int]]:
    first = last = 0
    for uid in sorted(uids):
        if first and uid == last + 1:
            last = uid
            continue
        if first:
            yield first, last
        first = last = uid
    if first:
        yield first, last


def internal_date(value: Value) -> datetime | None:
    """An INTERNALDATE in UTC (RFC 9051 section 9, date-time); None if it is none."""
    found = _DATE.fullmatch(value) if isinstance(value, bytes) else None
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes = found.groups()
    zone = timedelta(hours=int(zone_hours), minutes=int(zone_minutes)) * (-1 if sign == b"-" else 1)
    try:
        place = _MONTHS.index(month.lower()) + 1
        local = datetime(
            int(year), place, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=timezone(zone)
        )
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _search_date(day: datetime) -> bytes:
    return b"%d-%s-%d" % (day.day, _MONTHS[day.month - 1].capitalize(), day.year)
