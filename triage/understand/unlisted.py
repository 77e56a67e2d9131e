"""Reads a place that no table knows where the words around it leave no doubt that it is one: "Standort: Auental"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.understand.placenames import Spot, is_no_town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.passages import Passage

_WORD = r"[A-ZÀ-Ž][a-zà-ž'’]+(?:-[\wà-ž]+)*"
_SURE = re.compile(
    r"(?:"
    r"(?:^|\n)[ \t*_•-]*(?:(?:Job |Work )?Location|Standort|Einsatzort|Arbeitsort|Dienstort|Lokalizacja|Ubicación"
    r"|Standplaats|Localisation|Lieu de travail|Werklocatie|Localização|Local(?: de trabalho)?|Sede di lavoro"
    r"|Lieu|Ort|Luogo|Lugar|Plaats|Miejsce(?: pracy)?|Dienstort|Base|Baza)"
    r"[ \t*_]*:[ \t*_]*"
    r"|\b(?:[Bb]ei uns|[Hh]ier|[Hh]ier bij ons|[Hh]ere|[Bb]ased|[Ll]ocated|at (?:our )?site) in "
    r"|\b(?:u nas|[Qq]ui|[Aa]quí|[Aa]qui|[Ii]ci|[Bb]asée?|[Ss]ituée?|concelho|gmina|gminie) (?:w|a|à|en|em|de) "
    r"|\b(?:commune de|mairie de|comune di|município de|gemeente|[Pp]ort of|Gemeinde) "
    r")"
    rf"(?P<name>{_WORD}(?: (?:(?:am|im|an der|sur|upon|de|del|di|do|da|nad) )?{_WORD}){{0,2}})"
    r"(?=[ \t*_]*(?:$|[.,;:!?)(|/\n]| (?:recrute|cerca|sucht|zoekt)))"
)


def unlisted(passages: Sequence[Passage]) -> tuple[str, list[Spot]] | None:
    """The first such place, as it is written, with the text it stands in; its country is not known."""
    for passage in passages:
        for match in _SURE.finditer(passage.text):
            if not is_no_town(match["name"]):
                return passage.text, [Spot(match.start("name"), match.end(), (match["name"],), "", 0)]
    return None
