"""Every error is one line with a next step and a documented exit code; nothing is a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from triage.cli.app import run
from triage.visible import one_line, visible

OFFER = (
    "From: Robin Vale <robin@brightpath.example>\nTo: dana@example.org\nSubject: Backend Engineer\n"
    "Message-ID: <a@brightpath.example>\nDate: Tue, 10 Nov 2026 09:00:00 +0000\n\nHi Dana, are you open to a role?\n"
)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["lst"], 2, "did you mean 'list'"),
        (["list", "--bogus"], 2, "--bogus"),
        (["list", "--state", "sugested"], 2, "sugested"),
        (["list", "--since", "yesterday"], 2, "2026-03-01"),
        (["list", "--since", "0001-01-01"], 2, "2026-03-01"),
        (["show"], 2, "ID"),
        (["classify"], 2, "PATH"),
        (["classify", "absent.eml"], 2, "absent.eml: no such file"),
        (["scan", "--account", "hoem"], 2, "the configuration has home"),
        (["show", "zzzzzz"], 2, "triage list"),
        (["accept", "zzzzzz"], 2, "triage list"),
        (["undo"], 2, "no decision"),
        (["undo", "zzzzzz"], 2, "triage list"),
        (["forget", "nobody@example.net"], 2, "nothing is stored"),
        (["login", "home"], 2, "OAuth"),
        (["watch", "--every", "soon"], 2, "15m"),
        (["scan"], 69, "home"),
    ],
)
def test_errors_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, words: str
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[me]\naddresses = ["dana@example.org"]\n[[accounts]]\nname = "home"\nhost = "127.0.0.1"\nport = 1\n'
        'security = "none"\nuser = "dana"\npassword_command = "echo x"\n'
    )
    common = ["--config", str(config), "--data-dir", str(tmp_path / "data")]
    assert run([*arguments, *common]) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert shown.err.startswith("triage: ")
    assert words in shown.err
    assert run([*arguments, "--json", *common]) == code
    if arguments != ["scan"]:
        error = json.loads(capsys.readouterr().out.splitlines()[-1])["error"]
        assert error["code"] == code
        assert error["message"]


@pytest.mark.parametrize("command", ["doctor", "list", "market", "debrief", "goal", "evaluate"])
def test_every_problem_of_a_configuration_is_a_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[me]\nnmae = "x"\n[policy]\naccept_at = 2\n')
    assert run([command, "--config", str(config), "--data-dir", str(tmp_path)]) == 78
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"triage: {config}:2: me.nmae: unknown key (did you mean name?)"
    assert lines[1].startswith(f"triage: {config}:4: policy.accept_at: ")


@pytest.mark.parametrize("arguments", [["export"], ["repair"], ["forget", "kim@agency.example"]])
def test_what_is_stored_can_be_had_and_deleted_whatever_the_configuration_says(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[me\n")
    assert run([*arguments, "--config", str(config), "--data-dir", str(tmp_path)]) == (
        2 if "forget" in arguments else 0
    )
    assert "config.toml" not in capsys.readouterr().err


def triage(tmp_path: Path, command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A shell line with `triage` in it."""
    line = command.replace("triage", f"{sys.executable} -m triage", 1)
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"],
        capture_output=True,
        text=True,
        errors="replace",
        cwd=Path.cwd(),
        env={"PATH": os.environ["PATH"], "TRIAGE_DATA_DIR": str(tmp_path), "HOME": str(tmp_path)} | environment,
        check=False,
    )


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.eml").write_text(OFFER)
    done = triage(tmp_path, f"triage classify --json {folder} | head -1")
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
    assert json.loads(done.stdout)["schema"] == 1


def test_a_closed_stdout_and_a_poor_locale_are_no_fault(tmp_path: Path) -> None:
    mail = tmp_path / "ü.eml"
    mail.write_text(OFFER.replace("Backend", "Bäckend 🚀"), encoding="utf-8")
    assert "Traceback" not in triage(tmp_path, f"triage classify {mail} >&-").stderr
    poor = triage(tmp_path, f"triage classify {mail}", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (poor.returncode, "Traceback" in poor.stderr) == (0, False)
    assert "ckend" in poor.stdout


def test_no_command_is_a_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "Commands:" in capsys.readouterr().out


@pytest.mark.parametrize(("command", "code"), [("list --json", 0), ("classify --json {mail}", 73), ("--help", 73)])
def test_output_that_cannot_be_written_is_said(tmp_path: Path, command: str, code: int) -> None:
    mail = tmp_path / "a.eml"
    mail.write_text(OFFER)
    done = triage(tmp_path, f"triage {command.format(mail=mail)} > /dev/full")
    assert (done.returncode, "Traceback" in done.stderr) == (code, False)


@pytest.mark.parametrize(
    "text", ["\x1b[31mred", "a\x07b", "\u202eabc", "x\u200by", "\x9b2J", "\ufeffz", "\u2066a\u2069", "\x7f", "\udc80"]
)
def test_nothing_steers_the_terminal(text: str) -> None:
    assert visible(f"<{text}>").isprintable()
    assert one_line(f"a\n{text}\tb").isprintable()


def test_a_hostile_subject_is_shown_without_its_escapes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(OFFER.replace("Backend", "\x1b]0;owned\x07\u202e").encode())
    assert run(["classify", str(mail), "--draft", "--data-dir", str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_an_account_is_named_although_its_password_is_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(
        '[me]\naddresses = ["dana@example.org"]\n[[accounts]]\nname = "work"\nhost = "127.0.0.1"\nport = 1\n'
        'security = "none"\nuser = "work"\npassword_command = "echo work"\n'
    )
    assert run(["scan", "--config", str(config), "--data-dir", str(tmp_path)]) == 69
    assert capsys.readouterr().err.startswith("triage: work: 127.0.0.1:1: connection refused")
