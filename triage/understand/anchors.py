"""Which stretches of a passage a reader of facts must look at: the kinds of words, and what stands near them."""

from __future__ import annotations

import functools
from itertools import compress, count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.passages import Passage

_MOST_ANCHORS = 80  # of one kind in one passage

Stretches = list[tuple[int, int]]


@functools.lru_cache(maxsize=16)  # the passages of a message, and the segments of its subject
def _scan(passage: Passage) -> dict[str, list[int]]:
    """The tokens that have a kind, by kind."""
    found: dict[str, list[int]] = {}
    for at in compress(count(), passage.kinds):  # most words have none
        for kind in passage.kinds[at]:
            if kind in found:
                found[kind].append(at)
            else:
                found[kind] = [at]
    return found


def anchors(passage: Passage, kind: str, most: int = _MOST_ANCHORS) -> Sequence[int]:
    """The tokens of one kind (of tables/anchors.txt, `PLACE` or `HEAD`) in order, at most `most`.

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
