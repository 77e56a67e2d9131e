"""What is mail from a machine or to a list, and what a person would read an answer to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from triage.domain import MessageRef, RawMessage
from triage.parse import parse
from triage.understand import machine

if TYPE_CHECKING:
    from triage.domain import Message

OWN = frozenset({"dana@example.org"})


def message(header_lines: str, text: str = "Hello.") -> Message:
    octets = f"{header_lines}\n\n{text}\n".replace("\n", "\r\n").encode()
    return parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))


MACHINES = [
    "From: MAILER-DAEMON@mx.example.org",
    "From: Postmaster <postmaster@example.net>",
    "Return-Path: <>\nFrom: Kim Lee <kim@example.com>",
    "From: Mail System <x@example.com>\nX-Failed-Recipients: someone@example.net",
    'From: x@example.com\nContent-Type: multipart/report; boundary="b"',
    "From: Kim Lee <kim@example.com>\nAuto-Submitted: auto-replied",
    "From: Kim Lee <kim@example.com>\nAuto-Submitted: auto-generated (rejected)",
    "From: Kim Lee <kim@example.com>\nX-Autoreply: yes",
    "From: Kim Lee <kim@example.com>\nSubject: Automatic reply: your offer",
    "From: Kim Lee <kim@example.com>\nSubject: Abwesenheitsnotiz: Angebot",
    "From: Kim Lee <kim@example.com>\nList-Id: Talk <talk.example.com>",
    "From: Kim Lee <kim@example.com>\nList-Post: <mailto:talk@example.com>",
    "From: Kim Lee <kim@example.com>\nPrecedence: list",
    "From: Kim Lee <kim@example.com>\nPrecedence: junk",
    "From: News <hello@example.com>\nPrecedence: bulk",
    "From: Jobs <jobs@example.com>\nList-Unsubscribe: <mailto:u@example.com>",
    "From: No Reply <no-reply@example.com>",
    "From: noreply.jobs@example.com",
    "From: donotreply@example.com",
    "From: nicht-antworten@example.de",
    "From: ne-pas-repondre@example.fr",
    "From: nao-responda@example.pt",
    "From: GitHub <notifications@example.com>",
    "From: Alerts <alerts@example.com>",
    "From: LinkedIn <jobs-listings@linkedin.com>",
    "From: LinkedIn Job Alerts <jobalerts-noreply@linkedin.com>",
    "From: Indeed <alert@indeed.com>",
    "From: Google Calendar <calendar-notification@google.com>",
    "From: Kim <kim@example.com>\nSender: Google Calendar <calendar-notification@google.com>",
    "From: Dana <dana@example.org>",
    "From: Dana <DANA@Example.org>",
    "From: Dana <dana+jobs@example.org>",
    "From: Kim Lee <kim@example.com>\nReply-To: no-reply@example.com",
    "From: no-reply@example.com\nReply-To: support@example.com",
]

PEOPLE = [
    "From: Kim Lee <kim.lee@example.com>",
    "From: Kim Lee <klee@e.org>\nList-Unsubscribe: <mailto:u@e.org>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click",
    "From: Kim Lee <kim@example.com>\nPrecedence: bulk\nList-Unsubscribe: <https://x.example/u>",
    "From: Kim at Acme <kim@acme.example>\nList-Unsubscribe: <mailto:u@acme.example>\nFeedback-ID: 1:2:gem",
    "From: Kim Lee <hit-reply@linkedin.com>\nList-Unsubscribe: <https://x.example>\nFeedback-ID: inmail",
    "From: Kim Lee via LinkedIn <messages-noreply@linkedin.com>\nReply-To: Kim Lee <hit-reply@linkedin.com>",
    "From: Kim Lee <inmail-hit-reply@linkedin.com>\nPrecedence: bulk",
    "From: Kim <kim-4432@reply.xing.com>",
    "From: Acme Hiring <no-reply@ats.example>\nReply-To: Kim Lee <kim.lee@acme.example>",
    "From: Talent <talent@acme.example>",
    "From: Żaneta Łoś <zaneta.los@example.pl>\nList-Unsubscribe: <mailto:u@example.pl>",
    "From: Kim Lee <kim@example.com>\nAuto-Submitted: no",
    "From: Kim Lee <kim.lee@indeed.com>",
    "From: kim@example.com",
    "From: Mike Root <mroot@example.com>",
    "Return-Path: <bounces+kim=example.com@mail.example.com>\nFrom: Kim Lee <kim@example.com>",
]


@pytest.mark.parametrize("headers", MACHINES)
def test_nobody_would_read_a_reply(headers: str) -> None:
    assert machine.not_replyable_because(message(headers), OWN)


@pytest.mark.parametrize("headers", PEOPLE)
def test_a_person_would_read_a_reply(headers: str) -> None:
    assert machine.not_replyable_because(message(headers), OWN) == ""


@pytest.mark.parametrize("headers", PEOPLE)
def test_the_text_of_a_persons_mail_is_wanted(headers: str) -> None:
    assert machine.wants_text(headers.replace("\n", "\r\n").encode(), OWN)
    assert machine.wants_text(headers.upper().encode(), OWN)


@pytest.mark.parametrize("headers", MACHINES)
def test_text_is_refused_only_to_mail_that_is_not_replyable(headers: str) -> None:
    if not machine.wants_text(headers.encode(), OWN):
        assert machine.not_replyable_because(message(headers), OWN)


@pytest.mark.parametrize(
    "headers",
    [
        b"From: no-reply@example.com\r\n",
        b"FROM: =?utf-8?q?N?=\r\n <no-reply@example.com>\r\n",
        b"From: x@example.com\nlist-id: <t.example.com>\n",
        b"From: x@example.com\r\nAuto-Submitted:\r\n auto-generated\r\n",
        b"From: Me <dana@example.org>\r\n",
        b"Return-Path: <>\r\nFrom: x@example.com\r\n",
    ],
)
def test_text_of_certain_machines_is_not_fetched(headers: bytes) -> None:
    assert not machine.wants_text(headers, OWN)


@pytest.mark.parametrize(
    "headers",
    [
        b"From: Calendly <notifications@calendly.com>\r\nSubject: Confirmed: 45 min with Kim\r\n",
        b"From: x <no-reply@mail.goodtime.io>\r\n",
        b"From: no-reply@example.com\r\nSubject: Your interview with\r\n Acme\r\n",
        "From: no-reply@example.com\r\nSubject: Einladung zum Vorstellungsgespräch\r\n".encode(),
        b"SUBJECT: =?utf-8?B?RWlubGFkdW5nIHp1bSBWb3JzdGVsbHVuZ3NnZXNwcsOkY2g=?=\r\nFrom: noreply@example.de\r\n",
        b"From: no-reply@example.com\nSubject: Next steps - Senior Backend Engineer\n",
        b"From: Kim <kim@example.com>\nSender: calendar-notification@google.com\nSubject: Invitation: Interview\n",
    ],
)
def test_the_text_of_what_arranges_an_interview_is_wanted(headers: bytes) -> None:
    assert machine.wants_text(headers, OWN)


@pytest.mark.parametrize(
    "headers",
    [
        b"From: no-reply@example.com\r\nSubject: Your parcel\r\nX-Note: interview\r\n",
        b"From: no-reply@example.com\r\nSubject: =?utf-8?B?broken\r\n",
        b"From: no-reply@notcalendly.com\r\nSubject: Confirmed\r\n",
        b"From: Careers <no-reply@example.com>\r\nList-Id: <tips.example.com>\r\nSubject: 10 interview tips\r\n",
        b"From: Pat <pat@example.com>\nSender: calendar-notification@google.com\nSubject: Invitation: Lunch\n",
        b"From: Me <dana@example.org>\r\nSubject: Interview\r\n",
        b"From: MAILER-DAEMON@example.com\r\nSubject: Undelivered: interview\r\n",
    ],
)
def test_the_text_of_other_robots_is_not(headers: bytes) -> None:
    assert not machine.wants_text(headers, OWN)


@pytest.mark.parametrize(
    "headers", [b"", b"\xff\xfe\x00", b"From:", b"From: <<<>>>@", b"garbage without a colon\r\n" * 50]
)
def test_in_doubt_the_text_is_wanted(headers: bytes) -> None:
    assert machine.wants_text(headers, OWN)


UNREAD = [
    "Please do not reply to this message.",
    "Bitte antworten Sie nicht auf diese E-Mail.",
    "Merci de ne pas répondre à ce message.",
    "Por favor, no responda a este correo.",
    "Si prega di non rispondere.",
    "Reageer s.v.p. niet op dit bericht.",
    "Mensagem automática, por favor não responda.",
    "Prosimy nie odpowiadać na tę wiadomość.",
]


@pytest.mark.parametrize("text", UNREAD)
def test_mail_may_say_that_nobody_reads_replies(text: str) -> None:
    assert machine.not_replyable_because(message("From: Kim Lee <kim@example.com>", text), OWN)


def test_hostile_header_sections_take_linear_time() -> None:
    for octets in (
        b"From: " + b"<" * 60000,
        b"\nfrom:" * 20000,
        b"From: " + b"a" * 60000 + b"@",
        b"x:\n " * 20000,
        b"From: no-reply@x.example\nSubject: " + b"=?utf-8?q?" * 9000,
    ):
        start = time.process_time()
        machine.wants_text(octets, OWN)
        assert time.process_time() - start < 1.0
