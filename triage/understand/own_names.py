"""Says whether a name is the sender's own: whether the domain spells it, abbreviates it or has it in another order."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import TYPE_CHECKING

from triage.understand.memo import Memo
from triage.understand.names import abbreviated, each, house_endings, houses, is_spelt_otherwise, squeeze, words

if TYPE_CHECKING:
    from collections.abc import Sequence


#: Parts of names that are no longer begin domains by chance.
_SHORT_PART = 2
#: A domain that is no longer ends names by chance, and such a name domains.
_LONG_TAIL = 5


def is_own(name: str, label: str) -> bool:
    """Whether the sender's domain spells a name or abbreviates it."""
    if spelt_by(name, label) or _turned(name, label):
        return True
    return squeeze(name)[:1] == label[:1] and (is_spelt_otherwise(name, squeeze(label)) or abbreviated(name, label))


def _turned(name: str, label: str) -> bool:
    """Whether the domain has a name's parts in another order: "Transportes Lugano" of luganotransportes.example."""
    parts, squeezed = name.split(), squeeze(label)
    for at, part in enumerate(parts):
        begins = squeeze(part)
        if at and len(begins) > _SHORT_PART and squeezed.startswith(begins):
            first = squeeze("".join(parts[at:]))
            return len(first) < len(squeezed) - 2 and (first + squeeze("".join(parts[:at]))).startswith(squeezed)
    return False


@functools.cache
def _say_what() -> frozenset[str]:
    """What may stand before a name or be left out: "Fondation", "het"."""
    return frozenset(map(squeeze, words("kinds of firms") | each("small words before names")))


def spelt_by(name: str, label: str) -> bool:
    """Whether the sender's domain spells a name out, or its first or last word; either may say what it is besides."""
    bare, squeezed = squeeze(name), squeeze(label)
    first = label.partition("-")[0]
    if len(squeezed) < 3 or len(bare) < 3:
        return False
    if bare[:3] != squeezed[:3] and not bare.endswith(squeezed):
        return len(bare) > _LONG_TAIL and squeezed.endswith(bare) and squeezed.removesuffix(bare) in _say_what()
    parts = name.split()
    if (len(first) > 4 and squeeze(parts[0]) == first) or (len(squeezed) > 4 and squeeze(parts[-1]) == squeezed):
        return True
    if len(squeezed) > _LONG_TAIL and bare.endswith(squeezed) and bare != squeezed:
        return squeeze(parts[0]) in _say_what()
    return squeezed == bare or bare.startswith(squeezed) or squeezed.startswith(bare)


def beyond_label(lows: Sequence[str], label: str) -> str:
    """What sort of word (`_sort_of`) follows those of a name that spell a label: "kind" in "Acme Farms" of
    acme.example; "" if the name has no word more.
    """
    spelt = ""
    for low, following in pairwise(lows):
        spelt += squeeze(low)
        if spelt == label:
            return _SORTS[following]
        if len(spelt) > len(label):
            break
    return ""


def _sort_of(low: str) -> str:
    """Whether a word is what recruiters call themselves ("agency"), what a firm is ("kind"), its form, or any other."""
    if low in words("agency words") or low in words("departments"):
        return "agency"
    if low in houses() or low.endswith(house_endings()):
        return "kind"
    return "legal" if low in words("legal forms") else "word"


_SORTS = Memo(_sort_of)
