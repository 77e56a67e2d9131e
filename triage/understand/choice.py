"""Chooses among candidates by a learnt linear score: each has clues, a clue has a weight, 0 is to name none."""

from __future__ import annotations

import functools
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from triage.understand.lanes import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TABLES = Path(__file__).parent / "tables"


#: A weight is read in hundredths: sums of whole numbers are the same in whatever order a set gives its clues.
HUNDREDTHS = 100


@functools.cache
def weights(field: str) -> Mapping[str, int]:
    """Clue → weight for one field of the role, as `python -m training.roles` learnt them, in hundredths."""
    lines = (_TABLES / f"weights_{field}.tsv").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {clue: round(float(weight) * HUNDREDTHS) for clue, weight in pairs}


@functools.cache
def _packed(fields: tuple[str, ...]) -> dict[str, int]:
    """Clue → its weights for several fields: one look-up for all of them."""
    tables = [weights(field) for field in fields]
    return {clue: pack([table.get(clue, 0) for table in tables]) for clue in dict.fromkeys(chain(*tables))}


def score(field: str, clues: Iterable[str]) -> float:
    """How much likelier a candidate with these clues is the one field than that nothing is: log-odds."""
    return sum(filter(None, map(weights(field).get, clues))) / HUNDREDTHS


def scores(fields: tuple[str, ...], clues: Iterable[str], *shared: frozenset[str]) -> list[float]:
    """For each field, how much likelier a candidate with these clues is it than that nothing is: log-odds.

    `shared` are clues that many candidates have, each of them in one set only: these are added up once for all.
    """
    total = sum(filter(None, map(_packed(fields).get, clues))) + sum([_total(fields, one) for one in shared])
    return [value / HUNDREDTHS for value in unpack(total, len(fields))]


@functools.lru_cache(maxsize=1024)
def _total(fields: tuple[str, ...], clues: frozenset[str]) -> int:
    return sum(filter(None, map(_packed(fields).get, clues)))
