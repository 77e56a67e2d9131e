"""Ten histories of a conversation on a real Dovecot, each ending in the right state with the right drafts."""

from __future__ import annotations

from email.utils import getaddresses
from typing import TYPE_CHECKING

import pytest

from tests.home import Home, mail
from tests.servers.tap import tapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot

ROLE = (
    "Our client Acme in Berlin is looking for a Senior Backend Engineer (Python, PostgreSQL). It is a permanent role,\n"
    "hybrid with two days in the office, and pays 95,000 to 110,000 EUR a year.\n"
)
OFFER = mail(
    "<one@brightpath.example>",
    f"Hi Dana,\n\nI am a recruiter at Brightpath and came across your profile. {ROLE}"
    "Would you be open to a short call this week?\n\nBest regards,\nRobin Vale\nBrightpath Recruiting\n",
)
BUMP = mail(
    "<two@brightpath.example>",
    "Hi Dana,\n\njust bumping this to the top of your inbox. Any thoughts?\n\nBest regards,\nRobin Vale\n",
    subject="Re: Senior Backend Engineer at Acme",
    answers=("<one@brightpath.example>",),
    day=14,
)
ONE, TWO = "<one@brightpath.example>", "<two@brightpath.example>"


@pytest.fixture
def home(dovecot: Dovecot, tmp_path: Path) -> Iterator[Home]:
    """An account with one offer that has been scanned."""
    with tapped(dovecot.port) as tap:
        made = Home(tmp_path, dovecot, tap, dovecot.user())
        made.receive(OFFER)
        made.triage("scan")
        assert made.states() == {ONE: "suggested"}
        yield made


def own(text: str, *answers: str, day: int = 12, to: str = "Robin Vale <robin@brightpath.example>") -> bytes:
    """A reply that the user wrote in another program."""
    return mail(
        f"<mine-{day}@example.org>",
        text,
        sender="Dana Whitfield <dana@example.org>",
        to=to,
        subject="Re: Senior Backend Engineer at Acme",
        answers=answers or (ONE,),
        day=day,
    )


def suggested(home: Home) -> int:
    """How many new suggestions a scan says there are."""
    (report,) = home.triage("scan")
    return int(report["accounts"][0]["suggested"])


def settled(home: Home) -> None:
    """Two more scans change nothing, and the second asks for nothing but STATUS."""
    before = home.states(), list(home.drafts())
    home.triage("scan")
    home.tap.said.clear()
    home.triage("scan")
    assert set(home.tap.commands()) == {"LOGIN", "STATUS", "LOGOUT"}
    assert (home.states(), list(home.drafts())) == before


def test_1_a_sequence_is_one_item(home: Home) -> None:
    last = mail(
        "<three@brightpath.example>",
        f"Hi Dana,\n\nlast try from my side. {ROLE}Shall I close the file?\n\nBest regards,\nRobin Vale\n",
        subject="Re: Senior Backend Engineer at Acme",
        answers=(ONE, TWO),
        day=20,
    )
    home.receive(BUMP)
    home.triage("scan")
    home.receive(last)
    home.triage("scan")
    states = home.states()
    assert [key for key, state in states.items() if state == "suggested"] == ["<three@brightpath.example>"]
    home.triage("accept", home.item("<three@brightpath.example>")["id"])
    draft = home.draft()
    assert draft["In-Reply-To"] == "<three@brightpath.example>"
    assert draft["References"].split() == [ONE, TWO, "<three@brightpath.example>"]
    settled(home)


def test_2_a_bump_withdraws_the_stale_draft_and_suggests_afresh(home: Home) -> None:
    first = home.item(ONE)
    home.triage("accept", first["id"])
    assert len(home.drafts()) == 1
    home.receive(BUMP)
    home.triage("scan")
    assert home.states() == {ONE: "closed", TWO: "suggested"}
    assert home.drafts() == {}
    bumped = home.item(TWO)
    assert (bumped["role"]["title"], bumped["role"]["company"]) == (first["role"]["title"], "Acme")
    assert bumped["fit"] == pytest.approx(first["fit"], abs=0.05)
    home.triage("accept", bumped["id"])
    assert home.draft()["In-Reply-To"] == TWO
    settled(home)


