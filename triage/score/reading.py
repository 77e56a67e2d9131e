"""Reads the tables of words that ship beside the code, and compiles expressions when they are first used."""

from __future__ import annotations

import functools
import re
from pathlib import Path

_TABLES = Path(__file__).with_name("tables")


def table(name: str) -> str:
    """The text of triage/score/tables/NAME."""
    return (_TABLES / name).read_text(encoding="utf-8")


@functools.cache
def expression(pattern: str) -> re.Pattern[str]:
    """`pattern`, compiled once: at import the expressions of this package cost 15 ms together."""
    return re.compile(pattern)
