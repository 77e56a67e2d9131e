"""The demo's IMAP server answers as Dovecot does, octet for octet, about every sample message and some odd ones."""

from __future__ import annotations

import imaplib
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from tests.demo.test_server import MULTIPART, PLAIN
from tests.servers.dovecot import PASSWORD
from triage.demo import sample
from triage.demo.server import DemoServer

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

ODD = (
    PLAIN,
    MULTIPART,
    b"Subject: no body\r\n\r\n",
    b"Subject: no empty line\r\n",
    b"\r\nno header\r\n",
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\nno part at all\r\n',
    b"Content-Type: multipart/mixed\r\n\r\nno boundary\r\n",
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\n--x\r\n\r\nsecond\r\n--x\r\n\r\nnever closed",
    b"Content-Type: multipart/digest; boundary=x\r\n\r\n--x\r\n\r\nSubject: in a digest\r\n\r\nhi\r\n--x--\r\n",
    b"Content-Type: message/rfc822\r\n\r\nSubject: inside\r\nTo: a@example.org, B <b@example.org>\r\n\r\nhi\r\n",
    b'Content-Type: text/html; charset="a\\"b"; name=c\r\nContent-ID: <1@x>\r\nContent-Language: de\r\n\r\nhi\r\n',
    b"Subject: folded\r\n\tfurther  down\r\nFrom:\r\nTo: undisclosed-recipients:;\r\n\r\nhi\r\n",
)
ITEMS = (
    "RFC822.SIZE",
    "BODYSTRUCTURE",
    "BODY.PEEK[]",
    "BODY.PEEK[]<5.90>",
    "BODY.PEEK[HEADER]",
    "BODY.PEEK[TEXT]",
    "BODY.PEEK[TEXT]<100000.5>",
    "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT LIST-ID CONTENT-TYPE)]",
    "BODY.PEEK[HEADER.FIELDS.NOT (RECEIVED DKIM-SIGNATURE)]",
    *(f"BODY.PEEK[{section}]" for section in ("1", "1.MIME", "1<3.50>", "2", "2.MIME", "1.2", "3", "3.HEADER", "9")),
)


def answer(client: imaplib.IMAP4, number: int, item: str) -> list[bytes]:
    """The FETCH answer in pieces; quoted strings in lower case, since their case means nothing in a structure."""
    asked = re.sub(r"(<[\d.]+>)\]$", r"]\1", item)
    kind, pieces = client.fetch(str(number), f"({asked})")
    assert kind == "OK"
    flat = [part for piece in pieces for part in (piece if isinstance(piece, tuple) else (piece,))]
    return [part.lower() if item == "BODYSTRUCTURE" else part for part in flat if isinstance(part, bytes)]


def test_every_answer_is_the_same(dovecot: Dovecot) -> None:
    octets = [*(one.octets for one in sample.messages()), *ODD]
    with ExitStack() as stack:
        ours = stack.enter_context(DemoServer())
        clients = [imaplib.IMAP4("127.0.0.1", port, timeout=10) for port in (ours.port, dovecot.port)]
        for client, (user, password) in zip(
            clients, ((ours.user, ours.password), (dovecot.user(), PASSWORD)), strict=True
        ):
            stack.callback(client.logout)
            client.login(user, password)
            for one in octets:
                client.append("INBOX", None, None, one)
            client.select("INBOX")
        different = [
            (number, item, pair)
            for number in range(1, len(octets) + 1)
            for item in ITEMS
            if (pair := [answer(client, number, item) for client in clients])[0] != pair[1]
        ]
    assert different == []
