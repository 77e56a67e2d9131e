"""The demo's IMAP server, asked by imapclient and by plain sockets, and by the standard library."""

from __future__ import annotations

import imaplib
import re
import socket
import time
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from triage.demo.mailboxes import Delivered, Mailbox
from triage.demo.server import DemoServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ARRIVED = datetime(2026, 9, 14, 8, 30, 5, tzinfo=timezone(timedelta(hours=2)))
PLAIN = (
    b"From: Kim <kim@agency.example>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\nMessage-ID: <1@agency.example>\n\nHello\n"
)
MULTIPART = (
    b"From: kim@agency.example\r\nSubject: two parts\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="a b"\r\n\r\npreamble\r\n--a b\r\n'
    b"Content-Type: multipart/alternative; boundary=inner\r\n\r\n"
    b"--inner\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nplain text\r\n"
    b"--inner\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+aGk8L2I+\r\n"
    b"--inner--\r\n\r\n--a b\r\nContent-Type: message/rfc822\r\n\r\n"
    b"From: inner@example.com\r\nSubject: inside\r\n\r\ninner body\r\n"
    b'--a b\r\nContent-Type: application/pdf; name="jd.pdf"\r\n'
    b'Content-Disposition: attachment; filename="jd.pdf"\r\n\r\n%PDF\r\n--a b--\r\nepilogue\r\n'
)


@contextmanager
def signed_in(server: DemoServer) -> Iterator[Any]:
    client = IMAPClient(server.host, port=server.port, ssl=False, timeout=5)
    client.login(server.user, server.password)
    try:
        yield client
    finally:
        client.logout()


def uids(client: Any) -> list[int]:
    """Those of all messages in the mailbox that is open."""
    return sorted(client.fetch(range(1, 10), ["FLAGS"]))


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer([Delivered(PLAIN, ARRIVED), Delivered(MULTIPART, ARRIVED)]) as running:
        yield running


@pytest.fixture
def client(server: DemoServer) -> Iterator[Any]:
    with signed_in(server) as one:
        yield one


def talk(server: DemoServer, *lines: bytes) -> bytes:
    """Everything the server says to some raw lines, until it or we hang up (it resets what it will not read)."""
    said = b""
    with socket.create_connection((server.host, server.port), timeout=5) as connection, suppress(OSError):
        connection.sendall(b"".join(lines))
        connection.shutdown(socket.SHUT_WR)
        while octets := connection.recv(65536):
            said += octets
    return said


class TestSigningIn:
    def test_right_and_wrong_passwords(self, server: DemoServer) -> None:
        wrong = IMAPClient(server.host, port=server.port, ssl=False, timeout=5)
        with pytest.raises(LoginError, match="AUTHENTICATIONFAILED"):
            wrong.login(server.user, "guess")
        wrong.login(server.user, server.password)
        wrong.logout()

    def test_sasl_plain(self, server: DemoServer) -> None:
        client = IMAPClient(server.host, port=server.port, ssl=False, timeout=5)
        client.plain_login(server.user, server.password)
        assert client.list_folders()
        client.logout()

    def test_nothing_is_shown_to_strangers(self, server: DemoServer) -> None:
        said = talk(server, b'a LIST "" *\r\nb SELECT INBOX\r\nc UID FETCH 1:* FLAGS\r\n')
        assert [line.split(b" ")[1] for line in said.splitlines()[1:]] == [b"BAD", b"BAD", b"BAD"]

    def test_capabilities_can_be_taken_away(self) -> None:
        with DemoServer(without=frozenset({"UIDPLUS", "SPECIAL-USE"})) as poorer, signed_in(poorer) as client:
            assert not {b"UIDPLUS", b"SPECIAL-USE"} & set(client.capabilities())
            assert client.append("Drafts", PLAIN).startswith(b"APPEND")
            assert not any(b"\\Drafts" in flags for flags, _, _ in client.list_folders())
            client.select_folder("Drafts")
            with pytest.raises(IMAPClientError):
                client.uid_expunge([1])


class TestMailboxes:
    def test_list_gives_the_special_uses(self, client: Any) -> None:
        listed = {name: flags for flags, delimiter, name in client.list_folders() if delimiter == b"/"}
        assert set(listed) == {"INBOX", "Drafts", "Sent"}
        assert b"\\Drafts" in listed["Drafts"]
        assert b"\\Sent" in listed["Sent"]
        assert client.find_special_folder(b"\\Drafts") == "Drafts"

    def test_list_by_pattern(self, client: Any) -> None:
        assert [name for _, _, name in client.list_folders(pattern="D%")] == ["Drafts"]

    def test_own_mailboxes_replace_the_standard_ones(self) -> None:
        with DemoServer(mailboxes=[Mailbox("Drafts"), Mailbox("Entw&APw-rfe", "\\Drafts")]) as one:
            assert b'LIST (\\HasNoChildren) "/" "Drafts"' in talk(
                one, b'a LOGIN dana@example.org demo\r\nb LIST "" *\r\n'
            )

    def test_status(self, client: Any) -> None:
        status = client.folder_status("INBOX", ["MESSAGES", "UIDNEXT", "UIDVALIDITY", "UNSEEN"])
        assert (status[b"MESSAGES"], status[b"UIDNEXT"], status[b"UNSEEN"]) == (2, 3, 2)
        assert status[b"UIDVALIDITY"] > 0

    def test_what_is_not_offered_is_refused(self, client: Any) -> None:
        with pytest.raises(IMAPClientError):
            client.folder_status("INBOX", ["HIGHESTMODSEQ"])
        with pytest.raises(IMAPClientError, match="NONEXISTENT"):
            client.select_folder("Nowhere")

    def test_select_says_what_a_client_must_know(self, client: Any) -> None:
        opened = client.select_folder("INBOX", readonly=True)
        assert (opened[b"EXISTS"], opened[b"UIDNEXT"], opened[b"READ-ONLY"]) == (2, 3, [b""])


