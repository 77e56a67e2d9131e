"""triage.credentials: secrets are had in time, whole, and never shown."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import pytest

from triage import credentials
from triage.config import Account
from triage.credentials import Secret, redacted, secret_for
from triage.errors import SignInError

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "canary-8f3a17"


def account(command: str = "", *, keyring: bool = False) -> Account:
    return Account("home", host="imap.example.org", user="dana", password_command=command, keyring=keyring)


def refusal(of: Account) -> str:
    with pytest.raises(SignInError) as caught:
        secret_for(of)
    assert caught.value.exit_code == 77
    assert caught.value.account == "home"
    assert CANARY not in str(caught.value)
    return str(caught.value)


# --- commands -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "value"),
    [
        (f"echo {CANARY}", CANARY),
        ("printf 'no line end'", "no line end"),
        (r"printf ' spaces stay \r\nurl: https://example.org\n'", " spaces stay "),
        ("echo pässwörd | tr a-z A-Z | tr A-Z a-z", "pässwörd"),
        ("cat; echo end-of-input", "end-of-input"),
        ("echo x1; sleep 3 & exit 0", "x1"),
    ],
)
def test_the_first_line_a_command_prints_is_the_secret(command: str, value: str) -> None:
    started = time.monotonic()
    assert secret_for(account(command)) == Secret("password", value)
    assert time.monotonic() - started < 5


def test_a_token_command_gives_a_token() -> None:
    assert secret_for(Account("home", token_command=f"echo {CANARY}")) == Secret("token", CANARY)


def test_a_configured_password_is_taken_as_it_is() -> None:
    assert secret_for(Account("home", password=CANARY)) == Secret("password", CANARY)


@pytest.mark.parametrize(
    ("command", "what"),
    [
        (f"echo {CANARY}; exit 3", "password_command failed with exit code 3"),
        (f"echo {CANARY} >&2; exit 1", "failed with exit code 1"),
        ("kill -9 $$", "failed with signal 9"),
        ("no-such-command-here", "failed with exit code 127: there is no such command"),
        ("true", "printed nothing on its first line"),
        ("echo; echo second", "printed nothing on its first line"),
        ("head -c 1000000 /dev/zero | tr '\\0' a", "printed more than 64 KiB"),
        (r"printf '\377\376'", "printed something that is not text"),
        (r"printf 'a\0b'", "is not one line of text"),
    ],
)
def test_a_command_that_gives_no_secret_is_named_but_never_quoted(
    command: str, what: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = refusal(account(command))
    assert what in said
    assert said.startswith("home: password_command ")
    assert said.endswith("; run it by hand to see why")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "command", ["sleep 60", "exec >&-; sleep 60", "yes '' | sleep 60", "trap '' TERM; sleep 60; :"]
)
def test_a_command_that_hangs_is_ended_with_all_it_started(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    beats = tmp_path / "beats"
    monkeypatch.setattr(credentials, "COMMAND_SECONDS", 0.3)
    started = time.monotonic()
    said = refusal(account(f"while :; do echo >> {beats}; sleep 0.01; done & {command}"))
    assert "did not end within 0.3 s and was ended" in said
    assert time.monotonic() - started < 3
    count = beats.stat().st_size
    assert count
    time.sleep(0.1)
    assert beats.stat().st_size == count


def test_the_limit_leaves_room_within_thirty_seconds() -> None:
    assert credentials.COMMAND_SECONDS <= 29


def test_a_command_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_TESTING", CANARY)
    monkeypatch.setenv("GNUPGHOME", "stays")
    assert secret_for(account('echo "${TRIAGE_TESTING-unset} $GNUPGHOME"')).value == "unset stays"


# --- the keyring ----------------------------------------------------------------------------------------------------

BACKEND = """
import os, time
from keyring.backend import KeyringBackend

class Fake(KeyringBackend):
    priority = 1

    def get_password(self, service, username):
        assert (service, username) == ("triage:imap.example.org", "dana"), (service, username)
        exec(os.environ["FAKE"])
        return os.environ.get("FAKE_PASSWORD")

    def set_password(self, service, username, password): ...
    def delete_password(self, service, username): ...
"""


@pytest.fixture
def fake_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    (tmp_path / "fake_keyring.py").write_text(BACKEND)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "fake_keyring.Fake")
    monkeypatch.setenv("FAKE", "pass")
    return monkeypatch


def test_the_keyring_is_asked_for_triage_and_the_host(fake_keyring: pytest.MonkeyPatch) -> None:
    fake_keyring.setenv("FAKE_PASSWORD", CANARY)
    assert secret_for(account(keyring=True)) == Secret("password", CANARY)


@pytest.mark.parametrize("does", ["pass", f"raise RuntimeError('{CANARY}')", "raise SystemExit(1)"])
def test_a_keyring_without_it_says_how_to_set_it(
    fake_keyring: pytest.MonkeyPatch, does: str, capfd: pytest.CaptureFixture[str]
) -> None:
    fake_keyring.setenv("FAKE", does)
    said = refusal(account(keyring=True))
    assert said.endswith("set the password with `keyring set triage:imap.example.org dana`")
    assert capfd.readouterr() == ("", "")


def test_a_locked_keyring_is_not_waited_for(fake_keyring: pytest.MonkeyPatch) -> None:
    fake_keyring.setenv("FAKE", "time.sleep(60)")
    fake_keyring.setattr(credentials, "COMMAND_SECONDS", 0.5)
    assert "the keyring did not end within 0.5 s" in refusal(account(keyring=True))


def test_a_missing_keyring_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert "pip install 'always-interviewing[keyring]'" in refusal(account(keyring=True))


def test_no_way_at_all_is_an_error() -> None:
    assert "add password_command" in refusal(account())


# --- keeping it -----------------------------------------------------------------------------------------------------


def test_a_secret_is_in_no_repr() -> None:
    assert CANARY not in repr(Secret("password", CANARY))
    assert CANARY not in f"{Secret('token', CANARY)}"


def test_every_secret_of_the_process_is_blanked() -> None:
    Secret("password", CANARY)
    Secret("password", CANARY + "-longer")
    Secret("password", "a")
    assert redacted(f"a {CANARY} b {CANARY}-longer") == "a *** b ***"
