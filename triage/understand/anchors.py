"""Which stretches of a passage a reader of facts must look at: every word is judged once, for all readers."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.gazetteer import begins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.passages import Passage

_TABLE = Path(__file__).parent / "tables" / "anchors.txt"
_LONGEST_WORD = 40
_MOST_WORDS = 50_000  # remembered: all that a few thousand mails hold
_MOST_ANCHORS = 80  # of one kind in one passage

#: The bits of the two kinds that the gazetteer knows, beside those of the table.
PLACE_NAME, ABBREVIATION = 1, 2

Stretches = list[tuple[int, int]]


class Anchor(NamedTuple):
    """A word of a passage that concerns some reader."""

    start: int
    position: int  # of the word in the passage
    kinds: int  # the union of the bits of its kinds


class _Words(dict[str, int]):
    """Lower-case word → the bits of the kinds it belongs to; a word is matched when it is first met."""

    def __missing__(self, word: str) -> int:
        if len(word) > _LONGEST_WORD:
            return 0
        if len(self) > _MOST_WORDS:
            self.clear()
        bits = sum(1 << number for number, pattern in enumerate(_kinds().values(), 2) if pattern.fullmatch(word))
        name, abbreviation = begins(word)
        bits |= PLACE_NAME * name | ABBREVIATION * abbreviation
        self[word] = bits
        return bits


_words = _Words()


@functools.cache
def _kinds() -> dict[str, re.Pattern[str]]:
    """The table, one pattern a kind."""
    lines = [line for line in _TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    entries = [entry.split() for entry in "\n".join(lines).replace("\n ", " ").split("\n")]
    return {name: re.compile("|".join(f"(?:{word})" for word in words)) for name, *words in entries}


@functools.cache
def _bit(kind: str) -> int:
    return 4 << list(_kinds()).index(kind)


@functools.lru_cache(maxsize=8)
def _scan(passage: Passage) -> tuple[int, tuple[Anchor, ...]]:
    """The union of all kinds that occur, and the words that have one."""
    kinds = list(map(_words.__getitem__, passage.lows))
    starts = passage.starts
    anchors = tuple([Anchor(starts[index], index, bits) for index, bits in enumerate(kinds) if bits])
    union = 0
    for anchor in anchors:
        union |= anchor.kinds
    return union, anchors


def anchors(passage: Passage, kind: str | int, most: int = _MOST_ANCHORS) -> list[Anchor]:
    """The words of one kind (a name of tables/anchors.txt, or bits) in order, at most `most`.

    Looking every word up costs 5 µs a mail; looking for the same literals with `str.find` took 150 µs, and running the
    readers' patterns over the whole text 2 ms.
    """
    union, found = _scan(passage)
    bits = _bit(kind) if isinstance(kind, str) else kind
    return [anchor for anchor in found if anchor.kinds & bits][:most] if union & bits else []


@functools.lru_cache(maxsize=64)
def near(passage: Passage, kind: str, before: int = 60, after: int = 80) -> Stretches:
    """The merged stretches of `passage.low` `before` and `after` the begin of a word of this kind, in order."""
    found = anchors(passage, kind)
    if not found:
        return []
    length = len(passage.low)
    return merged([(max(0, at.start - before), min(length, at.start + after)) for at in found])


def merged(stretches: Stretches) -> Stretches:
    """The same characters in order, with touching and overlapping stretches made one."""
    apart: Stretches = []
    for start, end in sorted(stretches):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def matches(pattern: re.Pattern[str], low: str, stretches: Stretches) -> Iterator[re.Match[str]]:
    """What `pattern` finds in the `stretches` of `low`."""
    for start, end in stretches:
        yield from pattern.finditer(low, start, end)
