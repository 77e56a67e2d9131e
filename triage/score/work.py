"""Says which work a text reads like, by its words: what an "Associate II" does all day stands below the title.

The table is trained on job ads (training/work.py): in log-odds, how far a word speaks for each occupation. Few known
words say little and none nothing, so that a text in a language the ads are not in reads like no work at all.
"""

from __future__ import annotations

import functools
import math
import operator
from typing import TYPE_CHECKING, NamedTuple

from triage.score.occupation import Occupation, nearness
from triage.score.reading import expression, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TABLE = "work.tsv"
#: The known words that a text must hold for each of them to count as much as 1 ÷ √(2 · `DAMPING`).
DAMPING = 30
_TEXT_LIMIT = 5_000  # characters: further down stand benefits and conditions
_WORD = r"[^\W\d_]{3,}"
_LEAST_NEAR = 0.9  # how near an occupation of the table must lie to be told from the others
_FLOOR = 0.003  # probability: no text makes surer than that
_FULL = 3.0  # log-odds at which likeness is complete
_QUOTED = 5
_DIGITS = 4  # significant


class Work(NamedTuple):
    """The table. Occupations are told by their number in it."""

    occupations: tuple[Occupation, ...]
    biases: tuple[float, ...]  # log-odds of a text without a known word
    words: dict[str, tuple[tuple[int, float], ...]]  # (occupation, log-odds), those left out are 0


class Sought(NamedTuple):
    """The work somebody wants."""

    near: tuple[float, ...]  # how near each occupation of the table lies, 0 to 1; () if the table has none of it
    usual: float  # log-odds that a text is about it of which no word tells anything
    work: Work


def sought(wanted: Iterable[Occupation], work: Work | None = None) -> Sought:
    """What to look for; by the shipped table if no other is given."""
    table_, every = work or shipped(), tuple(wanted)
    near = tuple(max((nearness(one, other) for one in every), default=0.0) for other in table_.occupations)
    if max(near) < _LEAST_NEAR:
        return Sought((), 0.0, table_)
    return Sought(near, _logit(_floored(_product(_softmax(table_.biases), near))), table_)


def chances(text: str, work: Work) -> tuple[float, ...]:
    """How probable it is that `text`, in lower case, is about each occupation of the table, summing to 1; () if no word
    tells. Rounded, so that they can be kept with the mail: a likeness moves by less than .001.
    """
    known = _known(text, work)
    if not known:
        return ()
    totals = [0.0] * len(work.occupations)
    for word in known:
        for at, weight in work.words[word]:
            totals[at] += weight
    damped = 1.0 / math.sqrt(len(known) + DAMPING)
    scores = [bias + total * damped for bias, total in zip(work.biases, totals, strict=True)]
    return tuple(float(f"{chance:.{_DIGITS}g}") for chance in _softmax(scores))


def likeness(found: Sequence[float], wish: Sought) -> float:
    """How far a text of such `chances` reads more like the wanted work than one that tells nothing, -1 to 1."""
    if not found or not wish.near:
        return 0.0
    wanted = _floored(_product(found, wish.near))
    return max(-1.0, min(1.0, (_logit(wanted) - wish.usual) / _FULL))


def telling(text: str, found: Sequence[float], wish: Sought) -> str:
    """The words of `text` that make its likeness what it is."""
    work, side = wish.work, math.copysign(1.0, likeness(found, wish))
    wanted = _floored(_product(found, wish.near))
    pulls = [side * chance * (one - wanted) for chance, one in zip(found, wish.near, strict=True)]
    moved = {word: sum(weight * pulls[at] for at, weight in work.words[word]) for word in _known(text, work)}
    strongest = sorted((word for word in moved if moved[word] > 0), key=lambda word: -moved[word])
    return ", ".join(strongest[:_QUOTED])


@functools.lru_cache(maxsize=2)  # what a text reads like, and which of its words say so
def words(text: str) -> tuple[str, ...]:
    """The words of the beginning of a text, each once, in order."""
    return tuple(dict.fromkeys(expression(_WORD).findall(text[:_TEXT_LIMIT])))


@functools.cache
def shipped() -> Work:
    """The table beside the code."""
    return read(table(TABLE))


def read(text: str) -> Work:
    """A table in the form that `written` gives: first the occupations, each with its bias, then the words."""
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    head = [(name, bias) for name, bias in lines if "/" in name]
    return Work(
        tuple(Occupation(*name.split("/")) for name, _ in head),
        tuple(float(bias) for _, bias in head),
        {word: tuple(map(_weight, weights.split())) for word, weights in lines if "/" not in word},
    )


def written(work: Work) -> str:
    """The table as text, a line each occupation and each word."""
    named = zip(work.occupations, work.biases, strict=True)
    head = [f"{family}/{name}\t{bias:.2f}" for (family, name), bias in named]
    body = [
        f"{word}\t{' '.join(f'{at}:{weight:.1f}' for at, weight in weights)}" for word, weights in work.words.items()
    ]
    return "\n".join((*head, *body, ""))


def _weight(pair: str) -> tuple[int, float]:
    at, _, weight = pair.partition(":")
    return int(at), float(weight)


def _softmax(scores: Sequence[float]) -> list[float]:
    """The probabilities that belong to scores in log-odds."""
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    whole = math.fsum(powers)
    return [power / whole for power in powers]


def _known(text: str, work: Work) -> list[str]:
    return [word for word in words(text) if word in work.words]


def _floored(chance: float) -> float:
    return _FLOOR + (1.0 - 2.0 * _FLOOR) * chance


def _logit(chance: float) -> float:
    return math.log(chance / (1.0 - chance))


def _product(ones: Sequence[float], others: Sequence[float]) -> float:
    return math.fsum(map(operator.mul, ones, others))
