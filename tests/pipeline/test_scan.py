from __future__ import annotations

import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from triage.demo import sample
from triage.demo.mailboxes import Delivered
from triage.pipeline import scanning
from triage.store import Run, open_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lab import Lab


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is stored after one scan of the sample mailbox."""
    made = labs.start(tmp_path_factory.mktemp("read"), sample.messages())
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
    return made.folder / "data"


@pytest.fixture
def scanned(lab: Lab, read: Path) -> Lab:
    """The sample mailbox after one scan."""
    shutil.copytree(read, lab.folder / "data")
    return lab


def accepted(lab: Lab) -> str:
    """The id of a suggestion to accept that is not answered yet."""
    return str(
        next(item["id"] for item in lab.listed() if (item["suggestion"], item["state"]) == ("accept", "suggested"))
    )


def test_a_scan_finds_the_offers_and_leaves_the_mailbox_as_it_was(lab: Lab) -> None:
    before = lab.mailbox()
    ran = lab.triage("scan", "--json")
    assert (ran.code, ran.err) == (0, "")
    (account,) = ran.objects[0]["accounts"]
    assert account["new"] == len(before)
    items = lab.listed()
    closed = [item for item in items if item["state"] == "closed"]
    assert account["suggested"] == len(items) - len(closed), "one of the sample is followed up by a later one"
    assert closed
    offers = [entry for entry in sample.gold() if entry["kind"] == "outreach"]
    assert len(items) >= 0.8 * len(offers)
    assert lab.mailbox() == before
    assert lab.mailbox("Drafts") == []


def test_a_second_scan_says_nothing_and_changes_nothing(scanned: Lab) -> None:
    before = scanned.listed()
    ran = scanned.triage("scan")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert scanned.listed() == before


def test_old_words_are_kept_until_the_clock_can_be_believed(scanned: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def have_words() -> int:
        with closing(open_store(scanned.folder / "data")) as store:
            return sum(item.message is not None for item in store.items())

    before = have_words()
    monkeypatch.setattr(scanning, "KEEP_TEXT", timedelta(days=-3650))  # ten years pass
    for _ in range(2):
        scanned.triage("scan")
        assert have_words() == before > 0
    with closing(open_store(scanned.folder / "data")) as store:
        earlier = datetime.now(UTC) - timedelta(hours=2)
        store.add_run(Run("home", earlier, earlier, 0, 0, 0, ""))
    scanned.triage("scan")
    assert have_words() == 0


def test_new_mail_is_suggested_once(scanned: Lab) -> None:
    known = {item["id"] for item in scanned.listed()}
    scanned.deliver(offer())
    lines = scanned.triage("scan").out.splitlines()
    new = [item for item in scanned.listed() if item["id"] not in known]
    assert len(lines) == len(new) == 1
    assert lines[0].startswith(new[0]["id"])


def test_a_dry_run_leaves_no_trace(lab: Lab) -> None:
    ran = lab.triage("scan", "--dry-run")
    assert ran.code == 0
    assert len(ran.out.splitlines()) > 10
    assert not (lab.folder / "data" / "triage.db").exists()
    assert lab.triage("scan").out == ran.out


def test_an_accept_becomes_one_threaded_draft_and_undo_removes_it(scanned: Lab) -> None:
    chosen = accepted(scanned)
    ran = scanned.triage("accept", chosen, "--json")
    assert (ran.code, ran.objects[0]["state"]) == (0, "drafted")
    ((_, octets, flags),) = scanned.mailbox("Drafts")
    assert flags == {"\\Draft", "\\Seen"}
    draft = ran.objects[0]["draft"]
    assert draft["message_id"].encode() in octets
    assert scanned.triage("show", chosen, "--json").objects[0]["message_id"].encode() in octets
    undone = scanned.triage("undo", "--json")
    assert (undone.code, undone.objects[0]["state"], undone.objects[0]["decision"]) == (0, "suggested", None)
    assert scanned.mailbox("Drafts") == []


def test_an_edited_draft_is_never_touched(scanned: Lab) -> None:
    chosen = accepted(scanned)
    scanned.triage("accept", chosen)
    with scanned.server.mailstore.lock:
        drafts = scanned.server.mailstore.mailboxes["Drafts"]
        stored = drafts.messages.pop()
        drafts.add(Delivered(stored.octets + b"PS: hello\r\n", stored.internal_date))
    before = scanned.mailbox("Drafts")
    ran = scanned.triage("undo", chosen)
    assert ran.code == 2
    assert "edited" in ran.err
    assert scanned.mailbox("Drafts") == before
    assert scanned.triage("scan").code == 0
    assert scanned.mailbox("Drafts") == before
    assert scanned.triage("show", chosen, "--json").objects[0]["state"] == "drafted"


def test_a_deleted_draft_is_not_made_again(scanned: Lab) -> None:
    chosen = accepted(scanned)
    scanned.triage("accept", chosen)
    scanned.server.mailstore.mailboxes["Drafts"].messages.clear()
    for _ in range(2):
        assert scanned.triage("scan").code == 0
    assert scanned.mailbox("Drafts") == []
    assert scanned.triage("show", chosen, "--json").objects[0]["state"] == "gone"


def test_a_sent_draft_is_seen_in_sent(scanned: Lab) -> None:
    chosen = accepted(scanned)
    scanned.triage("accept", chosen)
    store = scanned.server.mailstore
    stored = store.mailboxes["Drafts"].messages.pop()
    store.mailboxes["Sent"].add(Delivered(stored.octets, stored.internal_date))
    scanned.triage("scan")
    assert scanned.triage("show", chosen, "--json").objects[0]["state"] == "sent"
    assert scanned.triage("undo", chosen).code == 2


def test_nothing_is_written_unless_drafts_are_enabled(lab: Lab) -> None:
    lab.configure(enabled="false")
    lab.triage("scan")
    ran = lab.triage("accept", accepted(lab), "--json")
    assert ran.code == 0
    assert ran.objects[0]["state"] == "decided"
    assert "drafts.enabled" in ran.objects[0]["waiting_because"]
    assert lab.mailbox("Drafts") == []
    lab.configure(enabled="true")
    assert lab.triage("scan").code == 0
    assert len(lab.mailbox("Drafts")) == 1


def test_a_server_out_of_reach_only_delays_a_decision(scanned: Lab) -> None:
    port = scanned.server.port
    scanned.configure(port="1")
    ran = scanned.triage("accept", accepted(scanned), "--json")
    assert (ran.code, ran.objects[0]["state"]) == (0, "decided")
    scan = scanned.triage("scan")
    assert scan.code == 69
    assert len(scan.err.splitlines()) == 1
    scanned.configure(port=str(port))
    assert scanned.triage("scan").code == 0
    assert len(scanned.mailbox("Drafts")) == 1


def test_one_failing_account_does_not_stop_the_others(lab: Lab) -> None:
    config = lab.folder / "config.toml"
    second = (
        '[[accounts]]\nname = "away"\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\nuser = "x"\n'
        'password_command = "echo x"\n'
    )
    config.write_text(config.read_text(encoding="utf-8") + second, encoding="utf-8")
    ran = lab.triage("scan", "--json")
    assert ran.code == 69
    home, away = ran.objects[0]["accounts"]
    assert home["errors"] == []
    assert home["suggested"] > 0
    (error,) = away["errors"]
    assert (error["code"], error["account"]) == (69, "away")
    assert error["hint"]


def test_a_changed_uidvalidity_costs_nothing(scanned: Lab) -> None:
    chosen = accepted(scanned)
    scanned.triage("accept", chosen)
    before = scanned.listed()
    drafts = scanned.mailbox("Drafts")
    scanned.server.mailstore.mailboxes["INBOX"].uidvalidity += 1
    ran = scanned.triage("scan", "--json")
    assert (ran.code, ran.objects[0]["accounts"][0]["new"]) == (0, 0)
    assert scanned.listed() == before
    assert scanned.mailbox("Drafts") == drafts


def test_machines_get_no_draft_and_scams_no_accept(scanned: Lab) -> None:
    for item in scanned.listed():
        if item["kind"] == "scam" or not item["replyable"]:
            assert item["suggestion"] in {"hold", "none"}
            assert item["reply"] is None
            assert scanned.triage("accept", item["id"]).code == 2


def test_changed_interests_score_anew_what_waits(scanned: Lab) -> None:
    before = {item["id"]: item["fit"] for item in scanned.listed()}
    scanned.configure(want='["forklift"]', titles='["forklift driver"]', about='""')
    assert scanned.triage("scan").code == 0
    after = {item["id"]: item["fit"] for item in scanned.listed()}
    assert before.keys() == after.keys()
    assert sum(after.values()) < sum(before.values())


def test_what_is_answered_in_the_same_scan_is_not_scored_anew(scanned: Lab) -> None:
    scanned.deliver(offer())
    scanned.triage("scan")
    scanned.configure(want='["forklift"]', titles='["forklift driver"]', about='""')
    scanned.deliver(answer())
    assert scanned.triage("scan").code == 0
    rows = [row["row"] for row in scanned.triage("export").objects if row["table"] in {"message", "verdict"}]
    (key,) = [row["id"] for row in rows if row.get("message_id") == "<fresh-offer@brightpath.example>"]
    assert len([row for row in rows if row.get("message") == key]) == 1
    assert len({row["basis"] for row in rows if "basis" in row}) == 2, "the others are"


def test_an_answer_given_elsewhere_closes_the_suggestion(scanned: Lab) -> None:
    scanned.deliver(offer())
    scanned.triage("scan")
    scanned.deliver(answer())
    scanned.triage("scan")
    item = next(item for item in scanned.listed() if item["message_id"] == "<fresh-offer@brightpath.example>")
    assert item["state"] == "closed"


def answer() -> Delivered:
    """The user's own, written elsewhere."""
    octets = (
        b"From: Dana Whitfield <dana@example.org>\r\nTo: Robin Vale <robin@brightpath.example>\r\n"
        b"Subject: Re: Senior Backend Engineer at Acme\r\nMessage-ID: <mine@example.org>\r\n"
        b"In-Reply-To: <fresh-offer@brightpath.example>\r\nReferences: <fresh-offer@brightpath.example>\r\n"
        b"Date: Tue, 10 Nov 2026 10:00:00 +0000\r\n\r\nThank you, I am not interested.\r\n"
    )
    return Delivered(octets, offer().internal_date)


def offer() -> Delivered:
    """A new recruiter mail, of an hour ago: old mail gets no draft unasked."""
    octets = (
        b"Received: from mail.brightpath.example by mx.example.org; Tue, 10 Nov 2026 09:00:00 +0000\r\n"
        b"From: Robin Vale <robin@brightpath.example>\r\nTo: Dana Whitfield <dana@example.org>\r\n"
        b"Subject: Senior Backend Engineer at Acme\r\nMessage-ID: <fresh-offer@brightpath.example>\r\n"
        b"Date: Tue, 10 Nov 2026 09:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Hi Dana,\r\n\r\nI am a recruiter at Brightpath and came across your profile. Our client Acme in Berlin is\r\n"
        b"looking for a Senior Backend Engineer (Python, PostgreSQL). It is a permanent role, hybrid with two days\r\n"
        b"in the office, and pays 95,000 to 110,000 EUR a year. Would you be open to a short call this week?\r\n\r\n"
        b"Best regards,\r\nRobin Vale\r\nBrightpath Recruiting\r\n"
    )
    return Delivered(octets, datetime.now(UTC) - timedelta(hours=1))
