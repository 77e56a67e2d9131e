"""Reads mail files as the user names them, for `classify`: .eml files, folders of them, Maildirs, mbox files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import MessageRef, RawMessage
from triage.errors import DamagedError, UsageError
from triage.source.mbox import as_message, begins_mbox, split_mbox
from triage.source.of_files import MAX_OCTETS, read_capped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SNIFFED = 2_048
_MAX_DEPTH = 40
_FIRST_FIELD = re.compile(
    rb"(?i)(?:\xef\xbb\xbf)?(?:>?From [^\n]*\n)?"
    rb"(?:received|return-path|delivered-to|from|to|subject|date|message-id|mime-version"
    rb"|content-type|reply-to|sender|x-[!-9;-~]+|dkim-signature|authentication-results|arc-[a-z-]+|list-[a-z-]+)[ \t]*:"
)
_MORE_FIELDS = re.compile(rb"(?im)^(?:received|from|to|subject|date|message-id|return-path)[ \t]*:")
_MARKED_LENGTH = re.compile(rb"\s*(\d{1,10})\s*\n")


class _File(NamedTuple):
    """A file to read, and what the user calls it."""

    path: Path
    label: str
    is_named: bool  # by the user, not found in a folder


def read_files(path: Path) -> Iterator[tuple[str, RawMessage]]:
    """Yields (label, message) for a file, a Maildir or a folder of mail, in sorted order.

    A file the user names is always read. In a folder .eml files are, and other files when they begin like a message or
    an mbox; hidden ones are skipped. Every .eml file is one message. The label is the path as given, or within the
    folder; messages of an mbox file have "#1", "#2" behind it.

    Raises `UsageError` if there is nothing at `path`; `DamagedError`, after the rest, if some files could not be read.
    """
    path = path.expanduser()
    if not path.exists():
        raise UsageError(f"{path} does not exist", hint="give a mail file, a folder of mail, a Maildir or an mbox file")
    files = _in_folder(path, "", 0, set()) if path.is_dir() else iter([_File(path, str(path), is_named=True)])
    unreadable: list[str] = []
    uid = 0
    for file in files:
        try:
            for label, raw in _messages(file):
                uid += 1
                yield label, RawMessage(MessageRef("", str(path), 0, uid), raw.internal_date, raw.octets, raw.size)
        except OSError as problem:
            unreadable.append(f"{file.label} ({problem.strerror})")
    if unreadable:
        names = ", ".join(unreadable[:3]) + (f" and {len(unreadable) - 3} more" if len(unreadable) > 3 else "")
        raise DamagedError(f"could not read {names}", hint="check the permissions; the other files were read")


def _in_folder(folder: Path, prefix: str, depth: int, visited: set[tuple[int, int]]) -> Iterator[_File]:
    """The files of a folder and the folders in it; a folder reached twice, by symbolic links, is read once."""
    try:
        status = folder.stat()
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        yield _File(folder, prefix or str(folder), is_named=True)  # reading it will say why it cannot be read
        return
    identity = (status.st_dev, status.st_ino)
    if identity in visited or depth > _MAX_DEPTH:
        return
    visited.add(identity)
    is_maildir = {"cur", "new"} <= set(names)
    for name in names:
        entry = folder / name
        if name.startswith(".") and not (is_maildir and (entry / "cur").is_dir()):
            continue
        if entry.is_dir():
            if not (is_maildir and name == "tmp"):
                yield from _in_folder(entry, f"{prefix}{name}/", depth + 1, visited)
        elif entry.is_file():
            yield _File(entry, f"{prefix}{name}", is_named=is_maildir_folder(folder))


def is_maildir_folder(folder: Path) -> bool:
    """Whether every file in it is a message: cur/ or new/ of a Maildir."""
    return folder.name in {"cur", "new"} and (folder.parent / "cur").is_dir() and (folder.parent / "new").is_dir()


def _messages(file: _File) -> Iterator[tuple[str, RawMessage]]:
    with file.path.open("rb") as stream:
        beginning = stream.read(_SNIFFED)
        is_eml = file.path.suffix.lower() in {".eml", ".emlx"}
        if not beginning and file.path.suffix.lower() == ".mbox":
            return  # a mailbox without mail
        if begins_mbox(beginning) and not is_eml:
            for number, stretch in enumerate(split_mbox(stream, 0), 1):
                yield f"{file.label}#{number}", as_message(stretch, MessageRef("", "", 0, 0))
            return
    if not (file.is_named or is_eml or _begins_like_mail(beginning)):
        return
    octets, size = read_capped(file.path)
    if file.path.suffix.lower() == ".emlx":
        octets = _without_wrapper(octets)
    yield file.label, RawMessage(MessageRef("", "", 0, 0), None, octets[:MAX_OCTETS], size)


def _begins_like_mail(beginning: bytes) -> bool:
    """A well-known header field first, and one that mail cannot do without among the next."""
    return _FIRST_FIELD.match(beginning) is not None and len(_MORE_FIELDS.findall(beginning)) >= 2


def _without_wrapper(octets: bytes) -> bytes:
    """Apple Mail's .emlx: a line with the length of the message, the message, a property list."""
    length = _MARKED_LENGTH.match(octets)
    return octets[length.end() : length.end() + int(length[1])] if length else octets
