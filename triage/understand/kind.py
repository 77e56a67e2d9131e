"""Says what kind of message something is: a linear model over words, known phrases and evidence.

The model is a JSON table of whole numbers, made by training/kind.py with scikit-learn and scored here without it.
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.domain import Kind
from triage.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

FORMAT = 1
#: Eight weights stand side by side in one integer, so that a feature costs one addition and not eight. A lane holds
#: the sum of 4,096 weights below 2**18 with its sign.
_LANE = 31
_MASK, _SIGN = (1 << _LANE) - 1, 1 << (_LANE - 1)


@dataclass(frozen=True, slots=True)
class KindModel:
    """A trained model: for each feature the weights of the kinds, in units of `step`, packed into one integer."""

    step: float
    bias: int
    evidence: Mapping[str, int]
    words: Mapping[str, int]

    @classmethod
    def load(cls, folder: Path) -> KindModel:
        """Reads `model.json`, checked against `model.sha256`. Raises `DamagedError` if either is missing or wrong."""
        path = folder / "model.json"
        try:
            octets = path.read_bytes()
            expected = (folder / "model.sha256").read_text("ascii").split()[0]
        except (OSError, ValueError, IndexError) as error:
            raise _damaged(path, "cannot be read") from error
        if hashlib.sha256(octets).hexdigest() != expected:
            raise _damaged(path, "is damaged: its SHA-256 is not the one in model.sha256")
        try:
            return cls.from_json(json.loads(octets))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _damaged(path, "is not a model this version can use") from error

    @classmethod
    def from_json(cls, table: Mapping[str, object]) -> KindModel:
        """The model in the form training/kind.py writes. Raises ValueError, KeyError or TypeError if it is not one."""
        if table["format"] != FORMAT or table["kinds"] != [kind.value for kind in Kind]:
            raise ValueError(table["format"])
        step, bias = table["step"], table["bias"]
        if not isinstance(step, float) or not math.isfinite(step) or not isinstance(bias, list):
            raise ValueError(step)
        return cls(step, _pack(bias), _packed(table["evidence"]), _packed(table["words"]))

    def probabilities(self, words: Iterable[str], evidence: Iterable[str]) -> tuple[float, ...]:
        """The probability of each kind, in the order of `Kind`; features the model does not know count for nothing."""
        known = self.words
        rows = [known[word] for word in words if word in known]
        length = math.sqrt(len(rows)) or 1.0
        facts = _unpack(self.bias + sum(self.evidence.get(name, 0) for name in evidence))
        logits = [self.step * (fact + text / length) for fact, text in zip(facts, _unpack(sum(rows)), strict=True)]
        top = max(logits)
        exponentials = [math.exp(logit - top) for logit in logits]
        total = math.fsum(exponentials)
        return tuple(value / total for value in exponentials)


def _damaged(path: Path, what: str) -> DamagedError:
    return DamagedError(f"{path} {what}", hint="reinstall triage, or run `make model` in a checkout")


def _packed(rows: object) -> dict[str, int]:
    if not isinstance(rows, dict):
        raise TypeError(rows)
    return {name: _pack(row) for name, row in rows.items()}


def _pack(row: list[int]) -> int:
    a, b, c, d, e, f, g, h = row
    left = a + (b << _LANE) + (c << 2 * _LANE) + (d << 3 * _LANE)
    return left + (e << 4 * _LANE) + (f << 5 * _LANE) + (g << 6 * _LANE) + (h << 7 * _LANE)


def _unpack(lanes: int) -> list[int]:
    row = []
    for _ in Kind:
        value = ((lanes & _MASK) ^ _SIGN) - _SIGN
        row.append(value)
        lanes = (lanes - value) >> _LANE
    return row
