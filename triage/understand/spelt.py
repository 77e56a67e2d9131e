"""Finds thousands that are written in words: "sixty-five thousand", "fünfzigtausend", "cuarenta y cinco mil"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: 15, 20, 25, 30 and so on: nobody writes "sixty-three thousand" out.
_TENS = {
    15: "fifteen fünfzehn quinze quince quindici vijftien piętnaście",
    20: "twenty zwanzig vingt veinte venti twintig vinte dwadzieścia",
    30: "thirty dreißig dreissig trente treinta trenta dertig trinta trzydzieści",
    40: "forty vierzig quarante cuarenta quaranta veertig quarenta czterdzieści",
    50: "fifty fünfzig cinquante cincuenta cinquanta vijftig cinquenta pięćdziesiąt",
    60: "sixty sechzig soixante sesenta sessanta zestig sessenta sześćdziesiąt",
    70: "seventy siebzig soixante-dix septante setenta settanta zeventig siedemdziesiąt",
    80: "eighty achtzig quatre-vingts quatre-vingt ochenta ottanta tachtig oitenta osiemdziesiąt",
    90: "ninety neunzig quatre-vingt-dix nonante noventa novanta negentig dziewięćdziesiąt",
}
_VALUES = {word: value for value, words in _TENS.items() for word in words.split()}
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
_FIVE = r"[- ]five|[- ]cinq|(?: y | e )cinco|cinque|[- ]pięć"
#: German and Dutch say the five first.
_FIVE_FIRST = r"(?P<five_first>fünfund|vijfen|vijfën)"
_HUNDRED = r"(?P<hundred>(?:a |one )?hundred (?:and )?)"
_THOUSAND = r"(?:thousand|tausend|mille|mila|mil|duizend|tysięcy|tys\.?|k)"
#: The first of two may leave its thousand to the second: "from seventy to ninety thousand".
_RISES = rf" ?(?:-|–|to|and|bis|und|à|et|a|y|e|tot|en|do|i) ?(?:{_WORDS})(?:{_FIVE})?[- ]?{_THOUSAND}"
_SPELT = re.compile(
    rf"(?<!\w){_HUNDRED}?{_FIVE_FIRST}?(?P<tens>{_WORDS})(?P<five>{_FIVE})?(?:[- ]?{_THOUSAND}(?!\w)|(?={_RISES}))"
)


class Spelt(NamedTuple):
    """Thousands in words at [start, end)."""

    value: float
    start: int
    end: int


def spelt(low: str, start: int, end: int) -> Iterator[Spelt]:
    """The thousands in words within [start, end) of a text in lower case, in full units, in order."""
    for match in _SPELT.finditer(low, start, end):
        thousands = _VALUES[match["tens"]] + 5 * bool(match["five"] or match["five_first"])
        yield Spelt(1_000.0 * (thousands + 100 * bool(match["hundred"])), match.start(), match.end())
