"""The words that titles are made of: a table by sections, and which words name an occupation."""

from __future__ import annotations

import functools

from triage.understand.gazetteer import plain
from triage.understand.memo import LONGEST, Memo
from triage.understand.words import table

#: What the table of occupations adds to the other. Behind Romance and Polish occupations stands their field.
_FIELD_BEHIND = ("fr", "es", "it", "pt", "pl", "pl forms")
_ADDED = {
    "heads": ("en", "de", "nl", *_FIELD_BEHIND),
    "complemented heads": _FIELD_BEHIND,
    "weak heads": ("weak",),
    "suffixes": ("suffixes",),
    "nominatives": ("pl cases",),
}
#: Section → another that is part of it: verbs of those who hire offer a role, and are never part of its title.
_WITHIN = {"offers": "hires", "never": "hires", "another wanted": "hires"}
#: A shorter word ends in a suffix by chance.
_COMPOUND = 9
#: Dutch compounds of several that end in -s: "scheepslassers".
_DUTCH = (
    *("lasser", "maker", "bouwer", "werker", "monteur", "chauffeur", "begeleider", "verzorger", "wachter", "leider"),
    *("bestuurder", "machinist", "planner", "adviseur", "ontwikkelaar", "beheerder", "onderwijzer", "bezorger"),
)
#: Ends of several and of one: Italian, German, English. The word itself tells which of two is meant.
_SEVERAL = (
    *(("chi", "co"), ("trici", "trice"), ("isti", "ista"), ("i", "o"), ("i", "e"), ("ai", "aio")),
    *(("eure", "eur"), ("ärzte", "arzt"), ("köche", "koch"), ("anwälte", "anwalt"), ("wirte", "wirt")),
    *(("frauen", "frau"), ("männer", "mann"), ("women", "woman"), ("men", "man")),
)
_SEVERAL_ENDS = tuple(dict(_SEVERAL))
#: Ends of German compounds that several are told from.
_ENDS_SURE = ("ingenieur", "monteur", "arzt", "anwalt", "fachfrau", "fachmann", "koch")
#: Ends of German nouns that all cases but the nominative have, and of several who are a -kraft: "einen Dozenten", "zwei
#: Pflegekräfte".
_WEAK_ENDS = ("ten", "den", "chen", "gen", "nomen", "sellen", "kräfte", "kräften")
#: Ends of German nouns that are adjectives: "den Angestellten" is "Angestellter", and "sprechen" no "Sprecher".
_ADJECTIVAL = ("llter", "agter", "licher", "mter", "zender", "dender")
#: The least letters of a stem before ":in", ends of German compounds, and letters that change from men to women.
_STEM = 4
_WOMEN = ("ärztin", "anwältin", "köchin", "pädagogin", "psychologin")
_UMLAUTS = str.maketrans("äöü", "aou")


@functools.cache
def words(section: str) -> frozenset[str]:
    """A section of the table of words that titles are made of, and what the table of occupations adds to it."""
    own = frozenset(word for line in table("titles_words.txt")[section] for word in line.split())
    within = words(_WITHIN[section]) if section in _WITHIN else frozenset[str]()
    return own.union(within, *map(_occupations, _ADDED.get(section, ())))


@functools.cache
def _occupations(section: str) -> frozenset[str]:
    """A section of the table of occupations; for Polish cases the forms, or the pairs of form and nominative."""
    if section == "pl forms":
        return frozenset(pair.partition("=")[0] for pair in _occupations("pl cases"))
    return frozenset(word for line in table("occupations.txt")[section] for word in line.split())


@functools.cache
def suffixes() -> tuple[str, ...]:
    """The ends of German and Dutch compounds, and of learned names in any language, that name an occupation."""
    return tuple(words("suffixes"))


def is_compound(low: str) -> bool:
    """Whether a word is a compound whose end names an occupation: "gehaltsbuchhalter"."""
    return len(low) >= _COMPOUND and low.endswith(suffixes())


def singular(low: str) -> str:
    """One of several who have an occupation: "nurses" is "nurse", "saldatori" "saldatore"; else the word as it is.

    Of German women the suffixes tell, "buchhalterinnen" is "buchhalterin"; other German cases are one person's, too.
    """
    heads = words("heads")
    for ending in ("s", "es"):
        one = low.removesuffix(ending)
        if one != low and (one in heads or (ending == "s" and len(one) >= _COMPOUND and one.endswith(_DUTCH))):
            return one
    if low.endswith(_SEVERAL_ENDS) and low not in heads and (one := _of_several(low)):
        return one
    if low.endswith(_WEAK_ENDS) and (one := _of_weak(low)):
        return one
    one = low.removesuffix("nen")
    women = one != low and (one in heads or is_compound(one))
    return one if women and one.endswith("in") else low


def _of_several(low: str) -> str:
    """The one of several whose noun ends otherwise: "Ingenieure" is "Ingenieur"; "" if it names no occupation."""
    ones = [low.removesuffix(several) + one for several, one in _SEVERAL if low.endswith(several)]
    heads = words("heads")
    return next((one for one in ones if one in heads or (len(one) >= _COMPOUND and one.endswith(_ENDS_SURE))), "")


def _of_weak(low: str) -> str:
    """The occupation that a German word with one of `_WEAK_ENDS` names: "dozenten" is "dozent"; "" for none."""
    worker = low.rpartition("kräfte")[0]
    man = f"{low.removesuffix('n')}r"
    men = [man] if man.endswith(_ADJECTIVAL) else []
    ones = [f"{worker}kraft"] if worker else [low.removesuffix("en"), *men, low.removesuffix("n")]
    return next((one for one in ones if one in words("heads") or is_compound(one)), "")


@functools.cache
def _case_ends() -> dict[str, list[str]]:
    """Ending → what may stand for it in the nominative, the longest endings first."""
    table: dict[str, list[str]] = {}
    for ending, _, one in sorted(pair.partition("=") for pair in _occupations("pl case ends")):
        table.setdefault(ending, []).append(one)
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


@functools.cache
def _cases() -> tuple[str, ...]:
    return tuple(_case_ends())


def of_case(low: str) -> str:
    """The nominative of an occupation in another Polish case: "spawaczy" is "spawacz"; "" if it is none."""
    if not low.endswith(_cases()):
        return ""
    ends = ((ending, ones) for ending, ones in _case_ends().items() if low.endswith(ending))
    found = (low.removesuffix(ending) + one for ending, ones in ends for one in ones)
    return next(filter(words("heads").__contains__, found), "")


@functools.cache
def _without_accents() -> frozenset[str]:
    """Occupations as they are written without accents: "mecanico"."""
    return frozenset(plain(head) for head in words("heads") if not head.isascii()) - _occupations(
        "without accents something else"
    )


def _names_occupation(low: str) -> bool:
    if low in words("heads") or singular(low) != low or (len(low) < LONGEST and is_compound(low)):
        return True
    return low in _without_accents() or of_case(low) != "" or man_of(low) != ""


def man_of(stem: str) -> str:
    """The man whose stem stands before ":in" where it is no name itself: "logopäd" is "logopäde", "ärzt" "arzt"."""
    heads = words("heads")
    if len(stem) < _STEM or not (f"{stem}in" in heads or f"{stem}in".endswith(_WOMEN)):
        return ""
    ones = (f"{stem}e", stem.translate(_UMLAUTS))
    return next((one for one in ones if one in heads or is_compound(one)), "")


#: Whether a lower-case word names an occupation, by itself or as the end of a German or Dutch compound.
is_head = Memo(_names_occupation).__getitem__
