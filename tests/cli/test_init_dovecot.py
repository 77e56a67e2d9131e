"""`triage init` of a new user on a real Dovecot: signing in is tried until it works, and nothing there is changed."""

from __future__ import annotations

import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from tests.servers.dovecot import free_port
from triage.cli.app import run
from triage.demo import sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot
#: Titles, wants, avoids, places, workplace, pay floor, languages; and before them level and CV: all by default.
INTERESTS = [""] * 9
#: Without \Drafts.
NO_DRAFTS = r"""
namespace inbox {
  mailbox Drafts {
    special_use =
    auto = no
  }
}
"""


def init(folder: Path, typed: list[str], passwords: list[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    """The command, and what a user types; passwords are asked for where nobody sees them."""
    hidden = iter(passwords)
    monkeypatch.setattr("triage.checkup.reach.answering", lambda _hosts: None)
    monkeypatch.setattr("triage.cli.asking._password_store", lambda _host, _user: "")
    monkeypatch.setattr("click.termui.hidden_prompt_func", lambda _prompt: next(hidden))
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in typed)))
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["init", "--config", str(folder / "new" / "config.toml"), "--data-dir", str(folder / "data")])
    return code, out.getvalue(), err.getvalue()


def test_a_new_user_gets_there(dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user, now = dovecot.user(), datetime.now(UTC)
    offers = [message.octets for message in sample.messages()[:6]]
    dovecot.deliver(user, offers[:4], at=now - timedelta(days=3))
    dovecot.deliver(user, offers[4:], at=now - timedelta(days=40))
    before = dovecot.snapshot(user)
    server = f"127.0.0.1:{dovecot.port}"
    typed = ["dana@example.org", "Dana", f"127.0.0.1:{free_port()}", "none", user, ""]  # nobody is there
    typed += ["y", server, "none", "", ""]  # the password as typed, a wrong one
    typed += ["y", "127.0.0.1:many", "", "", "", "", *INTERESTS, "y"]  # what was answered stands
    code, out, err = init(tmp_path, typed, ["wrong", "", "secret"], monkeypatch)
    assert (code, err) == (0, "")
    assert "connection refused" in out.lower()
    assert "127.0.0.1:many names no port" in out
    assert "sign-in was refused" in out
    assert out.count("That did not work") == 2
    assert f"signed in to 127.0.0.1:{dovecot.port}" in out
    assert "drafts would go to Drafts" in out
    assert "4 mails read" in out, "of the last 30 days"
    password = tmp_path / "new" / "password"
    assert (password.read_text(), password.stat().st_mode & 0o777) == ("secret\n", 0o600)
    assert "secret" not in (tmp_path / "new" / "config.toml").read_text()
    assert "secret" not in out
    assert dovecot.snapshot(user) == before


def test_what_does_not_work_can_be_left_for_later(
    dovecot: Dovecot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["dana@example.org", "Dana", f"127.0.0.1:{dovecot.port}", "none", dovecot.user(), "echo wrong", "n"]
    code, out, _ = init(tmp_path, [*typed, *INTERESTS], [], monkeypatch)
    assert code == 77
    assert "FAIL home" in out
    assert (tmp_path / "new" / "config.toml").exists()
    assert "Read the last 30 days" not in out


def test_without_a_drafts_mailbox_it_says_what_to_choose_from(
    start_dovecot: Callable[[str], Dovecot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_dovecot(NO_DRAFTS)
    typed = ["dana@example.org", "Dana", f"127.0.0.1:{server.port}", "none", server.user(), "echo secret"]
    code, out, _ = init(tmp_path, [*typed, *INTERESTS, "n"], [], monkeypatch)
    assert code == 0
    said = " ".join(out.split())
    assert "no mailbox is marked \\Drafts; choose one of" in said
    assert "set `drafts.mailbox` to its name" in said
