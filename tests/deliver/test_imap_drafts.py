"""Drafts over IMAP: a real Dovecot, rich and poor, and scripted servers that lose replies and drafts."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from tests.deliver.contract import DRAFT, ID, OutboxContract
from tests.servers.dovecot import SECRET
from tests.servers.proxy import cutting
from tests.servers.scripted import Cut, Literal
from triage.config import Drafts
from triage.deliver import Fate
from triage.deliver.imap_drafts import ImapDrafts
from triage.domain import Receipt
from triage.errors import CannotWriteError, ConfigurationError, ServerUnreachableError, TryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.servers.dovecot import Dovecot
    from tests.servers.scripted import ScriptedServer
    from triage.config import Account
    from triage.credentials import Secret
    from triage.errors import TriageError

    Start = Callable[..., ScriptedServer]


def sign_in(_account: Account) -> Secret:
    return SECRET


def outbox_of(account: Account, mailbox: str = "auto", seconds: float = 10) -> ImapDrafts:
    drafts = Drafts(enabled=True, mailbox=mailbox)
    return ImapDrafts(account, drafts, deadline=time.monotonic() + seconds, sign_in=sign_in)


@dataclass
class DovecotDesk:
    """A user of Dovecot."""

    server: Dovecot
    user: str

    def outbox(self) -> ImapDrafts:
        return outbox_of(self.server.account(self.user))

    def drafts(self) -> list[bytes]:
        return [item[2] for uid, item in self.server.snapshot(self.user)["Drafts"].items() if uid]

    def put(self, mailbox: str, octets: bytes) -> None:
        self.server.deliver(self.user, [octets], mailbox)

    def delete_drafts(self) -> None:
        with self.server.client(self.user) as client:
            client.select_folder("Drafts")
            client.delete_messages(client.search("ALL"))
            client.expunge()

    def others(self) -> object:
        return {name: seen for name, seen in self.server.snapshot(self.user).items() if name != "Drafts"}


@pytest.mark.dovecot
class TestDovecot(OutboxContract):
    @pytest.fixture
    def desk(self, dovecot: Dovecot) -> DovecotDesk:
        return DovecotDesk(dovecot, dovecot.user())

    def test_flags_and_receipt(self, desk: DovecotDesk) -> None:
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
        seen = desk.server.snapshot(desk.user)["Drafts"]
        assert receipt == Receipt("Drafts", seen[0][0], 1, sha256(DRAFT).hexdigest())
        assert set(seen[1][0]) == {rb"\Draft", rb"\Seen"}

    def test_a_draft_flagged_deleted_is_missing(self, desk: DovecotDesk) -> None:
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
        with desk.server.client(desk.user) as client:
            client.select_folder("Drafts")
            client.delete_messages([1])
        with desk.outbox() as outbox:
            assert outbox.fates({ID: receipt}) == {ID: (Fate.MISSING, None)}
            assert outbox.append(ID, DRAFT) == receipt
        assert desk.drafts() == [DRAFT]

    def test_found_again_after_uidvalidity_changed(self, desk: DovecotDesk) -> None:
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
            old = Receipt(receipt.mailbox, 1, 999, receipt.sha256)
            assert outbox.fates({ID: old}) == {ID: (Fate.THERE, receipt)}
            assert outbox.withdraw(ID, old) is Fate.THERE
        assert desk.drafts() == []

    def test_a_missing_mailbox_is_named(self, desk: DovecotDesk) -> None:
        with (
            outbox_of(desk.server.account(desk.user), "Nowhere") as outbox,
            pytest.raises(CannotWriteError, match="Nowhere"),
        ):
            outbox.append(ID, DRAFT)


@pytest.fixture(scope="module")
def poor_dovecot() -> Iterator[Dovecot]:
    from tests.servers.dovecot import running, why_not

    if reason := why_not():
        pytest.skip(reason)
    extra = """
