"""Reads an mbox file as a stream: mboxo, mboxrd, mboxcl and Gmail's Takeout, of any size, also while it grows."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from triage.domain import Batch, Cursor, MessageRef, RawMessage
from triage.errors import ConfigurationError, DamagedError
from triage.source.of_files import (
    HEADER_END,
    MAX_BATCH,
    MAX_BATCH_OCTETS,
    MAX_OCTETS,
    SETTLED_SECONDS,
    OfFiles,
    number_of,
    wanted_octets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triage.config import Account
    from triage.source import SeenUids, WantsText

_LONGEST_HEADER = 64 * 1024  # octets in which a Content-Length is looked for
_LONGEST_LINE = 64 * 1024  # octets read at once; of what is longer, the rest counts as another line that begins nothing
_PROBE = 1_024  # octets looked at ahead, and compared at both ends of what was read, to see whether it is the same file

_DAY_AND_MONTH = (
    rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +(?:\d{1,2} +)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
_REST = rb"[^\n]{0,120}\r?\n"
_FIELD_NEXT = rb"(?=[!-9;-~]{1,100}[ \t]*:|>From )"
#: After an empty line a "From " line needs a date, or a time and a header line next; elsewhere it needs all of that.
_DATED_FROM = re.compile(rb"From [^\n]{0,400}?" + _DAY_AND_MONTH + rb"[^\n]{0,40}\d\d:\d\d" + _REST)
_FULL_FROM = re.compile(_DATED_FROM.pattern + _FIELD_NEXT)
_TIMED_FROM = re.compile(rb"From [^\n]{0,400}?\d\d:\d\d" + _REST + _FIELD_NEXT)
#: At the beginning of a file a byte order mark may come first: some editors and exports put one there.
_FROM_LINE = re.compile(rb"(?:\xef\xbb\xbf)?From [^\n]*(?:\n|$)")
_CONTENT_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,10})[ \t]*\r?$")
_ESCAPED_FROM = re.compile(rb"(?m)^>(>*From )")
_CLOCK = re.compile(
    rb"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +(\d{1,2})"
    rb" +(\d\d):(\d\d)(?::(\d\d))?(?: +([+-]\d{4}|[A-Z]+))? +(\d{4})"
)
_MONTHS = (b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec")


class Stretch(NamedTuple):
    """One message of an mbox file with its "From " line: where it begins, its octets (at most 25 MB) and its size."""

    offset: int
    octets: bytes
    size: int


class MboxSource(OfFiles):
    """An account of kind "mbox"; its one mailbox has the name that comes first in `account.mailboxes`."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._path = (account.path or Path()).expanduser()
        self._mailbox = account.mailboxes[0] if account.mailboxes else "INBOX"

    def new_mail(
        self,
        cursors: Mapping[str, Cursor],
        seen: SeenUids,
        wants_text: WantsText,
        again: Sequence[MessageRef] = (),  # noqa: ARG002 - a file is there or not
    ) -> Iterator[Batch]:
        """Yields the messages behind the cursor, or all when the file is another than it was: the caller knows recorded
        mail by its hash. The cursor's `uidnext` is one more than the offset that was read to, its `modseq` a
        fingerprint of the octets around what was read.
        """
        del seen
        cursor = cursors.get(self._mailbox)
        with self._opened() as file:
            size = os.fstat(file.fileno()).st_size
            if not cursor:
                uidvalidity, start = number_of(_first_header(file)), 0
            elif _goes_on(file, size, cursor):
                uidvalidity, start = cursor.uidvalidity, cursor.uidnext - 1
            else:
                uidvalidity, start = number_of(b"%d %d" % (cursor.uidvalidity, size) + _first_header(file)), 0
            end = start
            for batch, end in self._batches(file, start, size, uidvalidity, wants_text):
                yield Batch(Cursor(self._mailbox, uidvalidity, end + 1, _fingerprint(file, end)), batch)
            if end == start and (not cursor or uidvalidity != cursor.uidvalidity):
                yield Batch(Cursor(self._mailbox, uidvalidity, end + 1, _fingerprint(file, end)))

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        """The open file. Raises `ConfigurationError` if there is none, `DamagedError` if it is no readable mbox."""
        name, path = self._account.name, self._path
        if not path.is_file():
            raise ConfigurationError((f"there is no mbox file at {path}",), hint="check `path` in config.toml")
        try:
            with path.open("rb") as file:
                beginning = file.read(_PROBE)
                if beginning and not begins_mbox(beginning):
                    what = f'{path} is no mbox file: it does not start with "From "'
                    raise DamagedError(what, hint="check `path` and `kind` in config.toml", account=name)
                yield file
        except OSError as problem:
            what = f"{path} cannot be read: {problem.strerror}"
            raise DamagedError(what, hint="check its permissions and the disk", account=name) from problem

    def _batches(
        self, file: IO[bytes], start: int, size: int, uidvalidity: int, wants_text: WantsText
    ) -> Iterator[tuple[tuple[RawMessage, ...], int]]:
        """(messages, offset behind them), at most 500 messages and about 16 MB at a time."""
        batch: list[RawMessage] = []
        octets, end = 0, start
        for stretch in split_mbox(file, start):
            end_of_this = stretch.offset + stretch.size
            if end_of_this >= size and _is_being_written(file, stretch):
                break
            raw = self._raw(stretch, uidvalidity, wants_text)
            if batch and (len(batch) == MAX_BATCH or octets + len(raw.octets) > MAX_BATCH_OCTETS):
                yield tuple(batch), end
                batch, octets = [], 0
            end = end_of_this
            if not self._is_too_old(raw):
                batch.append(raw)
                octets += len(raw.octets)
        if end > start:
            yield tuple(batch), end

    def _raw(self, stretch: Stretch, uidvalidity: int, wants_text: WantsText) -> RawMessage:
        raw = as_message(stretch, MessageRef(self._account.name, self._mailbox, uidvalidity, stretch.offset + 1))
        return replace(raw, octets=wanted_octets(raw.octets, wants_text))

    def _is_too_old(self, raw: RawMessage) -> bool:
        since = self._account.since
        return bool(since and raw.internal_date and raw.internal_date.date() < since)


