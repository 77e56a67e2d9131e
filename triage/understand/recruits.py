"""Says how much a message reads as of somebody who recruits for others, by learnt weights of its words and domain."""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING

from triage.understand.choice import HUNDREDTHS, weights

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
_MOST_WORDS = 50_000  # remembered


def recruits(passages: Sequence[Passage], label: str) -> int:
    """How likely who writes recruits for others, in log-odds from -`MOST` to `MOST`; `label` is of the domain."""
    known = _known()
    return level([known[word] for word in words_of(passages)], [_of_domain(label)])


def level(words: Sequence[float], parts: Sequence[float]) -> int:
    """The same of the weights of the words, each with that of its beginning, and of the domain's pieces, in hundredths.

    A long message says no more than a short one: the sum is divided by the root of how many words there are.
    """
    score = (sum(words) + sum(parts)) / HUNDREDTHS / math.sqrt(max(1, len(words)))
    return max(-MOST, min(MOST, round(score)))


def words_of(passages: Sequence[Passage]) -> Iterator[str]:
    """The distinct words of each part of a message; those of the sign-off are begun with a sign."""
    for item in passages:
        sign = _SIGNED * (item.field == "signature")
        yield from (sign + low for low in item.present if low[0].isalpha())


def marks(word: str) -> tuple[str, ...]:
    """What counts of a word: itself, and how it begins."""
    end = _STEM + word.startswith(_SIGNED)
    return (word, f"{word[:end]}~") if len(word) > end else (word,)


def pieces(label: str) -> list[str]:
    """What counts of the part of a domain that somebody chose."""
    return [f"{_PIECE}{label[at : at + size]}" for size in _PIECES for at in range(len(label) - size + 1)]


@functools.lru_cache(maxsize=1024)
def _of_domain(label: str) -> int:
    return sum(weights(FIELD).get(piece, 0) for piece in pieces(label))


class _Known(dict[str, int]):
    """Word → what it and its beginning weigh, in hundredths; a word is weighed when it is first met."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = sum(weights(FIELD).get(mark, 0) for mark in marks(word))
        return self[word]


@functools.cache
def _known() -> _Known:
    return _Known()
