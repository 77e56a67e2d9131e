"""Quality figures that can be believed on few mails: every one has its n and a 95 % interval, or is not given."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.intervals import of_average_precision, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Fewer than so many of either side, and a curve or its area says nothing yet.
ENOUGH = 5
_RESAMPLES = 400
_SEED = 20260301
_BINS = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure; `value` is None while `n` is too small to say anything."""

    group: str  # what is measured: a kind, a language, a field
    name: str
    value: float | None
    n: int
    low: float = 0.0  # the 95 % interval
    high: float = 1.0


@dataclass(frozen=True, slots=True)
class Bin:
    """The mails of one tenth of the predicted probabilities."""

    predicted: float  # their mean
    share: float  # of those that were so
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curves:
    """What is drawn: how probabilities keep their word, and precision over recall."""

    what: str  # the question that the probabilities answer
    reliability: tuple[Bin, ...] = ()
    precision_recall: tuple[tuple[float, float], ...] = ()  # (recall, precision), recall falling


def rate(group: str, name: str, hits: int, n: int) -> Figure:
    """A proportion."""
    return Figure(group, name, hits / n if n else None, n, *wilson(hits, n))


def ranking(group: str, chances: Sequence[float], truth: Sequence[bool]) -> list[Figure]:
    """Average precision and calibration error of probabilities; without a value while there are too few.

    The interval of the calibration error is from resampling the mails (400 times, seeded).
    """
    import numpy as np
    from sklearn.metrics import average_precision_score

    n, hits = len(truth), sum(truth)
    if min(hits, n - hits) < ENOUGH:
        return [Figure(group, name, None, n) for name in ("average precision", "calibration error")]
    scores, wanted = np.array(chances), np.array(truth)
    chooser = np.random.default_rng(_SEED)
    drawn = [chooser.integers(0, n, n) for _ in range(_RESAMPLES)]
    errors = [calibration_error(scores[at].tolist(), wanted[at].tolist()) for at in drawn]
    low, high = map(float, np.percentile(errors, (2.5, 97.5)))
    area = float(average_precision_score(wanted, scores))
    return [
        Figure(group, "average precision", area, n, *of_average_precision(area, hits)),
        Figure(group, "calibration error", calibration_error(chances, truth), n, low, high),
    ]


def recall_at(precision: float, chances: Sequence[float], truth: Sequence[bool]) -> tuple[int, float]:
    """(hits, threshold): the most that any threshold finds at that precision or better; (0, 1.0) if none reaches it."""
    ranked = sorted(zip(chances, truth, strict=True), reverse=True)
    best, threshold, hits = 0, 1.0, 0
    for place, (chance, wanted) in enumerate(ranked, start=1):
        hits += wanted
        is_last_of_its_chance = place == len(ranked) or ranked[place][0] != chance
        if is_last_of_its_chance and hits / place >= precision and hits > best:
            best, threshold = hits, chance
    return best, threshold


def calibration_error(chances: Sequence[float], truth: Sequence[bool]) -> float:
    """The mean distance of the probability from the share that was so, over ten bins of equal width, by their n."""
    return math.fsum(abs(found.predicted - found.share) * found.n for found in reliability(chances, truth)) / len(truth)


def reliability(chances: Sequence[float], truth: Sequence[bool]) -> tuple[Bin, ...]:
    """The bins that hold anything, lowest first."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for chance, was_so in zip(chances, truth, strict=True):
        bins.setdefault(min(int(chance * _BINS), _BINS - 1), []).append((chance, was_so))
    found = []
    for _, held in sorted(bins.items()):
        n, hits = len(held), sum(was_so for _, was_so in held)
        found.append(Bin(math.fsum(chance for chance, _ in held) / n, hits / n, n, *wilson(hits, n)))
    return tuple(found)


def curves(what: str, chances: Sequence[float], truth: Sequence[bool]) -> Curves:
    """What to draw of probabilities; empty while there are too few."""
    from sklearn.metrics import precision_recall_curve

    if min(sum(truth), len(truth) - sum(truth)) < ENOUGH:
        return Curves(what)
    precision, recall, _ = precision_recall_curve(truth, chances)
    points = tuple(zip(recall.tolist(), precision.tolist(), strict=True))
    return Curves(what, reliability(chances, truth), points)
