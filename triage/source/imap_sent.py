"""Reads the user's own answers in Sent: the thread headers of every new message, the text of those that matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.domain import Batch, Cursor
from triage.imap.fetching import fetch
from triage.source.imap_reading import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.domain import MessageRef
    from triage.imap.connection import Connection
    from triage.imap.fetching import Items
    from triage.source import Concerns

_CHUNK = 500  # messages whose headers are asked for at once
_MAX_HEADER = 64 << 10  # octets: a References chain of a thousand
_HEAD = b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES)]<0.%d>" % _MAX_HEADER
_ID = re.compile(rb"<[^<>\s]{1,250}>")


def own_mail(
    connection: Connection, place: MessageRef, uids: Sequence[int], end: Cursor, concerns: Concerns
) -> Iterator[Batch]:
    """Batches of those of `uids` that concern a conversation we know; then an empty one, the first to reach `end`."""
    reader = Reader(connection, place, None)
    for start in range(0, len(uids), _CHUNK):
        chunk = uids[start : start + _CHUNK]
        heads = fetch(connection, [(chunk, _HEAD)], _MAX_HEADER)
        wanted = [uid for uid in chunk if concerns(_named(heads.get(uid, {})))]
        for uid, messages, _ in reader.read(wanted, lambda _header: True):
            yield Batch(Cursor(end.mailbox, end.uidvalidity, uid), messages)
    yield Batch(end)


def _named(head: Items) -> list[str]:
    """The Message-IDs in the thread headers: the mail itself and its ancestors."""
    header = head.get(b"BODY[HEADER.FIELDS]")
    found = _ID.findall(header) if isinstance(header, bytes) else []
    return [name.decode("utf-8", "replace") for name in dict.fromkeys(found)]
