"""Joins the soft line breaks of format=flowed text (RFC 3676)."""

from __future__ import annotations


def unwrapped(text: str, *, joins_spaceless: bool) -> str:
    """Paragraphs as one line each, quote marks kept; `joins_spaceless` is DelSp=yes (section 4.2)."""
    lines: list[str] = []
    pending: list[str] = []
    depth = 0
    for line in text.split("\n"):
        content = line.lstrip(">")
        level = len(line) - len(content)
        content = content.removeprefix(" ")  # space-stuffing, section 4.4
        if pending and level != depth:
            lines.append(_line(pending, depth))
            pending = []
        depth = level
        if content.endswith(" ") and content != "-- ":
            pending.append(content[:-1] if joins_spaceless else content)
        elif content == "-- " and pending:
            lines += [_line(pending, depth), _line([content], depth)]
            pending = []
        else:
            lines.append(_line([*pending, content], depth))
            pending = []
    if pending:
        lines.append(_line(pending, depth))
    return "\n".join(lines)


def _line(pieces: list[str], depth: int) -> str:
    return (">" * depth + " " if depth else "") + "".join(pieces)
