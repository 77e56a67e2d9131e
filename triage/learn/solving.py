"""Solves a logistic regression that starts from prior weights and stays within bounds: plain arrays in, weights out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Problem(NamedTuple):
    """The weighted log loss plus ½·Σ strength·(weight − prior)²; of the weights the intercept comes last."""

    rows: Floats  # (n_samples, n_features)
    targets: Floats  # (n_samples,) of 0 and 1
    counts: Floats  # (n_samples,): how much each counts
    prior: Floats  # (n_features + 1,)
    strength: Floats  # (n_features + 1,): 1 / variance; 0: no prior
    low: Floats  # (n_features + 1,): bounds, infinite where there are none
    high: Floats

    def loss(self, point: Floats) -> tuple[float, Floats]:
        """What is to be minimised, and its gradient."""
        away = point - self.prior
        log_odds = self.rows @ point[:-1] + point[-1]
        fit = self.counts @ (np.logaddexp(0.0, log_odds) - self.targets * log_odds)
        errors = self.counts * (expit(log_odds) - self.targets)
        slope = np.append(self.rows.T @ errors, errors.sum()) + self.strength * away
        return float(fit + 0.5 * ((self.strength * away) @ away)), slope


def solve(problem: Problem, *, max_iter: int = 1000, newton_steps: int = 0) -> tuple[Floats, int]:
    """The weights, (n_features + 1,), and how many steps the search took: L-BFGS-B, and at the end some of Newton's."""
    start = np.append(np.clip(problem.prior, problem.low, problem.high)[:-1], problem.prior[-1])
    found = minimize(
        problem.loss,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[*zip(problem.low, problem.high, strict=True)],
        options={"maxiter": max_iter, "ftol": 1e-12, "gtol": 1e-7},
    )
    point: Floats = found.x
    for _ in range(newton_steps):
        point = _newton(point, problem)
    return point, int(found.nit)


def _newton(point: Floats, problem: Problem) -> Floats:
    """One step of Newton's method, within the bounds, over what does not stand at one of them."""
    free = np.flatnonzero((point > problem.low) & (point < problem.high))
    slope = problem.loss(point)[1][free]
    every = np.column_stack((problem.rows, np.ones(len(problem.rows))))
    chance = expit(every @ point)
    step = _solved(every[:, free], problem.counts * chance * (1 - chance), problem.strength[free], slope)
    moved = point.copy()
    moved[free] = np.clip(point[free] - step, problem.low[free], problem.high[free])
    return moved


def _solved(rows: Floats, curvature: Floats, strength: Floats, slope: Floats) -> Floats:
    """(rowsᵀ·curvature·rows + strength)⁻¹·slope; with fewer rows than columns in the room of the rows (Woodbury): of
    50 rows and 1,500 columns in a hundredth of the time.
    """
    scaled = np.sqrt(curvature)[:, None] * rows
    if len(rows) >= rows.shape[1] or not strength.all():
        return np.asarray(np.linalg.solve(scaled.T @ scaled + np.diag(strength), slope), dtype=np.float64)
    spread = scaled / strength
    within = np.linalg.solve(np.eye(len(rows)) + spread @ scaled.T, spread @ slope)
    found: Floats = slope / strength - spread.T @ within
    return found
