"""Whole passes over Maildir and mbox accounts, drafts at the scan, and what happens when a part is missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tests import lab as labs
from tests.pipeline.test_scan import offer
from triage.demo import sample
from triage.demo.mailboxes import Delivered
from triage.errors import DamagedError
from triage.store.lock import run_lock

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.lab import Lab


def local_account(lab: Lab, kind: str, path: Path) -> None:
    """Replaces the IMAP account by a local one."""
    config = lab.folder / "config.toml"
    text = config.read_text(encoding="utf-8").partition("[[accounts]]")[0]
    config.write_text(f'{text}[[accounts]]\nname = "demo"\nkind = "{kind}"\npath = "{path}"\n', encoding="utf-8")


def test_the_same_mail_in_two_accounts_is_answered_once(lab: Lab, tmp_path: Path) -> None:
    """Also where the copy in a file was read first: it waits on the server, where its draft can lie."""
    files = tmp_path / "one.mbox", tmp_path / "two.mbox"
    for path in files:
        path.write_bytes(b"From a@example.org Mon Nov  2 09:00:00 2026\n" + offer().octets.replace(b"\r\n", b"\n"))
    config = lab.folder / "config.toml"
    served = config.read_text(encoding="utf-8")
    accounts = (f'\n[[accounts]]\nname = "{path.stem}"\nkind = "mbox"\npath = "{path}"\n' for path in files)
    config.write_text(served.partition("[[accounts]]")[0] + "".join(accounts), encoding="utf-8")

    def states() -> dict[str, str]:
        return {item["account"]: item["state"] for item in lab.listed() if item["message_id"] == mail["message_id"]}

    assert [account["suggested"] for account in lab.triage("scan", "--json").objects[0]["accounts"]] == [1, 0]
    (mail,) = lab.listed("--state", "suggested")
    assert states() == {"one": "suggested", "two": "closed"}
    config.write_text(config.read_text(encoding="utf-8") + served[served.index("[[accounts]]") :], encoding="utf-8")
    lab.deliver(offer())
    assert lab.triage("scan").code == 0
    assert states() == {"one": "closed", "two": "closed", "demo": "suggested"}
    assert lab.triage("accept", *[item["id"] for item in lab.listed() if item["account"] == "two"]).code == 2


def test_a_maildir_an_mbox_and_imap_give_the_same_suggestions(lab: Lab, tmp_path: Path) -> None:
    lab.triage("scan")
    expected = {(item["id"], item["suggestion"], round(item["fit"], 9)) for item in lab.listed()}
    assert len(expected) > 10
    box = tmp_path / "Maildir"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    mbox = tmp_path / "mail.mbox"
    with mbox.open("wb") as file:
        for number, message in enumerate(sample.messages()):
            path = box / "new" / f"{number:03}.M1.host"
            path.write_bytes(message.octets)
            os.utime(path, (message.internal_date.timestamp(),) * 2)
            file.write(
                b"From sender@example.org Mon Nov  2 09:00:00 2026\n" + message.octets.replace(b"\r\n", b"\n") + b"\n"
            )
    for kind, path in (("maildir", box), ("mbox", mbox)):
        shutil.rmtree(lab.folder / "data")
        local_account(lab, kind, path)
        assert lab.triage("scan").code == 0
        assert {(item["id"], item["suggestion"], round(item["fit"], 9)) for item in lab.listed()} == expected
        assert lab.triage("scan").out == ""
    wanted = ("accept", "suggested")
    chosen = next(item["id"] for item in lab.listed() if (item["suggestion"], item["state"]) == wanted)
    decided = lab.triage("accept", chosen, "--json")
    assert decided.objects[0]["state"] == "decided"
    assert "no Drafts mailbox" in decided.objects[0]["waiting_because"]


def test_drafts_at_the_scan_are_few_and_for_recent_mail(lab: Lab, tmp_path: Path) -> None:
    lab.configure(when='"suggested"', goal='{ interviews = 1, per = "year" }\nmax_drafts_per_scan = 2')
    lab.triage("scan")
    recent = [item for item in lab.listed() if item["state"] == "drafted"]
    assert len(recent) == len(lab.mailbox("Drafts")) <= 2
    old = labs.start(tmp_path / "old", [Delivered(offer().octets, datetime(2026, 1, 5, tzinfo=UTC))])
    (tmp_path / "old").mkdir()
    with old.server:
        old.configure(when='"suggested"', since="2025-01-01")
        old.triage("scan")
        assert [item["state"] for item in old.listed()] == ["suggested"]
        assert old.mailbox("Drafts") == []


def test_mail_flagged_answered_waits_for_nobody(lab: Lab) -> None:
    new = offer()
    lab.deliver(Delivered(new.octets, new.internal_date, frozenset({"\\Answered"})))
    ran = lab.triage("scan")
    item = next(item for item in lab.listed() if item["message_id"] == "<fresh-offer@brightpath.example>")
    assert item["state"] == "closed"
    assert item["id"] not in ran.out


def test_mail_is_collected_when_the_model_is_damaged(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise DamagedError("models/fit/model.json is damaged", hint="reinstall triage")

    with monkeypatch.context() as patch:
        patch.setattr("triage.score.FitModel.load", damaged)
        ran = lab.triage("scan", "--json")
    assert ran.code == 65
    assert ran.objects[0]["accounts"][0]["new"] == len(sample.messages())
    assert lab.listed() == []
    ran = lab.triage("scan", "--json")
    assert (ran.code, ran.objects[0]["accounts"][0]["new"]) == (0, 0)
    assert len(lab.listed()) > 10


def test_a_template_of_ones_own_is_checked_before_the_server_is_contacted(lab: Lab) -> None:
    folder = lab.folder / "templates" / "reply" / "en"
    folder.mkdir(parents=True)
    (folder / "accept.txt.j2").write_text("Hi {{ nmae }}")
    lab.configure(port="1")
    ran = lab.triage("scan")
    assert ran.code == 78
    assert "accept.txt.j2:1: 'nmae' is undefined" in ran.err


def test_a_second_run_at_once_gives_way(lab: Lab) -> None:
    (lab.folder / "data").mkdir(mode=0o700)
    with run_lock(lab.folder / "data"):
        ran = lab.triage("scan")
    assert ran.code == 75
    assert "another triage run" in ran.err


def test_watch_scans_until_it_is_told_to_stop(lab: Lab) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "triage", "watch", "--every", "1s", *lab.common],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert "%" in process.stdout.readline()
        lab.deliver(offer())
        while "Robin" not in (shown := lab.triage("list", "--json").out) and process.poll() is None:
            time.sleep(0.2)
        assert "fresh-offer" in shown
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (0, "")
    assert time.monotonic() - started < 5
    assert lab.triage("scan").code == 0


def test_a_scan_that_is_stopped_says_so_and_leaves_no_lock(lab: Lab) -> None:
    lab.configure(password_command='"sleep 20"')
    with subprocess.Popen(
        [sys.executable, "-m", "triage", "scan", *lab.common], stderr=subprocess.PIPE, text=True
    ) as process:
        time.sleep(1.5)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=10)
    assert process.returncode == 75
    assert err.strip() == "triage: stopped; nothing is lost: run it again"
    assert time.monotonic() - started < 5
    lab.configure(password_command='"echo demo"')
    assert lab.triage("scan").code == 0
