"""Notes after an interview: the form they are written in, and what to practise next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PRACTISE = "Practise next"
_SECTIONS = ("What went well", "What did not", "Asked about", _PRACTISE)
_HEADING = re.compile(r"#{1,6}[ \t](.*)")
_BULLET = re.compile(r"^(?:[-*+•]|\d{1,3}[.)])(?:[ \t]+|$)")

#: What the editor opens with; lines of one's own headings are kept like any other.
FORM = "\n\n".join(f"# {name}\n" for name in _SECTIONS)


def notes(text: str) -> str:
    """What was written into the form, without the headings that nothing stands below; "" if nothing was."""
    return "\n\n".join(
        "\n".join(filter(None, (f"# {heading}" if heading else "", body))) for heading, body in _sections(text) if body
    )


def to_practise(texts: Iterable[str]) -> tuple[str, ...]:
    """The lines below "Practise next" of several notes, each once, in their order."""
    lines = (
        _BULLET.sub("", line.strip())
        for text in texts
        for heading, body in _sections(text)
        if heading.casefold() == _PRACTISE.casefold()
        for line in body.splitlines()
    )
    first = {line.casefold(): line for line in reversed([line for line in lines if line])}
    return tuple(reversed(first.values()))


def _sections(text: str) -> list[tuple[str, str]]:
    """(heading, what stands below it); the heading of what stands above the first one is ""."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            found.append((heading[1].strip(), []))
        else:
            found[-1][1].append(line.rstrip())
    return [(heading, "\n".join(lines).strip("\n")) for heading, lines in found]
