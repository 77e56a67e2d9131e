"""Turns the octets of a message into a `Message`: lenient, bounded, linear in time, and never raising."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from triage.domain import Address, Message
from triage.parse.addresses import first_address, read_addresses, read_message_ids
from triage.parse.dates import read_date
from triage.parse.headers import decode_value, raw_text, read_section
from triage.parse.mime import read_content
from triage.parse.quote import split_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.domain import RawMessage
    from triage.parse.mime import Content
    from triage.parse.quote import Split

MAX_OCTETS = 25 * 1024 * 1024
MAX_TEXT = 64 * 1024  # characters kept of the text, and of the quoted text

_REPLY_SUBJECT = re.compile(r"(?i)\s*(?:re|aw|sv|antw|rif|r|odp|wg|fwd?|tr|rv|enc|doorst|pd)\s*(?:\[\d+\])?\s*:")
#: The header fields that make the hash: what the sender wrote and no server on the way changes or adds.
_IDENTITY = ("message-id", "date", "from", "to", "cc", "subject", "in-reply-to")
_ONCE = ("from", "date", "subject", "message-id", "to", "cc", "reply-to", "sender")


def parse(raw: RawMessage) -> Message:
    """The message as typed text. Whatever the octets: nothing is raised, every trouble is one of `defects`."""
    octets, defects = _normalised(raw.octets)
    section = read_section(octets, 0, len(octets))
    content = read_content(octets, section.fields, section.body_at)
    defects += section.defects
    first = dict(reversed(section.fields))
    headers = tuple([(name, decode_value(value)) for name, value in section.fields])
    subject = decode_value(first.get("subject", b""))
    thread = {
        name: read_message_ids(raw_text(first.get(name, b""))) for name in ("message-id", "in-reply-to", "references")
    }
    split = _split(content, is_reply=bool(thread["in-reply-to"] or _REPLY_SUBJECT.match(subject)))
    date = read_date(raw_text(first.get("date", b"")))
    defects += _header_defects(section.fields, first, has_date=date is not None, has_id=bool(thread["message-id"]))
    defects += list(content.defects)
    text, quoted = _capped(split.text, defects), _capped(split.quoted, defects)
    return Message(
        message_id=thread["message-id"][0] if thread["message-id"] else "",
        in_reply_to=thread["in-reply-to"],
        references=thread["references"],
        date=date,
        from_=_first(first, "from") or Address("", ""),
        sender=_first(first, "sender"),
        reply_to=_all(first, "reply-to"),
        to=_all(first, "to"),
        cc=_all(first, "cc"),
        subject=subject,
        text=text,
        quoted=quoted,
        signature=split.signature[:MAX_TEXT],
        attachments=tuple(content.attachments),
        headers=headers,
        defects=tuple(dict.fromkeys(defects)),
        content_hash=_content_hash(first, text if not thread["message-id"] else ""),
    )


def _normalised(octets: bytes) -> tuple[bytes, list[str]]:
    """The octets with LF line ends, and without what some programs put before the first header."""
    defects: list[str] = []
    if len(octets) > MAX_OCTETS:
        octets = octets[:MAX_OCTETS]
        defects.append(f"larger than {MAX_OCTETS // (1024 * 1024)} MB; the rest was left out")
    if octets[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        octets = octets.decode("utf-16", "replace").encode("utf-8", "replace")
        defects.append("the whole message is UTF-16")
    octets = octets.removeprefix(b"\xef\xbb\xbf")
    if b"\r" in octets:
        octets = octets.replace(b"\r\r\n", b"\r\n").replace(b"\r\n", b"\n")
        if b"\n" not in octets[:65_536]:
            octets = octets.replace(b"\r", b"\n")
            defects.append("lines end in CR alone")
    if octets[:1] in b"\n \t":
        octets = octets.lstrip(b"\n")
    return octets, defects


def _split(content: Content, *, is_reply: bool) -> Split:
    """The text of all pieces, split; messages inside the message are history."""
    whole = "\n\n".join(piece.text.strip("\n") for piece in content.pieces)
    has_citation = is_reply or any(piece.is_html and "\n> " in f"\n{piece.text}" for piece in content.pieces)
    split = split_text(whole, is_reply=has_citation)
    if not content.forwarded:
        return split
    return split._replace(
        quoted="\n\n".join(part.strip() for part in (split.quoted, *content.forwarded) if part.strip())
    )


def _capped(text: str, defects: list[str]) -> str:
    if len(text) > MAX_TEXT:
        defects.append("long text was cut")
        return text[:MAX_TEXT]
    return text


def _first(first: Mapping[str, bytes], name: str) -> Address | None:
    return first_address(raw_text(first[name])) if name in first else None


def _all(first: Mapping[str, bytes], name: str) -> tuple[Address, ...]:
    return read_addresses(raw_text(first[name])) if name in first else ()


def _header_defects(
    fields: list[tuple[str, bytes]], first: Mapping[str, bytes], *, has_date: bool, has_id: bool
) -> list[str]:
    names = [name for name, _ in fields]
    defects = [f"more than one {name.title()}" for name in _ONCE if name in first and names.count(name) > 1]
    if not has_date:
        defects.append("the Date is missing or impossible")
    if not has_id:
        defects.append("the Message-ID is missing or malformed")
    if "from" not in first:
        defects.append("there is no From")
    if any(b"\0" in value for value in first.values()):
        defects.append("NUL in a header")
    return defects


def _content_hash(first: Mapping[str, bytes], text: str) -> str:
    """SHA-256 of the header fields that the sender wrote, blanks left out.

    Not Received or Content-*: two deliveries of one mail differ in the first, and a source that leaves out attachments
    rewrites the second. Not the body: whether a source fetched it must not change the hash. Mail without a Message-ID
    is the exception, because only its text tells two of one minute apart: the beginning of the text counts too.
    """
    lines = [name.encode() + b":" + b"".join(first.get(name, b"").split()) for name in _IDENTITY]
    written = "".join(text[:2_000].split()).encode("utf-8", "replace")
    return hashlib.sha256(b"\n".join((*lines, written))).hexdigest()
