"""Chooses among candidates by a learnt linear score: each has clues, a clue has a weight, 0 is to name none."""

from __future__ import annotations

import functools
from itertools import chain
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


@functools.cache
def _joined(fields: tuple[str, ...]) -> dict[str, tuple[float, ...]]:
    """Clue → its weights for several fields: one look-up for all of them."""
    tables = [weights(field) for field in fields]
    return {clue: tuple(table.get(clue, 0.0) for table in tables) for clue in dict.fromkeys(chain(*tables))}


def scores(fields: tuple[str, ...], clues: Iterable[str]) -> list[float]:
    """For each field, how much likelier a candidate with these clues is it than that nothing is: log-odds."""
    get = _joined(fields).get
    found = [row for row in map(get, clues) if row]
    return [sum(column) for column in zip(*found, strict=True)] if found else [0.0] * len(fields)