def test_2b_a_bump_that_names_no_ancestor_is_one_all_the_same(home: Home) -> None:
    home.receive(
        BUMP.replace(b"In-Reply-To: <one@brightpath.example>\r\nReferences: <one@brightpath.example>\r\n", b"")
    )
    home.triage("scan")
    assert home.states() == {ONE: "closed", TWO: "suggested"}
    assert home.item(TWO)["role"]["company"] == "Acme"
    settled(home)


@pytest.mark.parametrize("answer", ["accept", "skip"])
def test_2c_what_a_bump_took_the_place_of_does_not_wait_again_when_it_is_undone(home: Home, answer: str) -> None:
    first = home.item(ONE)["id"]
    home.triage(answer, first)
    home.receive(BUMP)
    home.triage("scan")
    home.triage("undo", first)
    assert home.states() == {ONE: "closed", TWO: "suggested"}
    assert home.item(ONE)["decision"] is None
    assert home.drafts() == {}
    settled(home)


def test_2d_a_bump_comes_while_the_undo_of_the_first_waits_for_the_server(home: Home) -> None:
    first = home.item(ONE)["id"]
    home.triage("accept", first)
    home.configure(port="1")
    home.triage("undo", first)
    home.configure(port=str(home.tap.port))
    home.receive(BUMP)
    home.triage("scan")
    assert home.states() == {ONE: "closed", TWO: "suggested"}
    assert home.item(ONE)["decision"] is None
    assert home.drafts() == {}
    settled(home)


def test_2e_undone_after_it_was_answered_elsewhere_it_stays_closed(home: Home) -> None:
    first = home.item(ONE)["id"]
    home.triage("accept", first)
    home.write(own("Hi Robin,\n\nthank you, but no.\n\nDana\n"))
    home.triage("scan")
    home.triage("undo", first)
    assert (home.states(), home.item(ONE)["decision"]) == ({ONE: "closed"}, None)


def again(text: str, *, day: int = 17, subject: str = "Your next role?") -> bytes:
    """A further mail of the recruiter that names no earlier one."""
    signed = f"Hi Dana,\n\n{text}\n\nBest regards,\nRobin Vale\nBrightpath Recruiting\n"
    return mail("<again@brightpath.example>", signed, subject=subject, day=day)


REPEAT = OFFER.replace(b"<one@", b"<again@").replace(b"10 Nov", b"17 Nov")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param(REPEAT, id="the robot sends it again"),
        pytest.param(again(f"a new week, a new try. {ROLE}Shall we talk?"), id="the role in other words"),
        pytest.param(again("did you have a chance to read my last email? I would love to talk."), id="a bare bump"),
    ],
)
def test_2c_a_second_mail_without_headers_is_the_same_item(home: Home, second: bytes) -> None:
    home.triage("accept", home.item(ONE)["id"])
    home.receive(second)
    home.triage("scan")
    assert home.states() == {ONE: "closed", "<again@brightpath.example>": "suggested"}
    assert home.drafts() == {}
    item = home.item("<again@brightpath.example>")
    assert (item["role"]["company"], item["history"]) == ("Acme", [])
    assert [one["message_id"] for one in home.triage("list", "--unanswered")] == ["<again@brightpath.example>"]
    home.write(own("Hi Robin,\n\nthank you, no.\n\nDana\n", "<again@brightpath.example>", day=18))
    home.triage("scan")
    assert set(home.states().values()) == {"closed"}
    settled(home)


def test_2f_a_repetition_and_the_users_answer_to_it_in_one_scan(home: Home) -> None:
    home.receive(REPEAT)
    home.write(own("Hi Robin,\n\nthank you, no.\n\nDana\n", "<again@brightpath.example>", day=18))
    assert suggested(home) == 0
    assert home.states() == {ONE: "closed", "<again@brightpath.example>": "closed"}
    assert home.triage("list", "--unanswered") == []
    settled(home)


def test_2g_a_repetition_and_a_bump_of_it_in_one_scan(home: Home) -> None:
    home.receive(REPEAT, BUMP.replace(b"<one@", b"<again@").replace(b"14 Nov", b"19 Nov"))
    assert suggested(home) == 1
    assert home.states() == {ONE: "closed", "<again@brightpath.example>": "closed", TWO: "suggested"}
    settled(home)


