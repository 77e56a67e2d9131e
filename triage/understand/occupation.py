"""Finds an occupation that no list has, by its ending, where the words before it ask for one: "we need a falconer"."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage.understand.grammar import right_end
from triage.understand.title_words import is_head
from triage.understand.title_words import words as title_words
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.understand.passages import Passage

    Span = tuple[int, int]  # the first and the last token

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
#: How far a text is read, how far a name lies from the word that asks for it, and its least length; tokens, letters.
_DEEP, _NEAR, _SHORT = 900, 6, 5
#: Who is asked whether they look for somebody is offered nothing: "Are you looking for a developer?"
_ASKED = frozenset(("you", "sie", "ihr", "du", "vous", "tu", "usted", "u", "jij", "je", "lei", "você", "państwo"))
#: After these a preposition does where others need an article: "Stelle als", "vaga de".
_NOUNS = frozenset(("role", "position", "job", "post", "work", "stelle", "rolle", "poste", "puesto", "vaga", "rol"))


def asked_for(item: Passage, places: frozenset[str]) -> Iterable[Span]:
    """The tokens of each occupation the text asks for, in order."""
    verbs = _verbs()
    for at in item.where(verbs.keys(), _DEEP):
        if _ASKED.isdisjoint((*item.lows[max(0, at - 2) : at], *item.lows[at + 1 : at + 2])):
            for language in verbs[item.lows[at]]:
                if span := _span(item, at, language, places):
                    yield span
                    break


def nominative(word: str) -> str:
    """An occupation as it stands by itself, if it has a Polish ending: "dekarza" is "dekarz"."""
    endings = _nominatives()
    if word.endswith(tuple(endings)):
        ending = next(filter(word.endswith, endings))
        return word.removesuffix(ending) + endings[ending]
    return word


@functools.cache
def _nominatives() -> dict[str, str]:
    """Polish ending → the ending of the nominative."""
    return dict(pair.split("=") for pair in _section("pl nominatives"))


@functools.cache
def _section(name: str) -> frozenset[str]:
    return frozenset(word for line in table("titles_forms.txt")[name] for word in line.split())


@functools.cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(_section(f"{language} endings"))


@functools.cache
def _verbs() -> dict[str, tuple[str, ...]]:
    """Word that asks → the languages it may be of."""
    found: dict[str, tuple[str, ...]] = {}
    for language in _LANGUAGES:
        for verb in _section(f"{language} asks"):
            found[verb] = (*found.get(verb, ()), language)
    return found


def _span(item: Passage, at: int, language: str, places: frozenset[str]) -> Span | None:
    begin = at + 1
    while begin < len(item.lows) and begin - at < _NEAR and item.lows[begin] in _section("skips"):
        begin += 1
    skipped = item.lows[at + 1 : begin]
    if (
        language != "pl"
        and title_words("articles").isdisjoint(skipped)
        and (not skipped or item.lows[at] not in _NOUNS)
    ):
        return None
    if language == "en":
        return _english(item, begin, places)
    for head in range(begin, min(len(item.lows), begin + 3)):
        if _is_occupation(item, head, language):
            return head, right_end(item, head, places)
        if not _may_precede(item, head):
            break
    return None


def _english(item: Passage, begin: int, places: frozenset[str]) -> Span | None:
    """The words up to the last one before a preposition or a sign: "dam safety engineer in Wales"."""
    end = begin
    while end < min(len(item.lows), begin + _NEAR) and _may_precede(item, end):
        end += 1
    while begin < end - 1 and item.lows[begin] in title_words("praise"):
        begin += 1
    if begin == end or not _is_occupation(item, end - 1, "en"):
        return None
    return begin, right_end(item, end - 1, places)


def _may_precede(item: Passage, at: int) -> bool:
    low = item.lows[at]
    return low.isalpha() and low not in _section("stops")


def _is_occupation(item: Passage, at: int, language: str) -> bool:
    low = item.lows[at]
    if len(low) < _SHORT or low in _section(f"{language} not") or low in title_words("never") or is_head(low):
        return False
    if not low.isalpha() or (language == "de" and not item.words[at][0].isupper()):
        return False
    return low.endswith(_endings(language))
