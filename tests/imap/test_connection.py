"""Connecting, signing in and asking, against servers that misbehave in every way a script can (faults.md)."""

from __future__ import annotations

import base64
import resource
import socket
import time
from typing import TYPE_CHECKING

import pytest

from tests.servers.certificates import Authority
from tests.servers.scripted import Cut, Drip, Flood, Literal, Silence
from triage.config import Account
from triage.credentials import Secret
from triage.errors import (
    ConfigurationError,
    ProtocolError,
    ServerUnreachableError,
    SignInError,
    TryLaterError,
)
from triage.imap.connection import Connection, MailboxStatus
from triage.imap.faults import shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.dovecot import Dovecot
    from tests.servers.scripted import ScriptedServer
    from triage.errors import TriageError

    Start = Callable[..., ScriptedServer]

CANARY = "canary-pass-word"
SECRET = Secret("password", CANARY)
TOKEN = Secret("token", CANARY)


def connect(account: Account, secret: Secret = SECRET, seconds: float = 5) -> Connection:
    return Connection.open(account, secret, deadline=time.monotonic() + seconds)


def fails(account: Account, kind: type[TriageError], *, secret: Secret = SECRET, seconds: float = 5) -> TriageError:
    """The error of signing in, which never holds the secret and always names the account and a next step."""
    with pytest.raises(kind) as caught:
        connect(account, secret, seconds).close()
    assert type(caught.value) is kind or kind is TryLaterError
    assert CANARY not in f"{caught.value!r}{caught.value}"
    assert str(caught.value).startswith("lab: ")
    assert caught.value.hint
    return caught.value


# --- connecting -------------------------------------------------------------------------------------------------------


def test_unknown_host() -> None:
    error = fails(Account("lab", host="mail.invalid", port=993), ServerUnreachableError)
    assert "mail.invalid:993" in str(error)


def test_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    fails(Account("lab", host="127.0.0.1", port=port, security="none"), ServerUnreachableError)


def test_no_encryption_only_on_loopback() -> None:
    error = fails(Account("lab", host="imap.example.org", security="none"), ServerUnreachableError)
    assert "encryption" in str(error)


@pytest.mark.parametrize("greeting", [Silence(), Drip(b"* OK hello", 0.1)])
def test_no_greeting(scripted: Start, greeting: object) -> None:
    start = time.monotonic()
    fails(scripted({"GREETING": greeting}).account(), ServerUnreachableError, seconds=0.6)
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    "greeting",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"220 smtp.example.org ESMTP\r\n",
        b"\0\1\2\n",
        b"* 1 EXISTS\r\n",
        b"* NO no\r\n",
    ],
)
def test_garbage_greeting(scripted: Start, greeting: bytes) -> None:
    fails(scripted({"GREETING": greeting}).account(), ProtocolError)


def test_bye_at_greeting_names_the_time_to_wait(scripted: Start) -> None:
    bye = b"* BYE Suggested Backoff Time: 299961 milliseconds\r\n"
    error = fails(scripted({"GREETING": Cut(bye)}).account(), TryLaterError)
    assert isinstance(error, TryLaterError)
    assert error.wait_seconds == pytest.approx(299.961)


def test_cut_at_greeting(scripted: Start) -> None:
    fails(scripted({"GREETING": Cut(b"* OK")}).account(), ServerUnreachableError)
    fails(scripted({"GREETING": Cut(b"* OK", reset=True)}).account(), ServerUnreachableError)


# --- encryption -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.create(tmp_path_factory.mktemp("ca"))


def test_tls_with_the_right_authority(scripted: Start, authority: Authority) -> None:
    server = scripted({}, tls=authority.server("localhost"))
    connect(server.account(host="localhost", security="tls", ca_file=authority.certificate)).close()


@pytest.mark.parametrize("wrong", ["authority", "host", "time"])
def test_certificates_are_verified(scripted: Start, authority: Authority, wrong: str) -> None:
    name = "other.example" if wrong == "host" else "localhost"
    server = scripted({}, tls=authority.server(name, expired=wrong == "time"))
    ca_file: Path | None = None if wrong == "authority" else authority.certificate
    error = fails(server.account(host="localhost", security="tls", ca_file=ca_file), ServerUnreachableError)
    assert "certificate" in str(error)
    assert server.received == []


