"""Says whether a message says that it has nothing to offer: "I have no vacancy today", "the search is on hold"."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from triage.understand.title_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

#: How far into a passage, in tokens; how far behind "no" stands what there is none of, and how far around it else.
_DEEP, _BEHIND, _AROUND = 400, 4, 9
_STOPS = frozenset((".", "!", "?", "\n", ":", ";"))
#: Behind these "no" and its noun need not be neighbours: "ein Mandat habe ich heute nicht", "nie mam dziś oferty".
_APART = frozenset(("nicht", "nie", "non", "não", "pas", "niet"))


def offers_nothing(item: Passage) -> bool:
    """Whether a passage says that its writer has no role to offer, or that the search for somebody has ended."""
    return any(_says_so(item))


def _says_so(item: Passage) -> Iterator[bool]:
    offered, present = words("what is offered"), words("at present")
    for at in item.where(words("no"), _DEEP):
        yield not offered.isdisjoint(_clause(item.lows[at + 1 : at + 1 + _BEHIND]))
        if item.lows[at] in _APART:
            near = _near(item.lows, at, _AROUND)
            yield not (offered.isdisjoint(near) or present.isdisjoint(near))
    for at in item.where(words("nothing"), _DEEP):
        yield not present.isdisjoint(_near(item.lows, at, _BEHIND))
    for at in item.where(words("on hold"), _DEEP):
        yield not offered.isdisjoint(_near(item.lows, at, _AROUND))


def _near(lows: Sequence[str], at: int, reach: int) -> list[str]:
    """The words of the sentence that stand within `reach` tokens of token `at`."""
    return _clause(lows[max(0, at - reach) : at][::-1]) + _clause(lows[at + 1 : at + 1 + reach])


def _clause(lows: Sequence[str]) -> list[str]:
    """The words up to the first that ends a sentence."""
    return list(takewhile(lambda low: low not in _STOPS, lows))
