"""Finds the skills a message asks for, by the shared vocabulary, leaving out those it denies ("no PHP")."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.domain import Evidence
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.understand.passages import Passage
    from triage.vocabulary import Form

#: More skills than this is keyword soup; the first ones are the ones that matter.
MOST = 40
#: How far a denial reaches, in tokens: "no PHP", "kein reines PHP", "not a pure Java".
_REACH = 3
_OR = frozenset(("or", "nor", "/", "oder", "ou", "o", "of", "lub", "ni", "noch", "né"))
_LIST = frozenset(
    {",", "/", "&", "and", "or", "und", "oder", "et", "ou", "y", "o", "e", "i", "lub", "en", "of", "•", "|", "+", "nor"}
)


@functools.cache
def _words(section: str) -> frozenset[str]:
    return frozenset(table("skills_context.txt")[section])


def read_skills(passages: Iterable[Passage]) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """(canonical names by first mention, one piece of evidence for them all or none)."""
    found: dict[str, None] = {}
    evidence: tuple[Evidence, ...] = ()
    for passage in passages:
        for at, form in _mentions(passage):
            if not evidence:
                evidence = (Evidence("skills", passage.quote(at, at + len(form.tokens) - 1)),)
            found[form.skill] = None
    return tuple(found)[:MOST], evidence


def _mentions(passage: Passage) -> list[tuple[int, Form]]:
    """(token number, form) of each skill that counts, in order."""
    lows = passage.lows
    index = vocabulary.index()
    starts = passage.where(vocabulary.beginnings())
    found: list[tuple[int, Form]] = []
    denied = -1  # the token after the last skill that was denied
    end = 0
    for at in starts:
        form = _longest(index[lows[at]], lows, at) if at >= end else None
        if form is None or not _counts(passage, at, form, starts):
            continue
        end = at + len(form.tokens)
        if _is_denied(lows, at) or (denied >= 0 and _continues(lows, denied, at)):
            denied = end
        else:
            found.append((at, form))
    return found


def _longest(forms: tuple[Form, ...], lows: tuple[str, ...], at: int) -> Form | None:
    return next((form for form in forms if lows[at : at + len(form.tokens)] == form.tokens), None)


def _counts(passage: Passage, at: int, form: Form, starts: list[int]) -> bool:
    """Whether a word that is also an ordinary one is meant as a skill here."""
    lows, low = passage.lows, passage.lows[at]
    if _is_ordinary(passage, at, form):
        return False
    if not form.company and low not in _words("names"):
        return True
    after = at + len(form.tokens)
    near = lows[max(0, at - 3) : at] + lows[after : after + 3]
    if not _words("trades").isdisjoint(near):
        return True
    index = vocabulary.index()
    plain = (other for other in starts if other != at and abs(other - at) <= 4 and not index[lows[other]][-1].company)
    return any(_listed(lows, at, other) for other in plain)


def _is_ordinary(passage: Passage, at: int, form: Form) -> bool:
    """Whether the spelling of a word, or the one before it, shows it to be an ordinary one."""
    word, low = passage.words[at], passage.lows[at]
    if len(form.tokens) == 1 and low in _words("shouted"):
        return not word.isupper()
    if low == "paie":
        return at > 0 and passage.lows[at - 1] in _words("pronouns")
    return form.capital and not word[0].isupper()


def _listed(lows: tuple[str, ...], one: int, other: int) -> bool:
    """Whether two tokens stand in the same enumeration: something that joins a list lies between them."""
    between = lows[min(one, other) + 1 : max(one, other)]
    return any(low in _LIST for low in between) and "." not in between and "\n" not in between


def _is_denied(lows: tuple[str, ...], at: int) -> bool:
    for back in range(at - 1, max(-1, at - 1 - _REACH), -1):
        low = lows[back]
        if low in {".", ";", ":", "!", "?", "\n", ",", "(", ")"}:
            return False
        if low in _words("denials"):
            return lows[back + 1] not in _words("not only")
    return False


def _continues(lows: tuple[str, ...], denied: int, at: int) -> bool:
    """Whether the skill at `at` is one more of those denied before it: "no PHP or Perl"."""
    between = lows[denied:at]
    return 0 < len(between) <= 2 and all(low in _OR for low in between)
