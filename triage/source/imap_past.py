"""Reads past correspondence over IMAP, changing nothing: the user's replies in Sent, and the mails that they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.credentials import secret_for
from triage.domain import Cursor, MessageRef
from triage.errors import ConfigurationError, UsageError
from triage.imap import mailbox_names
from triage.imap.connection import Connection, MailboxStatus
from triage.imap.fetching import list_message_ids, list_uids
from triage.imap.special_use import absent, sent_mailboxes
from triage.source.imap_reading import Reader
from triage.source.imap_sent import own_mail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet
    from typing import Self

    from triage.config import Account
    from triage.credentials import SignIn
    from triage.domain import RawMessage

#: Of the newest messages in each Sent mailbox.
LOOKED_AT = 3_000


class PastMail:
    """An account's past correspondence. Connects on entering its context."""

    def __init__(self, account: Account, *, deadline: float, sign_in: SignIn = secret_for) -> None:
        self._account = account
        self._deadline = deadline
        self._sign_in = sign_in
        self._connection: Connection

    def __enter__(self) -> Self:
        self._connection = Connection.open(self._account, self._sign_in(self._account), deadline=self._deadline)
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def replies(self) -> Iterator[RawMessage]:
        """The newest mail in Sent that answers another mail, oldest first.

        Raises `ConfigurationError` if it is not known which mailbox Sent is, `ProtocolError` and `TryLaterError`.
        """
        found = sent_mailboxes(self._account, self._connection.list())
        if not found:
            problem = f"{self._account.name}: {self._connection.server}: no mailbox is marked \\Sent"
            raise ConfigurationError([problem], hint="set `sent` of the account to its name")
        for mailbox in found:
            opened = self._open(mailbox.name)
            uids = list_uids(self._connection, 1, opened.uidnext or 1, None) if opened.messages else ()
            end = Cursor(mailbox.name, opened.uidvalidity or 0, opened.uidnext or 1)
            place = MessageRef(self._account.name, mailbox.name, end.uidvalidity, 0)
            for batch in own_mail(self._connection, place, uids[-LOOKED_AT:], end, lambda named: len(named) > 1):
                yield from batch.messages

    def originals(self, message_ids: AbstractSet[str]) -> Iterator[RawMessage]:
        """The mails of these Message-IDs, as far as they lie in the mailboxes that the account names."""
        wanted = set(message_ids)
        for name in (*self._account.mailboxes, *self._account.accepted, *self._account.declined):
            opened = self._open(name) if wanted else None
            if opened is None or not opened.messages:
                continue
            here = list_message_ids(self._connection, b"UID FETCH 1:*")
            found = sorted(here[message_id] for message_id in wanted & here.keys())
            place = MessageRef(self._account.name, name, opened.uidvalidity or 0, 0)
            for _, messages, _ in Reader(self._connection, place, None).read(found, lambda _header: True):
                yield from messages
            wanted -= here.keys()

    def _open(self, name: str) -> MailboxStatus:
        opened = self._connection.examine(mailbox_names.encode(name))
        if not isinstance(opened, MailboxStatus):
            raise self._connection.server.later(f"the mailbox {name!r} cannot be read", opened.text)
        return opened


def check_mailbox(account: Account, name: str, *, deadline: float, sign_in: SignIn = secret_for) -> None:
    """Raises `UsageError`, naming the mailboxes there are, if the account has none of this name."""
    with Connection.open(account, sign_in(account), deadline=deadline) as connection:
        if isinstance(connection.statuses([name])[name], MailboxStatus):
            return
        what, hint = absent(name, connection.list())
    if what:  # else it cannot be read just now, which reading it says better
        raise UsageError(f"{account.name}: {what}", hint=hint)
