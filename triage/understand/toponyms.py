"""Finds the names of known places in a passage."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from triage.understand.anchors import anchors
from triage.understand.gazetteer import name_at
from triage.understand.passages import passage
from triage.understand.word_kinds import NAME, PLACE

if TYPE_CHECKING:
    from triage.understand.gazetteer import Hit
    from triage.understand.passages import Passage


@functools.lru_cache(maxsize=8)
def hits(passage: Passage) -> tuple[Hit, ...]:
    """The names of known places in `passage`, in order, not overlapping; the longest wins.

    Names in lower case are looked for where people write so: in subjects, behind a colon, in mail without capitals;
    behind words such as "in" too, unless they have another meaning.
    Abbreviations ("US", "NRW", "TX") count in capitals only.
    """
    found: list[Hit] = []
    done, text = 0, passage.text
    any_case = passage.field not in {"text", "quoted"} or text == passage.low
    for at in anchors(passage, PLACE, most=_MOST_NAMES):
        word, start = passage.words[at], passage.starts[at]
        lower = not (any_case or word[0].isupper() or word == "the")
        labelled = lower and ":" in text[max(0, start - _LABEL_CHARS) : start]
        if start < done or (lower and not labelled and passage.lows[at - 1] not in IN):
            continue
        if word.isupper() or NAME in passage.kinds[at]:
            hit = name_at(text, start, word)
            if hit and not (lower and not labelled and hit.place.doubtful):
                found.append(hit)
                done = hit.end
    return tuple(found)


#: Words behind which the name of a place counts in lower case too, unless it has another meaning: "in leipzig".
IN = frozenset(("in", "à", "en", "em", "w", "te", "sur", "nach", "near", "a", "aus", "bei"))
_LABEL_CHARS = 30  # how far behind its colon a label's value is looked at
_MOST_NAMES = 400  # looked at in one passage: more is a directory, not an offer


def find(text: str) -> tuple[Hit, ...]:
    """The names of known places in a short text, such as a label or a place of a configuration."""
    return hits(passage("place", text))
