"""Reads the tables of words beside this file: under a heading `[name]` one word or regular expression a line."""

from __future__ import annotations

from pathlib import Path


def wordings(table: str) -> dict[str, tuple[str, ...]]:
    """The lines under each heading of `{table}.txt`; lines with "# " are comments."""
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in Path(__file__).with_name(f"{table}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return {name: tuple(found) for name, found in sections.items()}
