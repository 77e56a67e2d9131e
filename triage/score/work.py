"""Says which occupations a text reads like, by its words: what "Associate II" does all day.

The table is trained on job ads (training/work.py): a word speaks for some occupations and against others, in log-odds.
Few known words say little, and none nothing: a text in another language than the ads reads like no work at all.
"""

from __future__ import annotations

import functools
import math
from typing import TYPE_CHECKING, NamedTuple

from triage.score.occupation import Occupation, nearness
from triage.score.reading import expression, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Known words that halve what each one says, by its square root: ten words of a short mail tell less than a hundred.
DAMPING = 30
_TEXT_LIMIT = 5_000  # characters: further down stand benefits and conditions
_WORD = r"[^\W\d_]{3,}"
_LEAST_NEAR = 0.9  # how near one of the occupations of the table must lie to be told from the others
_FLOOR = 0.003  # probability: no text is surer than that
_FULL = 3.0  # log-odds at which a number is 1
_QUOTED = 5


class Work(NamedTuple):
    """The table: how common each occupation is among the ads, and what each word adds, in log-odds."""

    occupations: tuple[Occupation, ...]
    priors: tuple[float, ...]  # probabilities, summing to 1
    biases: tuple[float, ...]  # log-odds of a text that says nothing known
    words: dict[str, tuple[tuple[int, float], ...]]  # (number of the occupation, log-odds)


class Likeness(NamedTuple):
    """How a text compares with the wanted work: one of both is 0, the other 0 to 1; and the words that tell most."""

    same: float
    other: float
    quote: str


def likeness(text: str, wanted: Sequence[float], work: Work) -> Likeness:
    """How far `text` (lower case) reads like the wanted work, or like other work, against an ad drawn at random.

    `wanted` says of each occupation of the table how near it lies (`nearest`); () if none can be told.
    """
    known = known_words(text, work)
    if not known or not wanted:
        return Likeness(0.0, 0.0, "")
    chances = _chances(known, work)
    chance = _FLOOR + (1 - 2 * _FLOOR) * _dot(chances, wanted)
    prior = _FLOOR + (1 - 2 * _FLOOR) * _dot(work.priors, wanted)
    odds = math.log(chance / (1 - chance)) - math.log(prior / (1 - prior))
    level = max(-1.0, min(1.0, odds / _FULL))
    return Likeness(max(0.0, level), max(0.0, -level), "")


def known_words(text: str, work: Work) -> tuple[str, ...]:
    """The words of `text` (lower case) that the table knows, each once, in order."""
    found = dict.fromkeys(expression(_WORD).findall(text[:_TEXT_LIMIT]))
    return tuple(word for word in found if word in work.words)


def nearest(wanted: Iterable[Occupation], work: Work) -> tuple[float, ...]:
    """How near each occupation of the table lies to one of `wanted`; () if the table has none of them."""
    sought = tuple(wanted)
    near = tuple(max((nearness(one, other) for one in sought), default=0.0) for other in work.occupations)
    return near if max(near, default=0.0) >= _LEAST_NEAR else ()


def _chances(known: Sequence[str], work: Work) -> list[float]:
    """The probability of each occupation, summing to 1."""
    scores = [0.0] * len(work.occupations)
    for word in known:
        for at, weight in work.words[word]:
            scores[at] += weight
    damped = 1.0 / math.sqrt(len(known) + DAMPING)
    totals = [bias + score * damped for bias, score in zip(work.biases, scores, strict=True)]
    highest = max(totals)
    powers = [math.exp(total - highest) for total in totals]
    whole = math.fsum(powers)
    return [power / whole for power in powers]


def _dot(ones: Sequence[float], others: Sequence[float]) -> float:
    return math.fsum(one * other for one, other in zip(ones, others, strict=True))
