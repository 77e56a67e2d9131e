"""Which stretches of a passage a reader of facts must look at: the kinds of words, and what stands near them."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.gazetteer import begins
from triage.understand.grammar import is_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.passages import Passage

_TABLE = Path(__file__).parent / "tables" / "anchors.txt"
_MOST_ANCHORS = 80  # of one kind in one passage

#: Kinds beside those of the table: what may begin the name of a place, and what names an occupation.
PLACE, HEAD = "place", "head"

Stretches = list[tuple[int, int]]


class _Kinds(NamedTuple):
    """The table: the kinds of the words it spells out, a pattern a kind for the rest, and one for all of these."""

    of_word: dict[str, list[str]]
    patterns: dict[str, re.Pattern[str]]
    some: re.Pattern[str]


def kinds_of(word: str) -> tuple[str, ...]:
    """The kinds that a lower-case word belongs to."""
    table = _kinds()
    kinds = {*table.of_word.get(word, ()), *[PLACE] * any(begins(word)), *[HEAD] * is_head(word)}
    if table.some.fullmatch(word):  # asking for each kind costs five times as much
        kinds.update(kind for kind, pattern in table.patterns.items() if pattern.fullmatch(word))
    return tuple(kinds)


@functools.cache
def _kinds() -> _Kinds:
    lines = [line for line in _TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    entries = [entry.split() for entry in "\n".join(lines).replace("\n ", " ").split("\n")]
    of_word: dict[str, list[str]] = {}
    for kind, *words in entries:
        for word in filter(str.isalnum, words):
            of_word.setdefault(word, []).append(kind)
    rest = {kind: [word for word in words if not word.isalnum()] for kind, *words in entries}
    every = [word for words in rest.values() for word in words]
    return _Kinds(of_word, {kind: _any_of(words) for kind, words in rest.items() if words}, _any_of(every))


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """What matches one of some patterns; those for the end of a word are tried together."""
    ends = [word[3:] for word in words if word.startswith("\\w*")]
    others = [f"(?:{word})" for word in words if not word.startswith("\\w*")]
    return re.compile("|".join([*others, *[rf"\w*(?:{'|'.join(ends)})"] * bool(ends)]))


@functools.lru_cache(maxsize=16)  # the passages of a message, and the segments of its subject
def _scan(passage: Passage) -> dict[str, list[int]]:
    """The tokens that have a kind, by kind."""
    found: dict[str, list[int]] = {}
    for at, kinds in enumerate(passage.kinds):
        for kind in kinds:
            if kind in found:
                found[kind].append(at)
            else:
                found[kind] = [at]
    return found


def anchors(passage: Passage, kind: str, most: int = _MOST_ANCHORS) -> Sequence[int]:
    """The tokens of one kind (a name of tables/anchors.txt, `PLACE` or `HEAD`) in order, at most `most`.

    Looking for the same literals with `str.find` took 150 µs a mail, and running the readers' patterns over the whole
    text 2 ms.
    """
    return _scan(passage).get(kind, ())[:most]


def near(passage: Passage, kind: str, before: int = 60, after: int = 80) -> Stretches:
    """The merged stretches of `passage.low` `before` and `after` the begin of a word of this kind, in order."""
    found = anchors(passage, kind)
    if not found:
        return []
    length = len(passage.low)
    starts = [passage.starts[at] for at in found]
    return merged([(max(0, start - before), min(length, start + after)) for start in starts])


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
