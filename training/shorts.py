"""Short mails written to learn how titles, employers and recruiting firms are worded: training/short, by writers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.mails import message
from triage.understand.words import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Message

SHORT = Path(__file__).parent / "short"
LANGUAGES = frozenset({"de", "en", "es", "fr", "it", "nl", "pl", "pt"})
_COLUMNS = 7
_WORD = re.compile(r"\w+")
#: So many letters of a word are the same in all its cases.
_STEM = 4


@dataclass(frozen=True, slots=True)
class Short:
    """One short mail; "" where it names no title on offer, employer or recruiting firm."""

    writer: str
    language: str
    title: str
    company: str
    agency: str
    message: Message


def shorts() -> Iterator[Short]:
    """Every short mail, writer by writer."""
    for path in sorted(SHORT.glob("*.tsv")):
        for _, line in _lines(path):
            language, title, company, agency, sender, subject, text = line.split("\t")
            written = message(sender, subject, text.replace("\\n", "\n"))
            yield Short(path.stem, language, title, company, agency, written)


def problems(folder: Path = SHORT) -> list[str]:
    """What is wrong with the short mails in `folder`, a line each: their form, and labels the mails do not bear out."""
    return [
        f"{path.name}:{number}: {what}"
        for path in sorted(folder.glob("*.tsv"))
        for number, line in _lines(path)
        for what in _wrong(line)
    ]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.startswith("#"):
            yield number, line


def _wrong(line: str) -> Iterator[str]:
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        yield f"{len(columns)} columns instead of {_COLUMNS}"
        return
    language, *named, _, _, _ = columns
    if language not in LANGUAGES:
        yield f"language {language!r}"
    if named[1] and named[1] == named[2]:
        yield f"{named[1]!r} cannot be both the employer and the recruiting firm"
    said = "".join(_WORD.findall(fold(" ".join(columns[4:]))))
    for name in named:
        for word in _WORD.findall(fold(name)):
            if word[:_STEM] not in said:
                yield f"{name!r} is not in the mail"
                break
