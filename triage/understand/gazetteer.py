"""The places triage knows, and where their names stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = Path(__file__).parent / "tables"
_TOKEN = re.compile(r"(?<![\w@/.])[^\W\d_]\w*|(?<=[^\w@]/)[^\W\d_]\w*|(?<=\w/)[A-Z]\w+")
_PLAIN = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžčćďěňřťůłśźżńęąőűăâîșşțţğıßœæ’ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏİÑÒÓÔÕÖØÙÚÛÜÝŠŽČŁŚŹŻŃĆŞȘ",
    "aaaaaaceeeeiiiinoooooouuuuyyszccdenrtulszzneaouaaissttgisoa'AAAAAACEEEEIIIIINOOOOOOUUUUYSZCLSZZNCSS",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One known place."""

    name: str  # in English, or the local name of a city
    kind: str  # city country area state
    country: str  # ISO 3166 alpha-2; "" when several
    doubtful: bool  # the name is also an ordinary word, a product or a person
    forms: frozenset[str] = frozenset()  # plain forms that may stand as the message gives them


class Hit(NamedTuple):
    """A name found in a text, at [start, end)."""

    start: int
    end: int
    place: Place


def plain(text: str) -> str:
    """Lower case without diacritics, of the same length as `text`, so that positions stay valid."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()


def find(text: str, *, any_case: bool = False) -> Iterator[Hit]:
    """The names of known places in `text`, in order, not overlapping; the longest wins.

    Names begin with a capital unless `any_case`; abbreviations ("US", "NRW", "TX") are in capitals always.
    """
    index, low, done = _index(), plain(text), 0
    if len(low) != len(text):  # a letter whose lower case is longer (only İ, which is mapped above, is known)
        low = text
    for token in _TOKEN.finditer(text):
        start, word = token.start(), token.group()
        if start < done or (word[0].islower() and not any_case):
            continue
        for name, place, abbreviation in index.get(low[start : token.end()], ()):
            end = start + len(name)
            if (
                low.startswith(name, start)
                and not low[end : end + 1].isalnum()
                and _same(text[start:end], abbreviation)
            ):
                yield Hit(start, end, place)
                done = end
                break


def _same(written: str, abbreviation: str) -> bool:
    return not abbreviation or written == abbreviation


@cache
def _index() -> dict[str, list[tuple[str, Place, str]]]:
    """First word → the names that begin with it, longest first, each with its place and the spelling it must have."""
    names: dict[str, tuple[Place, str]] = {}
    for place, written in _all_names():
        names.setdefault(plain(written), (place, written if _is_abbreviation(written) else ""))
    index: dict[str, list[tuple[str, Place, str]]] = {}
    for name in sorted(names, key=len, reverse=True):
        first = re.match(r"\w+", name)
        if first:
            index.setdefault(first.group(), []).append((name, *names[name]))
    return index


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 5 and letters.isupper()


def _all_names() -> Iterator[tuple[Place, str]]:
    """Every spelling of every place; where two places share one, the first given here has it."""
    for code, name, mark, others in _rows("countries", 4):
        yield from _spellings(Place(name, "country", code, mark == "!"), others)
    for name, code, mark, local, foreign in _rows("cities", 5):
        forms = frozenset(plain(form) for form in (name, *local.split(",")))
        yield from _spellings(Place(name, "city", code, mark == "!", forms), f"{local},{foreign}")
    for kind, name, code, mark, others in _rows("regions", 5):
        country = "" if code == "-" else code
        forms = frozenset(plain(form) for form in (name, *others.split(",")) if country)
        yield from _spellings(Place(name, kind, country, mark == "!", forms), others)


def _spellings(place: Place, others: str) -> Iterator[tuple[Place, str]]:
    yield place, place.name
    for other in others.split(","):
        if other:
            yield place, other


def _rows(table: str, width: int) -> Iterator[list[str]]:
    for line in (_TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cells = line.split("\t")
            yield cells + [""] * (width - len(cells))
