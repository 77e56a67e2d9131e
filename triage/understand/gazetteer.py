"""The places triage knows, and whether the name of one stands somewhere in a text."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_TABLES = Path(__file__).parent / "tables"
_PLAIN = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžčćďěňřťůłśźżńęąőűăâîșşțţğıßœæ’ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏİÑÒÓÔÕÖØÙÚÛÜÝŠŽČŁŚŹŻŃĆŞȘ",
    "aaaaaaceeeeiiiinoooooouuuuyyszccdenrtulszzneaouaaissttgisoa'AAAAAACEEEEIIIIINOOOOOOUUUUYSZCLSZZNCSS",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One known place."""

    name: str  # in English, or the local name of a city
    kind: str  # city town country area state
    country: str  # ISO 3166 alpha-2; "" when several
    doubtful: bool  # the name is also an ordinary word, a product or a person
    forms: frozenset[str] = frozenset()  # plain forms that may stand as the message gives them
    common: bool = False  # the name is an ordinary word
    elsewhere: tuple[str, ...] = ()  # countries of other places of this name, larger first


class Hit(NamedTuple):
    """A name found in a text, at [start, end)."""

    start: int
    end: int
    place: Place


Names = tuple[tuple[str, Place, str], ...]  # a name, its place, the spelling it must have or ""


def plain(text: str) -> str:
    """Lower case without diacritics, of the same length as `text`, so that positions stay valid."""
    return text.lower() if text.isascii() else text.translate(_PLAIN).lower()


@functools.lru_cache(maxsize=4096)
def begins(word: str) -> tuple[bool, bool]:
    """Whether the name of a place may begin with `word`, in lower case, and whether one like "US" or "TX" may."""
    first = plain(word).replace("\u0307", "")  # the lower case of "İ" is two characters
    names = _index().get(first, ())
    named = {abbreviation == "" for _, _, abbreviation in names}
    return True in named or _begins_a_town(first) or first in _behind_articles(), False in named


_LONGEST_NAME = 50


def name_at(text: str, start: int, word: str) -> Hit | None:
    """The longest name of a place that begins at `start` of `text`, with `word`; abbreviations in capitals only."""
    first, folded = plain(word), plain(text[start : start + _LONGEST_NAME + 1]).replace("\n", " ")
    found = _town_at(folded, first)
    for name, place, abbreviation in _index().get(first, ()):
        if found and len(name) <= len(found[0]):
            break
        end = start + len(name)
        if (
            folded.startswith(name)
            and not folded[len(name) : len(name) + 1].isalnum()
            and abbreviation in {"", text[start:end]}
        ):
            found = name, place
            break
    if contracted := _behind_contraction(text, start, first):
        return contracted
    if found is None or _inside_a_word(text, start):
        return None
    hit = Hit(start, start + len(found[0]), found[1])
    return None if _has_other_accents(text[start : hit.end], hit.place) else hit


#: What French makes of "de" and "à" with the article of a name: "une usine du Creusot", "un poste au Mans".
_CONTRACTED = {"du": "le ", "au": "le ", "des": "les ", "aux": "les "}


def is_town(name: str) -> bool:
    """Whether the whole of a name is that of a place."""
    found = name_at(name, 0, name.split(maxsplit=1)[0]) if name else None
    return found is not None and found.end == len(name)


def _behind_contraction(text: str, start: int, first: str) -> Hit | None:
    """The place at `start`, where `first` is, whose name begins with the article that the word before it swallowed."""
    if first not in _behind_articles():
        return None
    words = text[max(0, start - 5) : start].lower().split()
    article = _CONTRACTED.get(words[-1], "") if words and text[start : start + 1].isupper() else ""
    hit = name_at(article + text[start : start + _LONGEST_NAME], 0, article.rstrip()) if article else None
    end = hit.end - len(article) if hit else 0
    return Hit(start, start + end, hit.place) if hit and end > 0 else None


#: Second words of such names that are ordinary ones.
_PLAIN_FRENCH = frozenset((
    "blanc", "bois", "bourg", "cap", "chapitre", "coteau", "grand", "mont", "palais", "parc", "passage", "petit",
    "plan", "pont", "port", "val",
))  # fmt: skip


@functools.cache
def _behind_articles() -> frozenset[str]:
    """The second words of the names that begin with a French article."""
    articles = {article.rstrip() for article in _CONTRACTED.values()}
    names = [name for article in articles for name, _, _ in _index().get(article, ())]
    names += [line for article in articles for line in _towns()[slice(*_towns_from(article))]]
    return frozenset(words[1] for words in map(_WORD.findall, names) if len(words) > 1) - _PLAIN_FRENCH


