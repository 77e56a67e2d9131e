"""What FETCH answers in the demo's IMAP server (RFC 3501 sections 6.4.5 and 7.4.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.demo import mime, wire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.demo.mailboxes import Stored

_OLD_NAMES = {"RFC822": "BODY[]", "RFC822.HEADER": "BODY.PEEK[HEADER]", "RFC822.TEXT": "BODY[TEXT]"}
_BODY_ITEM = re.compile(r"BODY(?P<peek>\.PEEK)?\[(?P<spec>[^\]]*)\](?:<(?P<start>\d+)\.(?P<size>[1-9]\d*)>)?")


def fetched(number: int, one: Stored, items: Sequence[str], *, read_only: bool) -> bytes:
    r"""The FETCH response of message `number` with `items` (upper case), without its line end.

    Unless `read_only`, an item such as BODY[] marks the message \Seen, as RFC 3501 demands; BODY.PEEK[] never does.
    Raises `BadCommandError` or ValueError for an item that does not exist.
    """
    seen = "\\Seen" in one.flags
    answers = [_item(one, item, read_only=read_only) for item in items]
    if not seen and "\\Seen" in one.flags and "FLAGS" not in items:
        answers.append(_item(one, "FLAGS", read_only=read_only))
    return b"* %d FETCH (" % number + b" ".join(answers) + b")"


def _item(one: Stored, item: str, *, read_only: bool) -> bytes:
    if body := _BODY_ITEM.fullmatch(_OLD_NAMES.get(item, item)):
        name = item if item in _OLD_NAMES else f"BODY[{body['spec']}]"
        if not body["peek"] and not read_only:
            one.flags |= {"\\Seen"}
        return _section(one, name, body)
    return item.encode() + b" " + _simple(one, item)


def _section(one: Stored, name: str, body: re.Match[str]) -> bytes:
    octets = mime.section(one.part, one.octets, body["spec"])
    if body["start"]:
        start = int(body["start"])
        name, octets = f"{name}<{start}>", octets[start : start + int(body["size"])]
    return name.encode() + b" " + wire.literal(octets)


def _simple(one: Stored, item: str) -> bytes:
    match item:
        case "UID":
            return b"%d" % one.uid
        case "FLAGS":
            return f"({' '.join(sorted(one.flags))})".encode()
        case "INTERNALDATE":
            return one.internal_date.strftime('"%d-%b-%Y %H:%M:%S %z"').encode()
        case "RFC822.SIZE":
            return b"%d" % len(one.octets)
        case "ENVELOPE":
            return wire.serialised(mime.envelope(one.part))
        case "BODYSTRUCTURE":
            return wire.serialised(mime.body_structure(one.part))
    raise wire.BadCommandError
