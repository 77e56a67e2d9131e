"""Says in whose voice a message speaks: of its own workplace, of a client's, of somebody who is only described."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage.understand.memo import Memo
from triage.understand.names import each, squeeze
from triage.understand.title_words import is_head
from triage.understand.word_kinds import DESCRIBES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

#: How far into a passage, in tokens; how far before "needs" who needs stands, and behind "our" what is ours.
_DEEP, _BEFORE, _BEHIND = 400, 12, 3
#: How far before "asked" the pronoun stands, in tokens: "nous a confié".
_NEAR = 3
#: Words that are no longer begin a domain by chance; behind "asked" they are mostly small words if they are no longer.
_SHORT, _NAMED = 2, 3
_STOPS = frozenset((".", "!", "?", "\n", ":", ";"))
_ENDS = _STOPS - {":"}
_PAUSES = _STOPS | {","}


def voice(passages: Sequence[Passage], label: str) -> set[str]:
    """What the message says of whose the workplace is; `label` is the part of the sender's domain that they chose."""
    found: set[str] = set()
    for item in passages:
        found.update(_posts(item) if item.field == "signature" else _spoken(item, label))
    return found


@functools.lru_cache(maxsize=16)
def entrusted(item: Passage, label: str) -> frozenset[int]:
    """The tokens that say a search was given to who writes: "asked us", "nous a confié", "heeft mij gebeld", or to
    the firm that a domain's `label` begins with: "asked Telvane Search".
    """
    given = item.where(each("entrusts"), _DEEP)
    if not given:
        return frozenset()
    spelt = squeeze(label)
    own = {low for low in item.present if low[0] == spelt[:1] and len(low) > _NAMED and spelt.startswith(squeeze(low))}
    near = each("to us") | own
    return frozenset(
        at for at in given if not near.isdisjoint((*item.lows[max(0, at - _NEAR) : at], *item.lows[at + 1 : at + 2]))
    )


@functools.lru_cache(maxsize=16)
def sentences(item: Passage) -> tuple[tuple[int, ...], frozenset[int]]:
    """The tokens that end a sentence or line, in order, and those of them that "they" or "their" follows."""
    ends = tuple(item.where(_ENDS, _DEEP))
    theirs = each("they do")
    return ends, frozenset(at for at in ends if not theirs.isdisjoint(item.lows[at + 1 : at + 3]))


def _posts(item: Passage) -> Iterator[str]:
    posts = ("leaders", "recruiters", "personnel", "advisers")
    return (f"signed {post}" for post in posts if not each(post).isdisjoint(item.present))


def _spoken(item: Passage, label: str) -> Iterator[str]:
    for at in item.where(_pivots(), _DEEP):
        for kind in _KINDS[item.lows[at]]:
            if kind in {"ours", "mine"}:
                yield f"{kind} {_owned(item.lows[at + 1 : at + 1 + _BEHIND])}"
            elif kind == "wants":
                yield f"wants: {_who(item, at, label)}"
            elif kind == "entrusts":
                yield from ["entrusted"] * (at in entrusted(item, label))
            elif kind == "with us":
                yield from ["with us"] * (at > 0 and item.lows[at - 1] in each("joins"))
            else:
                yield kind


def _owned(lows: Sequence[str]) -> str:
    """What is ours: a client, a workplace, somebody with an occupation, or something else."""
    for low in lows:
        if low in _PAUSES:
            break
        if low in each("client words"):
            return "client"
        if low in each("workplaces"):
            return "work"
        if is_head(low):
            return "head"
    return "other"


def _who(item: Passage, at: int, label: str) -> str:
    """Who is said to need somebody, in the sentence up to token `at`."""
    least = max(0, at - _BEFORE)
    first = next((number + 1 for number in range(at - 1, least - 1, -1) if item.lows[number] in _STOPS), least)
    lows = item.lows[first:at]
    kinds = {kind for low in lows for kind in _KINDS[low]}
    own = squeeze(label)
    told = {
        "we": not each("we").isdisjoint((*lows[-2:], *item.lows[at + 1 : at + 2])),
        "they": bool(lows) and "theirs" in _KINDS[lows[-1]],
        "client": "client word" in kinds,
        "described": "described" in kinds and not each("indefinite").isdisjoint(lows),
        "own": label != "" and any(len(low) > _SHORT and own.startswith(squeeze(low)) for low in lows),
        "named": any(word[0].isupper() for word in item.words[first + 1 : at]),
        "other": bool(lows),
    }
    return next((who for who, is_so in told.items() if is_so), "nobody")


_SPOKEN = ("ours", "mine", "theirs", "with us", "wants", "we hire", "entrusts")


def _kinds_of(low: str) -> tuple[str, ...]:
    found = [kind for kind in _SPOKEN if low in each(kind)]
    found += ["client word"] * (low in each("client words"))
    return (*found, "described") if DESCRIBES[low] else tuple(found)


#: What a lower-case word tells here.
_KINDS = Memo(_kinds_of)


@functools.cache
def _pivots() -> frozenset[str]:
    return frozenset[str]().union(*map(each, _SPOKEN))
