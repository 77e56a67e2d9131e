"""The tables of words beside this file: under a heading `[name]` one word or regular expression a line."""

from __future__ import annotations

from pathlib import Path

from triage.resources import sections


def wordings(table: str) -> dict[str, tuple[str, ...]]:
    """The lines under each heading of `{table}.txt`."""
    return sections(Path(__file__).with_name(f"{table}.txt"))
