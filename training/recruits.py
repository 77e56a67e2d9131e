"""Learns which words tell that who writes recruits for others: a logistic regression over messages."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.sparse import lil_matrix
from sklearn.linear_model import LogisticRegression

from triage.understand.choice import HUNDREDTHS
from triage.understand.recruits import level, marks, pieces

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: How loosely the weights are held at zero; a mark counts if so many messages of two authors or more have it.
_LOOSE, _LEAST, _AUTHORS = 10.0, 3, 2
#: In so many parts, by authors, are messages judged by weights they had no part in.
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Writing:
    """A message: its distinct words, its domain's label, and whether who writes recruits, None if it is not known."""

    author: str
    words: tuple[str, ...]
    label: str
    recruits: bool | None

    def marks(self) -> Counter[str]:
        """What counts of it, and how often."""
        return Counter([*(mark for word in self.words for mark in marks(word)), *pieces(self.label)])


def fit(writings: Sequence[Writing]) -> dict[str, float]:
    """Mark → weight (log-odds); deterministic."""
    told = [one for one in writings if one.recruits is not None]
    counted = [one.marks() for one in told]
    column = {mark: number for number, mark in enumerate(_shared(told, counted))}
    table = lil_matrix((len(told), len(column)))
    for row, (one, found) in enumerate(zip(told, counted, strict=True)):
        for mark in found.keys() & column.keys():
            table[row, column[mark]] = found[mark] / math.sqrt(max(1, len(one.words)))
    model = LogisticRegression(C=_LOOSE, max_iter=500, fit_intercept=False).fit(
        table.tocsr(), [one.recruits for one in told]
    )
    return dict(zip(column, map(float, model.coef_[0]), strict=True))


def _shared(told: Sequence[Writing], counted: Sequence[Counter[str]]) -> list[str]:
    """The marks that enough messages of several authors have, sorted."""
    authors: dict[str, list[str]] = defaultdict(list)
    for one, found in zip(told, counted, strict=True):
        for mark in found:
            authors[mark].append(one.author)
    return sorted(mark for mark, by in authors.items() if len(by) >= _LEAST and len(set(by)) >= _AUTHORS)


def judged(one: Writing, weights: Mapping[str, float]) -> int:
    """How likely who wrote it recruits for others, as `triage.understand.recruits` tells it."""
    told = [*(mark for word in one.words for mark in marks(word)), *pieces(one.label)]
    return level(sum(weights.get(mark, 0.0) for mark in told) * HUNDREDTHS, len(one.words))


def left_out(writings: Sequence[Writing]) -> list[int]:
    """How likely who wrote each recruits for others, by weights that its author had no part in."""
    authors = sorted({one.author for one in writings})
    part = {author: number % _PARTS for number, author in enumerate(authors)}
    learnt = [fit([one for one in writings if part[one.author] != number]) for number in range(_PARTS)]
    return [judged(one, learnt[part[one.author]]) for one in writings]
