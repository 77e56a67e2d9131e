"""What the readers of facts share: lower case that keeps positions, and quotations."""

from __future__ import annotations

_QUOTE_CHARS = 160


def lowered(text: str) -> str:
    """`text` in lower case and of the same length, so that positions stay valid.

    The readers match lower-case patterns against it instead of ignoring case: measured five times faster, because `re`
    can skip an alternative by its first letter only in case-sensitive patterns.
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join([char.lower()[:1] for char in text])


def quote(text: str, start: int, end: int) -> str:
    """The words around [start, end) on one line, at most 160 characters, cut at line ends and at words."""
    room = max(0, _QUOTE_CHARS - (end - start)) // 2
    left = max(text.rfind("\n", 0, start) + 1, start - room)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + room)
    return " ".join(text[left:right].split())[:_QUOTE_CHARS]
