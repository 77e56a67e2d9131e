"""Fits a conditional logit: which of the candidates of a message is it, or is it none of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

#: A clue counts if so many messages of two authors or more have it.
_LEAST, _AUTHORS = 3, 2


@dataclass(frozen=True, slots=True)
class Question:
    """One message: its candidates by their key with their clues, which key is right ("" for none), and its weight."""

    author: str
    group: str
    right: str
    keys: tuple[str, ...]
    clues: tuple[frozenset[str], ...]
    weight: float

    @property
    def is_learnable(self) -> bool:
        """Whether the right answer is among the candidates, and the message counts."""
        return self.weight > 0 and (not self.right or self.right in self.keys)


def fit(questions: Iterable[Question], ridge: float) -> dict[str, float]:
    """Clue → weight (log-odds), for the clues that several authors' messages have; deterministic."""
    asked = [question for question in questions if question.is_learnable]
    column = {clue: number for number, clue in enumerate(_shared(asked))}
    rows, columns, right, size = [], [], [], 0
    for question in asked:
        for key, clues in zip(question.keys, question.clues, strict=True):
            known = [column[clue] for clue in sorted(clues) if clue in column]
            rows += [size] * len(known)
            columns += known
            right.append(bool(question.right) and key == question.right)
            size += 1
        right.append(not question.right)  # the last row of each message is "none": it has no clues, its score is 0
        size += 1
    table = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, len(column)))
    sizes = np.array([len(question.keys) + 1 for question in asked])
    weights = np.array([question.weight for question in asked])
    return dict(zip(column, map(float, _solve(table, np.array(right), sizes, weights, ridge)), strict=True))


def scores(question: Question, weights: dict[str, float]) -> list[float]:
    """The score of each candidate, in log-odds against none."""
    return [sum(weights.get(clue, 0.0) for clue in sorted(clues)) for clues in question.clues]


def _shared(questions: Sequence[Question]) -> list[str]:
    authors: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for clue in frozenset[str]().union(*question.clues):
            authors[clue].append(question.author)
    return sorted(clue for clue, by in authors.items() if clue and len(by) >= _LEAST and len(set(by)) >= _AUTHORS)


def _solve(
    table: csr_matrix, right: NDArray[np.bool_], sizes: NDArray[np.int64], weights: Vector, ridge: float
) -> Vector:
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(int)
    each = np.repeat(weights, sizes)

    def loss(beta: Vector) -> tuple[float, Vector]:
        score = table @ beta
        exp = np.exp(score - np.repeat(np.maximum.reduceat(score, starts), sizes))
        every, among_right = np.add.reduceat(exp, starts), np.add.reduceat(exp * right, starts)
        share = exp / np.repeat(every, sizes) - exp * right / np.repeat(among_right, sizes)
        value = -np.sum(weights * np.log(among_right / every)) + ridge / 2 * beta @ beta
        return float(value), table.T @ (each * share) + ridge * beta

    found = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x)
