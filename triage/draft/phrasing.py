"""The small tools that templates join sentences with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_BLANKS = re.compile(r"[ \t\r\n]+")  # not the no-break space before a French question mark


def prose(*sentences: str) -> str:
    """Sentences as one paragraph; empty ones leave no gap."""
    return " ".join(filter(None, (_BLANKS.sub(" ", sentence).strip(" ") for sentence in sentences)))


def listed(items: Sequence[str], last: str) -> str:
    """As in "a, b and c"; `last` is the word for "and"."""
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def topics_of(asked: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The names of the topics that have one."""
    return [names[topic] for topic in asked if topic in names]


def low(sentence: str) -> str:
    """A sentence that goes on after a colon: "¿Cuál" becomes "¿cuál"."""
    return _first_letter(sentence.strip(), str.lower)


def cap(clause: str) -> str:
    """A clause that begins a sentence."""
    return _first_letter(clause.strip(), str.upper)


def _first_letter(text: str, change: Callable[[str], str]) -> str:
    start = 1 if text[:1] in {"¿", "¡"} else 0
    return text[:start] + change(text[start : start + 1]) + text[start + 1 :]
