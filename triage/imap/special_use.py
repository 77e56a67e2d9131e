r"""Mailboxes by what they are for (RFC 6154): by the server's word, or by configuration; never guessed by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.config.table import closest
from triage.imap import mailbox_names
from triage.imap.connection import Mailbox
from triage.imap.faults import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.config import Account

_NAMED = 12  # mailboxes in a message
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


def key_of(account: Account, name: str) -> str:
    """Under which key the account names a mailbox that is read for new or sorted mail."""
    return next((key for key in ("accepted", "declined") if name in getattr(account, key)), "mailboxes")


def absent(name: str, listed: Iterable[Mailbox]) -> tuple[str, str]:
    """What to say of a mailbox that there is not, and what there is instead; ("", "") if there is one of that name."""
    names = sorted(
        (shown(mailbox.name) for mailbox in selectable(listed)), key=lambda one: (one != "INBOX", one.lower())
    )
    if name in names:
        return "", ""
    near = closest(name, names)
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    meant = f" (did you mean {near!r}?)" if near else ""
    return f"there is no mailbox {name!r}{meant}", f"there are {', '.join(names[:_NAMED]) or 'none'}{more}"
