"""From whom, to whom, under which subject and in which thread a reply goes."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from triage.domain import Address, WarningCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.config import Me
    from triage.domain import Message, Opportunity

_REPLY_PREFIX = re.compile(r"(?i:re)\s*(?:\[\d+\])?:\s*")
_TAG = re.compile(r"\+[^@]*@")
_SPACES = re.compile(r"\s+")


def message_id(message: Message, body: str, identity: Address, attempt: int) -> str:
    """Our own Message-ID: the same for the same words to the same mail, so that a repeated run knows its own draft;
    another one after it has been withdrawn.
    """
    parts = (message.content_hash, body, identity.addr_spec, *([str(attempt)] if attempt else []))
    return named_after(parts, identity.domain)


def named_after(parts: Iterable[str], domain: str) -> str:
    """A Message-ID in one of the user's domains that is always the same for the same parts."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
    return f"<triage.{digest}@{_ascii(domain) or 'localhost'}>"


def _ascii(domain: str) -> str:
    """A domain as it stands in a Message-ID: IDNA (RFC 5890), "" if it has no such form."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def references(message: Message) -> tuple[str, ...]:
    """The whole chain, then the message itself (RFC 5322 section 3.6.4)."""
    chain = message.references or message.in_reply_to[:1]
    own = (message.message_id,) if message.message_id else ()
    return (*(item for item in chain if item not in own), *own)


def correspondents(message: Message, opportunity: Opportunity, me: Me) -> tuple[Address, Address]:
    """Whom a reply comes from and whom it goes to, whatever it says."""
    return identity(message, me), recipient(message, opportunity)


def identity(message: Message, me: Me) -> Address:
    """The user's address that the mail was written to, else the first."""
    written_to = [address.addr_spec.lower() for address in (*message.to, *message.cc)]
    for name in ("delivered-to", "x-original-to", "envelope-to"):
        written_to.extend(value.strip().strip("<>").lower() for value in message.headers_named(name))
    written_to.extend([_TAG.sub("@", address) for address in written_to])  # dana+jobs@ is dana@ (RFC 5233)
    own = next((address for address in written_to if address in me.addresses), me.addresses[0] if me.addresses else "")
    return Address(me.name, own)


def recipient(message: Message, opportunity: Opportunity) -> Address:
    """Reply-To if it belongs to the sender's own domain, else From: a foreign Reply-To is only warned about."""
    foreign = any(warning.code is WarningCode.REPLY_TO_DIFFERS for warning in opportunity.warnings)
    if message.reply_to and message.reply_to[0].addr_spec and not foreign:
        address = message.reply_to[0]
        return Address(address.display_name or message.from_.display_name, address.addr_spec)
    return message.from_


def subject_line(subject: str) -> str:
    """Puts "Re: " before the subject as it was, so that every mail program threads it (RFC 5256 section 2.1)."""
    plain = _SPACES.sub(" ", subject).strip()
    while match := _REPLY_PREFIX.match(plain):
        plain = plain[match.end() :]
    return f"Re: {plain}"[:900].strip()
