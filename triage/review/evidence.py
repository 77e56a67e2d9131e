"""Finds the quoted evidence in the text of the mail, so that a screen shows what was read from where."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.vocabulary import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.domain import Assessment

#: Between two words of a quote the text may have line ends and quote marks.
_BETWEEN = r"[\s>]+"
#: What is not marked at the beginning of a line, and at its end: marks of quotations and lists, ends of sentences.
_NO_BEGINNING, _NO_END = " \t\r.,;:!?)]}>|·•*–—-", " \t\r.,;:!?([{|·•*–—-"


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
    """Where the quotes stand in `text`, in order and apart: those that overlap are one with all their features.

    A quote is found at its first place; one that does not stand in `text` is left out. Each line of it is a span, of
    its words only.
    """
    return tuple(line for span in _merged(_found(text, quotes)) for line in _lines(text, span))


def _merged(found: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, span.end)):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            features = tuple(dict.fromkeys((*last.features, *span.features)))
            merged.append(Span(last.start, max(last.end, span.end), features))
        else:
            merged.append(span)
    return merged


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The words of each line of a span: neither line ends nor quote marks nor the bullets of a list."""
    start = span.start
    for line in text[span.start : span.end].split("\n"):
        begin = start + len(line) - len(line.lstrip(_NO_BEGINNING))
        end = start + len(line.rstrip(_NO_END))
        if begin < end:
            yield Span(begin, end, span.features)
        start += len(line) + 1


def _found(text: str, quotes: Iterable[tuple[str, str]]) -> Iterator[Span]:
    for feature, quote in quotes:
        words = [re.escape(word) for word in quote.strip("… ").lstrip(_NO_BEGINNING).split() if word.strip(">")]
        if words and (match := re.search(_BETWEEN.join(words), text)):
            yield Span(*_whole_words(text, *_term(text, feature, match.start(), match.end())), (feature,))


def _term(text: str, feature: str, start: int, end: int) -> tuple[int, int]:
    """Of the quote for a term ("want:python") only the term, however the quote writes it."""
    term = feature.partition(":")[2]
    named = _whole(term).search(text, start, end) if term else None
    return named.span() if named else (start, end)


@functools.lru_cache(maxsize=256)
def _whole(term: str) -> re.Pattern[str]:
    """The term as whole words, in every way to write it."""
    ways = sorted({term.lower(), *forms(term)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ways))})(?![\w+#])", re.IGNORECASE)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Quotes are cut to a length, sometimes within a word."""
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end
