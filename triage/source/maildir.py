"""Reads a Maildir without changing it: nothing is moved from new/ to cur/, nothing renamed, nothing locked."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import UTC, datetime
from datetime import time as midnight
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Batch, Cursor, MessageRef, RawMessage, Unfetchable
from triage.errors import ConfigurationError, DamagedError
from triage.imap import mailbox_names
from triage.source.of_files import (
    MAX_BATCH,
    MAX_BATCH_OCTETS,
    MAX_OCTETS,
    SETTLED_SECONDS,
    OfFiles,
    number_of,
    read_capped,
    wanted_octets,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from triage.config import Account
    from triage.source import SeenUids, WantsText

UIDVALIDITY = 1  # unique names are never used again, so it never changes
_FOLDERS = ("new", "cur")


class _Entry(NamedTuple):
    """A message file that is not recorded yet."""

    received: float  # modification time, seconds since 1970
    uid: int
    path: str


class MaildirSource(OfFiles):
    """An account of kind "maildir": `account.path` is the INBOX, other mailboxes are Maildir++ folders in it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._oldest = _midnight_of(account)

    def new_mail(
        self,
        cursors: Mapping[str, Cursor],
        seen: SeenUids,
        wants_text: WantsText,
        again: Sequence[MessageRef] = (),  # noqa: ARG002 - a file is there or not
    ) -> Iterator[Batch]:
        """Yields unrecorded mail, oldest first; what `wants_text` refuses comes as its header alone."""
        for mailbox in self._account.mailboxes:
            yield from self._mailbox(mailbox, cursors.get(mailbox), seen, wants_text)

    def _mailbox(self, mailbox: str, cursor: Cursor | None, seen: SeenUids, wants_text: WantsText) -> Iterator[Batch]:
        folder = self._folder(mailbox)
        fingerprint = self._fingerprint(folder)
        if cursor and fingerprint is not None and cursor.modseq == fingerprint:
            return
        entries = self._unrecorded(folder, seen(mailbox, UIDVALIDITY))
        is_whole = True
        for batch in _batches(entries):
            messages, failed = self._read(mailbox, batch, wants_text)
            is_whole = is_whole and not failed
            is_last = batch[-1] is entries[-1]
            modseq = fingerprint if is_last and is_whole else None
            yield Batch(Cursor(mailbox, UIDVALIDITY, 1, modseq), messages, failed)
        final = Cursor(mailbox, UIDVALIDITY, 1, fingerprint)
        if not entries and cursor != final:
            yield Batch(final)

    def _folder(self, mailbox: str) -> Path:
        """The folder of a mailbox: Maildir++ (".Jobs.2026"), then as a subfolder, names as they are or in UTF-7."""
        account = self._account
        root = (account.path or Path()).expanduser()
        if not root.is_dir():
            problem = f"there is no Maildir at {root}"
            raise ConfigurationError((problem,), hint="check `path` in config.toml")
        if mailbox.upper() == "INBOX":
            candidates = [root]
        else:
            encoded = mailbox_names.encode(mailbox).decode("ascii")
            dotted = mailbox.replace("/", "."), encoded.replace("/", ".")
            candidates = [root / f".{name}" for name in dotted] + [root / mailbox, root / encoded]
        for folder in candidates:
            if (folder / "cur").is_dir() or (folder / "new").is_dir():
                return folder
        raise ConfigurationError(
            (f"{candidates[0]} is no Maildir: it has neither cur/ nor new/",),
            hint="check `path` and `mailboxes` in config.toml",
        )

    def _fingerprint(self, folder: Path) -> int | None:
        """63 bits that change when a message comes, goes or is moved; None while the folder is still changing."""
        times = []
        for name in _FOLDERS:
            with suppress(FileNotFoundError):
                times.append((folder / name).stat().st_mtime_ns)
        if not times or time.time() - max(times) / 1e9 < SETTLED_SECONDS:
            return None
        return number_of(repr((times, self._oldest)).encode())

    def _unrecorded(self, folder: Path, recorded: AbstractSet[int]) -> list[_Entry]:
        """The messages in new/ and cur/ that are not recorded, oldest first."""
        entries: dict[int, _Entry] = {}
        for name in _FOLDERS:
            try:
                with os.scandir(folder / name) as files:
                    for file in files:
                        entry = self._entry(file, recorded)
                        if entry:
                            entries[entry.uid] = entry
            except FileNotFoundError:
                continue
            except OSError as problem:
                what = f"{folder / name} cannot be read: {problem.strerror}"
                raise DamagedError(what, hint="check its permissions", account=self._account.name) from problem
        return sorted(entries.values())

    def _entry(self, file: os.DirEntry[str], recorded: AbstractSet[int]) -> _Entry | None:
        if file.name.startswith("."):
            return None
        uid = uid_of(file.name)
        if uid in recorded:
            return None
        try:
            found = file.stat()
        except OSError:
            return None  # vanished, or moved from new/ to cur/: then it is found there, now or next time
        if found.st_mtime < self._oldest or not file.is_file():
            return None
        return _Entry(found.st_mtime, uid, file.path)

    def _read(
        self, mailbox: str, batch: list[_Entry], wants_text: WantsText
    ) -> tuple[tuple[RawMessage, ...], tuple[Unfetchable, ...]]:
        messages: list[RawMessage] = []
        failed: list[Unfetchable] = []
        for entry in batch:
            ref = MessageRef(self._account.name, mailbox, UIDVALIDITY, entry.uid)
            try:
                octets, size = read_capped(entry.path)
            except FileNotFoundError:
                continue
            except OSError as problem:
                failed.append(Unfetchable(ref, f"{entry.path} cannot be read: {problem.strerror}"))
                continue
            received = datetime.fromtimestamp(entry.received, UTC)
            answered = "R" in Path(entry.path).name.rpartition(":2,")[2]  # maildir(5): replied
            messages.append(RawMessage(ref, received, wanted_octets(octets, wants_text), size, answered))
        return tuple(messages), tuple(failed)


def uid_of(file_name: str) -> int:
    """A number for the unique part of a Maildir file name, which flags and moves do not change; 1 to 2**63 - 1."""
    unique = file_name
    for separator in (":2,", ";2,", "!2,"):
        unique = unique.partition(separator)[0]
    return number_of(os.fsencode(unique))


def _batches(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    """Entries in lists of at most 500 and, as far as one message is not more, 16 MB."""
    batch: list[_Entry] = []
    octets = 0
    for entry in entries:
        try:
            size = min(Path(entry.path).stat().st_size, MAX_OCTETS)
        except OSError:
            size = 0
        if batch and (len(batch) == MAX_BATCH or octets + size > MAX_BATCH_OCTETS):
            yield batch
            batch, octets = [], 0
        batch.append(entry)
        octets += size
    if batch:
        yield batch


def _midnight_of(account: Account) -> float:
    """When `account.since` begins, in seconds since 1970 (UTC)."""
    return datetime.combine(account.since, midnight(), UTC).timestamp() if account.since else float("-inf")
