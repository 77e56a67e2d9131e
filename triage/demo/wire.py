"""The grammar of the demo's IMAP server: command lines to tokens, values to octets (RFC 3501 section 9)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.demo.mime import Value

MAX_LINE = 64 * 1024
MAX_LITERAL = 64 * 1024 * 1024

#: An atom is str, a string or literal is bytes, a parenthesised list is a list.
Token = str | bytes | list["Token"]

# An atom may hold a [section] with spaces and parentheses in it: BODY.PEEK[HEADER.FIELDS (FROM TO)]<0.512>.
_TOKEN = re.compile(rb'[ ]|\(|\)|"((?:[^"\\]|\\.)*)"|((?:[^\s()"\[]|\[[^\]]*\])+)')
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}$")


class BadCommandError(Exception):
    """What the client sent is not a command of this grammar: it is answered with BAD."""


class ClosedError(Exception):
    """The client is gone, or sends what nobody should keep listening to."""


def read_command(stream: BinaryIO, ask: Callable[[], None]) -> list[Token]:
    """The tokens of the next command; `ask` is called before each synchronising literal (RFC 7888).

    Raises `ClosedError` at the end of the stream and on over-long input, `BadCommandError` with the tag on nonsense.
    """
    pieces: list[bytes] = []
    literals: list[bytes] = []
    while True:
        line = _read_line(stream)
        literal = _LITERAL.search(line)
        if not literal:
            return _tokens([*pieces, line], literals)
        pieces.append(line[: literal.start()])
        literals.append(_read_literal(stream, int(literal[1]), None if literal[2] else ask))


def _read_line(stream: BinaryIO) -> bytes:
    line = stream.readline(MAX_LINE)
    if not line.endswith(b"\n"):
        raise ClosedError
    return line.rstrip(b"\r\n")


def _read_literal(stream: BinaryIO, size: int, ask: Callable[[], None] | None) -> bytes:
    if size > MAX_LITERAL:
        raise ClosedError
    if ask:
        ask()
    octets = stream.read(size)
    if len(octets) < size:
        raise ClosedError
    return octets


def _tokens(pieces: list[bytes], literals: list[bytes]) -> list[Token]:
    open_lists: list[list[Token]] = [[]]
    for number, piece in enumerate(pieces):
        _tokenise(piece, open_lists)
        if number < len(literals):
            open_lists[-1].append(literals[number])
    if len(open_lists) != 1:
        raise BadCommandError(_tag(open_lists[0]))
    return open_lists[0]


def _tokenise(piece: bytes, open_lists: list[list[Token]]) -> None:
    """Appends the tokens of `piece` to the innermost of `open_lists`, opening and closing lists on the way."""
    position = 0
    while position < len(piece):
        found = _TOKEN.match(piece, position)
        if not found:
            raise BadCommandError(_tag(open_lists[0]))
        position = found.end()
        if found[0] == b"(":
            opened: list[Token] = []
            open_lists[-1].append(opened)
            open_lists.append(opened)
        elif found[0] == b")":
            _close(open_lists)
        elif found[1] is not None:
            open_lists[-1].append(re.sub(rb"\\(.)", rb"\1", found[1]))
        elif found[2]:
            open_lists[-1].append(found[2].decode("latin-1"))


def _close(open_lists: list[list[Token]]) -> None:
    if len(open_lists) == 1:
        raise BadCommandError(_tag(open_lists[0]))
    open_lists.pop()


def _tag(tokens: list[Token]) -> str:
    return str(tokens[0]) if tokens and isinstance(tokens[0], str) else "*"


def text(token: Token) -> str:
    """An atom or string as text (an astring). Raises `BadCommandError` on a list."""
    if isinstance(token, list):
        raise BadCommandError
    return token if isinstance(token, str) else token.decode("utf-8", "surrogateescape")


def serialised(value: Value) -> bytes:
    """A value of a response: NIL, number, quoted string, literal, or list.

    A list that begins with a list of lists is a multipart's BODYSTRUCTURE: its parts stand side by side.
    """
    if value is None:
        return b"NIL"
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, bytes):
        return _string(value)
    if value and isinstance(value[0], list) and value[0] and isinstance(value[0][0], list):
        parts = b"".join(serialised(part) for part in value[0])
        return b"(" + parts + b" " + b" ".join(serialised(item) for item in value[1:]) + b")"
    if value and all(isinstance(item, list) for item in value):
        return b"(" + b"".join(serialised(item) for item in value) + b")"
    return b"(" + b" ".join(serialised(item) for item in value) + b")"


def _string(octets: bytes) -> bytes:
    if re.fullmatch(rb"[\x20-\x7e]{0,1000}", octets):
        return b'"' + re.sub(rb'(["\\])', rb"\\\1", octets) + b'"'
    return literal(octets)


def literal(octets: bytes) -> bytes:
    """Octets as an IMAP literal."""
    return b"{%d}\r\n" % len(octets) + octets


def numbers(sequence_set: str, largest: int) -> Callable[[int], bool]:
    """Whether a number is in a sequence set such as 2,4:7,9:* ("*" is `largest`; RFC 3501 section 9).

    Raises `BadCommandError`.
    """
    ranges = [_range(item, largest) for item in sequence_set.split(",")]
    return lambda number: any(low <= number <= high for low, high in ranges)


def _range(item: str, largest: int) -> tuple[int, int]:
    if not re.fullmatch(r"(?:[1-9]\d*|\*)(?::(?:[1-9]\d*|\*))?", item):
        raise BadCommandError
    ends = [largest if end == "*" else int(end) for end in item.split(":")]
    return min(ends), max(ends)
