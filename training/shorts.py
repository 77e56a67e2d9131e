r"""Reads the short mails in training/short, written to learn how titles, employers and recruiting firms are worded.

One file a writer, one mail a line, its columns set off by tabs: language, kind, title, company, agency, sender,
subject, and text with its line breaks as "\n". Lines that begin with "#" are comments.
"""

from __future__ import annotations

import functools
import hashlib
import re
from email.header import Header
from email.utils import formataddr, parseaddr
from pathlib import Path
from typing import TYPE_CHECKING

from training.corpus import Example
from triage.domain import Kind, MessageRef, RawMessage
from triage.parse import parse
from triage.understand.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent / "short"
LANGUAGES = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt"})
#: Begins the author of every short mail.
_SHORT = "short "
_COLUMNS = 8
_WORD = re.compile(r"\w+")
#: So many letters of a word at most must be in the mail: they are the same in all its cases.
_STEM = 4


@functools.cache
def examples(folder: Path = FOLDER) -> tuple[Example, ...]:
    """Every short mail, writer by writer; its label says of the role title, company and agency."""
    return tuple(_example(path, number, line.split("\t")) for path, number, line in _lines(folder))


def is_short(author: str) -> bool:
    """Whether an author of examples is one of short mails."""
    return author.startswith(_SHORT)


def _example(path: Path, number: int, columns: list[str]) -> Example:
    language, kind, title, company, agency, sender, subject, text = columns
    octets = _octets(sender, subject, text.replace("\\n", "\n"))
    message = parse(RawMessage(MessageRef("training", path.stem, 0, number), None, octets, len(octets)))
    label = {"language": language, "role": {"title": title, "company": company, "agency": agency}}
    return Example(f"{_SHORT}{path.stem}", f"{path.name}:{number}", octets, message, Kind(kind), label)


def _octets(sender: str, subject: str, text: str) -> bytes:
    """The octets of the mail as a mail program sends it."""
    fields = {
        "From": formataddr(parseaddr(sender)),
        "To": "you@example.org",
        "Subject": Header(subject, maxlinelen=998).encode(),
        "Date": "Mon, 02 Mar 2026 09:12:00 +0000",
        "Message-ID": f"<{hashlib.sha256(text.encode()).hexdigest()[:16]}@mail.example>",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return "\r\n".join([*(f"{name}: {value}" for name, value in fields.items()), "", text]).encode()


def problems(folder: Path = FOLDER) -> list[str]:
    """What is wrong with the short mails in `folder`, a line each: their form, and labels the mails do not bear out."""
    return [f"{path.name}:{number}: {what}" for path, number, line in _lines(folder) for what in _wrong(line)]


def _lines(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """(file, number, line) of every mail."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.startswith("#"):
                yield path, number, line


def _wrong(line: str) -> Iterator[str]:
    """What is wrong with one line."""
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        yield f"{len(columns)} columns instead of {_COLUMNS}"
        return
    language, kind, title, company, agency = columns[:-3]
    if kind not in list(Kind):
        yield f"kind {kind!r}"
    if language not in LANGUAGES:
        yield f"language {language!r}"
    if company and company == agency:
        yield f"{company!r} cannot be both the employer and the recruiting firm"
    said = "".join(_WORD.findall(fold(" ".join(columns[-3:]))))
    for name in (title, company, agency):
        if any(word[:_STEM] not in said for word in _WORD.findall(fold(name))):
            yield f"{name!r} is not in the mail"
