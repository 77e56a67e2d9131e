"""Finds the quoted evidence in the text of the mail, so that a screen shows what was read from where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.domain import Assessment

#: Between two words of a quote the text may have line ends and quote marks.
_BETWEEN = r"[\s>]+"


@dataclass(frozen=True, slots=True)
class Span:
    """`text[start:end]`, and what was read from it: facts ("company") and reasons ("want:python")."""

    start: int
    end: int
    features: tuple[str, ...]


def quotes_of(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    """(feature, quote) of every fact and every reason that quotes the message."""
    facts = ((found.field, found.quote) for found in assessment.opportunity.role.evidence)
    reasons = ((reason.feature, reason.evidence) for reason in assessment.score.contributions)
    return tuple((feature, quote) for feature, quote in (*facts, *reasons) if quote.strip())


def spans(text: str, quotes: Iterable[tuple[str, str]]) -> tuple[Span, ...]:
    """Where the quotes stand in `text`, in order and apart: those that overlap are one span with all their features.

    A quote is found at its first place; one that does not stand in `text` is left out.
    """
    merged: list[Span] = []
    for span in sorted(_found(text, quotes), key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            features = tuple(dict.fromkeys((*last.features, *span.features)))
            merged.append(Span(last.start, max(last.end, span.end), features))
        else:
            merged.append(span)
    return tuple(merged)


def _found(text: str, quotes: Iterable[tuple[str, str]]) -> Iterator[Span]:
    for feature, quote in quotes:
        words = [re.escape(word) for word in quote.strip().strip("…").split() if word.strip(">")]
        if words and (match := re.search(_BETWEEN.join(words), text)):
            yield Span(*_whole_words(text, *_term(text, feature, match.start(), match.end())), (feature,))


def _term(text: str, feature: str, start: int, end: int) -> tuple[int, int]:
    """Of the quote for a term ("want:python") only the term, if it says just that."""
    term = feature.partition(":")[2]
    named = re.compile(re.escape(term), re.IGNORECASE).search(text, start, end) if term else None
    return named.span() if named else (start, end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotes are cut to a length, sometimes within a word."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
