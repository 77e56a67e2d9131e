"""Reads the tables of wordings: under a heading `[name]` one regular expression a line, in lower case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from triage.resources import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = Path(__file__).parent / "tables"


def wordings(table: str) -> dict[str, str]:
    """The lines under each heading of `tables/{table}.txt`, joined as alternatives; lines with "# " are comments."""
    return {name: any_of(lines) for name, lines in sections(_TABLES / f"{table}.txt").items()}


def any_of(alternatives: Sequence[str]) -> str:
    """The alternatives with a common word boundary in front: `re` then skips most of them by their first letter."""
    bounded = [alternative[2:] for alternative in alternatives if alternative.startswith("\\b")]
    free = [alternative for alternative in alternatives if not alternative.startswith("\\b")]
    return "(?:" + "|".join([*([rf"\b(?:{'|'.join(bounded)})"] if bounded else []), *free]) + ")"
