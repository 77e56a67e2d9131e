"""Puts approved replies into the user's own Drafts mailbox: the `Outbox` port and the factory of its adapters."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

from triage.credentials import secret_for
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from triage.config import Account, Drafts
    from triage.credentials import SignIn
    from triage.domain import Receipt


class Fate(StrEnum):
    """What has become of a draft that was delivered."""

    THERE = "there"  # still in Drafts, octet for octet as we wrote it
    EDITED = "edited"  # a draft with our Message-ID is there, but it is not what we wrote
    MISSING = "missing"  # not in Drafts any more


class Outbox(Protocol):
    """One account's Drafts mailbox.

    Appending and taking back its own unedited drafts is all it can do. Errors are permanent (`CannotWriteError`:
    no such mailbox, read-only, over quota) or transient (`ServerUnreachableError`, `TryLaterError`): the one bit a
    queue needs. `SignInError`, `ProtocolError` and `ConfigurationError` (Drafts is ambiguous) are permanent too.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def mailbox(self) -> str:
        """The name of the mailbox that drafts go to."""
        ...

    def append(self, message_id: str, octets: bytes) -> Receipt:
        r"""Puts one draft (RFC 5322 octets, CRLF) into Drafts with the flag \\Draft, and makes sure that it is there.

        Never appends when a message with this Message-ID is there already: it returns that one's receipt.
        """
        ...

    def fates(self, receipts: Mapping[str, Receipt]) -> dict[str, tuple[Fate, Receipt | None]]:
        """What has become of the drafts with these Message-IDs, and where each lies now."""
        ...

    def withdraw(self, message_id: str, receipt: Receipt) -> Fate:
        """Removes our own draft if it is THERE unedited; says what was found. An EDITED one is left untouched."""
        ...

    def sent(self, message_ids: Iterable[str]) -> set[str]:
        """Which of these Message-IDs stand in the account's Sent mailbox; empty if none is known."""
        ...


def open_outbox(account: Account, drafts: Drafts, *, deadline: float, sign_in: SignIn = secret_for) -> Outbox:
    """The outbox of `account`, connected when its `with` block is entered; `deadline` is a time.monotonic() value.

    Raises `ConfigurationError` for an account that has no Drafts mailbox.
    """
    if account.kind == "imap":
        from triage.deliver.imap_drafts import ImapDrafts

        return ImapDrafts(account, drafts, deadline=deadline, sign_in=sign_in)
    raise ConfigurationError(
        [f"{account.name}: drafts can only be put into an IMAP account, not into one of kind {account.kind}"],
        hint="reply from your mail program, or set `drafts.enabled = false`",
    )
