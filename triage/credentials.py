"""Gets the secret that signs an account in: from a command, the keyring, OAuth, or a 0600 configuration."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from triage.errors import SignInError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from triage.config import Account

    #: Gets the secret of an account; called again when a connection is made anew.
    SignIn = Callable[[Account], "Secret"]

#: Seconds that a command or the keyring may take, so that the whole answer is there within 30.
COMMAND_SECONDS = 25.0
#: A secret is one line; a command that prints more than this was the wrong one.
MOST_OUTPUT = 64 * 1024

#: Every value that has been a `Secret` in this process, for `redacted`.
_known: set[str] = set()


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, or an OAuth 2.0 access token (RFC 6750). Its value is in no repr, log or error."""

    kind: Literal["password", "token"]
    value: str = field(repr=False)

    def __post_init__(self) -> None:
        _known.add(self.value)


def redacted(text: str) -> str:
    """`text` with every known secret replaced by ***, the longest first."""
    for value in sorted(_known, key=len, reverse=True):
        if len(value) >= 4:
            text = text.replace(value, "***")
    return text


def secret_for(account: Account, data_dir: Path | None = None) -> Secret:
    """The secret that signs `account` in, had within 30 s. Raises `SignInError` that never quotes what it got.

    OAuth tokens are kept in `data_dir` (default: `locations.data_dir()`) and refreshed when they are about to expire;
    that may raise `TryLaterError`, `ServerUnreachableError` and `CannotWriteError` too, after 45 s at most.
    """
    if account.password:
        return Secret("password", account.password)
    if account.password_command:
        return Secret("password", _printed_by(account, "password_command", account.password_command))
    if account.token_command:
        return Secret("token", _printed_by(account, "token_command", account.token_command))
    if account.keyring:
        return Secret("password", _from_keyring(account))
    if account.oauth:
        from triage import locations, oauth

        return Secret("token", oauth.access_token(account, data_dir or locations.data_dir()))
    raise SignInError("no way to get the secret is configured", hint="add password_command to it", account=account.name)


# --- where it comes from ----------------------------------------------------------------------------------------------


def _printed_by(account: Account, key: str, command: str) -> str:
    """The first line that the user's command prints; it runs through the shell, since pipelines are usual."""
    try:
        return _first_line(_output(["/bin/sh", "-c", command]))
    except _NoSecretError as error:
        raise SignInError(f"{key} {error}", hint="run it by hand to see why", account=account.name) from None


def _from_keyring(account: Account) -> str:
    """The keyring in a child process: a backend that waits for a prompt nobody sees can then be ended."""
    from importlib.util import find_spec

    service = f"triage:{account.host}"
    if find_spec("keyring") is None:
        hint = "run `pip install 'always-interviewing[keyring]'`, or use password_command"
        raise SignInError("the keyring package is not installed", hint=hint, account=account.name)
    try:
        # -P: a keyring.py in the current directory is not the keyring.
        return _first_line(_output([sys.executable, "-P", "-m", "keyring", "get", service, account.user]))
    except _NoSecretError as error:
        hint = f"unlock it, or set the password with `keyring set {service} {account.user}`"
        raise SignInError(f"the keyring {error}", hint=hint, account=account.name) from None


class _NoSecretError(Exception):
    """Why a command gave no secret: the rest of a sentence that begins with its name."""


def _first_line(output: bytes) -> str:
    """The secret: the first line without its end, spaces kept (`pass` stores notes below it)."""
    try:
        line = output.partition(b"\n")[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        raise _NoSecretError("printed something that is not text") from None
    if not line:
        raise _NoSecretError("printed nothing on its first line")
    if any(char < " " or char == "\x7f" for char in line):  # what no protocol can carry
        raise _NoSecretError("printed something that is not one line of text")
    return line


def _output(command: list[str]) -> bytes:
    """What `command` prints, with nothing on its input, none of our own variables, and its own process group."""
    import subprocess

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may quote the secret, and our own stderr may be a log
            start_new_session=True,
            env={name: value for name, value in os.environ.items() if not name.startswith("TRIAGE_")},
        )
    except OSError as error:
        raise _NoSecretError(f"could not be started: {error.strerror}") from None
    with process:
        try:
            output = _read(process, time.monotonic() + COMMAND_SECONDS)
        finally:
            _end(process)
    if process.returncode:
        raise _NoSecretError(f"failed with {_exit(process.returncode)}")
    return output


def _read(process: subprocess.Popen[bytes], deadline: float) -> bytes:
    """Reads until the command ends; not until its output does, which something it left running may hold open."""
    import select

    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    output = b""
    while (left := deadline - time.monotonic()) > 0:
        ended = process.poll() is not None
        readable = select.select([descriptor], [], [], 0 if ended else min(left, 0.05))[0]
        chunk = os.read(descriptor, MOST_OUTPUT) if readable else b""
        output += chunk
        if len(output) > MOST_OUTPUT:
            raise _NoSecretError("printed more than 64 KiB")
        if ended and not chunk:
            return output
        if readable and not chunk:
            _wait(process, left)
    raise _NoSecretError(f"did not end within {COMMAND_SECONDS:g} s and was ended")


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Waits for the command after the end of its output; `_read` notices if that does not come."""
    from contextlib import suppress
    from subprocess import TimeoutExpired

    with suppress(TimeoutExpired):
        process.wait(seconds)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the command and all it started, unless it has ended by itself; what it left running then is left."""
    import signal
    from contextlib import suppress

    if process.poll() is None:
        with suppress(ProcessLookupError, PermissionError):  # it ended just now; macOS says EPERM then
            os.killpg(process.pid, signal.SIGKILL)


#: What a shell ends with when it does not find the command.
_NOT_FOUND = 127


def _exit(code: int) -> str:
    if code == _NOT_FOUND:
        return f"exit code {code}: there is no such command"
    return f"exit code {code}" if code > 0 else f"signal {-code}"
