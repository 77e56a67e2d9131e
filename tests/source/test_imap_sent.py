"""The user's own mail in Sent, on a real Dovecot: found, not guessed, and read no further than it must be."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.home import mail
from tests.servers.dovecot import SECRET
from tests.servers.tap import tapped
from triage.domain import MessageRef
from triage.errors import TryLaterError
from triage.source.imap import ImapSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.servers.dovecot import Dovecot
    from tests.servers.tap import Tap
    from triage.config import Account
    from triage.domain import Batch, Cursor

pytestmark = pytest.mark.dovecot
OFFER = "<offer@agency.example>"
ME = "Dana Whitfield <dana@example.org>"
ANSWER = mail("<answer@example.org>", "No, thank you.\n", sender=ME, to="kim@agency.example", answers=(OFFER,))
LETTER = mail("<letter@example.org>", "Dear Mum, the secret word is zyxomma.\n", sender=ME, to="mum@example.net")


class Place:
    """A user's Sent, and where it has been read to."""

    def __init__(self, dovecot: Dovecot, tap: Tap) -> None:
        self.dovecot, self.tap, self.user = dovecot, tap, dovecot.user()
        self.inbox: dict[str, Cursor] = {}
        self.cursors: dict[str, Cursor] = {}

    def account(self, **changes: Any) -> Account:
        return self.dovecot.account(self.user, port=self.tap.port, **changes)

    def read(self, **changes: Any) -> list[Batch]:
        """One pass, as a scan makes it."""
        account = self.account(**changes)
        named = tuple(self.cursors) if account.sent == "auto" else (account.sent,)
        self.tap.said.clear()
        with ImapSource(account, deadline=time.monotonic() + 10, sent=named, sign_in=lambda _: SECRET) as source:
            for batch in source.new_mail(self.inbox, lambda _name, _uidvalidity: set(), lambda _header: True):
                self.inbox[batch.cursor.mailbox] = batch.cursor
            found = list(source.sent_mail(self.cursors, concerns))
        self.cursors |= {batch.cursor.mailbox: batch.cursor for batch in found}
        return found

    def own(self, **changes: Any) -> list[bytes]:
        """The messages of one pass."""
        return [message.octets for batch in self.read(**changes) for message in batch.messages]

    def send(self, *mails: bytes, mailbox: str = "Sent") -> None:
        self.dovecot.deliver(self.user, mails, mailbox)


def concerns(message_ids: Sequence[str]) -> bool:
    return OFFER in message_ids


@pytest.fixture
def place(dovecot: Dovecot) -> Iterator[Place]:
    with tapped(dovecot.port) as tap:
        yield Place(dovecot, tap)


def test_answers_are_read_and_of_other_mail_the_thread_headers_only(place: Place) -> None:
    place.send(LETTER, ANSWER)
    assert [b"No, thank you." in octets for octets in place.own()] == [True]
    fetches = [line for line in bytes(place.tap.said).split(b"\r\n") if b" UID FETCH " in line]
    both = [line for line in fetches if b" 1:2 " in line]
    assert [line.split(b"(UID ")[1] for line in both] == [
        b"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES)]<0.65536>)"
    ]
    assert all(b" FETCH 2 " in line for line in fetches if line not in both)


def test_nothing_new_is_one_round_trip_for_inbox_and_sent(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage.imap.wire import Wire

    place.send(LETTER)
    place.read()
    sent: list[bytes] = []
    send = Wire.send

    def noted(self: Wire, octets: bytes) -> None:
        sent.append(octets)
        send(self, octets)

    monkeypatch.setattr(Wire, "send", noted)
    assert place.read() == []
    assert [[line.split()[1] for line in octets.splitlines()] for octets in sent] == [
        [b"LOGIN"],
        [b"STATUS", b"STATUS"],
        [b"LOGOUT"],
    ]


def test_only_what_is_new_is_read_and_after_a_new_uidvalidity_all_of_it(place: Place) -> None:
    place.send(ANSWER)
    assert len(place.own()) == 1
    place.send(LETTER)
    assert place.own() == []
    place.send(ANSWER.replace(b"<answer@", b"<again@"))
    assert len(place.own()) == 1
    with place.dovecot.client(place.user) as client:
        client.delete_folder("Sent")
        client.create_folder("Sent")
    place.send(ANSWER)
    assert len(place.own()) == 1
    assert place.own() == []


def test_the_last_batch_alone_says_that_all_is_read(place: Place) -> None:
    place.send(LETTER, ANSWER)
    *before, last = place.read()
    assert all(batch.cursor.uidnext < last.cursor.uidnext for batch in before)
    assert last.messages == ()


def test_a_name_in_the_configuration_counts_and_is_said_when_it_is_wrong(place: Place) -> None:
    with place.dovecot.client(place.user) as client:
        client.create_folder("Gesendet & mehr")
    place.send(ANSWER)
    place.send(ANSWER.replace(b"<answer@", b"<other@"), mailbox="Gesendet & mehr")
    assert [b"<other@" in octets for octets in place.own(sent="Gesendet & mehr")] == [True]
    place.inbox.clear()
    with pytest.raises(TryLaterError, match="Nowhere"):
        place.read(sent="Nowhere")


def test_a_mailbox_that_is_read_as_mail_is_not_read_as_sent(place: Place) -> None:
    place.send(ANSWER)
    assert place.read(mailboxes=("INBOX", "Sent")) == []


def test_flags_are_looked_at_again_and_leave_no_trace(place: Place) -> None:
    place.send(LETTER, ANSWER, mailbox="INBOX")
    place.read()
    with place.dovecot.client(place.user) as client:
        uidvalidity = client.select_folder("INBOX")[b"UIDVALIDITY"]
        client.add_flags([2], [b"\\Answered"])
    before = place.dovecot.snapshot(place.user)
    refs = {MessageRef("lab", "INBOX", uidvalidity, uid) for uid in (1, 2, 99)}
    gone = {MessageRef("lab", "INBOX", uidvalidity + 1, 2), MessageRef("lab", "Nowhere", 1, 2)}
    with ImapSource(place.account(), deadline=time.monotonic() + 10, sign_in=lambda _: SECRET) as source:
        assert source.answered(refs | gone) == {MessageRef("lab", "INBOX", uidvalidity, 2)}
    assert place.dovecot.snapshot(place.user) == before
