"""Finds where a mail names a thing, and whether its sentence makes it part of the job, a passing remark or a denial."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEN_MENTIONS = 6  # more mentions of one word say nothing new
_GAP = re.compile(r"[\s\-]+")
_INFLECTED = 5  # letters: shorter words ("java", "rust") are looked for as they stand
_QUOTE = 80  # characters on each side of the word, within its sentence
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n\s*\n|\n(?=\s*[-*•–])")


class Stance(Enum):
    """What a sentence says about a thing it names."""

    PART = "part of the job"
    PASSING = "named in passing"
    DENIED = "said not to be there"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a thing is named."""

    start: int  # character offset
    stance: Stance


def find(forms: tuple[str, ...], lowered: str) -> list[Mention]:
    """The first mentions of any of `forms` (lower case) as whole words in `lowered`, in the order of the text."""
    starts = sorted(set(_occurrences(forms, lowered)))[:_SEEN_MENTIONS]
    return [Mention(start, _stance(lowered, start, end)) for start, end in starts]


def quote(text: str, start: int) -> str:
    """The sentence around `start`, at most 160 characters on one line."""
    begin, end = _sentence(text, start, start + 1)
    begin, end = max(begin, start - _QUOTE), min(end, start + _QUOTE)
    return " ".join(text[begin:end].split())


def is_central(lowered: str, start: int) -> bool:
    """Whether the sentence at `start` says that what it names is the work itself."""
    return bool(_signs().central.search(lowered, *_sentence(lowered, start, start + 1)))


def _occurrences(forms: tuple[str, ...], lowered: str) -> Iterator[tuple[int, int]]:
    for form in forms:
        if _GAP.split(form)[0].removesuffix("s") in lowered:
            for count, match in enumerate(_whole(form).finditer(lowered)):
                yield match.span()
                if count == _SEEN_MENTIONS:
                    break


@functools.lru_cache(maxsize=4096)
def _whole(form: str) -> re.Pattern[str]:
    """`form` as a whole word, however its parts are joined; "c" is not found in "c++", nor "go" in "go-to"."""
    stem = form.removesuffix("s") if len(form) > _INFLECTED and not form.endswith("ss") else form
    words = r"[\s\-]{0,3}".join(re.escape(word) for word in _GAP.split(stem) if word)
    ending = "(?:s|es|e|n|en|er|ern|a|i)?" if len(stem) >= _INFLECTED and stem[-1].isalpha() else ""
    after = r"(?![\w+#]|-to\b|\.\w)" if form[-1:].isalnum() else r"(?!\w)"
    return re.compile(rf"(?<!\w){words}{ending}{after}")


def _stance(lowered: str, start: int, end: int) -> Stance:
    begin, stop = _sentence(lowered, start, end)
    before, after = lowered[begin:start], lowered[end:stop]
    signs = _signs()
    denied = signs.denied_before.search(before[-70:])
    if (denied and not signs.not_denied.search(denied["between"])) or signs.denied_after.match(after[:60]):
        return Stance.DENIED
    return Stance.PASSING if signs.passing.search(lowered, begin, stop) else Stance.PART


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max(0, start - 2 * _QUOTE)
    for match in _SENTENCE_END.finditer(text, begin, start):
        begin = match.end()
    stop = _SENTENCE_END.search(text, end, min(len(text), end + 2 * _QUOTE))
    return begin, stop.start() if stop else min(len(text), end + 2 * _QUOTE)


@dataclass(frozen=True, slots=True)
class _Signs:
    """The expressions of stances.txt."""

    denied_before: re.Pattern[str]  # denies what follows in the same clause
    not_denied: re.Pattern[str]  # "not only X" says that X is there; after "but" or a second verb the denial is over
    denied_after: re.Pattern[str]
    passing: re.Pattern[str]  # the sentence speaks of somebody else, of the past, or of whom one works with
    central: re.Pattern[str]  # the sentence says what the work is


@functools.cache
def _signs() -> _Signs:
    parts = _sections()
    return _Signs(
        re.compile(rf"\b(?:{parts['denied_before']})\b(?P<between>[^.!?;:\n]{{0,45}})$"),
        re.compile(rf"^\W*(?:{parts['not_denied_start']})\b|\b(?:{parts['not_denied_inside']})\b"),
        re.compile(rf"^(?:[\s,\w]{{0,14}}?\b(?:{parts['denied_after']})\b|-free\b)"),
        re.compile(rf"\b(?:{parts['passing']})\b"),
        re.compile(rf"\b(?:{parts['central']})\b"),
    )


def _sections() -> dict[str, str]:
    """Each section's lines as one alternation."""
    text = resources.files("triage.score").joinpath("tables", "stances.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: "|".join(lines) for name, lines in sections.items()}
