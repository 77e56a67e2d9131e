"""Finds what the decisions tell and the configuration does not, and offers it as a line of the configuration."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.domain import Interests, Term
    from triage.learn import Example

    #: The key of [interests] that a taste belongs to.
    Side = Literal["want", "avoid"]

#: A taste shows in so many mails, and in this share of them.
_LEAST_MAILS = 4
_LEAST_SHARE = 0.8
#: How likely chance alone may be: for a thing people have tastes about, and for any other word (there are many).
_CHANCE_KNOWN = 0.02
_CHANCE_WORD = 0.0005
#: Standard deviations by which the decisions must differ from what the fit already says.
_SURPRISE = 1.5
#: Two topics that stand in the same mails are one taste: the share of the mails that they have in common.
_SAME_MAILS = 0.75
_MOST = 8


@dataclass(frozen=True, slots=True)
class Proposal:
    """One taste: of `mails` decided mails that name `term`, `agreeing` were decided the way that `side` says."""

    term: str
    side: Side
    mails: int
    agreeing: int
    others: int  # decided mails that do not name it
    others_agreeing: int
    chance: float  # how likely so clear a difference is by chance: Fisher's exact test, one-sided
    line: str  # of [interests], with the term added
    text: str  # what was seen, in a sentence without a full stop


def propose(examples: Sequence[Example], interests: Interests) -> tuple[Proposal, ...]:
    """The tastes that the decisions show and the interests do not state, the surest first; pure and deterministic."""
    found = [proposal for topic in _topics(examples) if (proposal := _proposal(topic, examples, interests))]
    found.sort(key=lambda proposal: (proposal.chance, -proposal.mails, proposal.term))
    return tuple(_distinct(found, examples))[:_MOST]


def _topics(examples: Sequence[Example]) -> Iterator[tuple[str, bool]]:
    """(name, is it known) of everything that enough mails of more than one hand name, in order."""
    mails: dict[tuple[str, bool], list[str]] = defaultdict(list)
    for example in examples:
        for topic in (*((name, True) for name in example.known), *((name, False) for name in example.words)):
            mails[topic].append(example.group)
    for topic in sorted(mails):
        if len(mails[topic]) >= _LEAST_MAILS and len(set(mails[topic])) > 1:
            yield topic


def _proposal(topic: tuple[str, bool], examples: Sequence[Example], interests: Interests) -> Proposal | None:
    term, known = topic
    if _is_stated(term, interests):
        return None
    here = [example for example in examples if _names(example, term)]
    accepted, total = sum(example.accepted for example in here), sum(example.accepted for example in examples)
    side: Side = "want" if accepted * 2 > len(here) else "avoid"
    agreeing = accepted if side == "want" else len(here) - accepted
    all_agreeing = total if side == "want" else len(examples) - total
    chance = by_chance(agreeing, len(here), all_agreeing, len(examples))
    if agreeing < _LEAST_SHARE * len(here) or chance > (_CHANCE_KNOWN if known else _CHANCE_WORD):
        return None
    if (surprise(here) if side == "want" else -surprise(here)) < _SURPRISE:
        return None
    others = len(examples) - len(here), all_agreeing - agreeing
    return Proposal(
        term,
        side,
        len(here),
        agreeing,
        *others,
        chance,
        _line(side, term, interests),
        _text(term, side, agreeing, len(here)),
    )


def by_chance(agreeing: int, mails: int, all_agreeing: int, all_mails: int) -> float:
    """How likely at least `agreeing` of `mails` mails are, drawn from all: Fisher's exact test, one-sided."""
    others = all_mails - all_agreeing
    ways = sum(
        math.comb(all_agreeing, hits) * math.comb(others, mails - hits)
        for hits in range(agreeing, min(mails, all_agreeing) + 1)
        if mails - hits <= others
    )
    return ways / math.comb(all_mails, mails)


def surprise(here: Sequence[Example]) -> float:
    """By how many standard deviations more of these mails were accepted than their fit says."""
    expected = math.fsum(example.fit for example in here)
    variance = math.fsum(example.fit * (1 - example.fit) for example in here)
    return (sum(example.accepted for example in here) - expected) / math.sqrt(variance + 0.25)


def _names(example: Example, term: str) -> bool:
    return term in example.known or term in example.words


def _is_stated(term: str, interests: Interests) -> bool:
    said = (*interests.want, *interests.avoid)
    return any(_overlap(term, one.text.lower()) for one in said) or any(
        _overlap(term, title.lower()) for title in (*interests.titles, *interests.locations)
    )


def _overlap(term: str, said: str) -> bool:
    return term == said or set(term.split()) <= set(said.split())


def _distinct(found: Sequence[Proposal], examples: Sequence[Example]) -> Iterator[Proposal]:
    """Each taste once, by its surest name."""
    kept: list[frozenset[str]] = []
    for proposal in found:
        mails = frozenset(example.id for example in examples if _names(example, proposal.term))
        if all(len(mails & other) < _SAME_MAILS * len(mails | other) for other in kept):
            kept.append(mails)
            yield proposal


def _line(side: Side, term: str, interests: Interests) -> str:
    terms = interests.want if side == "want" else interests.avoid
    return f"{side} = [{', '.join((*map(_toml, terms), json.dumps(term, ensure_ascii=False)))}]"


def _toml(term: Term) -> str:
    text = json.dumps(term.text, ensure_ascii=False)
    return text if term.weight == 1.0 else f"{{ term = {text}, weight = {term.weight} }}"


def _text(term: str, side: Side, agreeing: int, mails: int) -> str:
    done = "accepted" if side == "want" else "declined"
    return f"you {done} {agreeing} of {mails} mails that name {term}"