def begins_mbox(octets: bytes) -> bool:
    """Whether a file that begins with these octets is an mbox file."""
    return _FROM_LINE.match(octets) is not None


def as_message(stretch: Stretch, ref: MessageRef) -> RawMessage:
    """The message without its "From " line and with ">From " lines restored (mboxrd)."""
    line = _FROM_LINE.match(stretch.octets)
    octets = stretch.octets[line.end() :] if line else stretch.octets
    received = _received(line.group()) if line else None
    if b"\n>" in octets:
        header_end = HEADER_END.search(octets)
        body = header_end.end() if header_end else 0
        octets = octets[:body] + _ESCAPED_FROM.sub(rb"\1", octets[body:])
    return RawMessage(ref, received, octets, stretch.size)


def _received(from_line: bytes) -> datetime | None:
    """The time in a "From " line, as UTC unless it names an offset."""
    match = _CLOCK.search(from_line)
    if not match:
        return None
    month, day, hour, minute, second, zone, year = match.groups()
    try:
        clock = (int(hour), int(minute), int(second or 0))
        local = datetime(int(year), _MONTHS.index(month) + 1, int(day), *clock, tzinfo=UTC)
        if zone and zone[:1] in b"+-":
            local = datetime.strptime(f"{local:%Y%m%d%H%M%S}{zone.decode()}", "%Y%m%d%H%M%S%z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return local


def split_mbox(file: IO[bytes], start: int) -> Iterator[Stretch]:
    """The messages from the offset `start`, which is a "From " line; one at a time is kept, and 25 MB of it at most.

    A "From " line counts only when a date and a header line follow, so that prose is not cut; a Content-Length
    (mboxcl) is believed when a "From " line or the end of the file stands where it points to.
    """
    at = start
    while True:
        file.seek(at)
        beginning = file.read(_LONGEST_HEADER)
        if not beginning:
            return
        end = _announced_end(file, at, beginning) or _next_from(file, at)
        file.seek(at)
        yield Stretch(at, file.read(min(end - at, MAX_OCTETS)), end - at)
        at = end


def _announced_end(file: IO[bytes], at: int, beginning: bytes) -> int:
    """Where Content-Length says that the message at this offset ends, if it is right; else 0."""
    header_end = HEADER_END.search(beginning)
    announced = _CONTENT_LENGTH.search(beginning, 0, header_end.start()) if header_end else None
    if header_end is None or announced is None:
        return 0
    length = header_end.end() + int(announced[1])
    if length > MAX_OCTETS:
        return 0
    file.seek(at + length - 1)
    last, following = file.read(1), file.read(_PROBE)
    next_line = following.lstrip(b"\r\n")
    is_right = last and next_line[:5] in {b"From ", b""}
    return at + length + len(following) - len(next_line) if is_right else 0


def _next_from(file: IO[bytes], at: int) -> int:
    """The offset of the next line that begins a message, or of the end of the file."""
    file.seek(at)
    above = file.readline(_LONGEST_LINE)
    at += len(above)
    while line := file.readline(_LONGEST_LINE):
        if line.startswith(b"From ") and above.endswith(b"\n") and _begins_message(file, line, above):
            return at
        at += len(line)
        above = line
    return at


def _begins_message(file: IO[bytes], line: bytes, above: bytes) -> bool:
    """Whether a line that has just been read is the "From " line of a message; leaves the position as it was."""
    following = file.readline(_PROBE)
    file.seek(-len(following), os.SEEK_CUR)
    both = line + following
    if above in {b"\n", b"\r\n"}:
        return bool(_DATED_FROM.match(both) or _TIMED_FROM.match(both))
    return bool(_FULL_FROM.match(both))


def _first_header(file: IO[bytes]) -> bytes:
    """The header of the first message, which tells one file from another."""
    file.seek(0)
    beginning = file.read(_LONGEST_HEADER)
    end = HEADER_END.search(beginning)
    return beginning[: end.start()] if end else beginning


def _fingerprint(file: IO[bytes], end: int) -> int:
    """63 bits of the octets at the file's beginning and before `end`; leaves the position as it was."""
    position = file.tell()
    file.seek(0)
    probe = file.read(min(_PROBE, end))
    file.seek(max(0, end - _PROBE))
    probe += file.read(min(_PROBE, end))
    file.seek(position)
    return number_of(probe)


def _goes_on(file: IO[bytes], size: int, cursor: Cursor) -> bool:
    """Whether what was read is still there and a message begins behind it."""
    end = cursor.uidnext - 1
    if end > size or cursor.modseq != _fingerprint(file, end):
        return False
    file.seek(end)
    return file.read(5) in {b"From ", b""}


def _is_being_written(file: IO[bytes], last: Stretch) -> bool:
    """Whether the last message may be unfinished: it has grown, or changed just now and ends within a line."""
    status = os.fstat(file.fileno())
    if status.st_size > last.offset + last.size:
        return True
    return not last.octets.endswith(b"\n") and time.time() - status.st_mtime < SETTLED_SECONDS
