"""`triage classify` without a configuration, or with one that names no address of the user's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from triage.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

OFFER = """\
From: Kit Marlow <kit@brightpath.example>
To: Dana Whitfield <dana@example.org>
Subject: Head of Operations at Mossvale
Date: Mon, 09 Nov 2026 10:00:00 +0000
Message-ID: <one@brightpath.example>

Hi Dana,

I'm hiring a Head of Operations for Mossvale in Leeds. Permanent, £85,000.

Open to a quick call?

Best,
Kit
"""


def test_the_chances_of_the_kinds_sum_to_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    for number, text in enumerate([OFFER, OFFER.replace("Head", "Lead"), OFFER.replace("hiring", "after")]):
        (tmp_path / f"{number}.eml").write_text(text, encoding="utf-8")
    assert run(["classify", "--json", "--data-dir", str(tmp_path), str(tmp_path)]) == 0
    for line in capsys.readouterr().out.splitlines():
        assert sum(json.loads(line)["kind_probability"].values()) == pytest.approx(1, abs=1e-7)


@pytest.mark.parametrize("configuration", ["", "[policy]\naccept_at = 0.3\ndecline_at = 0.1\n"])
def test_an_offer_can_be_answered_by_somebody_without_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], configuration: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "offer.eml").write_text(OFFER, encoding="utf-8")
    (tmp_path / "config.toml").write_text(configuration, encoding="utf-8")
    given = ["--config", str(tmp_path / "config.toml")] if configuration else []
    assert run(["classify", str(tmp_path / "offer.eml"), "--json", "--data-dir", str(tmp_path), *given]) == 0
    (said,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (said["kind"], said["replyable"]) == ("outreach", True)
    if configuration:
        assert (said["suggestion"], said["reply"]["to"]) == ("accept", "kit@brightpath.example")


@pytest.mark.parametrize("subject", ["Head of Operations at Mossvale", "Sunday lunch"])
def test_mail_that_names_no_sender_cannot_be_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], subject: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    text = OFFER if subject in OFFER else f"Subject: {subject}\n\nWill you come on Sunday? Dad makes the roast.\n"
    (tmp_path / "mail.eml").write_text(
        text.replace("From: Kit Marlow <kit@brightpath.example>\n", ""), encoding="utf-8"
    )
    assert run(["classify", str(tmp_path / "mail.eml"), "--json", "--data-dir", str(tmp_path)]) == 0
    (said,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert (said["replyable"], said["reply"], said["from"]["address"]) == (False, None, None)
    if said["kind"] == "outreach":
        assert said["why"] == "An offer, but it names no address to write to."


@pytest.mark.parametrize("name", ["folder", "empty.mbox"])
def test_a_place_without_mail_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.mbox").touch()
    assert run(["classify", str(tmp_path / name), "--json", "--data-dir", str(tmp_path)]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"No mail in {tmp_path / name}" in printed.err
