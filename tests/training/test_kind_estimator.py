"""The estimator of kinds keeps scikit-learn's manners."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.utils.estimator_checks import parametrize_with_checks

from training.kind_estimator import NaiveBayesLogisticRegression


@parametrize_with_checks([NaiveBayesLogisticRegression()])  # type: ignore[untyped-decorator]
def test_scikit_learn_accepts_it(estimator: Any, check: Any) -> None:
    check(estimator)


def test_what_naive_bayes_trusts_gets_more_weight() -> None:
    """Both columns point to the second class; the one that never occurs elsewhere is stretched."""
    rows = np.array([[1, 1], [1, 1], [1, 0], [1, 0], [1, 0]])
    rows[3:, 0] = 0
    estimator = NaiveBayesLogisticRegression().fit(rows, [1, 1, 0, 0, 0])
    plain = NaiveBayesLogisticRegression(power=0.0).fit(rows, [1, 1, 0, 0, 0])
    assert estimator.coef_[1, 1] / estimator.coef_[1, 0] > plain.coef_[1, 1] / plain.coef_[1, 0]
