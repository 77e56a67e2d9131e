"""Measures of a fit, macro over users, each with a 95 % interval from resampling the users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from training.fit_data import Example

    Floats = NDArray[np.float64]

_RESAMPLES = 1000
_BINS = 10
_SEED = 20260301
#: policy.accept_at and policy.decline_at, as shipped.
_ACCEPT_AT, _DECLINE_AT = 0.60, 0.25


def measures(rows: list[Example], chance: Floats, *, by_user: bool = True) -> dict[str, Any]:
    """Average precision, ROC AUC, precision at 10, calibration error, and what lands in which band of the policy.

    Macro over users, or over all mails at once where a user has too few (then mails are resampled, not users).
    """
    fits = np.array([row.fits for row in rows])
    users = np.array([row.user for row in rows])
    groups = [np.flatnonzero(users == user) for user in sorted(set(users))] if by_user else [np.arange(len(rows))]
    return {
        "users": len(set(users)),
        "mails": len(rows),
        "fitting": int(fits.sum()),
        "ap": _interval([float(average_precision_score(fits[at], chance[at])) for at in groups]),
        "auc": _interval([float(roc_auc_score(fits[at], chance[at])) for at in groups]),
        "p_at_10": _interval([float(fits[at][np.argsort(-chance[at])[:10]].mean()) for at in groups]),
        "ece": round(calibration_error(fits, chance), 4),
        "bands": {"fitting": _bands(chance[fits]), "not_fitting": _bands(chance[~fits])},
    }


def calibration_error(fits: NDArray[np.bool_], chance: Floats) -> float:
    """The mean distance of the fit from the share that fits, over ten bins of equal width, weighed by their mails."""
    bins = np.minimum((chance * _BINS).astype(int), _BINS - 1)
    gaps = [abs(chance[bins == one].mean() - fits[bins == one].mean()) * (bins == one).sum() for one in set(bins)]
    return float(np.sum(gaps) / len(chance))


def _interval(values: list[float]) -> dict[str, float]:
    """The mean, and where the means of 1,000 resamples of the users lie; without an interval for a single value."""
    mean = {"mean": round(float(np.mean(values)), 4)}
    if len(values) == 1:
        return mean
    chooser = np.random.default_rng(_SEED)
    means = chooser.choice(values, (_RESAMPLES, len(values))).mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return {**mean, "low": round(float(low), 4), "high": round(float(high), 4)}


def _bands(chance: Floats) -> dict[str, float]:
    accept, decline = float((chance >= _ACCEPT_AT).mean()), float((chance <= _DECLINE_AT).mean())
    return {"accept": round(accept, 3), "between": abs(round(1 - accept - decline, 3)), "decline": round(decline, 3)}
