"""Reads the tables of wordings: under a heading `[name]` one regular expression a line, in lower case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLES = Path(__file__).parent / "tables"


def wordings(table: str) -> dict[str, str]:
    """The lines under each heading of `tables/{table}.txt`, joined as alternatives; lines with "# " are comments."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_TABLES / f"{table}.txt").read_text("utf-8").split("\n"):
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return {name: any_of(alternatives) for name, alternatives in sections.items()}


def any_of(alternatives: Sequence[str]) -> str:
    """The alternatives with a common word boundary in front: `re` then skips most of them by their first letter."""
    bounded = [alternative[2:] for alternative in alternatives if alternative.startswith("\\b")]
    free = [alternative for alternative in alternatives if not alternative.startswith("\\b")]
    return "(?:" + "|".join([*([rf"\b(?:{'|'.join(bounded)})"] if bounded else []), *free]) + ")"
