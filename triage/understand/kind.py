"""Says what kind of message something is: a linear model over words, known phrases and evidence.

The model is a JSON table of whole numbers, made by training/kind.py with scikit-learn and scored here without it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

from triage.domain import Kind
from triage.resources import load_model
from triage.understand.lanes import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

FORMAT = 1
KINDS = tuple(Kind)  # a loop over the enumeration itself takes ten times as long


@dataclass(frozen=True, slots=True)
class KindModel:
    """A trained model: for each feature the weights of the kinds, in units of `step`, packed into one integer."""

    step: float
    bias: int
    evidence: Mapping[str, int]
    words: Mapping[str, int]
    known: frozenset[str]  # these words: two sets are compared in a third of the time of a set and keys

    @classmethod
    def load(cls, folder: Path) -> KindModel:
        """The model in `folder`. Raises `DamagedError` as `resources.load_model` does."""
        return load_model(folder, lambda table, _digest: cls.from_json(table))

    @classmethod
    def from_json(cls, table: Mapping[str, object]) -> KindModel:
        """The model in the form training/kind.py writes. Raises ValueError, KeyError or TypeError if it is not one."""
        if table["format"] != FORMAT or table["kinds"] != [kind.value for kind in KINDS]:
            raise ValueError(table["format"])
        step, bias = table["step"], table["bias"]
        if not isinstance(step, float) or not math.isfinite(step) or not isinstance(bias, list):
            raise ValueError(step)
        words = _packed(table["words"])
        return cls(step, _row(bias), _packed(table["evidence"]), words, frozenset(words))

    def probabilities(self, words: AbstractSet[str], evidence: Iterable[str]) -> tuple[float, ...]:
        """The probability of each kind, in the order of `Kind`; features the model does not know count for nothing."""
        known = self.known & words
        length = math.sqrt(len(known)) or 1.0
        facts = unpack(self.bias + sum(map(self.evidence.get, evidence, repeat(0))), len(KINDS))
        texts = unpack(sum(map(self.words.__getitem__, known)), len(KINDS))
        logits = [self.step * (fact + text / length) for fact, text in zip(facts, texts, strict=True)]
        top = max(logits)
        exponentials = [math.exp(logit - top) for logit in logits]
        total = math.fsum(exponentials)
        return tuple(value / total for value in exponentials)


def _packed(rows: object) -> dict[str, int]:
    if not isinstance(rows, dict):
        raise TypeError(rows)
    return {name: _row(row) for name, row in rows.items()}


def _row(row: list[int]) -> int:
    """The weights of one feature, packed. Raises ValueError if it has not one for each kind."""
    if len(row) != len(KINDS):
        raise ValueError(row)
    return pack(row)