imap_capability = IMAP4rev1 LITERAL+
mail_plugins = quota
plugin {
  quota = count:User quota
  quota_rule = *:storage=40K
  quota_vsizes = yes
}
"""
    with running(extra) as server:
        yield server


@pytest.mark.dovecot
class TestPoorDovecot(OutboxContract):
    """No UIDPLUS, no SPECIAL-USE announced, and little room."""

    @pytest.fixture
    def desk(self, poor_dovecot: Dovecot) -> DovecotDesk:
        return DovecotDesk(poor_dovecot, poor_dovecot.user())

    def test_without_uidplus_nothing_of_others_is_expunged(self, desk: DovecotDesk) -> None:
        desk.put("Drafts", DRAFT.replace(b"triage.1", b"mine"))
        with desk.server.client(desk.user) as client:
            client.select_folder("Drafts")
            client.delete_messages([1])
        with desk.outbox() as outbox:
            receipt = outbox.append(ID, DRAFT)
            assert outbox.withdraw(ID, receipt) is Fate.THERE
            assert outbox.fates({ID: receipt}) == {ID: (Fate.MISSING, None)}
        assert len(desk.drafts()) == 2

    def test_over_quota_is_named(self, desk: DovecotDesk) -> None:
        with desk.outbox() as outbox, pytest.raises(CannotWriteError, match="OVERQUOTA"):
            outbox.append(ID, DRAFT + b"x" * 60_000)
        assert desk.drafts() == []


# --- scripted servers -------------------------------------------------------------------------------------------------

LIST = b'* LIST (\\Drafts) "/" Entw&APw-rfe\r\n* LIST () "/" INBOX\r\n{tag} OK done\r\n'
EMPTY = b"* 0 EXISTS\r\n* OK [UIDVALIDITY 4] ok\r\n* OK [UIDNEXT 7] ok\r\n{tag} OK [READ-ONLY] done\r\n"
FILLED = EMPTY.replace(b"0 EXISTS", b"1 EXISTS")
FIELD = b"Message-ID: <triage.1@example.org>\r\n\r\n"
FOUND = b"* 1 FETCH (UID 7 FLAGS (\\Draft) BODY[HEADER.FIELDS (MESSAGE-ID)] {%d}\r\n%s)\r\n" % (len(FIELD), FIELD)
OK = b"{tag} OK done\r\n"


def script(**more: object) -> dict[str, Any]:
    return {"LIST": LIST, "EXAMINE": [EMPTY, FILLED], "APPEND": Literal(OK), "UID FETCH": FOUND + OK} | more


def append(server: ScriptedServer) -> Receipt:
    with outbox_of(server.account()) as outbox:
        return outbox.append(ID, DRAFT)


def test_append_without_uidplus_looks_at_headers(scripted: Start) -> None:
    server = scripted(script())
    assert append(server) == Receipt("Entwürfe", 4, 7, sha256(DRAFT).hexdigest())
    assert not any(b"SEARCH" in line for line in server.received)
    assert b'APPEND "Entw&APw-rfe" (\\Draft \\Seen) {%d}' % len(DRAFT) in b"\n".join(server.received)


@pytest.mark.parametrize("cut", [Cut(), Literal(Cut()), Literal(Cut(reset=True)), Literal(Cut(b"{tag} O"))])
def test_lost_reply_is_looked_up_not_repeated(scripted: Start, cut: object) -> None:
    server = scripted(script(APPEND=cut))
    assert append(server).uid == 7
    assert server.commands().count("APPEND") == 1
    assert server.connections == 2


def test_reply_lost_and_nothing_stored(scripted: Start) -> None:
    server = scripted(script(APPEND=Cut(), EXAMINE=EMPTY))
    with pytest.raises(TryLaterError):
        append(server)
    assert server.commands().count("APPEND") == 1


def test_ok_but_nothing_stored_is_noticed(scripted: Start) -> None:
    for reply in (OK, b"{tag} OK [APPENDUID 4 7] done\r\n"):
        server = scripted(script(APPEND=Literal(reply), EXAMINE=EMPTY, **{"UID FETCH": OK}))
        with pytest.raises(TryLaterError, match="did not keep"):
            append(server)


def test_message_id_changed_by_the_server(scripted: Start) -> None:
    fetches = [FOUND.replace(b"triage.1@", b"server-1@") + OK, b"* 1 FETCH (UID 9 FLAGS ())\r\n" + OK]
    reply = Literal(b"{tag} OK [APPENDUID 4 9] done\r\n")
    assert append(scripted(script(APPEND=reply, **{"UID FETCH": fetches}))).uid == 9


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (b"{tag} NO [TRYCREATE] no such mailbox\r\n", CannotWriteError, "TRYCREATE"),
        (b"{tag} NO [OVERQUOTA] full\r\n", CannotWriteError, "OVERQUOTA"),
        (b"{tag} NO [READ-ONLY] no\r\n", CannotWriteError, "READ-ONLY"),
        (b"{tag} NO [NOPERM] no\r\n", CannotWriteError, "NOPERM"),
        (b"{tag} NO [INUSE] later\r\n", TryLaterError, "later"),
        (b"{tag} NO Suggested Backoff Time: 1000 milliseconds\r\n", TryLaterError, "run again in 1 s"),
    ],
)
def test_refused_drafts(scripted: Start, answer: bytes, kind: type[TriageError], words: str) -> None:
    for reply in (answer, Literal(answer)):
        with pytest.raises(kind, match="Entwürfe") as caught:
            append(scripted(script(APPEND=reply)))
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("listing", "named"),
    [
        (b'* LIST (\\Drafts) "/" Drafts\r\n* LIST (\\Drafts) "/" Entw&APw-rfe\r\n', ["Drafts", "Entwürfe"]),
        (b'* LIST () "/" INBOX\r\n* LIST (\\Noselect) "/" Shared\r\n* LIST () "/" Brouillons\r\n', ["Brouillons"]),
        (b"", []),
    ],
)
def test_drafts_is_never_guessed(scripted: Start, listing: bytes, named: list[str]) -> None:
    server = scripted(script(LIST=listing + OK))
    with pytest.raises(ConfigurationError, match=r"drafts\.mailbox") as caught:
        append(server)
    assert all(name in str(caught.value) for name in named)
    assert "Shared" not in str(caught.value)
    assert "APPEND" not in server.commands()


def test_inbox_is_no_drafts_mailbox(scripted: Start) -> None:
    with outbox_of(scripted({}).account(), "inbox") as outbox, pytest.raises(ConfigurationError):
        outbox.append(ID, DRAFT)


def test_read_only_drafts_when_taking_back(scripted: Start) -> None:
    body = b"* 1 FETCH (UID 7 FLAGS () BODY[]<0> {%d}\r\n%s)\r\n" % (len(DRAFT), DRAFT)
    store = b"{tag} NO [READ-ONLY] no\r\n"
    server = scripted(
        script(EXAMINE=FILLED, **{"UID FETCH": [FOUND + OK, body + OK], "UID STORE": store, "SELECT": FILLED})
    )
    receipt = Receipt("Entwürfe", 4, 7, sha256(DRAFT).hexdigest())
    with outbox_of(server.account()) as outbox, pytest.raises(CannotWriteError):
        outbox.withdraw(ID, receipt)


def test_no_sent_mailbox_nothing_sent(scripted: Start) -> None:
    with outbox_of(scripted(script()).account()) as outbox:
        assert outbox.sent([ID]) == set()


@pytest.mark.dovecot
def test_cut_anywhere_there_is_one_draft(dovecot: Dovecot) -> None:
    _cut_at(dovecot, range(0, 2600, 61))


@pytest.mark.soak
@pytest.mark.dovecot
def test_cut_at_three_hundred_points_there_is_one_draft(dovecot: Dovecot) -> None:
    _cut_at(dovecot, range(0, 2700, 9))


def _cut_at(dovecot: Dovecot, points: range) -> None:
    for after in points:
        desk = DovecotDesk(dovecot, dovecot.user())
        with cutting(dovecot.port, after) as port:
            account = dovecot.account(desk.user, port=port)
            with suppress(TryLaterError, ServerUnreachableError), outbox_of(account) as outbox:
                outbox.append(ID, DRAFT)
        with desk.outbox() as outbox:
            outbox.append(ID, DRAFT)
        assert desk.drafts() == [DRAFT]
