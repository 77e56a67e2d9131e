"""Chooses among candidates by a learnt linear score: each has clues, a clue has a weight, 0 is to name none."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TABLES = Path(__file__).parent / "tables"


@functools.cache
def weights(field: str) -> Mapping[str, float]:
    """Clue → weight for one field of the role, as `python -m training.roles` learnt them (log-odds)."""
    lines = (_TABLES / f"weights_{field}.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {clue: float(weight) for clue, weight in pairs}


def score(field: str, clues: Iterable[str]) -> float:
    """How much more likely a candidate with these clues is what is asked for than that nothing is: log-odds."""
    table = weights(field)
    return sum([table.get(clue, 0.0) for clue in clues])
