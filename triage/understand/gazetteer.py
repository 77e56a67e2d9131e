"""The places triage knows, and whether the name of one stands somewhere in a text."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
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
    kind: str  # city country area state
    country: str  # ISO 3166 alpha-2; "" when several
    doubtful: bool  # the name is also an ordinary word, a product or a person
    forms: frozenset[str] = frozenset()  # plain forms that may stand as the message gives them


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
    names = _index().get(plain(word).replace("\u0307", ""), ())  # the lower case of "İ" is two characters
    name = plain(word) in _towns() or any(not abbreviation for _, _, abbreviation in names)
    return name, any(abbreviation for _, _, abbreviation in names)


_LONGEST_NAME = 50


def name_at(text: str, start: int, word: str) -> Hit | None:
    """The longest name of a place that begins at `start` of `text`, with `word`; abbreviations in capitals only."""
    first, folded = plain(word), plain(text[start : start + _LONGEST_NAME + 1])
    for name, place, abbreviation in (*_index().get(first, ()), *_towns().get(first, ())):
        end = start + len(name)
        if not folded.startswith(name) or folded[len(name) : len(name) + 1].isalnum():
            continue
        if abbreviation not in {"", text[start:end]}:
            continue
        return None if _inside_a_word(text, start) else Hit(start, end, place)
    return None


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


@functools.cache
def _towns() -> dict[str, Names]:
    """The same for smaller towns, whose names are all doubtful; thousands, so that making them is kept cheap."""
    index: dict[str, Names] = {}
    for code, *names in _rows("towns", 2):
        for written in names[0].split(","):
            name = plain(written)
            town = Place(written, "city", "" if code == "-" else code, doubtful=True, forms=frozenset({name}))
            for form in (name, *map(plain, _inflected(written) if code == "PL" else ())):
                if first := _FIRST_WORD.match(form):
                    index[first.group()] = (*index.get(first.group(), ()), (form, town, ""))
    return index


_FIRST_WORD = re.compile(r"\w+")


#: Endings of Polish towns and what they become behind "w", "z", "pod": "Tarnów" is "Tarnowie", "Tarnowa", "Tarnowem".
_CASES = {
    "ów": "owie owa owem", "ice": "icach ic icami", "yce": "ycach yc ycami", "no": "nie na nem", "to": "cie ta tem",
    "ło": "le ła łem", "wo": "wie wa wem", "ko": "ku ka kiem", "sk": "sku ska skiem", "ck": "cku cka ckiem",
    "cz": "czu cza czem", "om": "omiu omia omiem", "aw": "awiu awia awiem", "ń": "niu nia niem", "in": "inie ina inem",
    "yn": "ynie yna ynem", "ek": "ku ka kiem", "rz": "rzu rza rzem", "ta": "cie ty tą", "na": "nie ny ną",
    "wa": "wie wy wą", "ra": "rze ry rą", "ka": "ce ki ką", "ła": "le ły łą", "nia": "ni nią", "sz": "szu sza szem",
    "g": "gu ga giem", "rd": "rdzie rdu rdem", "l": "lu la lem",
}  # fmt: skip


def _inflected(name: str) -> tuple[str, ...]:
    """The other cases of a Polish town's name, if it is one word."""
    if " " in name or "-" in name:
        return ()
    ending = next((name[-length:] for length in (3, 2, 1) if name[-length:] in _CASES), "")
    return tuple(name.removesuffix(ending) + case for case in _CASES.get(ending, "").split())


def _is_abbreviation(name: str) -> bool:
    letters = name.replace(".", "")
    return len(letters) <= 5 and letters.isupper()


def _all_names() -> Iterator[tuple[Place, str]]:
    """Every spelling of every place; where two places share one, the first given here has it."""
    for code, name, mark, others in _rows("countries", 4):
        yield from _spellings(Place(name, "country", code, mark == "!"), others)
    for name, code, mark, local, foreign in _rows("cities", 5):
        forms = frozenset(plain(form) for form in (name, *local.split(",")))
        cases = _inflected(local.partition(",")[0] or name) if code == "PL" else ()
        yield from _spellings(Place(name, "city", code, mark == "!", forms), ",".join((local, foreign, *cases)))
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
