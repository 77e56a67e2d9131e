"""Reads through signatures: PGP clear-signed text (RFC 9580 section 7) and opaque S/MIME (RFC 5652)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNED = re.compile(r"(?m)^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*+\n?")
_ARMOR_LINE = re.compile(r"(?m)^-----(BEGIN|END) PGP (?:SIGNATURE|MESSAGE|PUBLIC KEY BLOCK)-----[ \t]*$\n?")
_DASH_ESCAPED = re.compile(r"(?m)^- (?=-|From )")
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_OCTET_STRING, _CONSTRUCTED_STRING = 0x04, 0x24
_MAX_NESTING = 8


def without_armor(text: str) -> str:
    """The text without PGP armour; encrypted blocks, keys and signatures are dropped."""
    text, was_signed = _SIGNED.subn("", text)
    kept: list[str] = []
    at = 0
    is_open = False
    for match in _ARMOR_LINE.finditer(text):
        if not is_open:
            kept.append(text[at : match.start()])
        is_open = match[1] == "BEGIN"
        at = match.end()
    text = "".join(kept) + ("" if is_open else text[at:])
    return _DASH_ESCAPED.sub("", text) if was_signed else text


def signed_content(der: bytes) -> bytes:
    """The message inside a PKCS #7 signed-data object; b"" if there is none or it is encrypted. Checks no signature."""
    if _SIGNED_DATA not in der[:64]:
        return b""
    at = der.find(_DATA)
    if at < 0:
        return b""
    return b"".join(_strings(der, at + len(_DATA), len(der), 0))


def _strings(der: bytes, at: int, end: int, nesting: int) -> Iterator[bytes]:
    """The OCTET STRINGs of the first element at `at`, whole or in the pieces of BER's indefinite form."""
    header = _header(der, at, end)
    if header is None or nesting > _MAX_NESTING:
        return
    tag, start, stop = header
    if tag == _OCTET_STRING:
        yield der[start:stop]
        return
    if tag not in {0xA0, _CONSTRUCTED_STRING}:
        return
    while start < stop and der[start : start + 2] != b"\0\0":
        inner = _header(der, start, stop)
        if inner is None:
            return
        yield from _strings(der, start, stop, nesting + 1)
        if inner[2] == stop and der[start + 1] == 0x80:
            return
        start = inner[2]


def _header(der: bytes, at: int, end: int) -> tuple[int, int, int] | None:
    """(tag, start, end) of the element at `at`; the indefinite form ends where its parent does."""
    if at + 2 > end:
        return None
    tag, length = der[at], der[at + 1]
    start = at + 2
    if length == 0x80:
        return tag, start, end
    if length > 0x80:
        count = length & 0x7F
        if count > 4 or start + count > end:
            return None
        length = int.from_bytes(der[start : start + count], "big")
        start += count
    return tag, start, min(start + length, end)
