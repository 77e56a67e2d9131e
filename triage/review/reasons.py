"""The contributions to a fit as a person reads them: signed, with a bar each, and in two sentences."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Contribution, Score


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution, in log-odds; `share` is its size against the largest one, from -1 to 1."""

    feature: str
    value: float
    share: float
    text: str
    evidence: str


def reasons(score: Score) -> tuple[Reason, ...]:
    """Every contribution, the largest first and "base" last; the values sum to `total`."""
    largest = max((abs(c.value) for c in score.contributions), default=0.0) or 1.0
    return tuple(Reason(c.feature, c.value, c.value / largest, said(c), c.evidence) for c in score.contributions)


def said(contribution: Contribution) -> str:
    """What it says; a term as the mail spells it ("names PostgreSQL"), not as the configuration does."""
    term = contribution.feature.partition(":")[2]
    written = re.search(re.escape(term), contribution.evidence, re.IGNORECASE) if term else None
    return contribution.text.replace(term, written[0], 1) if written else contribution.text


def total(score: Score) -> float:
    """The sum of the contributions: logit(fit)."""
    return math.fsum(c.value for c in score.contributions)


def for_and_against(score: Score) -> tuple[str, str]:
    """What speaks for it and what against, each as one phrase ("names Python and PostgreSQL; in Berlin"), or ""."""
    mine = [c for c in score.contributions if c.feature != "base"]
    return _phrase([c for c in mine if c.value > 0]), _phrase([c for c in mine if c.value < 0])


def _phrase(contributions: Sequence[Contribution]) -> str:
    """Wanted terms are named together, where the first of them stands."""
    named = [said(c).removeprefix("names ") for c in contributions if c.text.startswith("names ")]
    together = f"names {' and '.join(filter(None, (', '.join(named[:-1]), named[-1])))}" if named else ""
    texts = [together if c.text.startswith("names ") else said(c) or c.feature for c in contributions]
    return "; ".join(dict.fromkeys(texts))


def bar(share: float, width: int) -> str:
    """A signed bar of 2 × `width` + 1 characters: to the left of its axis for less than nothing, else to the right."""
    length = max(1, round(width * abs(share))) if share else 0
    block = "█" * length
    return f"{block:>{width}}│{'':{width}}" if share < 0 else f"{'':{width}}│{block:{width}}"
