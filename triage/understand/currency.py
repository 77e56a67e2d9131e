"""Knows the currencies by code, sign and name, and which one a figure without any must be in."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

from triage.domain import Period

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TABLE = Path(__file__).parent / "tables" / "currencies.tsv"


@functools.cache
def _rows() -> tuple[tuple[str, ...], ...]:
    """Code, countries or currencies, signs and names ("" where there are none), and as many wordings as there are."""
    lines = _TABLE.read_text("utf-8").split("\n")
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((code, where, *(more or [""])) for code, where, *more in rows)


#: The ISO 4217 codes known, and the signs and names of money with the code each stands for, or, where several countries
#: share one, with its kind.
CODES = tuple(row[0] for row in _rows() if row[0].isupper())
SIGNS = {sign: row[0] for row in _rows() for sign in row[2].split(",") if sign}
_SHARED = {kind: codes.split() for kind, codes, *_ in _rows() if kind.islower()}
_KRONER = (
    ("SEK", re.compile(r"\b(?:sek|lön|kontor i stockholm|sverige|sweden|swedish|månad\w*|mån)\b")),
    ("NOK", re.compile(r"\b(?:nok|lønn|norge|norway|oslo|per år)\b")),
    ("DKK", re.compile(r"\b(?:dkk|løn|danmark|denmark|måned)\b")),
)


def settled(money: str, words: str, countries: Iterable[str]) -> str | None:
    """The code of `money`, a code or a kind such as "peso", by what `implied` looks at; None in doubt."""
    if money not in _SHARED:
        return money
    if money == "krone" and (code := next((code for code, said in _KRONER if said.search(words)), None)):
        return code
    codes = [code.rstrip("!") for code in _SHARED[money]]
    usual = next((code.rstrip("!") for code in _SHARED[money] if code.endswith("!")), None)
    for said in ({_by_country().get(country) for country in countries}, _by_words(words)):
        if len(fitting := said.intersection(codes)) == 1:
            return fitting.pop()
    return usual


def local_dollar(countries: Sequence[str]) -> str | None:
    """What "$" means in a role's one country, where it is that country's own; None elsewhere and in several."""
    return _OWN_DOLLARS.get(countries[0]) if len(countries) == 1 else None


_OWN_DOLLARS = {
    country: code
    for code, countries, *_ in _rows()
    for country in countries.split()
    if code in {"MXN", "CLP", "COP", "ARS", "UYU", "DOP", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "JMD", "TTD", "NAD"}
}


def are_pesos(dollars: float, covers: Period | None) -> bool:
    """Whether so many "$" can only be those of some peso: nobody is paid 300,000 dollars a month."""
    return dollars > 3_000_000 or (covers is Period.MONTH and dollars > 300_000)


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
    return {country: code for code, countries, *_ in _rows() if code.isupper() for country in countries.split()}


@functools.cache
def _wordings() -> re.Pattern[str]:
    groups = (f"(?P<{code}>{'|'.join(wordings)})" for code, _, _, *wordings in _rows() if wordings)
    return re.compile(rf"(?<![\w]){'(?:' + '|'.join(groups) + ')'}(?!\w)")


#: Currencies of small units: less than 500 is nobody's pay, and a hundred times as much as of others may be.
_WEAK = frozenset((
    "JPY", "INR", "HUF", "KRW", "VND", "IDR", "CLP", "COP", "ARS", "NGN", "PKR", "LKR", "XOF", "XAF", "TZS", "UGX",
    "RWF", "KZT", "CRC", "PYG", "peso", "rupee", "cfa", "shilling",
))  # fmt: skip


def least_pay(currency: str) -> float:
    """The smallest figure that can be somebody's pay, of an hour."""
    return 500 if currency in _WEAK else 5


def most_pay(currency: str) -> float:
    """The largest figure that can be somebody's pay, of a year."""
    return 3_000_000 * (100 if currency in _WEAK else 1)
