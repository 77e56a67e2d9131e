from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="training needs scikit-learn")

import numpy as np

from training import fit, fit_data
from triage.score import FitModel, features
from triage.score.model import weigh


def test_the_shipped_table_scores_like_scikit_learn() -> None:
    model = FitModel.load()
    trained = fit.estimator()
    trained.classes_, trained.n_features_in_ = np.array([False, True]), len(features.NAMES)
    trained.coef_ = np.array([[model.weights[name] for name in features.NAMES]])
    trained.intercept_ = np.array([model.intercept])
    shown = features.FOR | features.AGAINST
    table = np.random.default_rng(1).uniform(0, 0.5, (50, len(features.NAMES)))  # within 20 log-odds
    for row, expected in zip(table, trained.predict_proba(table)[:, 1], strict=True):
        found = [
            features.Feature(name, shown[name], value, "") for name, value in zip(features.NAMES, row, strict=True)
        ]
        assert weigh(found, model).probability == pytest.approx(expected, abs=1e-9)


def test_the_prior_lies_within_the_signs() -> None:
    assert set(fit.PRIOR) == set(features.NAMES)
    assert all(fit.PRIOR[name] > 0 for name in features.FOR)
    assert all(fit.PRIOR[name] < 0 for name in features.AGAINST)


def test_the_figures_that_ship_are_those_of_the_model_that_ships() -> None:
    figures = json.loads((fit.MODEL / "metrics.json").read_text("utf-8"))
    assert figures["given_users"]["ece"] <= 0.05
    assert figures["given_users"]["ap"]["mean"] >= 0.86
    assert figures["given_users_title_only_in_prose"]["ap"]["mean"] >= 0.80


@pytest.mark.shared
@pytest.mark.skipif(not fit_data.available(), reason="needs the ads in ../shared/data")
def test_invented_users_are_judged_as_the_given_ones() -> None:
    users = json.loads(Path(fit_data.__file__).with_name("fit_users.json").read_text("utf-8"))
    families = {ad["columns"]["family"] for ad in fit_data.read_ads().values()}
    assert all(set(user["families"]) <= families for user in users)
    assert len({user["id"] for user in users}) == len(users)