def test_2e_a_reply_to_a_bump_answers_both_mails(home: Home) -> None:
    asks = OFFER.replace(b"<one@", b"<asks@").replace(b"open to a short call", b"so kind to send me your notice period")
    home.receive(asks.replace(b"robin@", b"nick@").replace(b"Robin", b"Nick"))
    home.triage("scan")
    bump = BUMP.replace(b"<one@", b"<asks@").replace(b"robin@", b"nick@").replace(b"Robin", b"Nick")
    home.receive(bump)
    home.triage("scan")
    waiting = home.item(TWO)
    for action in ("decline", "ask"):
        home.triage(action, waiting["id"])
        body = home.draft().get_body(("plain",))
        assert body is not None
        text = " ".join(body.get_content().partition("\n>")[0].split())
        assert "following up" in text, "the mail bumps one, whichever action is chosen"
        assert ("notice period" in text) is (action == "ask")
        home.triage("undo", waiting["id"])


def test_2d_a_second_role_while_the_first_waits_is_an_item_of_its_own(home: Home) -> None:
    other = ROLE.replace("Acme in Berlin", "Globex in Berlin")
    home.receive(again(f"I have another one for you. {other}Shall we talk?"))
    home.triage("scan")
    assert set(home.states().values()) == {"suggested"}
    home.receive(again("did you see my last email?", day=20).replace(b"<again@", b"<bump@"))
    home.triage("scan")
    states = home.states()
    assert (states[ONE], states["<again@brightpath.example>"]) == ("suggested", "suggested"), (
        "which of them is not said"
    )
    settled(home)


def test_3_an_answer_from_another_program_closes_the_item(home: Home) -> None:
    home.triage("accept", home.item(ONE)["id"])
    home.write(own("Hi Robin,\n\nthank you, but I am happy where I am.\n\nDana\n"))
    home.triage("scan")
    assert home.states() == {ONE: "closed"}
    assert home.drafts() == {}
    assert home.triage("list", "--unanswered") == []
    settled(home)


def test_3c_an_answer_from_another_account_closes_the_item(home: Home) -> None:
    other = home.dovecot.user()
    path = home.folder / "config.toml"
    before, accounts, account = path.read_text("utf-8").partition("[[accounts]]")
    named = account.replace('name = "', 'name = "other-', 1).replace(f'"{home.user}"', f'"{other}"')
    path.write_text(f"{before}{accounts}{account}\n{accounts}{named}", encoding="utf-8")
    home.triage("scan")
    home.dovecot.deliver(other, [own("Hi Robin, I am happy where I am.\n")], "Sent", (b"\\Seen",), at=home.clock)
    home.triage("scan")
    assert home.states() == {ONE: "closed"}


def test_3b_an_answer_that_only_shows_as_a_flag_closes_the_item(home: Home) -> None:
    with home.dovecot.client(home.user) as client:
        client.select_folder("INBOX")
        client.add_flags(client.search("ALL"), [b"\\Answered"])
    home.write(mail("<elsewhere@example.org>", "Hello Mum!\n", sender="dana@example.org", to="mum@example.net"))
    home.triage("scan")
    assert home.states() == {ONE: "closed"}
    settled(home)


def test_4_an_edited_draft_stays_the_users(home: Home) -> None:
    home.triage("accept", home.item(ONE)["id"])
    home.edit_draft(b" Robin,", b" dear Robin,")
    edited = home.drafts()
    home.triage("scan")
    assert home.states() == {ONE: "drafted"}
    home.receive(BUMP)
    home.triage("scan")
    assert home.drafts() == edited
    assert home.states() == {ONE: "drafted", TWO: "suggested"}
    home.triage("accept", home.item(TWO)["id"])
    assert home.drafts() == edited, "a conversation has one draft, and the user's wins"
    home.send_draft()
    home.triage("scan")
    assert home.states() == {ONE: "sent", TWO: "closed"}
    assert home.drafts() == {}
    settled(home)


