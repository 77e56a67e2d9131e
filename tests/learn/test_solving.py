from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("scipy", reason="learning needs scikit-learn")

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import threadpool_limits

from triage.learn.solving import Problem, _solved, polished, solve


def test_newtons_method_steps_the_same_with_more_weights_than_rows() -> None:
    chooser = np.random.default_rng(4)
    rows, curvature = chooser.normal(size=(12, 40)), chooser.uniform(0.0, 0.25, 12)
    strength, slope = chooser.uniform(0.3, 10.0, 40), chooser.normal(size=40)
    direct = np.linalg.solve(rows.T @ (curvature[:, None] * rows) + np.diag(strength), slope)
    assert np.allclose(_solved(rows, curvature, strength, slope), direct, rtol=0, atol=1e-12)


def test_without_rows_that_say_anything_the_prior_stays() -> None:
    prior, free = np.array([1.0, -2.0, 0.5]), np.full(3, np.inf)
    rows, targets = np.zeros((4, 2)), np.array([0.0, 1.0, 0.0, 1.0])
    point = solve(Problem(rows, targets, np.zeros(4), prior, np.ones(3), -free, free))
    assert point == pytest.approx(prior, abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_it_finds_what_scipys_search_finds(seed: int) -> None:
    problem = _decided(np.random.default_rng(seed))
    bounds = [*zip(problem.low, problem.high, strict=True)]
    options = {"maxiter": 1000, "ftol": 1e-12, "gtol": 1e-7}
    with threadpool_limits(1):  # as `fit` has it: with two threads on a busy machine these took 25 s, not one
        found = minimize(problem.loss, problem.start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
        ours, theirs = solve(problem), polished(found.x, problem, 5)
        again = polished(ours, problem, 5)
    assert np.abs(ours - theirs).max() < 1e-8
    assert np.abs(again - theirs).max() < 1e-12
    assert np.all(ours >= problem.low)
    assert np.all(ours <= problem.high)


def _decided(chooser: np.random.Generator) -> Problem:
    """As decisions make one: weights that keep their sign, and topics that go as far as most decisions say."""
    samples, topics = int(chooser.integers(5, 200)), int(chooser.integers(5, 300))
    compared = chooser.random((samples, 20)) * (chooser.random((samples, 20)) < 0.4)
    named = (chooser.random((samples, topics)) < chooser.uniform(0.02, 0.4)).astype(float)
    targets = (chooser.random(samples) < 0.5).astype(float)
    furthest = 4.5 * np.clip((2.0 * targets - 1.0) @ named / 4.0, -1.0, 1.0)
    is_for = chooser.random(20) < 0.5
    return Problem(
        np.hstack([compared, named]),
        targets,
        np.ones(samples),
        prior=np.concatenate([np.where(is_for, 3.0, -3.0) * chooser.random(20), np.zeros(topics), [0.5]]),
        strength=np.concatenate(
            [chooser.uniform(0.3, 10.0, 20), 1 / chooser.choice([0.0016, 0.25, 9.0], topics), [3.0]]
        ),
        low=np.concatenate([np.where(is_for, 0.0, -np.inf), np.minimum(furthest, 0.0), [-np.inf]]),
        high=np.concatenate([np.where(is_for, np.inf, 0.0), np.maximum(furthest, 0.0), [np.inf]]),
    )


def test_a_fit_loads_neither_scikit_learn_nor_scipy() -> None:
    """They take half a second and a third, which every preview would wait for."""
    said = "import sys, triage.learn.fitting, triage.learn.solving; print({'sklearn', 'scipy'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", said], text=True).strip() == "set()"
