"""Mailbox names on the wire: modified UTF-7 (RFC 3501 section 5.1.3) and quoting."""

from __future__ import annotations

import binascii
import re

_SHIFTED = re.compile(rb"&([A-Za-z0-9+,]*)-")
_UNPRINTABLE = re.compile("[^\x20-\x7e]+|&")


def encode(name: str) -> bytes:
    """The name as the server knows it, printable ASCII. INBOX is the same in any case (RFC 9051 section 5.1)."""
    if name.upper() == "INBOX":
        return b"INBOX"
    return _UNPRINTABLE.sub(lambda run: _shift(run[0]), name).encode("ascii")


def _shift(run: str) -> str:
    if run == "&":
        return "&-"
    octets = run.encode("utf-16-be", "surrogatepass")
    return f"&{binascii.b2a_base64(octets, newline=False).rstrip(b'=').replace(b'/', b',').decode()}-"


def decode(octets: bytes) -> str:
    """The name for people. A name that is no modified UTF-7 is taken as UTF-8, at worst with replacement characters."""
    if b"&" not in octets:
        return octets.decode("utf-8", "replace")
    try:
        return _decode(octets)
    except ValueError:
        return octets.decode("utf-8", "replace")


def _decode(octets: bytes) -> str:
    pieces, at = [], 0
    for found in _SHIFTED.finditer(octets):
        pieces += [_plain(octets[at : found.start()]), _unshift(found[1])]
        at = found.end()
    return "".join([*pieces, _plain(octets[at:])])


def _plain(octets: bytes) -> str:
    if b"&" in octets:
        raise ValueError("an & that shifts to nothing")
    return octets.decode("utf-8")


def _unshift(base64: bytes) -> str:
    if not base64:
        return "&"
    padded = base64.replace(b",", b"/") + b"=" * (-len(base64) % 4)
    return binascii.a2b_base64(padded).decode("utf-16-be")


def quoted(octets: bytes) -> bytes:
    """A quoted string (RFC 9051 section 4.3) of octets that hold no CR, LF or NUL."""
    return b'"' + octets.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
