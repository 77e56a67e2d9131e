from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from triage.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

OFFER = (
    "From: Robin Vale <robin@brightpath.example>\nTo: dana@example.org\nSubject: Backend Engineer at Acme\n"
    "Message-ID: <a@brightpath.example>\nDate: Tue, 10 Nov 2026 09:00:00 +0000\n\n"
    "Hi Dana,\n\nAcme is hiring a Backend Engineer in Berlin (Python). Would you be open to a call?\n\nRobin\n"
)
PURPOSES = {"accept", "ask", "decline", "follow_up", "inmail", "later", "referral"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text('[me]\nname = "Dana"\naddresses = ["dana@example.org"]\nlanguages = ["en"]\n')
    (tmp_path / "offer.eml").write_text(OFFER)
    return tmp_path


def triage(home: Path, *arguments: str) -> int:
    return run(["templates", *arguments, "--config", str(home / "config.toml"), "--data-dir", str(home / "data")])


def test_the_list_begins_with_the_users_language(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage(home, "list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["purpose"] for row in rows[:7]} == PURPOSES
    assert {row["language"] for row in rows[:7]} == {"en"}
    assert {row["language"] for row in rows} == {"en", "de", "fr", "es", "nl", "it", "pt", "pl"}
    assert not any(row["own"] for row in rows)


def test_the_list_says_which_files_serve_and_whose_they_are(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = home / "templates/reply/en"
    own.mkdir(parents=True)
    (own / "decline.txt.j2").write_text("No thanks, {{ name }}.\n")
    (own / "later.txt.j2").write_text('{% import "reply/en/phrases.j2" as say with context %}{{ say.hello() }}\n')
    assert triage(home, "list") == 0
    shown = capsys.readouterr()
    lines = {line.split()[0]: " ".join(line.split()[1:]) for line in shown.out.splitlines()}
    assert set(lines) == {f"en/{name}" for name in PURPOSES}, "a user who writes English is shown English"
    assert lines["en/accept"] == "reply/accept.txt.j2 with reply/en/phrases.j2"
    assert lines["en/decline"] == "reply/en/decline.txt.j2 (yours)"
    assert lines["en/later"] == "reply/en/later.txt.j2 (yours) with reply/en/phrases.j2"
    assert str(home / "templates") in shown.err
    assert "de, es, fr, it, nl, pl, pt" in shown.err
    assert triage(home, "list", "--json") == 0
    rows = {row["name"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (rows["en/decline"]["own"], rows["en/decline"]["phrases"]) == (True, None)
    assert rows["de/accept"]["phrases"].endswith("reply/de/phrases.j2")


def test_new_copies_once_and_test_tries_it(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage(home, "new", "decline") == 0
    own = home / "templates/reply/en/decline.txt.j2"
    assert own.stat().st_mode & 0o777 == 0o600
    own.write_text("No thanks, {{ name }}: {{ title }}.\n")
    assert triage(home, "new", "en/decline") == 2
    assert own.read_text() == "No thanks, {{ name }}: {{ title }}.\n"
    capsys.readouterr()
    assert triage(home, "test", "decline", "--on", str(home / "offer.eml")) == 0
    assert "No thanks, Robin: Backend Engineer." in capsys.readouterr().out
    own.write_text("No thanks, {{ nmae }}\n")
    assert triage(home, "test") == 78
    assert "decline.txt.j2:1: 'nmae' is undefined" in capsys.readouterr().err


def test_the_sentences_of_a_language_can_be_changed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage(home, "new", "en/phrases") == 0
    own = home / "templates/reply/en/phrases.j2"
    own.write_text(own.read_text().replace("{% macro bye() %}", "{% macro bye() %}So long, {# #}"))
    capsys.readouterr()
    assert triage(home, "test", "later", "--on", str(home / "offer.eml")) == 0
    assert "So long, " in capsys.readouterr().out
    own.write_text("{% macro hello() %}Hi{% endmacro %}")
    assert triage(home, "test", "later") == 78
    assert "phrases.j2 has no 'thanks'" in capsys.readouterr().err


def test_show_gives_the_source(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert triage(home, "show", "en/accept") == 0
    shown = capsys.readouterr()
    assert "say.times()" in shown.out
    assert shown.err.strip().endswith("reply/accept.txt.j2")
    assert triage(home, "show", "phrases", "--json") == 0
    assert "macro hello" in json.loads(capsys.readouterr().out)["text"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["show", "en/nope"], 2, "there is no template en/nope"),
        (["show", "xx/accept"], 2, "there is no template xx/accept"),
        (["new"], 2, "which template?"),
        (["test", "nope"], 2, "there is no template en/nope"),
        (["test", "accept", "--on", "zzzz"], 2, "no suggestion"),
        (["show", "../../config"], 2, "there is no template"),
    ],
)
def test_errors(home: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str) -> None:
    assert triage(home, *arguments) == code
    assert words in capsys.readouterr().err
