"""How far people's weights lie from the shared ones: `python -m training.spreads` gives what learning starts from.

Empirical Bayes over the invented users: each one's own weights, given all their mails, and how widely these lie around
the weights that the other users give (expectation maximisation, Laplace's approximation). The given users are left out:
the benchmark of learning asks them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from training import fit, fit_data
from training.fit_estimator import PriorLogisticRegression
from triage.score import features

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_ROUNDS = 12
_START = 0.3  # variance of a weight, in log-odds squared
_LEAST_MAILS = 5  # of a user, in which a number must stand to say anything about its weight


def users() -> Iterator[tuple[Floats, NDArray[np.bool_], Any]]:
    """(rows, what fits, the model that the others give) of each invented user."""
    read = fit_data.real_reader()
    rows = fit.examples(read)
    of = fit.numbers(rows)
    given = {row.user for row in fit_data.judged(read)}
    names = sorted({row.user for row in rows})
    for number in range(fit.FOLDS):
        held = set(names[number :: fit.FOLDS])
        kept = [at for at, row in enumerate(rows) if row.user not in held]
        model = fit.fit([rows[at] for at in kept], [of[at] for at in kept])
        for name in sorted(held - given):
            mine = [at for at, row in enumerate(rows) if row.user == name and row.natural]
            yield (
                model["named"].transform([of[at] for at in mine]),
                np.array([rows[at].fits for at in mine]),
                model["fit"],
            )


def variances() -> dict[str, float]:
    """The variance of each weight between users, the intercept's under "intercept"."""
    everybody = list(users())
    found = np.full(len(features.NAMES) + 1, _START)
    for _ in range(_ROUNDS):
        squares, count = np.zeros(len(found)), np.zeros(len(found))
        for rows, fits, shared in everybody:
            seen = np.append((rows != 0).sum(axis=0) >= _LEAST_MAILS, True)
            squares += np.where(seen, _spread(rows, fits, shared, found), 0.0)
            count += seen
        found = np.where(count > 0, squares / np.maximum(count, 1), found)
    return dict(zip((*features.NAMES, "intercept"), map(float, found), strict=True))


def _spread(rows: Floats, fits: NDArray[np.bool_], shared: Any, variance: Floats) -> Floats:
    """The expected square of how far one user's weights lie from the shared ones."""
    weights, intercept = shared.coef_[0], float(shared.intercept_[0])
    own = PriorLogisticRegression(
        weights,
        lower=np.where(weights >= 0, 0.0, -np.inf),
        upper=np.where(weights >= 0, np.inf, 0.0),
        strength=1.0 / variance[:-1],
        intercept_prior=intercept,
        intercept_strength=1.0 / variance[-1],
    ).fit(rows, fits)
    every = np.column_stack((rows, np.ones(len(rows))))
    chance = expit(own.decision_function(rows))
    bend = (every * (chance * (1 - chance))[:, None]).T @ every + np.diag(1.0 / variance)
    away: Floats = np.append(own.coef_[0] - weights, own.intercept_ - intercept)
    return away**2 + np.diag(np.linalg.inv(bend))


def main() -> None:
    """Prints the strength, 1 ÷ variance, of each weight."""
    for name, variance in variances().items():
        print(f"{name:20} {1.0 / variance:6.1f}")


if __name__ == "__main__":
    main()
