"""Kill -9 while conversations are brought in order, then run again: the end is the same as undisturbed."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests import lab as labs
from tests.home import mail
from tests.pipeline.test_suggested import offer
from triage.demo.mailboxes import Delivered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab

#: Every point that a scan passes when a follow-up, an own answer, a sent draft and a flag are found at once.
_NAMES = (
    "fetched", "sent fetched", "parsed", "assessed", "own mail", "answered", "commit", "committed",
    "withdrawing", "withdrawn", "intended", "appended",
)  # fmt: skip
_EXPECTED = {"0": "closed", "b": "drafted", "1": "closed", "2": "sent", "3": "closed", "4": "suggested"}
_NOW = datetime.now(UTC)


@contextmanager
def history(folder: Path) -> Iterator[Lab]:
    """Five offers, three of them accepted; then 0 is bumped, 1 answered elsewhere, 2 sent under another Message-ID, 3
    flagged as answered. The bump is accepted too, while the server cannot be reached: its draft comes with the scan.
    """
    lab = labs.start(folder, [offer(number) for number in range(5)])
    with lab.server:
        lab.configure()
        lab.triage("scan")
        ids = {item["message_id"][1]: item["id"] for item in lab.listed()}
        for number in "012":
            lab.triage("accept", ids[number])
        lab.deliver(answer("bump", "0", "Robin Vale <robin@agency0.example>", "Any thoughts on this one?"))
        lab.triage("scan")
        bump = next(item["id"] for item in lab.listed() if item["message_id"] == "<bump@agency0.example>")
        lab.configure(port="1")
        lab.triage("accept", bump)
        lab.configure(port=str(lab.server.port))
        own = answer("own", "1", "Dana Whitfield <dana@example.org>", "No, thank you.", to="robin@agency1.example")
        lab.server.deliver(own, "Sent")
        drafts = lab.server.mailstore.mailboxes["Drafts"].messages
        (sent,) = [one for one in drafts if b"In-Reply-To: <2@" in one.octets]
        drafts.remove(sent)
        lab.server.deliver(Delivered(sent.octets.replace(b"Message-ID: <triage", b"Message-ID: <other"), _NOW), "Sent")
        (flagged,) = [one for one in lab.server.mailstore.mailboxes["INBOX"].messages if b"ID: <3@" in one.octets]
        flagged.flags |= {"\\Answered"}
        lab.deliver(answer("news", "x", "news@list.example", "This week in databases.", to="all@list.example"))
        yield lab


def answer(name: str, number: str, sender: str, text: str, to: str = "dana@example.org") -> Delivered:
    """A mail in the conversation about an offer."""
    domain = sender.rpartition("@")[2].rstrip(">")
    octets = mail(
        f"<{name}@{domain}>",
        f"Hi,\n\n{text}\n",
        sender=sender,
        to=to,
        subject="Re: Senior Backend Engineer",
        answers=(f"<{number}@agency{number}.example>",),
    )
    return Delivered(octets, _NOW - timedelta(minutes=1))


def end_state(lab: Lab) -> tuple[list[Any], list[bytes], Any]:
    """After one more scan: suggestions with their states and decisions, the drafts, and the inbox."""
    assert lab.triage("scan").code == 0
    items = [(item["message_id"], item["state"], item["suggestion"], item["decision"]) for item in lab.listed()]
    shown = [(*item[:3], item[3] and item[3]["action"]) for item in items]
    drafts = [octets.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, octets, _ in lab.mailbox("Drafts")]
    wording = lab.triage("wording", "--json").objects[0]
    return sorted(shown), sorted(drafts), (lab.mailbox(), len(lab.mailbox("Sent")), wording)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """How the history stands before the scan; its server is gone."""
    with history(tmp_path_factory.mktemp("before")) as lab:
        return lab


@pytest.fixture(scope="module")
def undisturbed(before: Lab, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Any], list[bytes], Any]:
    with labs.twin_of(before, tmp_path_factory.mktemp("undisturbed")) as lab:
        lab.triage("scan")
        return end_state(lab)


def test_the_undisturbed_run_ends_as_it_should(undisturbed: tuple[list[Any], list[bytes], Any]) -> None:
    items, drafts, (_, _, wording) = undisturbed
    assert {message_id[1]: state for message_id, state, *_ in items} == _EXPECTED
    assert len(drafts) == 1
    assert (wording["sent"], wording["unedited"]) == (1, 1)


@pytest.mark.parametrize("name", _NAMES)
def test_a_kill_at_any_step_does_no_harm(
    before: Lab, tmp_path: Path, undisturbed: tuple[list[Any], list[bytes], Any], name: str
) -> None:
    with labs.twin_of(before, tmp_path) as lab:
        assert lab.spawn("scan", fault=f"{name}:1:kill").code < 0, f"nothing passed {name}"
        assert end_state(lab) == undisturbed


@pytest.mark.soak
def test_a_kill_at_every_point_of_the_scan_does_no_harm(
    before: Lab, tmp_path: Path, undisturbed: tuple[list[Any], list[bytes], Any]
) -> None:
    number, killed = 0, True
    while killed:
        number += 1
        with labs.twin_of(before, tmp_path / str(number)) as lab:
            killed = lab.spawn("scan", fault=f"step:{number}:kill").code < 0
            assert end_state(lab) == undisturbed, f"killed at point {number}"
    assert number > 25
