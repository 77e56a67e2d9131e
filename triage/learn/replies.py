"""Reads what the user once answered a recruiter: yes, no, a question, or nothing that can be told for sure.

A small reader by expressions, in eight languages: each verdict comes with the words it was read from, and what speaks
both ways is left open. A wrong label would be learned from; one that is left out costs nothing.
"""

from __future__ import annotations

import functools
import re
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from triage.resources import sections
from triage.vocabulary import whole_words

_LONGEST = 6_000  # characters: an answer is said at its beginning
_QUOTE = 100
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans("’‘`´", "''''")


class Answer(StrEnum):
    """What a reply says."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    ASKED = "asked"
    OTHER = "other"


class Reading(NamedTuple):
    """What a reply says, and the words that say so."""

    answer: Answer
    quote: str


def read_reply(text: str) -> Reading:
    """What the text of a reply says, history and signature left out; `OTHER` when it is not sure."""
    plain = _SPACES.sub(" ", text[:_LONGEST].translate(_QUOTES)).strip()
    lowered = plain.lower()
    if len(lowered) != len(plain):
        plain = lowered
    declined = _expressions()["declined"].search(lowered)
    masked = _expressions()["declined"].sub(lambda found: "·" * len(found[0]), lowered)
    accepted = _expressions()["accepted"].search(masked)
    if declined and accepted:
        return _turned(plain, lowered, declined, accepted)
    if declined:
        return Reading(Answer.DECLINED, _around(plain, declined))
    if accepted:
        return Reading(Answer.ACCEPTED, _around(plain, accepted))
    if asked := _expressions()["asked"].search(lowered):
        return Reading(Answer.ASKED, _around(plain, asked))
    return _hinted(plain, lowered)


def _hinted(plain: str, lowered: str) -> Reading:
    """What is only hinted: a day to talk on, or thanks with a "but"; both of them tell nothing."""
    agrees = _expressions()["agrees"].search(lowered)
    regrets = None if "?" in plain else _expressions()["regrets"].search(lowered)
    if agrees and not regrets:
        return Reading(Answer.ACCEPTED, _around(plain, agrees))
    if regrets and not agrees:
        return Reading(Answer.DECLINED, _around(plain, regrets))
    return Reading(Answer.OTHER, "")


def _turned(plain: str, lowered: str, declined: re.Match[str], accepted: re.Match[str]) -> Reading:
    """Of a yes and a no the later one holds, if a "but" stands between them."""
    first, last = sorted((declined, accepted), key=lambda found: found.start())
    if _expressions()["but"].search(lowered, first.end(), last.start() + 1) is None:
        return Reading(Answer.OTHER, "")
    return Reading(Answer.DECLINED if last is declined else Answer.ACCEPTED, _around(plain, last))


def _around(plain: str, found: re.Match[str]) -> str:
    """The words that were found, with a little of their sentence, on one line."""
    begin = max(plain.rfind(mark, 0, found.start()) for mark in ".!?") + 1
    begin = max(begin, found.start() - _QUOTE // 2)
    begin, end = whole_words(plain, begin, max(found.end(), begin + _QUOTE), found.start(), found.end())
    return plain[begin:end].lstrip(" ,;:").rstrip()[: 2 * _QUOTE]


@functools.cache
def _expressions() -> dict[str, re.Pattern[str]]:
    """Each section of the table as one expression over whole words."""
    table = sections(Path(__file__).with_name("tables") / "replies.txt")
    return {name: re.compile(rf"(?<!\w)(?:{'|'.join(lines)})(?!\w)") for name, lines in table.items()}
