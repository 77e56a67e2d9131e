"""Names for messages and conversations that stay the same whatever order mail arrives in."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Message

_ANSWER = re.compile(r"\s*(?:(?:re|aw|antw|sv|vs|rv|res|rif|odp|ref)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
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


def answered_subject(subject: str) -> str:
    """The subject that a "Re:" of some language answers, folded; "" if this is no answer."""
    found = _ANSWER.match(subject)
    return _folded(subject[found.end() :]) if found else ""


def is_subject_of(message: Message, answer: Message) -> bool:
    """Whether `answer` names the subject of `message` and comes from the same person: the relay of a network has one
    address for many.
    """
    wanted = answered_subject(answer.subject)
    plain = answered_subject(message.subject) or _folded(message.subject)
    return bool(wanted) and wanted == plain and _writer(message) == _writer(answer)


def _writer(message: Message) -> tuple[str, str]:
    return message.from_.addr_spec.lower(), message.from_.display_name.casefold()


def _folded(subject: str) -> str:
    return " ".join(subject.casefold().split())


def thread_of(
    message: Message,
    thread_with: Callable[[str], str | None],
    thread_by_subject: Callable[[], str | None] = lambda: None,
) -> str:
    """The conversation a message belongs to: that of the nearest ancestor that is known, else its oldest ancestor's id.

    `thread_with` gives the thread of a known Message-ID. A child that arrives before its parent still meets it, because
    both are named after the root (RFC 5322 section 3.6.4: References begins with it). `thread_by_subject` is asked for
    a mail that calls itself an answer and names no ancestor, as some programs that write sequences do.
    """
    ancestors = (*message.references, *(i for i in message.in_reply_to if i not in message.references))
    for ancestor in reversed(ancestors):
        if (known := thread_with(ancestor)) is not None:
            return known
    own = message.message_id
    if own and not ancestors and (known := thread_with(own)) is not None:
        return known
    if ancestors:
        return ancestors[0]
    return (thread_by_subject() if answered_subject(message.subject) else None) or own or message.content_hash
