"""format=flowed (RFC 3676): long paragraphs in short lines that a mail program puts together again."""

from __future__ import annotations

import re

#: Section 4.2: lines are at most this long, the space that marks a soft break included.
WIDTH = 76

_QUOTED = re.compile(r"(>+) ?(.*)", re.DOTALL)


def flowed(text: str) -> str:
    """`text` with its long lines cut at spaces, those of quotes behind the marks of their depth."""
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line)) + "\n"


def _pieces(line: str) -> list[str]:
    if line == "-- ":  # section 4.3: the one line that may end in a space and is not flowed
        return [line]
    marks, content = _marks(line)
    limit = max(20, WIDTH - len(marks) - 1)
    pieces, rest = [], content.rstrip(" ")
    while len(rest) > limit and (cut := rest.rfind(" ", 1, limit)) > 0:
        pieces.append(rest[: cut + 1])
        rest = rest[cut + 1 :]
    return [_stuffed(marks, piece) for piece in (*pieces, rest)]


def _marks(line: str) -> tuple[str, str]:
    """The quote marks a line begins with (section 4.5), and what follows them."""
    found = _QUOTED.fullmatch(line)
    return (found[1], found[2]) if found else ("", line)


def _stuffed(marks: str, piece: str) -> str:
    """Section 4.4: a space behind quote marks, and before what would be taken for a quote, an mbox line or a space."""
    if marks:
        return f"{marks} {piece}" if piece else marks
    return f" {piece}" if piece.startswith((" ", "From ", ">")) else piece
