"""Which stretches of a passage a reader of facts must look at: every word is judged once, for all readers."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.gazetteer import begins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.passages import Passage

_TABLE = Path(__file__).parent / "tables" / "anchors.txt"
_LONGEST_WORD = 40
_MOST_WORDS = 50_000  # remembered: all that a few thousand mails hold
_MOST_ANCHORS = 80  # of one kind in one passage

#: The kind that the gazetteer knows, beside those of the table: what may begin the name of a place.
PLACE = "place"

Stretches = list[tuple[int, int]]


class Anchor(NamedTuple):
    """A word of a passage that concerns some reader."""

    start: int
    position: int  # of the word in the passage


class _Words(dict[str, tuple[str, ...]]):
    """Lower-case word → the kinds it belongs to; a word is matched when it is first met."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(word) > _LONGEST_WORD:
            return ()
        if len(self) > _MOST_WORDS:
            self.clear()
        kinds = [kind for kind, pattern in _kinds().items() if pattern.fullmatch(word)]
        self[word] = tuple(kinds + [PLACE] * any(begins(word)))
        return self[word]


_words = _Words()


@functools.cache
def _kinds() -> dict[str, re.Pattern[str]]:
    """The table, one pattern a kind."""
    lines = [line for line in _TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    entries = [entry.split() for entry in "\n".join(lines).replace("\n ", " ").split("\n")]
    return {name: re.compile("|".join(f"(?:{word})" for word in words)) for name, *words in entries}


@functools.lru_cache(maxsize=8)
def _scan(passage: Passage) -> dict[str, list[Anchor]]:
    """The words that have a kind, by kind."""
    found: dict[str, list[Anchor]] = {}
    starts = passage.starts
    for position, kinds in enumerate(map(_words.__getitem__, passage.lows)):
        if kinds:
            anchor = Anchor(starts[position], position)
            for kind in kinds:
                found.setdefault(kind, []).append(anchor)
    return found


def anchors(passage: Passage, kind: str, most: int = _MOST_ANCHORS) -> Sequence[Anchor]:
    """The words of one kind (a name of tables/anchors.txt, or `PLACE`) in order, at most `most`.

    Looking every word up costs 5 µs a mail; looking for the same literals with `str.find` took 150 µs, and running the
    readers' patterns over the whole text 2 ms.
    """
    return _scan(passage).get(kind, ())[:most]


def near(passage: Passage, kind: str, before: int = 60, after: int = 80) -> Stretches:
    """The merged stretches of `passage.low` `before` and `after` the begin of a word of this kind, in order."""
    found = anchors(passage, kind)
    if not found:
        return []
    length = len(passage.low)
    return merged([(max(0, at.start - before), min(length, at.start + after)) for at in found])


def matches_near(
    pattern: re.Pattern[str], passage: Passage, kind: str, before: int = 60, after: int = 80
) -> Iterable[re.Match[str]]:
    """What `pattern` finds in the stretches near words of this kind."""
    return matches(pattern, passage.low, near(passage, kind, before, after)) if kind in _scan(passage) else ()


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
