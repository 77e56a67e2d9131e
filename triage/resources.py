"""Finds the shipped models/ and templates/, in an installed wheel or in a checkout, and reads tables of words."""

from __future__ import annotations

import re
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """`triage/_shipped/NAME` in a wheel, `../NAME` in a checkout or an editable install."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def models_dir() -> Path:
    """The folder that holds kind/ and fit/."""
    return _shipped("models")


def templates_dir() -> Path:
    """The folder that holds reply/<language>/."""
    return _shipped("templates")


def sections(table: Path) -> dict[str, tuple[str, ...]]:
    """The lines under each `[heading]` of a table of words, in order, without blank lines and comments ("# …")."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in table.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[([\w ]+)\]", line):
            lines = found.setdefault(heading[1], [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}
