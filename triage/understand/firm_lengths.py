"""Says in what lengths a name may be meant: with the article before it or without, up to a place, over what it is."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage.understand.firm_clues import TAGS, kind_of, ordinary
from triage.understand.names import (
    APOSTROPHES,
    ELIDED,
    LINKS,
    QUOTES,
    each,
    house_endings,
    houses,
    name_after,
    squeeze,
    words,
)
from triage.understand.title_words import is_head
from triage.understand.title_words import words as title_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.passages import Passage

#: Within so many tokens a name goes on over lower case: "Communauté de communes du Léman".
_OVER = 5
#: Words of so many letters or fewer within a name are small words.
_SMALL = 3
#: A shorter domain is spelt by chance.
_SHORT = 3
#: Kinds of words that lead to a name at the beginning of a sentence.
_PREPOSITIONS = frozenset(("at", "for", "in", "of", "with"))
#: Signs at which a name may end.
_CUTS = frozenset(("-", "&", *QUOTES))


def lengths(item: Passage, first: int, last: int, label: str, places: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """(first token, last token, how) of a name: whole, without words that only begin it, cut at a link or before a
    place ("Villa Rosa | di Pescara"), and longer by what it is.
    """
    skipped, starts = _leads_up(), first == 0 or item.lows[first - 1] in {".", "!", "?", "\n"}
    begin = first + (first < last and starts and kind_of(item.lows[first]) in _PREPOSITIONS)  # "Do Stalpozu w Sarnowie"
    proper = next((at for at in range(begin, last) if item.lows[at] not in _unnamed()), last)
    yield first, last, "whole" if proper == first else "whole, starts" if starts else "whole, inside"
    if (beyond := _beyond_genitive(item, last)) > last:
        yield first, beyond, "over genitive"
    if (cut := cut_to_label(item, first, last, label)) >= 0:
        yield first, cut, "cut to label"
    if first and (proper == first or (not starts and item.lows[first] in words("articles"))):
        yield from _with_kind(item, first, last)
    if _is_house(item.lows[begin]):
        yield from _over_and(item, begin, last)
    yield from _beyond_kinds(item, min(last, proper + 2) if item.lows[proper] == "l" else proper, last)
    begin = first
    while begin < last and (item.lows[begin] in skipped or (starts and begin == first) or is_head(item.lows[begin])):
        begin += 1
        yield begin, last, "without start" if item.lows[begin - 1] not in houses() else "without kind"
    if proper < last and item.lows[last] in places and item.lows[last - 1] not in LINKS:
        yield proper, last - 1, "cut before place"
    for at in range(proper + (item.lows[proper] not in LINKS), last):
        if item.lows[at] in LINKS or item.words[at] in _CUTS:
            place = " place" if places.issuperset(item.lows[at + 1 : last + 1]) else ""
            if at > proper:
                yield proper, at - 1, f"cut at {item.lows[at]}{place}"
            yield at + 1, last, f"after {item.lows[at]}"


def _is_house(low: str) -> bool:
    """Whether a word says what an employer is: "gemeente", "basisschool"."""
    return low in houses() or low.endswith(house_endings())


@functools.cache
def _unnamed() -> frozenset[str]:
    """Words before a name that hardly ever belong to it, unless they are an article inside a sentence."""
    return words("sentence starters") | words("articles") - {"l"}


def _with_kind(item: Passage, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """A name with what it is in lower case before it, linked or not: "gemeente | Veldwijk", "clinique | du Vallon"."""
    if _is_house(item.lows[first - 1]):
        yield first - 1, last, "with kind"
    elif first > 1 and item.lows[first - 1] in _OF and item.lows[first - 2] in houses():
        yield first - 2, last, "with linked kind"


#: Between what a house is in lower case and its name.
_OF = frozenset(("of", "de", "du", "des", "del", "della", "dell", "di", "do", "da", "dos", "das"))


def _beyond_kinds(item: Passage, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """A name with what it is in lower case behind it or within: "Almelo | ziekenhuis", "Communauté de communes | du
    Léman".
    """
    kinds = words("kinds of firms")
    if item.lows[last + 1 : last + 2] and item.lows[last + 1] in kinds and item.words[last + 1].islower():
        yield first, last + 1, "then kind"
    described = last + 2 < len(item.lows) and item.lows[last + 1] in kinds and item.words[last + 1].islower()
    if described and item.words[last + 2][0].isupper() and (span := name_after(item, last + 2)):
        yield first, span[1], "over kind"  # "Lokaal bestuur Veldwijk"
    begins = item.lows[last] in kinds or item.lows[last].endswith(house_endings())
    if begins and (at := _over_lower_case(item, last)) and (span := name_after(item, at)):
        yield first, span[1], "over lower case"


def _over_and(item: Passage, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """A name that goes on over the Dutch "and", which is "in" elsewhere: "Waterschap Rijn | en Linge"."""
    follows = item.lows[last + 1 : last + 2] == ("en",) and item.words[last + 2 : last + 3]
    if follows and follows[0][0].isupper() and (span := name_after(item, last + 2)):
        yield first, span[1], "over and"


#: Links what a house is to what it is for: "Institut für Wellenkunde".
_WHAT_FOR = frozenset(("für", "voor", "pour", "para", "ds"))
#: Words and signs within a name that are no part of what it is: "Groupement pastoral de l'Aiguille".
_WITHIN = LINKS | _WHAT_FOR | ELIDED | APOSTROPHES


def _over_lower_case(item: Passage, last: int) -> int:
    """The token of the capital that goes on with a name after one word in lower case, or two of which the first is
    linked: "Athénée royal de Salzinnes"; 0 if none does.
    """
    nouns = 0
    for at in range(last + 1, min(len(item.lows), last + 1 + _OVER)):
        low = item.lows[at]
        if item.words[at][0].isupper():
            return at if nouns or item.lows[at - 1] in _WHAT_FOR else 0
        if low not in _WITHIN:
            nouns += 1
            if nouns > 1 or len(low) <= _SMALL or not low.isalpha() or TAGS[low] or low in common_words():
                return 0
    return 0


def _beyond_genitive(item: Passage, last: int) -> int:
    """The last token of a name that goes on after a genitive: "Gateway Children's Hospital", "Girls' Grammar"."""
    if item.lows[last + 1 : last + 2] not in {("'",), ("’",)}:
        return last
    at = last + 2 + (item.lows[last + 2 : last + 3] == ("s",))
    following = item.words[at : at + 1]
    span = name_after(item, at) if following and following[0][0].isupper() else None
    return span[1] if span else last


@functools.cache
def _leads_up() -> frozenset[str]:
    """Words that begin a stretch of capitalised words and may be no part of the name."""
    return words("sentence starters") | words("articles") | words("generic") | houses() | each("polite")


def cut_to_label(item: Passage, first: int, last: int, own: str) -> int:
    """The token at which a longer name has spelt the sender's domain: "Acme Group" of acme.example; else -1."""
    spelt = ""
    for at in range(first, last):
        spelt += squeeze(item.lows[at])
        if len(spelt) > len(own):
            return -1
        if spelt == own and len(own) >= _SHORT:
            return at
    return -1


@functools.cache
def common_words() -> frozenset[str]:
    """Words in lower case that are no name by themselves."""
    return ordinary() | words("generic") | words("articles") | title_words("articles") | words("we")
