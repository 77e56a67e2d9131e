"""Finds what the decisions tell and the configuration does not, and offers it as a line of the configuration."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from triage.learn.fitting import is_enough, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from triage.domain import Interests, Term
    from triage.learn import Example

    #: The key of [interests] that a taste belongs to.
    Side = Literal["want", "avoid"]

#: A taste shows in so many mails, and in this share of them.
_LEAST_MAILS = 3
_LEAST_AGREEING = 0.8
#: So probable, by the evidence that the weights are learned from; what is hardly probable adds to nothing. In 50 random
#: decisions it finds .50 of the dislikes that the tables know, with .03 lines about something else for each; from .2 on
#: it would be .58 and .11, and of words of no table .15 and .30 instead of .12 and .20.
_LIKELY = 0.3
_FAINT = 0.01
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
    share: float  # how probable such a taste is, 0 to 1: of `term` and of what stands in the same mails
    line: str  # of [interests], with the term added
    text: str  # what was seen, in a sentence without a full stop


def propose(examples: Sequence[Example], interests: Interests) -> tuple[Proposal, ...]:
    """The tastes that the decisions show and the interests do not state, the surest first; pure and deterministic."""
    if not is_enough(examples):
        return ()
    mails = _mails(examples)
    found = [
        proposal
        for term, share in shares(examples).items()
        if share >= _FAINT
        and not _is_stated(term, interests)
        and (proposal := _proposal(term, share, mails[term], examples, interests))
    ]
    likely = [proposal for proposal in _distinct(sorted(found, key=_surest), mails) if proposal.share >= _LIKELY]
    return tuple(sorted(likely, key=_surest)[:_MOST])


def _mails(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """The decided mails that name each thing."""
    mails: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        for term in dict.fromkeys((*example.known, *example.words)):
            mails[term].append(example)
    return mails


def _proposal(
    term: str, share: float, here: Sequence[Example], examples: Sequence[Example], interests: Interests
) -> Proposal | None:
    """To the side that the fit did not see, if nearly all decisions on mails of more than one hand say so."""
    accepted, total = sum(example.accepted for example in here), sum(example.accepted for example in examples)
    side: Side = "want" if accepted > math.fsum(example.fit for example in here) else "avoid"
    agreeing, all_agreeing = (accepted, total) if side == "want" else (len(here) - accepted, len(examples) - total)
    if len(here) < _LEAST_MAILS or agreeing < _LEAST_AGREEING * len(here) or len({one.group for one in here}) == 1:
        return None
    return Proposal(
        term=term,
        side=side,
        mails=len(here),
        agreeing=agreeing,
        others=len(examples) - len(here),
        others_agreeing=all_agreeing - agreeing,
        share=round(share, 6),  # equal ones by name, whoever summed them
        line=_line(side, term, interests),
        text=_text(term, side, agreeing, len(here)),
    )


def _surest(proposal: Proposal) -> tuple[float, str]:
    return -proposal.share, proposal.term


def _is_stated(term: str, interests: Interests) -> bool:
    said = (*interests.want, *interests.avoid)
    return any(_overlap(term, one.text.lower()) for one in said) or any(
        _overlap(term, title.lower()) for title in (*interests.titles, *interests.locations)
    )


def _overlap(term: str, said: str) -> bool:
    return term == said or set(term.split()) <= set(said.split())


def _distinct(found: Sequence[Proposal], mails: Mapping[str, Sequence[Example]]) -> Iterator[Proposal]:
    """Each taste once, by its surest name, with the shares of all its names: they split what is one taste's evidence.

    Without the sum, half as many hidden tastes that the tables know are found after 50 decisions.
    """
    kept: list[tuple[Proposal, set[str], list[float]]] = []
    for proposal in found:
        ids = {example.id for example in mails[proposal.term]}
        for first, others, parts in kept:
            if first.side == proposal.side and len(ids & others) >= _SAME_MAILS * len(ids | others):
                parts.append(proposal.share)
                break
        else:
            kept.append((proposal, ids, [proposal.share]))
    for proposal, _ids, parts in kept:
        yield replace(proposal, share=round(min(1.0, math.fsum(parts)), 6))


def _line(side: Side, term: str, interests: Interests) -> str:
    terms = interests.want if side == "want" else interests.avoid
    return f"{side} = [{', '.join((*map(_toml, terms), json.dumps(term, ensure_ascii=False)))}]"


def _toml(term: Term) -> str:
    text = json.dumps(term.text, ensure_ascii=False)
    return text if term.weight == 1.0 else f"{{ term = {text}, weight = {term.weight} }}"


def _text(term: str, side: Side, agreeing: int, mails: int) -> str:
    done = "accepted" if side == "want" else "declined"
    return f"you {done} {agreeing} of {mails} mails that name {term}"
