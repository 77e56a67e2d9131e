from __future__ import annotations

import warnings

import pytest

pytest.importorskip("sklearn", reason="learning needs scikit-learn")

import numpy as np

from training.fit_estimator import PriorLogisticRegression


def test_the_estimator_keeps_scikit_learns_manners() -> None:
    from sklearn.utils.estimator_checks import check_estimator

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(PriorLogisticRegression(), on_fail=None)
    assert [one["check_name"] for one in results if one["status"] == "failed"] == []


def test_without_data_the_prior_stays_and_bounds_hold() -> None:
    chooser = np.random.default_rng(0)
    rows = np.column_stack((chooser.normal(size=200), np.zeros(200), chooser.normal(size=200)))
    model = PriorLogisticRegression([1.0, 2.0, 0.5], lower=[0, 0, 0.25], upper=[9, 9, 9], intercept_bounds=(-0.5, 0.5))
    model.fit(rows, rows[:, 0] - rows[:, 2] > 0)
    assert model.coef_[0, 0] > 1
    assert model.coef_[0, 1] == pytest.approx(2.0)
    assert model.coef_[0, 2] == pytest.approx(0.25)
    assert -0.5 <= model.intercept_[0] <= 0.5


def test_newtons_method_ends_at_the_same_digits_however_far_the_search_came() -> None:
    chooser = np.random.default_rng(3)
    rows = chooser.normal(size=(40, 30))
    labels = rows[:, 0] + chooser.normal(size=40) > 0
    lower = np.where(np.arange(30) < 10, 0.0, -np.inf)

    def fitted(max_iter: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        model = PriorLogisticRegression(
            0.1, lower=lower, strength=2.0, intercept_strength=3.0, max_iter=max_iter, newton_steps=6
        )
        weights = model.fit(rows, labels)
        return np.append(weights.coef_[0], weights.intercept_)

    assert np.allclose(fitted(1000), fitted(40), rtol=0, atol=1e-14)
