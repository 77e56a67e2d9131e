"""Whom a reply greets: a first name only when it is certain to be one."""

from __future__ import annotations

import functools
import re

from triage.draft.tables import wordings

_FIRST_NAME = re.compile(r"[^\W\d_][\w'’.-]{1,24}")
_TITLES = re.compile(r"(?:(?:dr|prof|mag|ing|mgr|inż|dipl\.?-ing|mr|mrs|ms|herr|frau)\.?\s+)+", re.IGNORECASE)


@functools.cache
def _words_of_firms() -> frozenset[str]:
    return frozenset(wordings("not_a_name")["words"])


def first_name(full_name: str, *, not_in: tuple[str, ...] = (), text: str = "") -> str:
    """The first name if it is certain to be one, else "" ("K. Lee" and "Talent Team" have none).

    `not_in` are names of firms, whose words are nobody's. If the mail `text` is signed with one word of the full name
    ("Wei"), that is the one its sender goes by.
    """
    words = certain_name(full_name, not_in=not_in).split()
    if not words:
        return ""
    return _signed(words, text) or words[0]


def certain_name(full_name: str, *, not_in: tuple[str, ...] = ()) -> str:
    """The full name, without academic titles, if it is certain to be a person's, else ""."""
    words = _TITLES.sub("", full_name.strip(), count=1).split()
    if not 2 <= len(words) <= 4 or not all(_FIRST_NAME.fullmatch(word) for word in words):
        return ""
    lowered = {word.lower().strip(".") for word in words}
    firms = {word.lower() for firm in not_in for word in re.findall(r"\w+", firm)}
    if lowered & _words_of_firms() or (len(lowered & firms) == len(lowered)):
        return ""
    first = words[0]
    return " ".join(words) if "." not in first and first[0].isupper() and not first.isupper() else ""


def _signed(words: list[str], text: str) -> str:
    """The one word that one of the last lines consists of, if the name has it."""
    last = [line.strip(" ,.!-–—") for line in text.rstrip().splitlines() if line.strip()][-4:]
    return next((line for line in reversed(last) if line in words), "")
