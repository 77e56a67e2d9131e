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
#: Scores are held within so many log-odds while fitting.
FAR = 30.0


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
    asked = [question for question in questions if question.is_learnable and question.keys]
    names = shared(asked)
    return dict(zip(names, map(float, _solve(table(asked, names), asked, ridge)), strict=True))


def scores(question: Question, weights: dict[str, float]) -> list[float]:
    """The score of each candidate, in log-odds against none."""
    return [sum(weights.get(clue, 0.0) for clue in sorted(clues)) for clues in question.clues]


def shared(questions: Sequence[Question]) -> list[str]:
    """The clues that enough messages of several authors have, sorted."""
    authors: dict[str, list[str]] = defaultdict(list)
    for question in questions:
        for clue in frozenset[str]().union(*question.clues):
            authors[clue].append(question.author)
    return sorted(clue for clue, by in authors.items() if clue and len(by) >= _LEAST and len(set(by)) >= _AUTHORS)


def table(questions: Sequence[Question], names: Sequence[str]) -> csr_matrix:
    """The candidates of all messages, a row each, by which of the clues `names` they have, 0 or 1."""
    column = {clue: number for number, clue in enumerate(names)}
    rows, columns, size = [], [], 0
    for question in questions:
        for clues in question.clues:
            known = [column[clue] for clue in sorted(clues) if clue in column]
            rows += [size] * len(known)
            columns += known
            size += 1
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, len(column)))


def _solve(clues: csr_matrix, asked: Sequence[Question], ridge: float) -> Vector:
    """The weights; none of a message's candidates has no clues, and so a score of 0."""
    sizes = np.array([len(question.keys) for question in asked])
    starts = np.cumsum(sizes) - sizes
    weights = np.array([question.weight for question in asked])
    none = np.array([not question.right for question in asked])
    right = np.array([key == question.right != "" for question in asked for key in question.keys])

    def loss(beta: Vector) -> tuple[float, Vector]:
        exp = np.exp(np.clip(clues @ beta, -FAR, FAR))
        every, among_right = 1 + np.add.reduceat(exp, starts), none + np.add.reduceat(exp * right, starts)
        share = exp * (np.repeat(1 / every, sizes) - right * np.repeat(1 / among_right, sizes))
        value = -np.sum(weights * np.log(among_right / every)) + ridge / 2 * beta @ beta
        return float(value), clues.T @ (np.repeat(weights, sizes) * share) + ridge * beta

    found = minimize(loss, np.zeros(clues.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    return np.asarray(found.x)
