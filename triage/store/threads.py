"""Names for messages and conversations that stay the same whatever order mail arrives in."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Message

#: Letters of a public id; at 6, one in 10,000 messages meets a taken one, and gets a longer id.
ID_LENGTH = 6


def public_id(account: str, content_hash: str, is_taken: Callable[[str], bool]) -> str:
    """A short id made from the content: lower-case base32 (RFC 4648), longer only where it must be."""
    digest = hashlib.sha256(f"{account}\0{content_hash}".encode()).digest()
    letters = base64.b32encode(digest).decode().lower()
    return next(letters[:length] for length in range(ID_LENGTH, 40) if not is_taken(letters[:length]))


def sender_hash(addr_spec: str) -> str:
    """What is kept of a sender's address: enough to forget everything they sent."""
    return hashlib.sha256(addr_spec.strip().lower().encode("utf-8", "replace")).hexdigest()


def thread_of(message: Message, thread_with: Callable[[str], str | None]) -> str:
    """The conversation a message belongs to: that of the nearest ancestor that is known, else its oldest ancestor's id.

    `thread_with` gives the thread of a known Message-ID. A child that arrives before its parent still meets it, because
    both are named after the root (RFC 5322 section 3.6.4: References begins with it).
    """
    ancestors = (*message.references, *(i for i in message.in_reply_to if i not in message.references))
    for ancestor in reversed(ancestors):
        if (known := thread_with(ancestor)) is not None:
            return known
    own = message.message_id
    if own and not ancestors and (known := thread_with(own)) is not None:
        return known
    return ancestors[0] if ancestors else own or message.content_hash
