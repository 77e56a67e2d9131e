"""Reads a place that no table knows where the words around it leave no doubt that it is one: "Standort: Auental"."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from triage.understand.memo import Memo
from triage.understand.place_context import is_of_others
from triage.understand.placenames import Spot, is_no_town
from triage.understand.title_words import is_head, words
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

_WORD = r"[A-ZÀ-Ž][a-zà-ž'’]+(?:-[\wà-ž]+)*"
_NAME = (
    rf"(?P<name>{_WORD}(?: (?:(?:am|im|an der|sur|upon|de|del|di|do|da|nad) )?{_WORD}){{0,2}})"
    r"(?=[ \t*_]*(?:$|[.,;:!?)(|/\n]| [–—-] | [a-zà-ž]))"
)
_SURE = re.compile(
    r"(?:"
    r"(?:^|\n)[ \t*_•-]*(?:(?:Job |Work )?Location|Standort|Einsatzort|Arbeitsort|Dienstort|Lokalizacja|Ubicación"
    r"|Standplaats|Localisation|Lieu de travail|Werklocatie|Localização|Local(?: de trabalho)?|Sede di lavoro"
    r"|Lieu|Ort|Luogo|Lugar|Plaats|Miejsce(?: pracy)?|Dienstort|Base|Baza)"
    r"[ \t*_]*:[ \t*_]*"
    r"|\b(?:[Bb]ei uns|[Hh]ier|[Hh]ier bij ons|[Hh]ere|[Bb]ased|[Ll]ocated|at (?:our )?site) in "
    r"|\b(?:u nas|[Qq]ui|[Aa]quí|[Aa]qui|[Ii]ci|[Bb]asée?|[Ss]ituée?|concelho|gmina|gminie) (?:w|a|à|en|em|de) "
    r"|\b(?:[Cc]ommune de|[Mm]airie de|[Cc]omune di|[Mm]unicípio de|[Aa]yuntamiento de|[Gg]emeente|[Pp]ort of|Gemeinde"
    r"|Urząd (?:Gminy|Miasta)) "
    r")" + _NAME
)
_HOUSE = wordings("place_wordings")["house"]
_A_HOUSE = re.compile(_HOUSE)
#: What begins those that are several tokens: "nursing home", "co-op".
_OF_SEVERAL = frozenset(("care", "nursing", "co"))
#: Whether a lower-case word begins a house: the pattern of all that may stand behind it is tried there only.
_BEGINS_HOUSE = Memo(lambda low: low in _OF_SEVERAL or _A_HOUSE.fullmatch(low) is not None).__getitem__
#: Likewise in any text: "the bakery in Llanberis".
_IN_HOUSE = re.compile(rf"\b(?i:{_HOUSE}) (?:[A-ZÀ-Ž][\w'’.-]+ ){{0,3}}(?:in|à|a|en|em|te|w) {_NAME}")
#: One of these words, perhaps set off by "_", is in all that `_SURE` finds: most texts have none.
_TELLING = frozenset(
    ("location", "standort", "einsatzort", "arbeitsort", "dienstort", "lokalizacja", "ubicación", "standplaats",
     "localisation", "lieu", "werklocatie", "localização", "local", "sede", "ort", "luogo", "lugar", "plaats",
     "miejsce", "base", "baza", "uns", "hier", "here", "based", "located", "site", "nas", "qui", "aquí", "aqui", "ici",
     "basé", "basée", "situé", "située", "concelho", "gmina", "gminie", "commune", "mairie", "comune", "município",
     "ayuntamiento", "gemeente", "port", "gemeinde", "urząd")
)  # fmt: skip
#: Likewise: a part of the subject, and "in" it in the text.
_PART = re.compile(rf"(?:^|[,|(–—-] ?|\b(?:in|à|en|w|a|em|te) )(?P<name>{_WORD}(?: {_WORD}){{0,2}})(?=$| ?[,|)(–—-])")
_IN = r"\b(?:in|à|en|em|a|te|w|we) "
_IN_PORTUGUESE = r"\b(?:in|à|en|em|te|w|we) "
_PORTUGUESE = re.compile(r"[ãõ]|\b(?:uma?|seu|você)\b")
#: German gives every noun a capital, so that there a name shows by nothing.
_GERMAN = re.compile(r"\b(?:und|für|wir|Sie|eine[nr]?)\b")


def unlisted(passages: Sequence[Passage]) -> tuple[str, list[Spot]] | None:
    """The first such place, as it is written, with the text it stands in; its country is not known."""
    told = [one for one in passages if not _TELLING.isdisjoint(one.present) or "_" in one.text]
    sure = ((passage, match) for passage in told for match in _SURE.finditer(passage.text))
    for passage, match in chain(sure, _housed(passages), _said_twice(passages)):
        spot = Spot(match.start("name"), match.end("name"), (match["name"],), "", 0)
        if not (is_no_town(match["name"]) or is_of_others(passage.text, spot)):
            return passage.text, [spot]
    return None


def _housed(passages: Sequence[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """The places of houses."""
    for passage in passages:
        for at in passage.where(frozenset(filter(_BEGINS_HOUSE, passage.present))):
            if match := _IN_HOUSE.match(passage.text, passage.starts[at]):
                yield passage, match


def _said_twice(passages: Sequence[Passage]) -> Iterator[tuple[Passage, re.Match[str]]]:
    """The parts of the subject that the text says to be "in", of words that no title is made of."""
    for subject in passages:
        for part in _PART.finditer(subject.text) if subject.field == "subject" else ():
            texts = [one.text for one in passages if one.field == "text" and not _GERMAN.search(one.text)]
            if not _is_of_titles(part["name"]) and any(_says_in(text, part["name"]) for text in texts):
                yield subject, part


def _says_in(text: str, name: str) -> bool:
    """Whether a text says "in" before a name; in Portuguese "a" is an article."""
    word = _IN_PORTUGUESE if _PORTUGUESE.search(text) else _IN
    return re.search(f"{word}{re.escape(name)}\\b", text) is not None


_OF_TITLES = ("weak heads", "before", "after", "fields", "terms", "conditions", "levels", "praise")


def _is_of_titles(name: str) -> bool:
    return any(is_head(word) or any(word in words(section) for section in _OF_TITLES) for word in name.lower().split())
