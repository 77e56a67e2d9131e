r"""Mailboxes by what they are for (RFC 6154): by the server's word, or by configuration; never guessed by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.imap import mailbox_names
from triage.imap.connection import Mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.config import Account

_CLOSED = frozenset({b"\\noselect", b"\\nonexistent"})


def selectable(listed: Iterable[Mailbox]) -> list[Mailbox]:
    """Those that can be opened."""
    return [mailbox for mailbox in listed if not mailbox.attributes & _CLOSED]


def marked(use: bytes, listed: Iterable[Mailbox]) -> list[Mailbox]:
    r"""Those that the server marks with `use`, such as b"\\drafts"; there may be several, and there may be none."""
    return [mailbox for mailbox in selectable(listed) if use in mailbox.attributes]


def sent_mailboxes(account: Account, listed: Iterable[Mailbox]) -> list[Mailbox]:
    r"""The mailbox that the account names for sent mail; with "auto" every one marked \Sent."""
    if account.sent == "auto":
        return marked(b"\\sent", listed)
    return [Mailbox(account.sent, mailbox_names.encode(account.sent), frozenset())]
