"""Reading over IMAP: a real Dovecot, and scripted servers for what no real one does on demand."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.dovecot import SECRET
from tests.servers.proxy import cutting
from tests.servers.scripted import Cut
from tests.source.contract import SourceContract, mail, messages, read, subjects
from triage.domain import Cursor
from triage.errors import ConfigurationError, ProtocolError, ServerUnreachableError, TryLaterError
from triage.parse import parse
from triage.source.imap import ImapSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.dovecot import Dovecot
    from tests.servers.scripted import ScriptedServer
    from triage.config import Account
    from triage.credentials import Secret
    from triage.domain import Batch

    Start = Callable[..., ScriptedServer]


TORTURE = Path(__file__).parents[2].parent / "shared" / "torture"


def sign_in(_account: Account) -> Secret:
    return SECRET


def source_of(account: Account, seconds: float = 10, counted: tuple[str, ...] = ()) -> ImapSource:
    return ImapSource(account, deadline=time.monotonic() + seconds, counted=counted, sign_in=sign_in)


# --- Dovecot ----------------------------------------------------------------------------------------------------------


@dataclass
class DovecotPlace:
    """The INBOX of a user of Dovecot."""

    server: Dovecot
    user: str
    mailbox: str = "INBOX"

    def deliver(self, octets: bytes) -> None:
        self.server.deliver(self.user, [octets])

    def source(self, **changes: Any) -> ImapSource:
        return source_of(self.server.account(self.user, **changes))

    def state(self) -> object:
        return self.server.snapshot(self.user)


@pytest.fixture
def place(dovecot: Dovecot) -> DovecotPlace:
    return DovecotPlace(dovecot, dovecot.user())


@pytest.mark.dovecot
class TestDovecot(SourceContract):
    @pytest.fixture
    def place(self, dovecot: Dovecot) -> DovecotPlace:
        return DovecotPlace(dovecot, dovecot.user())


@pytest.mark.dovecot
def test_nothing_new_is_one_round_trip(place: DovecotPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage.imap.wire import Wire

    place.deliver(mail("one"))
    cursor = read(place)[-1].cursor
    sent: list[bytes] = []
    send = Wire.send

    def noted(self: Wire, octets: bytes) -> None:
        sent.append(octets)
        send(self, octets)

    monkeypatch.setattr(Wire, "send", noted)
    assert read(place, {"INBOX": cursor}) == []
    assert [octets.split()[1] for octets in sent] == [b"LOGIN", b"STATUS", b"LOGOUT"]


@pytest.mark.dovecot
def test_forwarded_mail_comes_with_its_text(place: DovecotPlace) -> None:
    outer = EmailMessage()
    outer["Subject"] = "Fwd"
    outer.set_content("See below.\n")
    outer.add_attachment(message_from_bytes(mail("inner", "The role itself.\n"), policy=outer.policy))
    place.deliver(outer.as_bytes().replace(b"\n", b"\r\n"))
    (message,) = messages(read(place))
    parsed = message_from_bytes(message.octets)
    texts = [part.get_payload() for part in parsed.walk() if part.get_content_type() == "text/plain"]
    assert [str(text).strip() for text in texts] == ["See below.", "The role itself."]
    assert b"Subject: inner" in message.octets


@pytest.mark.dovecot
def test_plain_messages_come_octet_for_octet(place: DovecotPlace) -> None:
    octets = b"From: a@example.org\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xd2\xc9\r\n.\r\n\r\n"
    place.deliver(octets)
    assert [message.octets for message in messages(read(place))] == [octets]


@pytest.mark.dovecot
def test_html_is_left_out_only_where_plain_text_says_enough(place: DovecotPlace) -> None:
    links = "".join(f"https://click.example/{number:060d}\n" for number in range(40))
    for subject, text in (("long", "A role with a team. " * 60), ("stub", "HTML only"), ("links", links)):
        place.deliver(mail(subject, text))
    has_html = [b"<p>" in message.octets for message in messages(read(place))]
    assert has_html == [False, True, True]


@pytest.mark.dovecot
def test_many_messages_in_batches_with_holes(place: DovecotPlace) -> None:
    place.server.deliver(place.user, (mail(f"n{number}") for number in range(620)))
    with place.server.client(place.user) as client:
        client.select_folder("INBOX")
        client.delete_messages(range(100, 200))
        client.expunge()
    batches = read(place)
    assert subjects(batches) == [f"n{number}" for number in range(620) if not 99 <= number < 199]
    assert all(len(batch.messages) <= 500 for batch in batches)
    uidnexts = [batch.cursor.uidnext for batch in batches]
    assert uidnexts == sorted(set(uidnexts))
    assert uidnexts[-1] == 621
    resumed = read(place, {"INBOX": batches[0].cursor})
    assert subjects(batches[:1]) + subjects(resumed) == subjects(batches)


@pytest.mark.dovecot
def test_since_leaves_older_mail_alone(place: DovecotPlace) -> None:
    with place.server.client(place.user) as client:
        for number, day in enumerate((datetime(2025, 1, 5, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC))):
            client.append("INBOX", mail(f"n{number}"), msg_time=day)
    with place.source(since=date(2026, 1, 1)) as source:
        assert subjects(list(source.new_mail({}, lambda _m, _v: set(), lambda _h: True))) == ["n1"]
    with place.source(since=date(2026, 3, 1)) as source:
        batches = list(source.new_mail({}, lambda _m, _v: set(), lambda _h: True))
    assert [(batch.messages, batch.cursor.uidnext) for batch in batches] == [((), 3)]


@pytest.mark.dovecot
def test_a_mailbox_made_anew_is_read_from_its_beginning(place: DovecotPlace) -> None:
    place.deliver(mail("one"))
    place.deliver(mail("two"))
    for stale in (Cursor("INBOX", 1, 2), Cursor("INBOX", read(place)[-1].cursor.uidvalidity, 900)):
        assert subjects(read(place, {"INBOX": stale})) == ["one", "two"]


@pytest.mark.dovecot
def test_the_others_are_read_when_one_mailbox_is_gone(place: DovecotPlace) -> None:
    place.deliver(mail("one"))
    got: list[Batch] = []
    with place.source(mailboxes=("Gone", "INBOX")) as source:
        batches = source.new_mail({}, lambda _m, _v: set(), lambda _h: True)
        got.append(next(batches))
        with pytest.raises(TryLaterError, match="there is no mailbox 'Gone'"):
            next(batches)
    assert subjects(got) == ["one"]


@pytest.mark.dovecot
def test_fingerprints_change_with_the_mailbox(place: DovecotPlace) -> None:
    def fingerprint() -> str:
        with source_of(place.server.account(place.user), counted=("Drafts", "Gone")) as source:
            list(source.new_mail({}, lambda _m, _v: set(), lambda _h: True))
            assert source.fingerprints["Gone"] == ""
            return source.fingerprints["Drafts"]

    first = fingerprint()
    assert first == fingerprint() != ""
    place.server.deliver(place.user, [mail("draft")], "Drafts")
    second = fingerprint()
    with place.server.client(place.user) as client:
        client.select_folder("Drafts")
        client.delete_messages([1])
        client.expunge()
    assert len({first, second, fingerprint()}) == 3


# --- scripted servers -------------------------------------------------------------------------------------------------

HEAD = b"From: a@example.org\r\nSubject: s%d\r\n\r\n"
TEXT = b'("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 5 1 NIL NIL NIL NIL)'
OPENED = b"* 2 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 3] ok\r\n{tag} OK [READ-ONLY] done\r\n"
STATUS = b"* STATUS INBOX (UIDNEXT 3 UIDVALIDITY 1)\r\n{tag} OK\r\n"
DONE = b"{tag} OK done\r\n"
CURSOR = {"INBOX": Cursor("INBOX", 1, 1)}


def head(uid: int, structure: bytes = TEXT) -> bytes:
    header = HEAD % uid
    date = b'INTERNALDATE "01-Jan-2026 10:00:00 +0200"'
    section = b"BODY[HEADER.FIELDS.NOT (RECEIVED)]<0> {%d}\r\n%s" % (len(header), header)
    return b"* %d FETCH (UID %d RFC822.SIZE 99 %s BODYSTRUCTURE %s %s)\r\n" % (uid, uid, date, structure, section)


def text(uid: int) -> bytes:
    return b"* %d FETCH (UID %d BODY[1]<0> {5}\r\nhello)\r\n" % (uid, uid)


def whole(uid: int) -> bytes:
    octets = HEAD % uid + b"whole"
    return b"* %d FETCH (UID %d RFC822.SIZE 7 BODY[]<0> {%d}\r\n%s)\r\n" % (uid, uid, len(octets), octets)


def run(server: ScriptedServer, cursors: dict[str, Cursor] | None = None, seconds: float = 5) -> list[Batch]:
    with source_of(server.account(), seconds) as source:
        return list(source.new_mail(CURSOR if cursors is None else cursors, lambda _m, _v: set(), lambda _h: True))


def script(*fetches: object, **more: object) -> dict[str, Any]:
    return {"STATUS": STATUS, "EXAMINE": OPENED, "UID FETCH": list(fetches), **more}


def test_unsolicited_split_and_foreign_answers(scripted: Start) -> None:
    noise = (
        b"* 1 FETCH (FLAGS (\\Seen))\r\n* 9 EXISTS\r\n* 1 EXPUNGE\r\n* 0 RECENT\r\n* OK [ALERT] hi\r\n"
        b"* 5 FETCH (UID 77 BODY[1] {1}\r\nx)\r\n"
    )
    one_part = b"* 2 FETCH (UID 2 RFC822.SIZE 9 BODYSTRUCTURE " + TEXT + b")\r\n"
    other_part = b"* 2 FETCH (UID 2 BODY[HEADER.FIELDS.NOT (X)] {%d}\r\n%s)\r\n" % (len(HEAD % 2), HEAD % 2)
    heads = head(1) + noise + one_part + noise + other_part
    server = scripted(script(heads + DONE, noise + text(2) + text(1) + noise + DONE))
    (batch,) = run(server)
    assert [message.octets for message in batch.messages] == [HEAD % 1 + b"hello", HEAD % 2 + b"hello"]
    assert batch.messages[0].internal_date == datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert batch.cursor == Cursor("INBOX", 1, 3)


@pytest.mark.parametrize(
    "structure",
    [
        b"NIL",
        b'("text" "plain")',
        b"(" * 40 + TEXT + b' "mixed")' * 40,
        b'("text" "plain" NIL',
        b'"broken" "str"ucture"',
        b"()",
    ],
)
def test_malformed_structure_falls_back_to_the_whole_message(scripted: Start, structure: bytes) -> None:
    server = scripted(script(head(1, structure) + head(2) + DONE, text(2) + DONE, whole(1) + DONE))
    (batch,) = run(server)
    assert [message.octets[-5:] for message in batch.messages] == [b"whole", b"hello"]


def test_answers_that_are_no_imap_are_asked_for_in_a_simpler_way(scripted: Start) -> None:
    broken = b'* 1 FETCH (UID 1 BODYSTRUCTURE ("text" "pla\r\nin" NIL) BODY[HEADER] "x")\r\n'
    plain = head(1, b"NIL") + head(2, b"NIL")
    server = scripted(script(head(2) + broken + DONE, plain + DONE, whole(1) + DONE, whole(2) + DONE))
    (batch,) = run(server)
    assert [message.octets[-5:] for message in batch.messages] == [b"whole", b"whole"]
    assert sum(b"BODYSTRUCTURE" in line for line in server.received) == 1


@pytest.mark.parametrize("capabilities", [b"IMAP4rev1", b"IMAP4rev1 ESEARCH"])
def test_sparse_uids_are_listed_first(scripted: Start, capabilities: bytes) -> None:
    opened = OPENED.replace(b"UIDNEXT 3", b"UIDNEXT 4000000000")
    status = STATUS.replace(b"UIDNEXT 3", b"UIDNEXT 4000000000")
    listing = b"* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2)\r\n" + DONE
    search = b'* ESEARCH (TAG "T4") UID ALL 1:2,5000000000:18446744073709551\r\n' + DONE
    fetches = [head(1) + head(2) + DONE, text(1) + text(2) + DONE]
    if capabilities == b"IMAP4rev1":
        fetches = [listing, *fetches]
    login = b"{tag} OK [CAPABILITY " + capabilities + b"] in\r\n"
    server = scripted(script(*fetches, LOGIN=login, STATUS=status, EXAMINE=opened, **{"UID SEARCH": search}))
    (batch, last) = run(server, {})
    assert [message.ref.uid for message in (*batch.messages, *last.messages)] == [1, 2]
    assert last.cursor.uidnext == 4_000_000_000


def test_section_that_comes_back_nil_falls_back(scripted: Start) -> None:
    nil = b"* 1 FETCH (UID 1 BODY[1]<0> NIL)\r\n"
    (batch,) = run(scripted(script(head(1) + head(2) + DONE, nil + text(2) + DONE, whole(1) + DONE)))
    assert batch.messages[0].octets.endswith(b"whole")


@pytest.mark.parametrize(
    "answer", [DONE, b"* 1 FETCH (UID 1 BODY[] NIL)\r\n" + DONE, b"{tag} NO cannot\r\n", whole(5) + DONE]
)
def test_message_that_cannot_be_had_is_named(scripted: Start, answer: bytes) -> None:
    there = b"* 1 FETCH (UID 1 FLAGS ())\r\n" + DONE
    (batch,) = run(scripted(script(head(2) + DONE, there, text(2) + DONE, answer)))
    assert [item.ref.uid for item in batch.unfetchable] == [1]
    assert [message.ref.uid for message in batch.messages] == [2]
    assert batch.cursor.uidnext == 3


def test_expunged_meanwhile_is_skipped(scripted: Start) -> None:
    (batch,) = run(scripted(script(head(2) + DONE, DONE, text(2) + DONE)))
    assert batch.unfetchable == ()
    assert [message.ref.uid for message in batch.messages] == [2]


@pytest.mark.parametrize("status", [b"(UIDNEXT 3)", b"(UIDVALIDITY 1)", b"()", b"(UIDNEXT x UIDVALIDITY 0)"])
def test_no_uidvalidity_or_uidnext(scripted: Start, status: bytes) -> None:
    server = scripted({"STATUS": b"* STATUS INBOX %s\r\n{tag} OK\r\n" % status})
    with pytest.raises(ProtocolError, match="UIDVALIDITY or UIDNEXT"):
        run(server)
    assert "UID FETCH" not in server.commands()


def test_examine_may_leave_out_uidnext(scripted: Start) -> None:
    opened = OPENED.replace(b"* OK [UIDNEXT 3] ok\r\n", b"")
    (batch,) = run(scripted(script(head(1) + head(2) + DONE, text(1) + text(2) + DONE, EXAMINE=opened)))
    assert batch.cursor == Cursor("INBOX", 1, 3)


def test_throttled_names_its_time(scripted: Start) -> None:
    server = scripted(script(b"{tag} NO [THROTTLED] Suggested Backoff Time: 1500 milliseconds\r\n"))
    with pytest.raises(TryLaterError) as caught:
        run(server)
    assert caught.value.wait_seconds == 1.5


@pytest.mark.parametrize("cut", [Cut(b"* 1 FET"), Cut(b"* 1 FETCH (UID 1 BODY[1]<0> {5}\r\nhe"), Cut(b"", reset=True)])
def test_lost_connection_is_tried_once_more(scripted: Start, cut: Cut) -> None:
    server = scripted(script(head(1) + head(2) + DONE, cut, head(1) + head(2) + DONE, text(1) + text(2) + DONE))
    (batch,) = run(server)
    assert len(batch.messages) == 2
    assert server.connections == 2
    hopeless = scripted(script(cut))
    with pytest.raises(TryLaterError):
        run(hopeless)
    assert hopeless.connections == 2


def test_mailbox_made_anew_between_status_and_examine(scripted: Start) -> None:
    server = scripted(script(head(1) + DONE, EXAMINE=OPENED.replace(b"UIDVALIDITY 1", b"UIDVALIDITY 2")))
    with pytest.raises(TryLaterError):
        run(server)
    assert "UID FETCH" not in server.commands()


def test_only_examine_and_peek_are_used(scripted: Start) -> None:
    server = scripted(script(head(1) + head(2) + DONE, text(1) + text(2) + DONE))
    run(server)
    assert "SELECT" not in server.commands()
    assert all(b"PEEK" in line for line in server.received if b"BODY[" in line.replace(b"BODY.PEEK", b""))


def test_files_are_no_imap_account_and_have_no_drafts(scripted: Start) -> None:
    from triage.config import Drafts
    from triage.deliver import open_outbox

    with pytest.raises(ConfigurationError):
        open_outbox(scripted({}).account(kind="mbox"), Drafts(), deadline=0)


@pytest.mark.dovecot
def test_cut_anywhere_nothing_is_lost_or_read_twice(place: DovecotPlace) -> None:
    place.server.deliver(place.user, (mail(f"n{number}", attachment=b"%PDF" * 500) for number in range(3)))
    before, first = place.state(), read(place)
    for after in range(0, 4000, 97):
        got: list[Batch] = []
        with cutting(place.server.port, after) as port:
            account = place.server.account(place.user, port=port)
            with suppress(TryLaterError, ServerUnreachableError), source_of(account) as source:
                for batch in source.new_mail({}, lambda _m, _v: set(), lambda _h: True):
                    got.append(batch)  # noqa: PERF402 - extend loses what came before the error
        rest = read(place, {"INBOX": got[-1].cursor} if got else None)
        assert messages(got) + messages(rest) == messages(first)
    assert place.state() == before


@pytest.mark.shared
@pytest.mark.dovecot
def test_strange_real_mail_reads_the_same_in_parts_as_whole(place: DovecotPlace) -> None:
    if not TORTURE.is_dir():
        pytest.skip("../shared/torture is not there")
    files = [path for path in sorted(TORTURE.rglob("*.eml")) if 0 < path.stat().st_size < 1_000_000][::3]
    place.server.deliver(place.user, (path.read_bytes() for path in files))
    before = place.server.snapshot(place.user)
    batches = read(place)
    assert not any(batch.unfetchable for batch in batches)
    got = messages(batches)
    assert len(got) == len(files)
    other = 0
    for message in got:
        whole = parse(replace(message, octets=before["INBOX"][message.ref.uid][2]))
        ours = parse(message)
        assert (ours.subject, ours.from_, ours.date) == (whole.subject, whole.from_, whole.date)
        other += (ours.text, ours.content_hash) != (whole.text, whole.content_hash)
    assert other <= len(files) // 100
    assert place.server.snapshot(place.user) == before
