"""Reads thousands written in words: "sixty-five thousand", "cinquantacinquemila", "jedenastu tysięcy ośmiuset"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The numerals of eight languages by value, longest first where one begins like another.
_VALUES = {word: int(value) for value, lines in table("numerals.txt").items() for word in lines[0].split(" | ")}
_NUMERAL = "|".join(sorted(map(re.escape, _VALUES), key=len, reverse=True))
#: What joins two numerals; a word such as "and" joins them only with blanks around it, or as in German within a word.
_GLUE = r"(?:[ -]| (?:and|y|e|et|en) |und|ën|en)"
_WORDS = rf"(?:{_NUMERAL})(?:{_GLUE}?(?:{_NUMERAL})){{0,9}}"
_SPELT = re.compile(rf"(?<![^\W\d_]){_WORDS}(?![^\W\d_])")
_ONE = re.compile(rf"und|({_NUMERAL})")
#: The words for a thousand, at the end of the words near which figures may stand in words.
THOUSANDS = ("thousand", "tausend", "mille", "mil", "mila", "duizend", "tysięcy", "tysiące")
#: Between a figure that leaves its thousand to the next one, and that: "from seventy to ninety thousand".
_TO = re.compile(r" ?(?:-|–|to|and|bis|und|à|et|a|y|e|tot|en|do|i)(?: (?:i|gli|los|the|les))? ?")
_THOUSAND = 1_000


class Spelt(NamedTuple):
    """Thousands in words at [start, end)."""

    value: float
    start: int
    end: int


def spelt(text: str, start: int, end: int) -> Iterator[Spelt]:
    """The thousands in words within [start, end) of `text`, in lower case, in full units and in order."""
    found = [Spelt(_value(match[0]), match.start(), match.end()) for match in _SPELT.finditer(text, start, end)]
    for number, one in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if one.value > _THOUSAND:  # "mille grazie" is no figure
            yield one
        elif following and following.value >= _THOUSAND * one.value and _TO.fullmatch(text, one.end, following.start):
            yield one._replace(value=one.value * _THOUSAND)


def _value(numerals: str) -> float:
    """What a row of numerals amounts to; a thousand multiplies what stands before it and adds what follows."""
    total = current = 0
    for match in filter(lambda found: found[1], _ONE.finditer(numerals)):
        value = _VALUES[match[1]]
        if value >= _THOUSAND:
            total += max(1, current) * value
            current = 0
        elif value == 100 and current:  # the word for a hundred multiplies too
            current *= value
        else:
            current += value
    return float(total + current)
