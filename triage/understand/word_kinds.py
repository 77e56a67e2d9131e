"""Tells the kinds of a word (tables/anchors.txt, places, occupations), and so which readers of facts it concerns."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.currency import CODES, SIGNS
from triage.understand.gazetteer import begins
from triage.understand.memo import Memo
from triage.understand.title_words import is_head
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Sequence

_TABLE = Path(__file__).parent / "tables" / "anchors.txt"

#: Kinds beside those of the table: what may begin the name of a place, or one that counts in lower case too; what names
#: an occupation; what describes an employer; and what begins with a capital or a digit, as names do.
PLACE, NAME, HEAD, DESCRIBED, CAPITAL = "place", "name", "head", "described", "capital"
#: Shorter words end others by chance.
_LEAST = 6


def _is_described(low: str) -> bool:
    """Whether a word is what an employer is ("bank"), or ends in one as compounds do ("installatiebedrijf")."""
    return low in _described() or (len(low) > _LEAST and low.endswith(_endings()))


@functools.cache
def _described() -> frozenset[str]:
    return frozenset(word for line in table("organisation_words.txt")["described"] for word in line.split())


@functools.cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(word for word in _described() if len(word) >= _LEAST))


#: Whether a word in lower case is what an employer is.
DESCRIBES = Memo(_is_described)


class _Kinds(NamedTuple):
    """The table: the kinds of the words it spells out, a pattern a kind for the rest, and one for all of these."""

    of_word: dict[str, list[str]]
    patterns: dict[str, re.Pattern[str]]
    some: re.Pattern[str]


def kinds_of(word: str) -> tuple[str, ...]:
    """The kinds that a word belongs to."""
    kinds = _IN_LOWER_CASE[word.lower()]
    return (*kinds, CAPITAL) if word[0].isupper() or word[0].isdigit() else kinds


def _kinds_of_lower(low: str) -> tuple[str, ...]:
    """Those that do not hang on capitals: a word has many spellings, with blanks and signs behind it."""
    every = _kinds()
    name, abbreviation = begins(low)
    kinds = {*every.of_word.get(low, ()), *[NAME] * name, *[PLACE] * (name or abbreviation)}
    kinds.update([HEAD] * is_head(low), [DESCRIBED] * DESCRIBES[low])
    if every.some.fullmatch(low):  # asking for each kind costs five times as much
        kinds.update(kind for kind, pattern in every.patterns.items() if pattern.fullmatch(low))
    return tuple(kinds)


_IN_LOWER_CASE = Memo(_kinds_of_lower)


@functools.cache
def _kinds() -> _Kinds:
    lines = [line for line in _TABLE.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    entries = [entry.split() for entry in "\n".join(lines).replace("\n ", " ").split("\n")]
    money = {word for name in (*CODES, *SIGNS) for word in name.lower().split() if len(word) > 1 or not word.isalnum()}
    of_word = {word: ["currency"] for word in money}
    for kind, *words in entries:
        for word in filter(str.isalnum, words):
            of_word.setdefault(word, []).append(kind)
    rest = {kind: [word for word in words if not word.isalnum()] for kind, *words in entries}
    every = [word for words in rest.values() for word in words]
    return _Kinds(of_word, {kind: _any_of(words) for kind, words in rest.items() if words}, _any_of(every))


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    """What matches one of some patterns; those for the end of a word are tried together."""
    ends = [word[3:] for word in words if word.startswith("\\w*")]
    others = [f"(?:{word})" for word in words if not word.startswith("\\w*")]
    return re.compile("|".join([*others, *[rf"\w*(?:{'|'.join(ends)})"] * bool(ends)]))
