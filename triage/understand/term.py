"""Reads for how long somebody is engaged: "contrat de trois ans", "maggio-ottobre", "to cover her leave"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.anchors import matches_near
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.passages import Passage

_WORDINGS = wordings("term_wordings")
_LENGTH = (
    rf"(?:\d{{1,2}}(?: ?(?:[-–/]|{_WORDINGS['to']}) ?\d{{1,2}})?\+?|{_WORDINGS['number']})"
    rf"[- ]?{_WORDINGS['unit']}(?!\w)"
)
_OF = rf"(?: ?[:=(–-] ?| (?:[\w'’]+ ){{0,3}}?(?:{_WORDINGS['of']}[ ]?)?)"
#: A length that a contract has: it says how long, and the pay says whether one is employed or hired.
_LASTS = re.compile(
    rf"\b{_WORDINGS['contract']}{_OF}{_LENGTH}(?! {_WORDINGS['of_practice']})"
    rf"|\b{_LENGTH}['’]?s?[ -]{{1,3}}(?:{_WORDINGS['adjective']} ){{0,2}}{_WORDINGS['contract']}(?![\w-])"
    rf"|(?:^|[\n•*|–—-] ?)[*_]{{0,2}}{_WORDINGS['duration']}[*_ ]{{0,3}}[:=–-]{{1,2}}[*_ ]{{0,3}}{_LENGTH}"
    rf"|\b{_LENGTH}[,; ]{{0,2}}(?:\(|\+ ?)?{_WORDINGS['renewable']}"
)
_PART = rf"(?:(?:{_WORDINGS['part_of']}|\d{{1,2}}(?:st|nd|rd|th|er|\.|º)?(?: de| of)?) ){{0,2}}"
_YEAR = r"(?:,? \d{2,4})?"
_MONTH = rf"(?:{_WORDINGS['month']})(?!\w)"
_DAY = r"\d{1,2}(?:\.|st|nd|rd|th|er)? (?:de |of )?"
#: Two ends of a time of the year, or somebody's leave: only an employment of that time is offered.
_MEANWHILE = re.compile(
    rf"\b{_WORDINGS['from']} ?{_PART}{_MONTH}{_YEAR},? {_WORDINGS['until']} ?{_PART}{_MONTH}"
    rf"|\b{_MONTH} ?(?:[-–—/]|to|through|until|till|bis|jusqu['’]à|hasta|fino a|tot en met|t/m|tot|do"
    rf"|até) ?{_PART}{_MONTH}"
    rf"|\b{_WORDINGS['season']}(?!\w)"
    rf"|\b{_WORDINGS['goes_on']} (?:[\w'’-]+ ){{0,3}}?{_WORDINGS['leave']}(?!\w)"
    rf"|\b{_WORDINGS['opens']}\b[^.\n]{{0,40}}\b{_WORDINGS['closes']}\b[^.\n]{{0,20}}\b{_MONTH}"
    rf"|\b{_LENGTH},? {_WORDINGS['from_day']} {_DAY}{_MONTH}"
    rf"|\b{_WORDINGS['from_day']} (?:on |am |le |el |il )?{_DAY}{_MONTH}[^.\n]{{0,40}}?, "
    rf"(?:about |around |około |ca\.? |env\. |environ |una?s |circa |etwa |ongeveer )?{_LENGTH}"
    rf"|\b(?:runs|lasts|läuft|dure|duurt|potrwa) (?:for |über |about )?{_LENGTH}"
    rf"|\b{_WORDINGS['only_until']} ?{_PART}{_MONTH}"
)


class Term(NamedTuple):
    """Words at [start, end) that say for how long, and whether they are those of a contract."""

    start: int
    end: int
    of_contract: bool


def terms(passage: Passage) -> Iterator[Term]:
    """The first length of a contract, and the first time of the year, that `passage` names."""
    for kind, pattern in (("length", _LASTS), ("month", _MEANWHILE)):
        match = next(iter(matches_near(pattern, passage, kind, 60, 60)), None)
        if match:
            yield Term(match.start(), match.end(), pattern is _LASTS)