def test_5_a_deleted_draft_is_not_made_again(home: Home) -> None:
    home.triage("accept", home.item(ONE)["id"])
    home.delete_draft()
    for _ in range(2):
        home.triage("scan")
        assert home.states() == {ONE: "gone"}
    assert home.drafts() == {}
    assert [item["message_id"] for item in home.triage("list", "--unanswered")] == [ONE]
    settled(home)


@pytest.mark.parametrize("message_id", ["kept", "changed"])
def test_6_a_draft_that_was_sent_is_recognised(home: Home, message_id: str) -> None:
    home.triage("accept", home.item(ONE)["id"])
    ours = home.draft()["Message-ID"].encode()
    home.send_draft(ours, ours if message_id == "kept" else b"<0815@mailer.example>")
    home.triage("scan")
    item = home.item(ONE)
    assert (item["state"], item["decision"]["action"]) == ("sent", "accept")
    assert item["draft"]["message_id"] == ours.decode()
    (wording,) = home.triage("wording")
    assert (wording["sent"], wording["unedited"]) == (1, 1), "sent as it was drafted"
    settled(home)
    answer = mail(
        "<answer@brightpath.example>",
        f"Hi Dana,\n\ngreat! {ROLE}When shall we talk?\n\nRobin\n",
        subject="Re: Senior Backend Engineer at Acme",
        headers=f"In-Reply-To: {'<0815@mailer.example>' if message_id == 'changed' else ours.decode()}\n",
        day=16,
    )
    home.receive(answer)
    home.triage("scan")
    assert home.states()[ONE] == "sent"
    assert home.drafts() == {}


def test_6b_what_is_changed_before_sending_is_learned_as_wording(home: Home) -> None:
    home.triage("accept", home.item(ONE)["id"])
    home.send_draft(b" Robin,", b" dear Robin,")
    home.triage("scan")
    assert home.states() == {ONE: "sent"}
    (wording,) = home.triage("wording", "--least", "2")
    assert (wording["sent"], wording["unedited"], wording["edits"]) == (1, 0, [])
    rows = [entry["row"] for entry in home.triage("export") if entry["table"] == "wording"]
    assert "dear Robin" in rows[0]["sent"]
    home.triage("forget", "robin@brightpath.example")
    assert home.triage("wording")[0]["sent"] == 0


def test_7_another_role_of_a_recruiter_who_was_declined_is_a_new_item(home: Home) -> None:
    first = home.item(ONE)["id"]
    home.triage("decline", first)
    home.send_draft()
    home.triage("scan")
    other = mail(
        "<other@brightpath.example>",
        "Hi Dana,\n\nsorry that the last role was not right. Initrode in Hamburg wants a Staff Platform Engineer\n"
        "(Python, Kubernetes), permanent and remote, for 105,000 to 120,000 EUR a year. Shall we talk?\n\n"
        "Best regards,\nRobin Vale\nBrightpath Recruiting\n",
        subject="Staff Platform Engineer at Initrode",
        day=24,
    )
    home.receive(other)
    home.triage("scan")
    item = home.item("<other@brightpath.example>")
    assert item["state"] == "suggested"
    (earlier,) = item["history"]
    assert (earlier["id"], earlier["state"], earlier["decision"]["action"]) == (first, "sent", "decline")
    assert item["related"] == []
    assert home.states()[ONE] == "sent"
    settled(home)


def test_8_one_role_through_two_agencies_is_one_group(home: Home) -> None:
    first = home.item(ONE)["id"]
    home.triage("accept", first)
    second = mail(
        "<offer@talentbridge.example>",
        "Hello Dana,\n\nI work for Talentbridge. Acme GmbH, Berlin, needs a Senior Backend Engineer with Python and\n"
        "PostgreSQL. Permanent, hybrid, 95,000 to 110,000 EUR a year. May I send you the details?\n\nKind regards,\n"
        "Alex Moor\nTalentbridge\n",
        sender="Alex Moor <alex@talentbridge.example>",
        subject="New position: Senior Backend Engineer (Python)",
        day=15,
    )
    home.receive(second)
    home.triage("scan")
    item = home.item("<offer@talentbridge.example>")
    assert (item["state"], item["suggestion"]) == ("suggested", "hold")
    (related,) = item["related"]
    assert related["id"] == first
    assert "Robin Vale of Brightpath" in related["text"]
    assert "accept only one" in item["why"]
    assert item["group"] == home.item(ONE)["group"]
    code, _, err = home.run("accept", item["id"])
    assert (code, "--yes" in err) == (2, True)
    assert home.draft()["In-Reply-To"] == ONE
    home.triage("decline", item["id"])
    assert len(home.drafts()) == 2, "two conversations, a draft each"
    settled(home)


