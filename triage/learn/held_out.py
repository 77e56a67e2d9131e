"""Says how much learning helps, on decisions that were kept out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.intervals import of_average_precision
from triage.learn.fitting import fit, fits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.learn import Example
    from triage.learn.fitting import Weights

#: Accepts, and declines, below which a figure would be nothing but chance.
ENOUGH = 5
_FOLDS = 10
_SEED = 20260301


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Average precision of the fits for "accepted", 0 to 1, each decision scored by a model that had not seen it."""

    decisions: int
    before: float  # of the model that ships
    now: float
    low: float  # 95 % interval of `now`, as `triage.intervals` has it
    high: float


def held_out(examples: Sequence[Example], shipped: Weights) -> HeldOut | None:
    """The figures by cross-validation; None while there are fewer than `ENOUGH` of a kind. The same on every run."""
    import numpy as np
    from sklearn.metrics import average_precision_score
    from sklearn.model_selection import StratifiedKFold

    if any(missing(examples)):
        return None
    accepted = np.array([example.accepted for example in examples])
    now = np.empty(len(examples))
    folds = StratifiedKFold(min(_FOLDS, int(min(accepted.sum(), (~accepted).sum()))), shuffle=True, random_state=_SEED)
    for rest, left_out in folds.split(accepted, accepted):
        learned = fit([examples[at] for at in rest], shipped)
        now[left_out] = fits([examples[at] for at in left_out], learned.weights, learned.topics)
    before = np.array([example.fit for example in examples])
    now_precision = float(average_precision_score(accepted, now))
    return HeldOut(
        len(examples),
        float(average_precision_score(accepted, before)),
        now_precision,
        *of_average_precision(now_precision, int(accepted.sum())),
    )


def missing(examples: Sequence[Example]) -> tuple[int, int]:
    """How many accepts and declines there must still be before it can be said how much learning helps."""
    accepted = sum(example.accepted for example in examples)
    return max(0, ENOUGH - accepted), max(0, ENOUGH - (len(examples) - accepted))
