"""Reads the tables of words that ship beside the code, compiles expressions when they are first used, folds letters."""

from __future__ import annotations

import functools
import re
import unicodedata
from pathlib import Path

#: Where the tables of this package lie.
TABLES = Path(__file__).with_name("tables")


def table(name: str) -> str:
    """The text of triage/score/tables/NAME."""
    return (TABLES / name).read_text(encoding="utf-8")


@functools.cache
def expression(pattern: str) -> re.Pattern[str]:
    """`pattern`, compiled once: at import the expressions of this package cost 15 ms together."""
    return re.compile(pattern)


def fold(text: str) -> str:
    """`text` in lower case, without accents."""
    if text.isascii():
        return text.lower()
    plain = text.replace("ß", "ss").replace("ł", "l").replace("Ł", "l").replace("ø", "o").lower()
    return "".join([sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign)])