def test_unusable_ca_file(scripted: Start, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("no certificate")
    for name in ("empty.pem", "missing.pem"):
        server = scripted({})
        with pytest.raises(ConfigurationError, match=name):
            connect(server.account(security="tls", ca_file=tmp_path / name))


def test_tls_to_a_plain_port(scripted: Start) -> None:
    server = scripted({})
    fails(server.account(security="tls"), ServerUnreachableError)
    assert not any(CANARY.encode() in line for line in server.received)


@pytest.mark.parametrize(
    "script",
    [
        {"STARTTLS": b"{tag} NO not now\r\n"},
        {"STARTTLS": b"{tag} BAD what\r\n"},
        {"GREETING": b"* PREAUTH welcome\r\n"},
        {"STARTTLS": b"{tag} OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nT2 OK signed in\r\n"},
    ],
)
def test_stripped_starttls_sends_no_secret(scripted: Start, script: dict[str, bytes]) -> None:
    server = scripted(script)
    fails(server.account(security="starttls"), ServerUnreachableError, seconds=1)
    assert not any(b"LOGIN" in line or CANARY.encode() in line for line in server.received)


def test_preauth_is_refused_without_tls_too(scripted: Start) -> None:
    fails(scripted({"GREETING": b"* PREAUTH welcome\r\n"}).account(), ServerUnreachableError)


# --- signing in -------------------------------------------------------------------------------------------------------


def test_wrong_password_is_tried_once_and_its_reason_shown(scripted: Start) -> None:
    server = scripted({"LOGIN": b"{tag} NO [ALERT] \x1b[31mapplication password\xe2\x80\xae needed\r\n"})
    error = fails(server.account(), SignInError)
    assert "application password needed" in str(error)
    assert "\x1b" not in str(error)
    assert server.commands() == ["LOGIN"]


@pytest.mark.parametrize("code", ["UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED"])
def test_sign_in_that_is_not_possible_now(scripted: Start, code: str) -> None:
    fails(scripted({"LOGIN": b"{tag} NO [%s] busy\r\n" % code.encode()}).account(), TryLaterError)


def test_bye_and_cut_during_sign_in(scripted: Start) -> None:
    fails(scripted({"LOGIN": Cut(b"* BYE too many connections\r\n")}).account(), TryLaterError)
    fails(scripted({"LOGIN": Cut()}).account(), TryLaterError)


def test_logindisabled_is_honoured(scripted: Start) -> None:
    server = scripted({"GREETING": b"* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] hi\r\n"})
    fails(server.account(), SignInError)
    assert server.received == []


def test_capabilities_are_asked_for_only_when_not_announced(scripted: Start) -> None:
    announced, silent = scripted({}), scripted({"GREETING": b"* OK hi\r\n"})
    connect(announced.account()).close()
    connect(silent.account()).close()
    assert "CAPABILITY" not in announced.commands()
    assert silent.commands()[:2] == ["CAPABILITY", "LOGIN"]


@pytest.mark.parametrize("password", ["plain", 'qu"ote\\', "spaß ✓", "line\r\nbreak"])
def test_any_password_can_be_sent(scripted: Start, password: str) -> None:
    needs_literal = not password.isascii() or "\r" in password
    login = (
        Literal(b"{tag} OK [CAPABILITY IMAP4rev1] in\r\n")
        if needs_literal
        else b"{tag} OK [CAPABILITY IMAP4rev1] in\r\n"
    )
    server = scripted({"LOGIN": login})
    connect(server.account(), Secret("password", password)).close()
    if needs_literal:
        assert server.received[1] == password.encode() + b"\r\n"
    else:
        escaped = password.replace("\\", "\\\\").replace('"', '\\"')
        assert server.received[0].endswith(f'"me" "{escaped}"'.encode())


def _oauth(mechanism: str) -> bytes:
    return f"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH={mechanism}] hi\r\n".encode()


@pytest.mark.parametrize(
    ("mechanism", "expected"),
    [
        ("XOAUTH2", f"user=me\1auth=Bearer {CANARY}\1\1"),
        ("OAUTHBEARER", f"n,a=me,\1host=127.0.0.1\1port={{port}}\1auth=Bearer {CANARY}\1\1"),
    ],
)
def test_tokens(scripted: Start, mechanism: str, expected: str) -> None:
    server = scripted({"GREETING": _oauth(mechanism), "AUTHENTICATE": b"{tag} OK [CAPABILITY IMAP4rev1] in\r\n"})
    connect(server.account(), TOKEN).close()
    sent = base64.b64decode(server.received[0].split(b" ")[-1]).decode()
    assert sent == expected.format(port=server.port)


def test_token_without_initial_response(scripted: Start) -> None:
    greeting = b"* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] hi\r\n"
    server = scripted({"GREETING": greeting, "AUTHENTICATE": b"+ \r\n", "": b"T1 OK in\r\n"})
    connect(server.account(), TOKEN).close()
    assert base64.b64decode(server.received[1]).startswith(b"user=me\1")


def test_refused_token_answers_the_challenge(scripted: Start) -> None:
    challenge = b"+ " + base64.b64encode(b'{"status":"401"}') + b"\r\n"
    server = scripted(
        {"GREETING": _oauth("XOAUTH2"), "AUTHENTICATE": challenge, "": b"T1 NO [AUTHENTICATIONFAILED] no\r\n"}
    )
    fails(server.account(), SignInError, secret=TOKEN)
    assert server.received[1] == b""


def test_server_without_oauth(scripted: Start) -> None:
    server = scripted({})
    fails(server.account(), SignInError, secret=TOKEN)
    assert server.received == []


# --- asking -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Drip(b"* OK still here\r\n", 0.02), TryLaterError),
        (Drip(b"x", 0.02), TryLaterError),
        (Flood(b"* 1 FETCH (FLAGS (\\Seen))\r\n" * 1000), TryLaterError),
        (Flood(b"* STATUS INBOX (UIDNEXT 5 UIDVALIDITY 1)\r\n" * 1000), TryLaterError),
        (Flood(b"x" * 65536), ProtocolError),
        (b"* 1 FETCH (BODY[] {100000000000}\r\n", ProtocolError),
        (b"* 1 FETCH (BODY[] {-5}\r\n", ProtocolError),
        (b"* STATUS INBOX " + b"x" * (2 << 20) + b"\r\n", ProtocolError),
        (b"T99 OK what\r\n", ProtocolError),
        (Silence(), TryLaterError),
        (Cut(b"* STATUS INB"), TryLaterError),
        (Cut(b"* STATUS INB", reset=True), TryLaterError),
        (b"* BYE AccessTokenExpired\r\n", TryLaterError),
    ],
)
def test_no_answer_outlives_the_deadline_or_fills_memory(
    scripted: Start, answer: object, kind: type[TriageError]
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    connection = connect(scripted({"STATUS": answer}).account(), seconds=1)
    start = time.monotonic()
    with connection, pytest.raises(kind):
        connection.statuses(["INBOX"])
    assert time.monotonic() - start < 3
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_statuses_of_several_mailboxes_in_one_round_trip(scripted: Start) -> None:
    answers: list[object] = [
        b'* STATUS "INBOX" (UIDVALIDITY 3 UIDNEXT 9)\r\n{tag} OK\r\n',
        b"{tag} NO [NONEXISTENT] no such mailbox\r\n",
        b"{tag} OK nothing to say\r\n",
        b"* STATUS Entw&APw-rfe (MESSAGES 4 UIDNEXT 5 UIDVALIDITY 6 HIGHESTMODSEQ 77)\r\n{tag} OK\r\n",
    ]
    login = b"{tag} OK [CAPABILITY IMAP4rev1 CONDSTORE] in\r\n"
    server = scripted({"STATUS": answers, "LOGIN": login})
    with connect(server.account()) as connection:
        found = connection.statuses(["INBOX", "Gone", "Odd"], ["Entwürfe"])
    assert found["INBOX"] == MailboxStatus(3, 9)
    assert not isinstance(found["Gone"], MailboxStatus)
    assert found["Odd"] == MailboxStatus(None, None)
    assert found["Entwürfe"] == MailboxStatus(6, 5, 4, 77)
    assert server.received[4].endswith(b'STATUS "Entw&APw-rfe" (UIDNEXT UIDVALIDITY MESSAGES HIGHESTMODSEQ)')
    assert server.commands()[:5] == ["LOGIN", "STATUS", "STATUS", "STATUS", "STATUS"]


def test_one_odd_name_does_not_stop_the_listing(scripted: Start) -> None:
    listing = (
        b'* LIST (\\HasNoChildren) "/" "&ZZZ"\r\n'
        b"* LIST (\\Noselect) NIL Flat\r\n"
        b'* LIST (\\Drafts) "." {6}\r\nA "b" \r\n'
        b'* LIST (\\HasNoChildren) "/" \xff\xfe\r\n'
        b"* LIST oops\r\n"
        b'* LIST () "/" NIL\r\n'
        b'* LIST () "/" 007\r\n{tag} OK done\r\n'
    )
    with connect(scripted({"LIST": listing}).account()) as connection:
        listed = connection.list()
    assert [mailbox.name for mailbox in listed] == ["&ZZZ", "Flat", 'A "b" ', "��", "NIL", "007"]
    assert listed[2].attributes == {b"\\drafts"}


def test_what_a_server_says_is_made_fit_for_a_terminal() -> None:
    assert shown("a\x1b]0;x\x07b\u202ec\r\nd") == "a ]0;x b c d"
    assert len(shown("x" * 1000)) == 200
    Secret("password", "tangerine-canary")
    assert shown(f"{'x' * 190} bad password tangerine-canary") == f"{'x' * 190} bad passw"
    assert shown(b"bad password tangerine-canary for dana") == "bad password *** for dana"


@pytest.mark.dovecot
def test_wrong_password_at_dovecot(dovecot: Dovecot) -> None:
    fails(dovecot.account(dovecot.user()), SignInError)


def test_plain_connections_import_no_ssl() -> None:
    import subprocess
    import sys

    code = (
        "import sys, triage.source.imap; print([m for m in ('ssl', 'email', 'asyncio', 'base64') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
