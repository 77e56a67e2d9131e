"""BODYSTRUCTURE as a tree of parts with their section numbers (RFC 9051 sections 6.4.5.1 and 7.5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from triage.imap.faults import MalformedError
from triage.imap.responses import number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.imap.responses import Value

    Params: TypeAlias = "tuple[tuple[bytes, bytes], ...]"

MAX_DEPTH = 30
MAX_PARTS = 200
_TEXT = frozenset(
    {b"text/plain", b"text/html", b"text/", b"text/enriched", b"text/richtext", b"text/markdown", b"text/x-markdown"}
    | {b"text/rfc822-headers", b"application/xhtml+xml"}
)
#: Forwarded mail whose structure servers do not tell; text/rfc822-headers comes with bounces.
_MESSAGES = frozenset({b"message/rfc822", b"message/global", b"message/news"})


@dataclass(frozen=True, slots=True)
class Part:
    """One node: a leaf, a multipart, or a message/rfc822 whose only child is the body of the message in it."""

    section: bytes  # b"" for the root when it is a multipart
    content_type: bytes  # lower case
    params: Params = ()
    encoding: bytes = b""  # Content-Transfer-Encoding as the server gives it
    size: int = 0  # octets as transferred
    disposition: bytes = b""  # lower case
    disposition_params: Params = ()
    children: tuple[Part, ...] = ()

    @property
    def is_multipart(self) -> bool:
        """Whether it consists of other parts."""
        return self.content_type.startswith(b"multipart/")

    @property
    def is_message(self) -> bool:
        """Whether it is a forwarded message whose structure is known."""
        return self.content_type == b"message/rfc822" and bool(self.children)

    @property
    def is_text(self) -> bool:
        """Whether it is something to read and no attachment."""
        if self.content_type in _MESSAGES:
            return not self.children
        return self.content_type in _TEXT and self.disposition != b"attachment"

    def walk(self) -> Iterator[Part]:
        """The part itself and everything in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_structure(value: Value) -> Part:
    """The tree in a BODYSTRUCTURE. Raises MalformedError if it cannot be understood, or is absurdly deep or wide."""
    root = _part(value, b"", 0)
    if sum(1 for _ in root.walk()) > MAX_PARTS:
        raise MalformedError("too many parts")
    return root


def _part(value: Value, section: bytes, depth: int) -> Part:
    if depth > MAX_DEPTH or not isinstance(value, list) or not value:
        raise MalformedError("a body structure that is none")
    if isinstance(value[0], list):
        return _multipart(value, section, depth)
    return _leaf(value, section or b"1", depth)


def _multipart(value: list[Value], section: bytes, depth: int) -> Part:
    """`(part)(part)… SUBTYPE [params [disposition …]]`; a multipart's own number is not part of the numbers below."""
    count = next((place for place, item in enumerate(value) if not isinstance(item, list)), len(value))
    if count > MAX_PARTS:
        raise MalformedError("too many parts")
    below = section + b"." if section else b""
    children = tuple([_part(item, below + b"%d" % (place + 1), depth + 1) for place, item in enumerate(value[:count])])
    rest = value[count:] + [None] * 3
    disposition, disposition_params = _disposition(rest[2])
    return Part(
        section,
        b"multipart/" + (_word(rest[0]) or b"mixed"),
        _params(rest[1]),
        disposition=disposition,
        disposition_params=disposition_params,
        children=children,
    )


def _leaf(value: list[Value], section: bytes, depth: int) -> Part:
    """`type subtype params id description encoding octets`, then what depends on the type, then the extensions."""
    if len(value) < 7:
        raise MalformedError("a body structure that is too short")
    content_type = _word(value[0]) + b"/" + _word(value[1])
    children: tuple[Part, ...] = ()
    extensions = 7
    if content_type == b"message/rfc822" and len(value) > 9 and isinstance(value[8], list):
        # Its body is numbered as if it stood in place of the message: 2.1 for a single part, 2.1, 2.2 for a multipart.
        if _word(value[5]) in {b"base64", b"quoted-printable"}:
            raise MalformedError("an encoded message in a message, which RFC 2046 section 5.2.1 forbids")
        body = value[8]
        multipart = bool(body) and isinstance(body[0], list)
        children = (_part(body, section if multipart else section + b".1", depth + 1),)
        extensions = 10
    elif content_type.startswith(b"text/"):
        extensions = 8
    rest = value[extensions:] + [None] * 2
    disposition, disposition_params = _disposition(rest[1])
    return Part(
        section,
        content_type,
        _params(value[2]),
        _word(value[5]),
        number(value[6]) or 0,
        disposition,
        disposition_params,
        children,
    )


def _word(value: Value) -> bytes:
    return value.lower().strip() if isinstance(value, bytes) else b""


def _params(value: Value) -> Params:
    if not isinstance(value, list):
        return ()
    names = iter(value)
    return tuple(
        [
            (name.lower(), item)
            for name, item in zip(names, names, strict=False)
            if isinstance(name, bytes) and isinstance(item, bytes)
        ]
    )


def _disposition(value: Value) -> tuple[bytes, Params]:
    if not isinstance(value, list) or len(value) < 1:
        return b"", ()
    return _word(value[0]), _params(value[1]) if len(value) > 1 else ()
