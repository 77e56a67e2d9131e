"""Puts a small message together from its header section and the text parts that were fetched.

The result is a message like the original without its attachments: the same header but for its Content-* fields, the
same parts in the same order with their charset, encoding and boundary; what was not fetched is there as an empty part
with its type and file name, so that it can still be listed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.imap.structure import Params, Part

_CONTENT_FIELDS = re.compile(rb"^Content-[^:\r\n]*:.*\n(?:[ \t].*\n)*", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=?-][0-9A-Za-z'()+_,./:=? -]{0,199}(?<! )")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z{}-]+")
_UNSAFE = re.compile(rb"[\r\n\0]+")


def closed(header: bytes) -> bytes:
    """The header section with the empty line that ends it, which a cut one lacks: a message with no body."""
    if header.endswith((b"\r\n\r\n", b"\n\n")) or header == b"\r\n":
        return header
    return header + (b"\r\n" if header.endswith(b"\n") else b"\r\n\r\n")


def assemble(header: bytes, root: Part, sections: Mapping[bytes, bytes]) -> bytes:
    """The message made of `sections` (octets by section number, as transferred; `N.HEADER` for forwarded mail)."""
    if root.is_multipart or not root.is_text:
        fields = _CONTENT_FIELDS.sub(b"", closed(header))[:-2]
        return fields + b"MIME-Version: 1.0\r\n" * (b"mime-version:" not in fields.lower()) + _render(root, sections)
    return closed(header) + sections.get(root.section, b"")


def _render(part: Part, sections: Mapping[bytes, bytes]) -> bytes:
    """The Content-* fields, the empty line and the body of one part."""
    if part.is_multipart:
        return _multipart(part, sections)
    fields = _fields(part, part.params)
    if part.is_message:
        header = closed(sections.get(part.section + b".HEADER", b""))
        return fields + b"\r\n" + assemble(header, part.children[0], sections)
    if part.encoding:
        fields += b"Content-Transfer-Encoding: " + _UNSAFE.sub(b" ", part.encoding) + b"\r\n"
    return fields + b"\r\n" + sections.get(part.section, b"")


def _multipart(part: Part, sections: Mapping[bytes, bytes]) -> bytes:
    params = dict(part.params)
    boundary = params.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        # Not to be had from the server: one of our own, which no part can hold because it is longer than any of theirs.
        boundary = b"=_part-" + (part.section or b"0") + b"-" + b"=" * 40
    fields = _fields(part, tuple((params | {b"boundary": boundary}).items()))
    bodies = [b"--" + boundary + b"\r\n" + _render(child, sections) + b"\r\n" for child in part.children]
    return fields + b"\r\n" + b"".join(bodies) + b"--" + boundary + b"--\r\n"


def _fields(part: Part, params: Params) -> bytes:
    fields = b"Content-Type: " + _UNSAFE.sub(b" ", part.content_type) + _parameters(params) + b"\r\n"
    if part.disposition:
        disposition = _UNSAFE.sub(b" ", part.disposition)
        fields += b"Content-Disposition: " + disposition + _parameters(part.disposition_params) + b"\r\n"
    return fields


def _parameters(params: Params) -> bytes:
    return b"".join([b";\r\n\t" + name + b"=" + _value(value) for name, value in params if _TOKEN.fullmatch(name)])


def _value(value: bytes) -> bytes:
    if _TOKEN.fullmatch(value):
        return value
    return b'"' + _UNSAFE.sub(b" ", value).replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
