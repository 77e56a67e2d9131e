"""Trains the fit across users, measures it on users left out whole, and writes models/fit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training import fit_data
from training.fit_estimator import PriorLogisticRegression
from triage.score import features
from triage.score.model import FORMAT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.fit_data import Example, Reader

    Floats = NDArray[np.float64]

MODEL = Path(__file__).resolve().parents[1] / "models" / "fit"
#: Log-odds per unit of each feature before any data: what the configuration's own words say it means.
PRIOR = {
    "title_match": 2.0, "want": 1.5, "level_match": 0.5, "level_step_up": 0.3, "location_match": 0.7,
    "workplace_match": 0.5, "employment_match": 0.4, "pay_over": 0.7, "about": 0.5, "title_other": -3.0,
    "title_unknown": -1.5, "want_none": -0.8, "avoid": -3.0, "level_below": -2.0, "level_above": -1.2,
    "location_other": -3.0, "remote_elsewhere": -2.0, "workplace_other": -2.5, "employment_other": -3.0,
    "pay_under": -2.0, "company_avoid": -5.0,
}  # fmt: skip
#: No weight is so small that its reason would not count, nor so large that one number drowns the rest.
_LEAST, _MOST = 0.25, 6.0
#: The fit of a mail that says nothing lies in the middle band (policy.decline_at to accept_at): between .30 and .45.
_INTERCEPT = (-0.85, -0.2)
_STRENGTH = 3.0
_NATURAL_WEIGHT = 1.0
_VARIED_WEIGHT = 0.5


def examples(read: Reader) -> list[Example]:
    """All users' mails, and the near misses made from them."""
    natural = [*fit_data.judged(read), *fit_data.invented(read)]
    return [*natural, *fit_data.varied(natural)]


def matrix(rows: list[Example]) -> Floats:
    """The features of the examples, (n, len(features.NAMES))."""
    column = {name: number for number, name in enumerate(features.NAMES)}
    table = np.zeros((len(rows), len(column)))
    for row, example in enumerate(rows):
        for feature in features.extract(example.message, example.opportunity, example.interests):
            table[row, column[feature.name]] += feature.value
    return table


def estimator() -> PriorLogisticRegression:
    """The untrained model: prior weights, signs as `features` says."""
    positive = np.array([name in features.FOR for name in features.NAMES])
    return PriorLogisticRegression(
        [PRIOR[name] for name in features.NAMES],
        lower=np.where(positive, _LEAST, -_MOST),
        upper=np.where(positive, _MOST, -_LEAST),
        strength=_STRENGTH,
        intercept_bounds=_INTERCEPT,
    )


def fit(rows: list[Example], table: Floats) -> PriorLogisticRegression:
    """The model trained on some examples."""
    weights = np.array([_NATURAL_WEIGHT if example.natural else _VARIED_WEIGHT for example in rows])
    return estimator().fit(table, [example.fits for example in rows], sample_weight=weights)


def as_json(model: PriorLogisticRegression) -> dict[str, Any]:
    """The model as it ships, rounded to four digits."""
    weights = {name: round(float(value), 4) for name, value in zip(features.NAMES, model.coef_[0], strict=True)}
    return {"format": FORMAT, "intercept": round(float(model.intercept_[0]), 4), "weights": weights}


def write(table: dict[str, Any], folder: Path = MODEL) -> None:
    """Writes model.json and its SHA-256."""
    octets = (json.dumps(table, indent=1, sort_keys=True) + "\n").encode()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_bytes(octets)
    (folder / "model.sha256").write_text(f"{hashlib.sha256(octets).hexdigest()}  model.json\n", "ascii")
