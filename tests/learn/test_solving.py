from __future__ import annotations

import subprocess
import sys

import pytest

pytest.importorskip("scipy", reason="learning needs scikit-learn")

import numpy as np

from triage.learn.solving import Problem, _solved, solve


def test_newtons_method_steps_the_same_with_more_weights_than_rows() -> None:
    chooser = np.random.default_rng(4)
    rows, curvature = chooser.normal(size=(12, 40)), chooser.uniform(0.0, 0.25, 12)
    strength, slope = chooser.uniform(0.3, 10.0, 40), chooser.normal(size=40)
    direct = np.linalg.solve(rows.T @ (curvature[:, None] * rows) + np.diag(strength), slope)
    assert np.allclose(_solved(rows, curvature, strength, slope), direct, rtol=0, atol=1e-12)


def test_without_rows_that_say_anything_the_prior_stays() -> None:
    prior, free = np.array([1.0, -2.0, 0.5]), np.full(3, np.inf)
    rows, targets = np.zeros((4, 2)), np.array([0.0, 1.0, 0.0, 1.0])
    point, _ = solve(Problem(rows, targets, np.zeros(4), prior, np.ones(3), -free, free), newton_steps=2)
    assert point == pytest.approx(prior, abs=1e-9)


def test_a_fit_loads_no_scikit_learn() -> None:
    """It takes half a second, which every preview would wait for."""
    said = "import sys, triage.learn.fitting, triage.learn.solving; print('sklearn' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", said], text=True).strip() == "False"
