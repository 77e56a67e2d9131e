r"""Puts drafts into the account's Drafts mailbox over IMAP, and takes back its own that nobody edited.

Drafts is the one mailbox that is ever written to, by APPEND and by the removal of our own unedited draft; every other
is only EXAMINEd. A draft is appended with \Draft and \Seen: without \Seen mail programs show Drafts with an unread
count, as if somebody had written to the user.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from triage.credentials import secret_for
from triage.deliver import Fate
from triage.domain import Receipt
from triage.errors import ConfigurationError
from triage.imap import mailbox_names
from triage.imap.connection import Connection, MailboxStatus
from triage.imap.faults import CutError, shown
from triage.imap.fetching import fetch, flags, list_deleted, list_message_ids
from triage.imap.responses import number
from triage.imap.special_use import marked, selectable, sent_mailboxes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Self

    from triage.config import Account, Drafts
    from triage.credentials import SignIn
    from triage.imap.connection import Mailbox
    from triage.imap.fetching import Items

_MAX_DRAFT = 25_000_000  # octets: a draft the user has edited may have got attachments
_NAMED = 8  # mailboxes in a question
_SENT_LOOKED_AT = 2_000  # of the newest messages in Sent


class _Place(NamedTuple):
    """The Drafts mailbox as it was when it was opened."""

    name: str
    wire_name: bytes
    uidvalidity: int
    messages: int


class ImapDrafts:
    """The `Outbox` of an IMAP account. Connects on entering its context."""

    def __init__(self, account: Account, drafts: Drafts, *, deadline: float, sign_in: SignIn = secret_for) -> None:
        self._account = account
        self._sign_in = sign_in
        self._drafts = drafts
        self._deadline = deadline
        self._connection: Connection
        self._listed: list[Mailbox] | None = None

    def __enter__(self) -> Self:
        self._connect()
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _connect(self) -> None:
        self._connection = Connection.open(self._account, self._sign_in(self._account), deadline=self._deadline)

    # --- Outbox -------------------------------------------------------------------------------------------------------

    def append(self, message_id: str, octets: bytes) -> Receipt:
        r"""See `Outbox`. When the reply is lost, or names no UID, Drafts is looked through: never a second APPEND.

        A draft that the user has flagged \Deleted is there too: it is not to come back.
        """
        before = self._open()
        sha256 = _sha256(octets)
        if uid := self._by_id(before, deleted=True).get(message_id):
            return Receipt(before.name, before.uidvalidity, uid, sha256)
        appended = self._append(before, octets)
        after = self._open()
        uid = self._by_id(after, deleted=True).get(message_id) or self._renamed(appended)
        if not uid:
            server = self._connection.server
            raise server.later(f"{before.name} did not keep the draft", "it is looked for and tried again next time")
        return Receipt(after.name, after.uidvalidity, uid, sha256)

    def mailbox(self) -> str:
        """See `Outbox`."""
        return self._place_name()[0]

    def fates(self, receipts: Mapping[str, Receipt]) -> dict[str, tuple[Fate, Receipt | None]]:
        r"""See `Outbox`. Looked for by UID, then by Message-ID; a draft flagged \Deleted is MISSING.

        Compared are the octets, which IMAP servers must not change (RFC 9051 section 2.3.1.1); nothing is normalised,
        so on a server that does, a draft is EDITED and is never removed.
        """
        place = self._open()
        by_id = self._by_id(place)
        uids = {key: self._uid(place, receipt) for key, receipt in receipts.items()}
        found = self._drafts_by_uid({uid for uid in (*uids.values(), *map(by_id.get, receipts)) if uid})
        return {key: _fate(place, receipt, [uids[key], by_id.get(key)], found) for key, receipt in receipts.items()}

    def withdraw(self, message_id: str, receipt: Receipt) -> Fate:
        r"""See `Outbox`. Without UIDPLUS it stays flagged \Deleted when other deleted messages would go with it."""
        fate, here = self.fates({message_id: receipt})[message_id]
        if fate is Fate.THERE and here is not None:
            self._remove(here)
        return fate

    def sent(self, message_ids: Iterable[str]) -> set[str]:
        """See `Outbox`. Looks at the newest 2,000 messages of every Sent mailbox."""
        wanted = set(message_ids)
        found: set[str] = set()
        for mailbox in sent_mailboxes(self._account, self._mailboxes()) if wanted else ():
            opened = self._connection.examine(mailbox.wire_name)
            if isinstance(opened, MailboxStatus) and opened.messages:
                first = max(1, opened.messages - _SENT_LOOKED_AT + 1)
                found |= wanted & set(list_message_ids(self._connection, b"FETCH %d:*" % first))
        return found

    # --- steps --------------------------------------------------------------------------------------------------------

    def _append(self, place: _Place, octets: bytes) -> int:
        """The UID that the server names (RFC 4315, APPENDUID); 0 when it names none or its reply is lost."""
        head = b"APPEND %s (\\Draft \\Seen) " % mailbox_names.quoted(place.wire_name)
        try:
            reply = self._connection.command(head, bytearray(octets))
        except CutError:
            self._connection.close()
            self._connect()
            return 0
        if not reply.ok:
            raise self._connection.server.not_written(place.name, reply.code, reply.text)
        words = reply.code.split()
        return number(words[2]) or 0 if len(words) == 3 and words[0].upper() == b"APPENDUID" else 0

    def _renamed(self, uid: int) -> int:
        """`uid` if there is such a message: a server that gives drafts a Message-ID of its own, but did store it."""
        return uid if uid and uid in fetch(self._connection, [([uid], b"FLAGS")], 0) else 0

    def _remove(self, receipt: Receipt) -> None:
        connection = self._connection
        opened = connection.select_drafts(self._place_name()[1])
        if not isinstance(opened, MailboxStatus):
            raise connection.server.not_written(receipt.mailbox, opened.code, opened.text)
        if opened.uidvalidity != receipt.uidvalidity:
            raise connection.server.later(f"the mailbox {receipt.mailbox}", "it was made anew just now")
        self._change(receipt, b"UID STORE %d +FLAGS.SILENT (\\Deleted)" % receipt.uid)
        if b"UIDPLUS" in connection.capabilities():
            self._change(receipt, b"UID EXPUNGE %d" % receipt.uid)
        elif list_deleted(connection) <= {receipt.uid}:
            self._change(receipt, b"EXPUNGE")

    def _change(self, receipt: Receipt, command: bytes) -> None:
        reply = self._connection.command(command)
        if not reply.ok:
            raise self._connection.server.not_written(receipt.mailbox, reply.code, reply.text)

    def _drafts_by_uid(self, uids: set[int]) -> dict[int, Items]:
        items = b"FLAGS BODY.PEEK[]<0.%d>" % _MAX_DRAFT
        return fetch(self._connection, [(sorted(uids), items)], _MAX_DRAFT) if uids else {}

    def _uid(self, place: _Place, receipt: Receipt) -> int | None:
        same = (receipt.mailbox, receipt.uidvalidity) == (place.name, place.uidvalidity)
        return receipt.uid if same else None

    # --- where --------------------------------------------------------------------------------------------------------

    def _open(self) -> _Place:
        """Drafts, opened read-only."""
        name, wire_name = self._place_name()
        server = self._connection.server
        opened = self._connection.examine(wire_name)
        if not isinstance(opened, MailboxStatus):
            raise server.not_written(name, opened.code, opened.text)
        if not opened.uidvalidity:
            raise server.broke(f"no UIDVALIDITY for {name}")
        return _Place(name, wire_name, opened.uidvalidity, opened.messages or 0)

    def _by_id(self, place: _Place, *, deleted: bool = False) -> dict[str, int]:
        r"""The UIDs in Drafts by Message-ID; what is flagged \Deleted only with `deleted`."""
        return list_message_ids(self._connection, b"UID FETCH 1:*", deleted=deleted) if place.messages else {}

    def _place_name(self) -> tuple[str, bytes]:
        wanted = self._drafts.mailbox
        if wanted != "auto":
            if wanted.upper() == "INBOX":
                raise self._ambiguous("drafts are not put into INBOX")
            return wanted, mailbox_names.encode(wanted)
        places = marked(b"\\drafts", self._mailboxes())
        if len(places) != 1:
            named = ", ".join(repr(shown(mailbox.name)) for mailbox in (places or self._mailboxes())[:_NAMED])
            what = "several mailboxes are marked \\Drafts" if places else "no mailbox is marked \\Drafts"
            raise self._ambiguous(f"{what}; choose one of {named or 'none: it has no mailboxes'}")
        return places[0].name, places[0].wire_name

    def _ambiguous(self, what: str) -> ConfigurationError:
        server = self._connection.server
        return ConfigurationError([f"{self._account.name}: {server}: {what}"], hint="set `drafts.mailbox` to its name")

    def _mailboxes(self) -> list[Mailbox]:
        if self._listed is None:
            self._listed = selectable(self._connection.list())
        return self._listed


def _fate(
    place: _Place, receipt: Receipt, uids: Sequence[int | None], found: Mapping[int, Items]
) -> tuple[Fate, Receipt | None]:
    """The fate of one draft, given the UIDs it may have, the likeliest first."""
    there = [uid for uid in uids if uid and uid in found and b"\\deleted" not in flags(found[uid])]
    if not there:
        return Fate.MISSING, None
    octets = found[there[0]].get(b"BODY[]")
    same = isinstance(octets, bytes) and _sha256(octets) == receipt.sha256
    return Fate.THERE if same else Fate.EDITED, Receipt(place.name, place.uidvalidity, there[0], receipt.sha256)


def _sha256(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
