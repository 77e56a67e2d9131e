"""Tells adjectives that stand behind their noun, as in Romance languages and Polish, by their ends."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage.understand.grammar import small_words
from triage.understand.memo import Memo
from triage.understand.title_words import is_head, words
from triage.understand.words import table

if TYPE_CHECKING:
    from triage.understand.passages import Passage

#: Shorter nouns, and shorter adjectives, agree by chance.
_NOUN, _ADJECTIVE = 4, 5
_PLURALS = ("s", "x")


@functools.cache
def _section(name: str) -> tuple[str, ...]:
    return tuple(word for line in table("adjectives.txt")[name] for word in line.split())


def _sort(low: str) -> str:
    if low.endswith(_section("genitives")):
        return "genitive"
    return "adjective" if low.endswith(_section("adjectives")) else "word"


#: "genitive" or "adjective" by the end of a lower-case word, else "word".
sort_of = Memo(_sort).__getitem__


def agrees(item: Passage, at: int) -> str:
    """What sort of adjective token `at` is if it belongs to the noun of a field before it, else "".

    "civil" in "technicien en génie civil", "kredytowego" in "analityczka ryzyka kredytowego": no title ends between.
    """
    if not 1 < at < len(item.lows):
        return ""
    lead, noun, low = item.lows[at - 2 : at + 1]
    if len(low) < _ADJECTIVE or not _is_noun(noun) or low in small_words():
        return ""
    if sort_of(low) == "genitive":
        return "genitive"
    known = low in words("after") or "adjective" in {sort_of(low), sort_of(low.removesuffix("s"))}
    together = lead in _section("leads") and low.endswith(_PLURALS) == noun.endswith(_PLURALS)
    return "adjective" if known and together else ""


def _is_noun(low: str) -> bool:
    """Whether a word may be the noun of a field: no occupation, whose adjective need not belong to its name."""
    return len(low) >= _NOUN and low.isalpha() and low not in small_words() and not is_head(low)
