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

    "civil" in "technicien en génie civil", "kredytowego" in "analityczka ryzyka kredytowego": few titles end between.
    """
    sort = _ATTRIBUTE[item.lows[at]] if 1 < at < len(item.lows) else ""
    if not sort or not _IS_NOUN[item.lows[at - 1]]:
        return ""
    lead, noun, low = item.lows[at - 2 : at + 1]
    together = lead in _section("leads") and low.endswith(_PLURALS) == noun.endswith(_PLURALS)
    return sort if sort == "genitive" or together else ""


def _attribute(low: str) -> str:
    """What sort of adjective a word is that may stand behind a noun; "" for none."""
    if len(low) < _ADJECTIVE or low in small_words():
        return ""
    sorts = sort_of(low), sort_of(low.removesuffix("s")), "adjective" * (low in words("after"))
    return next((sort for sort in ("genitive", "adjective") if sort in sorts), "")


def _may_be_field(low: str) -> bool:
    """Whether a word may be the noun of a field: no occupation, whose adjective need not belong to its name."""
    return len(low) >= _NOUN and low.isalpha() and low not in small_words() and not is_head(low)


_ATTRIBUTE, _IS_NOUN = Memo(_attribute), Memo(_may_be_field)