def _has_other_accents(written: str, place: Place) -> bool:
    """Whether a town of one word is written with diacritics that its name lacks: "März" is not Marz."""
    return (
        place.kind == "town"
        and " " not in place.name
        and not written.isascii()
        and plain(written) in place.forms
        and written.lower() != place.name.lower()
        and place.name.isascii()
    )


def _inside_a_word(text: str, start: int) -> bool:
    """Whether what begins at `start` is part of a longer word, an address or a path."""
    before = text[max(0, start - 1) : start]
    if before == "/":
        path = text[max(0, start - 60) : start].rsplit(maxsplit=1)[-1]
        return "." in path or "//" in path
    return before.isalnum() or before in {"@", ".", "_"}


@functools.cache
def _index() -> dict[str, Names]:
    """First word → the names that begin with it, longest first, each with its place and the spelling it must have."""
    names: dict[str, tuple[Place, str]] = {}
    for place, written in _all_names():
        names.setdefault(plain(written), (place, written if _is_abbreviation(written) else ""))
    index: dict[str, Names] = {}
    for name in sorted(names, key=len, reverse=True):
        first = re.match(r"\w+", name)
        if first:
            index[first.group()] = (*index.get(first.group(), ()), (name, *names[name]))
    return index


#: Marks in the tables: the name alone proves little, or it is an ordinary word.
DOUBTFUL, COMMON = "?", "!"
_MOST_WORDS_OF_A_TOWN = 4


@functools.cache
def _towns() -> list[str]:
    """The lines of the table of towns, which is sorted: reading it costs 20 ms, a dictionary of 9,000 cost 110."""
    return (_TABLES / "towns.tsv").read_text(encoding="utf-8").splitlines()


@functools.lru_cache(maxsize=4096)
def _towns_from(first: str) -> tuple[int, int]:
    """The lines [from, to) of the towns whose names begin with the word `first`, in plain letters.

    Every sign that may follow a word, the tab included, is sorted before the digits and letters.
    """
    lines = _towns()
    start = bisect_left(lines, first)
    if start == len(lines) or not lines[start].startswith(first) or lines[start][len(first)] >= "0":
        return start, start
    return start, bisect_left(lines, f"{first}0", start)


def _begins_a_town(first: str) -> bool:
    start, end = _towns_from(first)
    return start < end


def _town_at(folded: str, first: str) -> tuple[str, Place] | None:
    """The longest name of a town that `folded`, in plain letters, begins with; `first` is its first word."""
    lines, found = _towns(), None
    at, end = _towns_from(first)
    for word in islice(_WORD.finditer(folded), _MOST_WORDS_OF_A_TOWN) if at < end else ():
        name = folded[: word.end()]
        at = bisect_left(lines, name, at, end)
        if at == end or not lines[at].startswith(name):
            break
        if lines[at].startswith(f"{name}\t"):
            found = name, _town(lines[at])
    return found


_WORD = re.compile(r"\w+")


@functools.lru_cache(maxsize=4096)
def _town(line: str) -> Place:
    """The town of one line of the table."""
    _, name, codes, mark = f"{line}\t".split("\t")[:4]
    country, *others = codes.split(",")
    return Place(
        name, "town", country, mark != "", frozenset({plain(name)}), common=mark == COMMON, elsewhere=tuple(others)
    )


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 5 and letters.isupper()


def _all_names() -> Iterator[tuple[Place, str]]:
    """Every spelling of every place; where two places share one, the first given here has it."""
    for code, name, mark, others in _rows("countries", 4):
        yield from _spellings(Place(name, "country", code, mark == COMMON), others)
    for name, codes, mark, local, foreign in city_rows():
        forms = frozenset(plain(form) for form in (name, *local.split(",")) if form)
        code, *namesakes = codes.split(",")
        place = Place(name, "city", code, mark == COMMON, forms, elsewhere=tuple(namesakes))
        yield from _spellings(place, f"{local},{foreign}")
    for kind, name, code, mark, others in _rows("regions", 5):
        country = "" if code == "-" else code
        forms = frozenset(plain(form) for form in (name, *others.split(",")) if country)
        yield from _spellings(Place(name, kind, country, mark == COMMON, forms), others)


def city_rows() -> Iterator[list[str]]:
    """The lines of tables/cities.tsv: name, countries (likelier first), mark, other names, names to be replaced."""
    return _rows("cities", 5)


def spellings() -> Iterator[str]:
    """Every spelling of the places that are not in the table of towns."""
    return (written for _, written in _all_names())


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
