"""The whole job on a real Dovecot, watched by a second client."""

from __future__ import annotations

import shutil
import subprocess
import sys
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.home import Home
from tests.servers.tap import tapped
from triage.cli.app import run
from triage.demo import sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot
SHARED = Path(__file__).parents[2].parent / "shared"
LOAD = 300  # messages around the sample; `benchmarks` uses 10,000


@pytest.fixture
def home(dovecot: Dovecot, tmp_path: Path) -> Iterator[Home]:
    user = dovecot.user()
    maker = SHARED / "lab" / "mkmail.py"
    if maker.exists():
        box = dovecot.maildir(user)
        box.parent.mkdir(parents=True, exist_ok=True)
        made = tmp_path / "load"
        subprocess.run(
            [sys.executable, str(maker), str(made), "--profile", "small", "-n", str(LOAD)],
            check=True,
            capture_output=True,
        )
        shutil.copytree(made, box)
        subprocess.run(["chown", "-R", "mail:mail", str(box.parent)], check=True)
    dovecot.deliver(user, [message.octets for message in sample.messages()])
    with tapped(dovecot.port) as tap:
        yield Home(tmp_path, dovecot, tap, user)


def test_one_scan_end_to_end(home: Home) -> None:
    before = home.dovecot.snapshot(home.user)
    (report,) = home.triage("scan")
    assert report["accounts"][0]["new"] == len(before["INBOX"]) - 1
    items = home.triage("list")
    assert 15 <= len(items) <= 60
    assert home.dovecot.snapshot(home.user) == before

    home.tap.said.clear()
    (report,) = home.triage("scan")
    assert report["accounts"][0] == {"account": "demo", "new": 0, "suggested": 0, "errors": []}
    assert home.tap.commands() == ["LOGIN", "STATUS", "STATUS", "LOGOUT"], "INBOX and Sent in one round trip"

    chosen = _open_accept(items)
    (decided,) = home.triage("accept", chosen["id"])
    assert decided["state"] == "drafted"
    ((uid, octets),) = home.drafts().items()
    draft = message_from_bytes(octets, policy=SMTP)
    assert draft["In-Reply-To"] == chosen["message_id"]
    assert draft["References"].split()[-1] == chosen["message_id"]
    assert draft["To"].addresses[0].addr_spec == decided["draft"]["to"]
    assert draft["Bcc"] is None
    assert threads_under(home, octets, chosen["message_id"])

    home.triage("scan")  # looks what became of the draft
    home.tap.said.clear()
    home.triage("scan")
    assert set(home.tap.commands()) == {"LOGIN", "STATUS", "LOGOUT"}, "an untouched draft needs no second look"
    assert list(home.drafts()) == [uid]

    (undone,) = home.triage("undo", chosen["id"])
    assert undone["state"] == "suggested"
    assert home.drafts() == {}
    after = home.dovecot.snapshot(home.user)
    assert {name: after[name] for name in after if name != "Drafts"} == {
        name: before[name] for name in before if name != "Drafts"
    }


def threads_under(home: Home, draft: bytes, message_id: str) -> bool:
    """Whether the server's own threading (RFC 5256, REFERENCES) puts the draft under the original, among all others."""
    other = home.dovecot.user()
    originals = [message.octets for message in sample.messages()]
    home.dovecot.deliver(other, [*originals, draft])
    with home.dovecot.client(other) as client:
        client.select_folder("INBOX", readonly=True)
        (original,) = client.search(["HEADER", "Message-ID", message_id])
        threads = client.thread("REFERENCES")
    return any(thread[-2:] == (original, len(originals) + 1) for thread in threads)


def _open_accept(items: list[dict[str, Any]]) -> dict[str, Any]:
    """The newest offer that an accept is suggested for, and that is not answered yet."""
    return next(item for item in items if (item["suggestion"], item["state"]) == ("accept", "suggested"))


def test_a_draft_the_user_edited_is_never_touched(home: Home) -> None:
    home.triage("scan")
    chosen = _open_accept(home.triage("list"))["id"]
    home.triage("accept", chosen)
    ((uid, octets),) = home.drafts().items()
    edited = octets + b"PS: hello\r\n"
    with home.dovecot.client(home.user) as client:  # as mail programs do: a new one in, the old one out
        client.append("Drafts", edited, flags=(b"\\Draft",))
        client.select_folder("Drafts")
        client.delete_messages([uid])
        client.expunge()
    common = ["--config", str(home.folder / "config.toml"), "--data-dir", str(home.folder / "data")]
    assert run(["undo", chosen, *common]) == 2
    home.triage("scan")
    assert list(home.drafts().values()) == [edited]
    (shown,) = home.triage("show", chosen)
    assert shown["state"] == "drafted"