class TestReading:
    def test_items_of_a_message(self, client: Any) -> None:
        client.select_folder("INBOX", readonly=True)
        got = client.fetch([1], ["RFC822.SIZE", "INTERNALDATE", "FLAGS", "ENVELOPE", "BODY.PEEK[]"])[1]
        assert got[b"BODY[]"] == PLAIN.replace(b"\n", b"\r\n")
        assert got[b"RFC822.SIZE"] == len(got[b"BODY[]"])
        assert got[b"INTERNALDATE"] == ARRIVED.astimezone().replace(tzinfo=None)
        assert got[b"ENVELOPE"].message_id == b"<1@agency.example>"
        assert str(got[b"ENVELOPE"].from_[0]) == "Kim <kim@agency.example>"

    def test_peek_changes_nothing_and_reading_without_it_marks_seen(self, client: Any) -> None:
        client.select_folder("INBOX")
        client.fetch([1, 2], ["BODY.PEEK[]", "BODY.PEEK[1]", "BODYSTRUCTURE", "RFC822.HEADER"])
        assert client.get_flags([1, 2]) == {1: (), 2: ()}
        assert client.fetch([1], ["BODY[TEXT]"])[1][b"FLAGS"] == (b"\\Seen",)
        assert client.get_flags([1]) == {1: (b"\\Seen",)}

    def test_a_read_only_mailbox_is_not_marked(self, client: Any) -> None:
        client.select_folder("INBOX", readonly=True)
        client.fetch([1], ["BODY[]"])
        assert client.get_flags([1]) == {1: ()}
        with pytest.raises(IMAPClientError, match="READ-ONLY"):
            client.add_flags([1], [b"\\Seen"])

    @pytest.mark.parametrize(
        ("section", "octets"),
        [
            ("1.1", b"plain text"),
            ("1.2", b"PGI+aGk8L2I+"),
            ("1.1.MIME", b"Content-Type: text/plain; charset=utf-8\r\n\r\n"),
            ("2", b"From: inner@example.com\r\nSubject: inside\r\n\r\ninner body"),
            ("2.HEADER", b"From: inner@example.com\r\nSubject: inside\r\n\r\n"),
            ("2.1", b"inner body"),
            ("2.TEXT", b"inner body"),
            ("3", b"%PDF"),
            ("4", b""),
            ("1.1.1", b""),
            ("HEADER.FIELDS (SUBJECT X-NONE)", b"Subject: two parts\r\n\r\n"),
        ],
    )
    def test_sections(self, client: Any, section: str, octets: bytes) -> None:
        client.select_folder("INBOX", readonly=True)
        got = client.fetch([2], [f"BODY.PEEK[{section}]"])[2]
        assert got[f"BODY[{section}]".encode()] == octets

    def test_partial(self, client: Any) -> None:
        client.select_folder("INBOX", readonly=True)
        assert client.fetch([2], ["BODY.PEEK[1.1]<2.5>"])[2][b"BODY[1.1]<2>"] == b"ain t"

    def test_structure(self, client: Any) -> None:
        client.select_folder("INBOX", readonly=True)
        (alternative, message, pdf), subtype, *_ = client.fetch([2], ["BODYSTRUCTURE"])[2][b"BODYSTRUCTURE"]
        assert subtype == b"mixed"
        assert [part[5] for part in alternative[0]] == [b"7bit", b"base64"]
        assert message[:2] == (b"message", b"rfc822")
        assert message[7][1] == b"inside"
        assert pdf[2] == (b"name", b"jd.pdf")
        assert pdf[8] == (b"attachment", (b"filename", b"jd.pdf"))


