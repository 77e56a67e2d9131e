"""What the user sorts in their own mail program is learned from, on a real Dovecot and only read there."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.home import Home, mail
from tests.servers.tap import tapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot


@pytest.fixture
def home(dovecot: Dovecot, tmp_path: Path) -> Iterator[Home]:
    with tapped(dovecot.port) as tap:
        made = Home(tmp_path, dovecot, tap, dovecot.user())
        yield made


def offer(number: int) -> bytes:
    return mail(
        f"<{number}@firm{number}.example>",
        f"Hi Dana,\n\nFirm {number} in Berlin needs a Senior Backend Engineer (Python). Permanent, "
        f"9{number % 10},000 EUR a year.\n",
        sender=f"Robin Vale <robin@firm{number}.example>",
        subject=f"Senior Backend Engineer at Firm {number}",
    )


def lessons(home: Home) -> dict[str, str]:
    """Action by origin and last word of the subject of everything learned from."""
    listed = home.triage("learn", "--list")
    return {f"{one['origin']} {one['subject'].split()[-1]}": one["action"] for one in listed}


def put(home: Home, mailbox: str, *mails: bytes) -> None:
    with home.dovecot.client(home.user) as client:
        if not client.folder_exists(mailbox):
            client.create_folder(mailbox)
        for octets in mails:
            client.append(mailbox, octets)


def test_mail_that_is_moved_into_a_named_mailbox_counts_as_a_decision(home: Home) -> None:
    home.configure(mailboxes='["INBOX"]\naccepted = ["Yes"]\ndeclined = ["No"]')
    put(home, "Yes", offer(1), offer(2))
    put(home, "No", offer(3))
    home.triage("scan")
    learned = {"imap:demo/Yes 1": "accept", "imap:demo/Yes 2": "accept", "imap:demo/No 3": "decline"}
    assert lessons(home) == learned
    with home.dovecot.client(home.user) as client:
        client.select_folder("Yes")
        client.move(client.search(["SUBJECT", "Firm 1"]), "No")
    home.triage("scan")
    del learned["imap:demo/Yes 1"]
    assert lessons(home) == learned | {"imap:demo/No 1": "decline"}
    assert home.triage("list") == []


def test_what_was_forgotten_is_not_learned_again_by_itself(home: Home) -> None:
    home.configure(mailboxes='["INBOX"]\naccepted = ["Yes"]\ndeclined = ["No"]')
    put(home, "Yes", offer(1))
    put(home, "No", offer(2))
    home.triage("scan")
    for one in home.triage("learn", "--list"):
        home.triage("learn", "--forget", one["id"])
    with home.dovecot.client(home.user) as client:
        client.select_folder("Yes")
        client.move(client.search("ALL"), "No")
    home.triage("scan")
    assert home.triage("learn", "--list") == []


@pytest.mark.parametrize(
    ("lists", "key"),
    [
        ('["INBOX"]\naccepted = ["Yes"]\ndeclined = ["Nope"]', "declined"),
        ('["INBOX"]\naccepted = ["Nope", "Yes"]', "accepted"),
        ('["Nope", "INBOX"]', "mailboxes"),
    ],
)
def test_a_mailbox_that_is_not_there_is_named_with_its_key(home: Home, lists: str, key: str) -> None:
    home.configure(mailboxes=lists)
    put(home, "Yes", offer(1))
    home.receive(offer(2))
    says = f"mend `{key}` in the configuration: there are INBOX, Drafts, Sent, Yes"
    code, out, err = home.run("scan")
    assert (code, err) == (75, f"triage: demo: there is no mailbox 'Nope'; if it does not come back, {says}\n")
    assert "Senior Backend Engineer" in out, "what there is has been read"
    code, out, _ = home.run("doctor")
    assert code == 78
    assert says in out


def test_a_mailbox_is_read_once_when_it_is_named(home: Home) -> None:
    put(home, "Interesting", offer(1), offer(2))
    (found,) = home.triage("learn", "--accepted", "imap:demo/Interesting")
    assert [(one["place"], one["new"]) for one in found["taught"]] == [("imap:demo/Interesting", 2)]
    code, _, err = home.run("learn", "--declined", "imap:demo/Nowhere")
    assert code == 2
    assert "there is no mailbox 'Nowhere'" in err
    assert "there are INBOX, Drafts, Interesting, Sent" in err
    code, _, err = home.run("learn", "--declined", "imap:demo/Intresting")
    assert (code, "did you mean 'Interesting'?" in err) == (2, True)


def test_a_review_decision_is_learned_from_by_the_next_scan(home: Home) -> None:
    home.receive(*(offer(number) for number in range(12)))
    home.triage("scan")
    for number, item in enumerate(home.triage("list")):
        home.triage("accept" if number % 2 else "decline", item["id"], "--yes")
    assert not (home.folder / "data" / "learned.json").exists()
    home.triage("scan")
    learned = json.loads((home.folder / "data" / "learned.json").read_bytes())["learned"]
    assert (learned["accepted"], learned["declined"]) == (6, 6)
    assert learned["model"] is not None
    home.triage("undo")
    home.triage("undo")
    home.triage("scan")
    learned = json.loads((home.folder / "data" / "learned.json").read_bytes())["learned"]
    assert learned["accepted"] + learned["declined"] == 10


# --- past replies -----------------------------------------------------------------------------------------------------


def reply(number: int, text: str, *, quoted: str = "") -> bytes:
    history = f"\nOn Tue, 10 Nov 2026 at 09:00, Robin Vale wrote:\n{quoted}" if quoted else ""
    return mail(
        f"<mine-{number}@example.org>",
        f"{text}\n{history}",
        sender="Dana Whitfield <dana@example.org>",
        to=f"Robin Vale <robin@firm{number}.example>",
        subject=f"Re: Senior Backend Engineer at Firm {number}",
        answers=(f"<{number}@firm{number}.example>",),
        day=20,
    )


QUOTED = """> Hi Dana,
>
> I am a recruiter for Firm 4 in Berlin and came across your profile. They look for a Senior Backend Engineer
> (Python), permanent, 95,000 EUR a year. Would you be open to a short call this week?
>
> Robin Vale
"""


@pytest.fixture
def correspondence(home: Home) -> Home:
    """Four offers that were answered, one of them not in INBOX any more, and a mail of a friend."""
    home.receive(*(offer(number) for number in (1, 2, 3, 5)))
    home.receive(
        mail("<f@friends.example>", "Dinner on Friday?\n", sender="Ash <ash@friends.example>", subject="Dinner")
    )
    home.write(reply(1, "Hi Robin,\n\nhappy to talk, does Thursday at 5 work?\n\nDana"))
    home.write(reply(2, "Hi Robin,\n\nthanks, but I'm not looking right now.\n\nDana"))
    home.write(reply(3, "Hi Robin,\n\nwhat is the salary range?\n\nDana"))
    home.write(reply(4, "Hi Robin,\n\nno thanks.\n\nDana", quoted=QUOTED))
    home.write(
        mail("<mine-f@example.org>", "I'd love to meet!\n", sender="Dana Whitfield <dana@example.org>",
             to="Ash <ash@friends.example>", subject="Re: Dinner", answers=("<f@friends.example>",))
    )  # fmt: skip
    return home


def test_past_replies_are_paired_shown_and_learned_on_a_yes(
    correspondence: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    code, out, err = correspondence.run("learn", "--from-sent")
    assert (code, err) == (0, "")
    assert "4 past replies to offers: 1 accepted, 2 declined, 1 asked." in out
    assert "happy to talk" in out
    assert "Not enough to learn from yet: 1 accepted, 2 declined" in out
    assert lessons(correspondence) == {"sent 1": "accept", "sent 2": "decline", "sent 4": "decline"}
    (again,) = correspondence.triage("learn", "--from-sent")
    assert [one["answer"] for one in again["replies"]] == ["asked"]


@pytest.mark.parametrize("typed", ["", "\n", "no\n", "hm\n"])
def test_without_a_yes_nothing_is_learned(correspondence: Home, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(typed))
    code, out, _ = correspondence.run("learn", "--from-sent")
    assert code == 0
    assert out.endswith("Nothing was learned.\n")
    assert correspondence.triage("learn", "--list") == []


def test_scripts_say_yes(correspondence: Home) -> None:
    (shown,) = correspondence.triage("learn", "--from-sent")
    assert (set(shown), shown["taught"]) == ({"schema", "taught", "replies"}, [])
    assert [(one["answer"], one["quoted"]) for one in shown["replies"]] == [
        ("accepted", False), ("declined", False), ("asked", False), ("declined", True)
    ]  # fmt: skip
    assert correspondence.triage("learn", "--list") == []
    (done,) = correspondence.triage("learn", "--from-sent", "--yes")
    assert (done["accepted"], done["declined"]) == (1, 2)
    assert correspondence.run("learn", "--from-sent", "--account", "work")[0] == 2


def test_a_forgotten_reply_is_not_offered_again(correspondence: Home) -> None:
    correspondence.triage("learn", "--from-sent", "--yes")
    forgotten = [one["id"] for one in correspondence.triage("learn", "--list") if one["action"] == "decline"]
    correspondence.triage("learn", *(word for id_ in forgotten for word in ("--forget", id_)))
    (again,) = correspondence.triage("learn", "--from-sent", "--yes")
    assert [one["answer"] for one in again["replies"]] == ["asked"]
    assert list(lessons(correspondence).values()) == ["accept"]


def test_nothing_is_asked_where_no_reply_is_clear(correspondence: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    correspondence.triage("learn", "--from-sent", "--yes")
    monkeypatch.setattr("sys.stdin", StringIO("yes\n"))
    code, out, err = correspondence.run("learn", "--from-sent")
    assert (code, err) == (0, "")
    said = "1 past reply to offers: 1 asked. Only yes and no are learned from: there is nothing to learn."
    assert out.splitlines()[-1] == said
    (again,) = correspondence.triage("learn", "--from-sent", "--yes")
    assert set(again) == {"schema", "taught", "replies"}
