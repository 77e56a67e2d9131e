"""Mails written to test the fit: good ones in other words, bad ones wrong by one thing (near_misses*.json).

They were never trained on. The second batch reached an AUC of .74 before anything was done about it (the first was read
while the tables were made); since then the tables have been looked over with both in sight.
"""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="the measures need scikit-learn")

from typing import TYPE_CHECKING

from training import fit_data, fit_measure
from triage.score import score

if TYPE_CHECKING:
    from triage.score import FitModel


@pytest.mark.parametrize("batch", ["near_misses.json", "near_misses_second.json"])
def test_offers_in_other_words_stand_above_near_misses(model: FitModel, batch: str) -> None:
    import numpy as np

    rows = [*fit_data.near_misses(Path(__file__).with_name(batch), fit_data.real_reader())]
    chance = np.array([score(row.message, row.opportunity, row.interests, model).probability for row in rows])
    figures = fit_measure.measures(rows, chance, by_user=False)
    assert figures["auc"]["mean"] >= 0.92
    assert figures["bands"]["not_fitting"]["accept"] <= 0.1
    assert figures["bands"]["fitting"]["decline"] <= 0.1
