"""Says how much a message reads as of somebody who recruits for others, by learnt weights of its words and domain."""

from __future__ import annotations

import functools
import math
from itertools import repeat
from typing import TYPE_CHECKING

from triage.understand.choice import HUNDREDTHS, weights
from triage.understand.lanes import pack, unpack
from triage.understand.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

#: The table of weights, in log-odds that who writes recruits for others.
FIELD = "recruits"
#: A word counts by itself and by its first letters, which its other forms share; a domain by pieces of so many letters.
_STEM, _PIECES = 5, (3, 4, 5)
#: Levels go from minus this to this.
MOST = 4
#: Begins the words of a sign-off, and the pieces of a domain.
_SIGNED, _PIECE = "&", "@"
#: One word of no weight.
_ONE = pack([0, 1])


def recruits(passages: Sequence[Passage], label: str) -> int:
    """How likely who writes recruits for others, in log-odds from -`MOST` to `MOST`; `label` is of the domain."""
    packed = sum([sum(map(_SIGN_OFF if item.field == "signature" else _PLAIN, item.present)) for item in passages])
    weight, count = unpack(packed, 2)
    return level(weight + _of_domain(label), count)


def level(weight: float, count: int) -> int:
    """The same of the weights of `count` words, each with that of its beginning, and of the domain's pieces, in
    hundredths.

    A long message says no more than a short one: the sum is divided by the root of how many words there are.
    """
    return max(-MOST, min(MOST, round(weight / HUNDREDTHS / math.sqrt(max(1, count)))))


def words_of(passages: Sequence[Passage]) -> Iterator[str]:
    """The distinct words of each part of a message; those of the sign-off are begun with a sign."""
    for item in passages:
        sign = _SIGNED * (item.field == "signature")
        yield from (sign + low for low in item.present if low[0].isalpha())


def marks(word: str) -> tuple[str, ...]:
    """What counts of a word: itself, and how it begins."""
    end = _STEM + (word[0] == _SIGNED)
    return (word, f"{word[:end]}~") if len(word) > end else (word,)


def pieces(label: str) -> list[str]:
    """What counts of the part of a domain that somebody chose."""
    return [f"{_PIECE}{label[at : at + size]}" for size in _PIECES for at in range(len(label) - size + 1)]


@functools.lru_cache(maxsize=1024)
def _of_domain(label: str) -> int:
    return sum(map(weights(FIELD).get, pieces(label), repeat(0)))


def _weighed(low: str, sign: str = "") -> int:
    """What a word and its beginning weigh, in hundredths, and that it is one word; 0 for a sign or a number."""
    return sum(map(weights(FIELD).get, marks(sign + low), repeat(0))) + _ONE if low[0].isalpha() else 0


_PLAIN = Memo(_weighed).__getitem__
_SIGN_OFF = Memo(functools.partial(_weighed, sign=_SIGNED)).__getitem__
