"""Says in which currency a figure without one must be: by the words of that country's pay, or by where the role is."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TABLE = Path(__file__).parent / "tables" / "currencies.tsv"


def implied(words: str, countries: Iterable[str]) -> str | None:
    """The ISO 4217 code that `words`, in lower case, or the ISO 3166 `countries` of the role leave no doubt about."""
    for said in (_by_words(words), {code for country in countries if (code := _by_country().get(country))}):
        if len(said) == 1:
            return said.pop()
    return None


def paid_in(text: str) -> set[str]:
    """The ISO 3166 countries whose money `text` names by its code, its own sign or the words of its pay."""
    codes = {code for sign, code in _SIGNS.items() if sign in text} | _by_words(text.lower())
    codes.update(_CODE.findall(text))
    return {country for code, countries, *_ in _rows() if code in codes for country in countries.split()}


_SIGNS = {"€": "EUR", "£": "GBP", "R$": "BRL", "zł": "PLN", "₹": "INR"}
_CODE = re.compile(r"\b[A-Z]{3}\b")


def _by_words(words: str) -> set[str]:
    return {match.lastgroup for match in _wordings().finditer(words) if match.lastgroup}


@functools.cache
def _by_country() -> dict[str, str]:
    return {country: code for code, countries, *_ in _rows() for country in countries.split()}


@functools.cache
def _wordings() -> re.Pattern[str]:
    groups = (f"(?P<{code}>{'|'.join(wordings)})" for code, _, *wordings in _rows() if wordings)
    return re.compile(rf"(?<![\w]){'(?:' + '|'.join(groups) + ')'}(?!\w)")


def _rows() -> list[list[str]]:
    lines = _TABLE.read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
