"""Figures: as scikit-learn gives them, with intervals, and none where there is too little to say."""

from __future__ import annotations

import random

import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score

from triage.insight import figures

CHOOSER = random.Random(7)
TRUTH = [CHOOSER.random() < 0.4 for _ in range(200)]
CHANCES = [min(1.0, max(0.0, 0.3 * so + 0.7 * CHOOSER.random())) for so in TRUTH]


def test_a_rate_of_nothing_has_no_value() -> None:
    assert figures.rate("title", "exact", 0, 0).value is None
    assert figures.rate("title", "exact", 1, 4).value == 0.25


def test_the_average_precision_is_scikit_learns_and_lies_in_its_interval() -> None:
    precision, error = figures.ranking("fit", CHANCES, TRUTH)
    assert precision.value == pytest.approx(average_precision_score(TRUTH, CHANCES))
    assert precision.value is not None
    assert precision.low < precision.value < precision.high
    assert error.value == figures.calibration_error(CHANCES, TRUTH)
    assert figures.ranking("fit", CHANCES, TRUTH) == [precision, error]


def test_too_few_give_no_area_and_no_curve() -> None:
    few = [True] * 4 + [False] * 90
    assert [figure.value for figure in figures.ranking("fit", CHANCES[:94], few)] == [None, None]
    assert figures.curves("?", CHANCES[:94], few) == figures.Curves("?")


def test_the_bins_are_scikit_learns() -> None:
    shares, predicted = calibration_curve(TRUTH, CHANCES, n_bins=10)
    bins = figures.reliability(CHANCES, TRUTH)
    assert [found.share for found in bins] == pytest.approx(shares.tolist())
    assert [found.predicted for found in bins] == pytest.approx(predicted.tolist())
    assert sum(found.n for found in bins) == len(TRUTH)


def test_recall_at_a_precision() -> None:
    assert figures.recall_at(0.95, [0.9, 0.8, 0.7, 0.6], [True, True, False, True]) == (2, 0.8)
    assert figures.recall_at(0.95, [0.9, 0.8], [False, True]) == (0, 1.0)
    assert figures.recall_at(0.95, [0.9, 0.9], [True, False]) == (0, 1.0), "equal chances cannot be told apart"