def test_what_a_robot_arranges_is_read_and_its_calendar_file_is_not(home: Home) -> None:
    invitation = (
        "From: Acme Karriere <noreply@acme.example>\nTo: dana@example.org\nMessage-ID: <invitation@acme.example>\n"
        "Subject: =?utf-8?q?Einladung_zum_Vorstellungsgespr=C3=A4ch?=\nDate: 20 Nov 2026 09:00:00 +0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
        "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
        "Sehr geehrte Frau Whitfield,\n\nwir laden Sie zum Vorstellungsgespräch am 27. November um 16 Uhr ein. Bitte\n"
        "bestätigen Sie den Termin.\n\nIhre Personalabteilung\n--b\n"
        "Content-Type: text/calendar; charset=utf-8; method=REQUEST\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n"
    )
    (before,) = home.triage("goal")
    home.tap.said.clear()
    home.receive(invitation.replace("\n", "\r\n").encode())
    home.triage("scan")
    (after,) = home.triage("goal")
    assert len(after["interviews"]) == len(before["interviews"]) + 1
    asked = bytes(home.tap.said).replace(b"BODY.PEEK[HEADER", b"")
    assert b"BODY.PEEK[1]" in asked
    assert b"[2]" not in asked


def test_9_a_reply_through_the_relay_is_seen(home: Home) -> None:
    relay = "Kim Lee via LinkedIn <hit-reply@linkedin.com>"
    inmail = mail(
        "<inmail-1@linkedin.example>",
        f"Hi Dana,\n\nI recruit for Northlight. {ROLE.replace('Acme', 'Globex')}Are you open to a chat?\n\nKim Lee\n"
        "Northlight Recruiting\n",
        sender=relay,
        subject="Kim sent you a message: Senior Backend Engineer at Globex",
    )
    home.receive(inmail)
    home.triage("scan")
    item = home.item("<inmail-1@linkedin.example>")
    assert item["replyable"]
    home.triage("ask", item["id"])
    ((_, to),) = getaddresses([home.draft()["To"]])
    assert to == "hit-reply@linkedin.com"
    home.write(own("Hi Kim,\n\nnot for me, thanks.\n", "<inmail-1@linkedin.example>", to=relay))
    home.triage("scan")
    assert home.states() == {ONE: "suggested", "<inmail-1@linkedin.example>": "closed"}
    assert home.drafts() == {}
    settled(home)


def test_10_a_third_person_in_the_thread_gets_nothing_of_it(home: Home) -> None:
    home.triage("accept", home.item(ONE)["id"])
    before = home.drafts()
    hijack = mail(
        "<third@elsewhere.example>",
        f"Hi Dana,\n\nI saw this and can offer the same and more. {ROLE.replace('Acme', 'Hooli')}Write to me!\n\n"
        "Sam Third\n",
        sender="Sam Third <sam@elsewhere.example>",
        subject="Re: Senior Backend Engineer at Acme",
        answers=(ONE,),
        day=15,
    )
    home.receive(hijack)
    home.triage("scan")
    assert home.drafts() == before
    assert home.states() == {ONE: "drafted", "<third@elsewhere.example>": "suggested"}
    third = home.item("<third@elsewhere.example>")
    assert third["suggestion"] == "hold"
    assert "Sam Third" in third["why"]
    again = hijack.replace(b"<third@", b"<fourth@").replace(b"Write to me!", b"Did you see my mail?")
    home.receive(again)
    home.triage("scan")
    third = home.item("<fourth@elsewhere.example>")
    assert third["suggestion"] == "hold", "still a stranger"
    home.triage("decline", third["id"])
    assert set(before) <= set(home.drafts()), "the reply to Robin stays"
    settled(home)
