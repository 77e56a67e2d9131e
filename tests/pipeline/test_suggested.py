"""Review in the mail program (`drafts.when = "suggested"`): what is done with a draft there is the decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from tests.home import mail
from triage.demo.mailboxes import Delivered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab

CAP = 3
_TOWNS = ("Berlin", "Hamburg", "Munich", "Cologne", "Leipzig", "Bremen", "Dresden")


def offer(number: int) -> Delivered:
    """The offer of one agency, received on one day after the other."""
    text = (
        f"Hi Dana,\n\nI am a recruiter at Agency{number}. Company{number} in {_TOWNS[number]} is looking for a Senior\n"
        "Backend Engineer (Python, PostgreSQL). It is a permanent role, hybrid with two days in the office, and pays\n"
        f"{95 + number},000 to {110 + number},000 EUR a year. Would you be open to a short call?\n\n"
        "Best regards,\nRobin Vale\n"
    )
    sender = f"Robin Vale <robin@agency{number}.example>"
    octets = mail(f"<{number}@agency{number}.example>", text, sender=sender, subject="Senior Backend Engineer")
    return Delivered(octets, datetime.now(UTC) - timedelta(days=8 - number))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Five offers, scanned; at most three drafts are made unasked."""
    made = labs.start(tmp_path, [offer(number) for number in range(5)])
    with made.server:
        made.configure(when='"suggested"', goal=f'{{ interviews = 1, per = "year" }}\nmax_drafts_per_scan = {CAP}')
        own = b"From: dana@example.org\r\nSubject: Shopping\r\nMessage-ID: <own@example.org>\r\n\r\nmilk\r\n"
        made.server.deliver(Delivered(own, datetime.now(UTC), frozenset({"\\Draft"})), "Drafts")
        assert made.triage("scan").code == 0
        yield made


def states(lab: Lab) -> dict[str, str]:
    """By number of the offer: where it stands."""
    return {item["message_id"][1]: item["state"] for item in lab.listed()}


def drafts(lab: Lab) -> list[str]:
    """The numbers of the offers that have a draft, and the user's own as it stands."""
    found = []
    for _, octets, _ in lab.mailbox("Drafts"):
        answered = octets.partition(b"In-Reply-To: <")[2][:1].decode()
        found.append(answered or octets.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode())
    return sorted(found)


def remove(lab: Lab, number: str, *, send: bool = False) -> None:
    """The user deletes or sends a draft."""
    store = lab.server.mailstore
    messages = store.mailboxes["Drafts"].messages
    (stored,) = [one for one in messages if f"In-Reply-To: <{number}@".encode() in one.octets]
    messages.remove(stored)
    if send:
        store.mailboxes["Sent"].add(Delivered(stored.octets, datetime.now(UTC)))


def test_only_the_newest_have_drafts_and_older_ones_make_room(lab: Lab) -> None:
    assert drafts(lab) == ["2", "3", "4", "Shopping"]
    for number in (5, 6):
        lab.deliver(offer(number))
        assert lab.triage("scan").code == 0
    assert drafts(lab) == ["4", "5", "6", "Shopping"]
    assert states(lab) == dict.fromkeys("0123", "suggested") | dict.fromkeys("456", "drafted")
    before = lab.mailbox("Drafts")
    lab.triage("scan")
    assert lab.mailbox("Drafts") == before


def test_a_draft_that_made_room_can_still_be_decided_and_undone(lab: Lab) -> None:
    lab.deliver(offer(5))
    lab.triage("scan")
    id_ = next(item["id"] for item in lab.listed() if item["message_id"].startswith("<2@"))
    assert lab.triage("accept", id_).code == 0
    assert drafts(lab) == ["2", "3", "4", "5", "Shopping"], "what was asked for is not counted"
    assert lab.triage("undo", id_).code == 0
    lab.triage("scan")
    assert drafts(lab) == ["3", "4", "5", "Shopping"]


def test_sending_and_deleting_there_are_decisions(lab: Lab) -> None:
    remove(lab, "4", send=True)
    remove(lab, "3")
    lab.triage("scan")
    by_number = {item["message_id"][1]: item for item in lab.listed()}
    assert (by_number["4"]["state"], by_number["4"]["decision"]["action"]) == ("sent", by_number["4"]["suggestion"])
    assert (by_number["3"]["state"], by_number["3"]["decision"]["action"]) == ("gone", "skip")
    assert "3" not in drafts(lab)
    waiting = [item["message_id"][1] for item in lab.listed("--unanswered")]
    assert waiting == ["0", "1", "2"], "the oldest first; a deleted draft is an answer by silence"
    assert drafts(lab) == ["0", "1", "2", "Shopping"], "there is room for older ones again"


def test_what_looked_deleted_and_turns_up_in_sent_was_sent(lab: Lab) -> None:
    octets = next(octets for _, octets, _ in lab.mailbox("Drafts") if b"In-Reply-To: <4@" in octets)
    remove(lab, "4")
    lab.triage("scan")
    assert states(lab)["4"] == "gone"
    lab.server.deliver(Delivered(octets, datetime.now(UTC)), "Sent")
    lab.triage("scan")
    item = next(item for item in lab.listed() if item["message_id"].startswith("<4@"))
    assert (item["state"], item["decision"]["action"]) == ("sent", item["suggestion"])