class TestWriting:
    def test_append_and_take_back(self, client: Any) -> None:
        uidvalidity, uid = map(
            int, re.findall(rb"APPENDUID (\d+) (\d+)", client.append("Drafts", PLAIN, [b"\\Draft"]))[0]
        )
        assert client.select_folder("Drafts")[b"UIDVALIDITY"] == uidvalidity
        assert client.get_flags([uid]) == {uid: (b"\\Draft",)}
        client.append("Drafts", PLAIN)
        client.add_flags([uid, uid + 1], [b"\\Deleted"])
        client.uid_expunge([uid])
        assert uids(client) == [uid + 1]
        client.expunge()
        assert uids(client) == []
        assert client.folder_status("Drafts", ["UIDNEXT"])[b"UIDNEXT"] == uid + 2

    def test_append_keeps_octets_and_date(self, client: Any) -> None:
        client.append("Sent", MULTIPART, [b"\\Seen"], ARRIVED)
        client.select_folder("Sent")
        got = client.fetch([1], ["BODY.PEEK[]", "INTERNALDATE"])[1]
        assert got[b"BODY[]"] == MULTIPART
        assert got[b"INTERNALDATE"] == ARRIVED.astimezone().replace(tzinfo=None)

    def test_the_case_of_system_flags_means_nothing(self, client: Any) -> None:
        client.append("Drafts", PLAIN, [b"\\draft", b"$Own"])
        client.select_folder("Drafts")
        assert set(client.get_flags([1])[1]) == {b"\\Draft", b"$Own"}
        client.add_flags([1], [b"\\DELETED"])
        client.expunge()
        assert uids(client) == []

    def test_append_to_no_mailbox(self, client: Any) -> None:
        with pytest.raises(IMAPClientError, match="TRYCREATE"):
            client.append("Nowhere", PLAIN)

    def test_a_non_synchronising_literal(self, server: DemoServer) -> None:
        said = talk(
            server, b"a LOGIN {16+}\r\ndana@example.org demo\r\nb APPEND Sent {%d+}\r\n" % len(PLAIN), PLAIN, b"\r\n"
        )
        assert b"a OK" in said
        assert b"b OK [APPENDUID" in said
        assert b"\r\n+ " not in said

    def test_another_session_is_told(self, server: DemoServer, client: Any) -> None:
        client.select_folder("INBOX")
        with signed_in(server) as other:
            other.select_folder("INBOX")
            server.deliver(Delivered(PLAIN, ARRIVED))
            client.delete_messages([1])
            client.uid_expunge([1])
            assert set(other.noop()[1]) == {(1, b"EXPUNGE"), (2, b"EXISTS")}
            assert uids(other) == [2, 3]


class TestBadClients:
    @pytest.mark.parametrize(
        "line",
        [
            b"\r\n",
            b"a\r\n",
            b"a LIST\r\n",
            b"a UID FETCH 1 (BODY.PEEK[\r\n",
            b"a UID FETCH x FLAGS\r\n",
            b"a UID FETCH 1 (((\r\n",
            b"a UID FETCH 1 FLAGS)\r\n",
            b"a UID FETCH 1 BODY[NOPE]\r\n",
            b"a STATUS INBOX NOPE\r\n",
            b"a APPEND INBOX atom\r\n",
            b"a UID STORE 1 NOPE (x)\r\n",
            b"a IDLE\r\n",
            b"a UID SEARCH ALL\r\n",
            b"a AUTHENTICATE PLAIN !!!\r\n",
        ],
    )
    def test_nonsense_is_answered_with_bad(self, server: DemoServer, line: bytes) -> None:
        opening = b"x LOGIN dana@example.org demo\r\ny SELECT INBOX\r\n"
        said = talk(server, opening, line, b"z NOOP\r\n").split(b"y OK")[1].splitlines()
        assert said[-1].startswith(b"z OK")
        assert b" BAD " in said[-2]

    @pytest.mark.parametrize("flood", [b"a LOGIN {99999999999}\r\nz NOOP\r\n", b"a" * 70_000 + b"\r\nz NOOP\r\n"])
    def test_floods_are_not_listened_to(self, server: DemoServer, flood: bytes) -> None:
        assert b"z OK" not in talk(server, flood)

    def test_a_client_that_does_not_read_stops_nobody_else(self) -> None:
        large = Delivered(PLAIN + b"x" * 2_000_000, ARRIVED)
        with DemoServer([large] * 5) as server, socket.create_connection((server.host, server.port), timeout=5) as deaf:
            deaf.sendall(b"a LOGIN dana@example.org demo\r\nb EXAMINE INBOX\r\nc UID FETCH 1:* BODY.PEEK[]\r\n")
            time.sleep(0.05)
            with signed_in(server) as other:
                assert other.folder_status("INBOX", ["MESSAGES"])[b"MESSAGES"] == 5

    def test_at_its_end_it_hangs_up(self) -> None:
        with DemoServer() as server:
            connection = socket.create_connection((server.host, server.port), timeout=5)
            assert connection.recv(1024).startswith(b"* OK")
            began = time.monotonic()
        assert connection.recv(1024) == b""
        assert time.monotonic() - began < 4
        connection.close()


class TestStandardLibraryClient:
    def test_imaplib_reads_it_too(self, server: DemoServer) -> None:
        client = imaplib.IMAP4(server.host, server.port, timeout=5)
        client.login(server.user, server.password)
        assert client.select("INBOX", readonly=True)[1] == [b"2"]
        assert client.uid("FETCH", "1:*", "(UID)")[1] == [b"1 (UID 1)", b"2 (UID 2)"]
        client.logout()
