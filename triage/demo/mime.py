"""Cuts the octets of a message into its MIME parts, exactly as IMAP counts them, and describes them to an IMAP client.

The parser of the standard library rebuilds parts instead of cutting them, so its sizes and octets differ from the
stored message; an IMAP server may not do that (RFC 3501 section 6.4.5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import getaddresses

_HEADER_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:(.*(?:\r\n[ \t].*)*)\r\n", re.MULTILINE)
_PARAMETER = re.compile(rb';\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))')
_SECTION = re.compile(
    r"(?P<path>\d+(?:\.\d+)*)?\.?"
    r"(?P<what>HEADER\.FIELDS\.NOT|HEADER\.FIELDS|HEADER|TEXT|MIME)?"
    r"(?: \((?P<names>[^)]*)\))?"
)
_MAX_DEPTH = 30  # as triage.parse: deeper parts are shown as one opaque part

#: What BODYSTRUCTURE and ENVELOPE are made of: NIL, numbers, strings and lists (RFC 3501 section 4).
Value = bytes | int | list["Value"] | None


@dataclass(frozen=True, slots=True)
class Part:
    """One MIME part: `header` ends with its empty line, `body` is still encoded, `parts` are those of a multipart."""

    header: bytes
    body: bytes
    media_type: tuple[bytes, bytes]
    parameters: tuple[tuple[bytes, bytes], ...]
    parts: tuple[Part, ...] = ()
    message: Part | None = None  # of a message/rfc822


def cut(octets: bytes, default_type: bytes = b"text/plain", depth: int = 0) -> Part:
    """The part that `octets` (lines ending in CRLF) hold, with the parts inside; never raises."""
    end = 2 if octets.startswith(b"\r\n") else octets.find(b"\r\n\r\n") + 4
    header, body = (octets[:end], octets[end:]) if end != 3 else (octets, b"")
    media_type, parameters = _content_type(_field(header, b"content-type") or default_type)
    parts: tuple[Part, ...] = ()
    message = None
    if depth < _MAX_DEPTH and media_type[0].lower() == b"multipart":
        inner_type = b"message/rfc822" if media_type[1].lower() == b"digest" else b"text/plain"
        parts = tuple(cut(one, inner_type, depth + 1) for one in _between_boundaries(body, dict(parameters)) or [b""])
    elif depth < _MAX_DEPTH and _joined(media_type) == b"message/rfc822":
        message = cut(body, depth=depth + 1)
    return Part(header, body, media_type, parameters, parts, message)


def section(root: Part, octets: bytes, spec: str) -> bytes:
    """The octets of BODY[`spec`] (RFC 3501 section 6.4.5); empty, as Dovecot answers, if there is no such part.

    Raises ValueError if `spec` is not a section.
    """
    found = _SECTION.fullmatch(spec)
    if not found:
        raise ValueError(spec)
    what, names = found["what"], (found["names"] or "").split()
    if not found["path"]:
        return _of_message(root, what, names) if what else octets
    part = _numbered(root, [int(number) for number in found["path"].split(".")])
    if part is None:
        return b""
    if what == "MIME":
        return part.header
    if not what:
        return part.body
    return _of_message(part.message, what, names) if part.message else b""


def body_structure(part: Part) -> Value:
    """The BODYSTRUCTURE of a part (RFC 3501 section 7.4.2), with its extension data."""
    disposition = _disposition(part)
    tags = _field(part.header, b"content-language")
    language: Value = [tag.strip() for tag in tags.split(b",")] if tags else None
    location = _field(part.header, b"content-location")
    if part.parts:
        children: list[Value] = [body_structure(child) for child in part.parts]
        # A list of lists and then strings: the caller writes sub-parts side by side without a space.
        return [children, part.media_type[1], _pairs(part.parameters), disposition, language, location]
    described: list[Value] = [
        *part.media_type,
        _pairs(_with_charset(part)),
        _field(part.header, b"content-id"),
        _field(part.header, b"content-description"),
        _field(part.header, b"content-transfer-encoding") or b"7bit",
        len(part.body),
    ]
    if part.message:
        described += [envelope(part.message), body_structure(part.message), part.body.count(b"\n")]
    elif part.media_type[0].lower() == b"text":
        described.append(part.body.count(b"\n"))
    return [*described, _field(part.header, b"content-md5"), disposition, language, location]


def envelope(part: Part) -> Value:
    """The ENVELOPE of a message (RFC 3501 section 7.4.2)."""
    from_ = _addresses(part, b"from")
    return [
        _field(part.header, b"date"),
        _field(part.header, b"subject"),
        from_,
        _addresses(part, b"sender") or from_,
        _addresses(part, b"reply-to") or from_,
        *(_addresses(part, name) for name in (b"to", b"cc", b"bcc")),
        _field(part.header, b"in-reply-to"),
        _field(part.header, b"message-id"),
    ]


def _fields(header: bytes, name: bytes) -> list[bytes]:
    """Every value of the header `name` (lower case), unfolded, topmost first."""
    fields = _HEADER_FIELD.findall(header)
    return [re.sub(rb"\r\n(?=[ \t])", b"", value).strip() for key, value in fields if key.lower() == name]


def _field(header: bytes, name: bytes) -> bytes | None:
    return next(iter(_fields(header, name)), None)


def _content_type(value: bytes) -> tuple[tuple[bytes, bytes], tuple[tuple[bytes, bytes], ...]]:
    found = re.match(rb"\s*([^\s/;]+)/([^\s/;]+)", value)
    media_type = (found[1], found[2]) if found else (b"text", b"plain")
    return media_type, _parameters(value)


def _parameters(value: bytes) -> tuple[tuple[bytes, bytes], ...]:
    return tuple(
        (name.lower(), re.sub(rb"\\(.)", rb"\1", quoted) if quoted else plain)
        for name, quoted, plain in _PARAMETER.findall(value)
    )


def _joined(media_type: tuple[bytes, bytes]) -> bytes:
    return b"/".join(media_type).lower()


def _between_boundaries(body: bytes, parameters: dict[bytes, bytes]) -> list[bytes]:
    """The octets of each part (RFC 2046 section 5.1.1); the line end before a boundary belongs to the boundary."""
    boundary = parameters.get(b"boundary")
    if not boundary:
        return []
    line = re.compile(rb"(?:\A|\r\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r\n|\Z)")
    marks = list(line.finditer(body))
    closing = next((index for index, mark in enumerate(marks) if mark[1]), len(marks))
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    return [body[mark.end() + 2 : end] for mark, end in zip(marks[:closing], ends, strict=False)]


def _numbered(root: Part, path: list[int]) -> Part | None:
    """The part with this number; a message that is no multipart has one part, itself."""
    part: Part | None = root
    is_message = True
    for number in path:
        assert part
        holder = part.message if part.message and not is_message else part
        if holder.parts:
            part = holder.parts[number - 1] if 0 < number <= len(holder.parts) else None
        else:
            part = holder if number == 1 and (is_message or holder is not part) else None
        if part is None:
            return None
        is_message = False
    return part


def _of_message(message: Part, what: str, names: list[str]) -> bytes:
    if what == "TEXT":
        return message.body
    if what == "HEADER":
        return message.header
    wanted = {name.strip('"').lower().encode() for name in names}
    if what == "HEADER.FIELDS.NOT":
        return _HEADER_FIELD.sub(lambda found: b"" if found[1].lower() in wanted else found[0], message.header)
    fields = _HEADER_FIELD.finditer(message.header)
    return b"".join(found[0] for found in fields if found[1].lower() in wanted) + b"\r\n"


def _pairs(parameters: tuple[tuple[bytes, bytes], ...]) -> Value:
    return [item for pair in parameters for item in pair] or None


def _with_charset(part: Part) -> tuple[tuple[bytes, bytes], ...]:
    """Text without a charset is US-ASCII (RFC 2046 section 4.1.2), and servers say so."""
    if part.media_type[0].lower() != b"text" or b"charset" in dict(part.parameters):
        return part.parameters
    return (*part.parameters, (b"charset", b"us-ascii"))


def _disposition(part: Part) -> Value:
    value = _field(part.header, b"content-disposition")
    return [value.partition(b";")[0].strip(), _pairs(_parameters(value))] if value else None


def _addresses(part: Part, name: bytes) -> Value:
    values = [value.decode("utf-8", "surrogateescape") for value in _fields(part.header, name)]
    found: list[Value] = []
    for display_name, addr_spec in getaddresses(values):
        local, _, domain = addr_spec.partition("@")
        if local:
            encoded = [text.encode("utf-8", "surrogateescape") for text in (display_name, local, domain)]
            found.append([encoded[0] or None, None, encoded[1], encoded[2] or b"MISSING_DOMAIN"])
    return found or None
