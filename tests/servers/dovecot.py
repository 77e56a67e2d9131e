"""A real Dovecot on loopback, as a plain process for one test session, and a second client that watches it.

Any user with the password "secret" can sign in and finds empty INBOX, Drafts and Sent mailboxes; tests use names of
their own (`dovecot.user()`), so they do not see one another's mail.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triage.config import Account
from triage.credentials import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from imapclient import IMAPClient

PASSWORD = "secret"
SECRET = Secret("password", PASSWORD)
_CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_fsync = never
first_valid_uid = 8
default_login_user = dovenull
default_internal_user = dovecot
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=mail gid=mail home={base}/home/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  service_count = 0
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
{extra}
"""


def why_not() -> str:
    """Why no Dovecot can be started here; empty if it can."""
    if shutil.which("dovecot") is None:
        return "Dovecot is not installed (apt-get install dovecot-imapd)"
    return "" if os.geteuid() == 0 else "Dovecot needs root to switch to its own users"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port: int = sock.getsockname()[1]
        return port


@dataclass
class Dovecot:
    """A running server."""

    port: int
    base: Path
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def user(self) -> str:
        """A name nobody has used, with nothing in its mailboxes."""
        return f"user{next(self._numbers)}"

    def account(self, user: str, **changes: Any) -> Account:
        """The account of `user`, as in a configuration."""
        values: dict[str, Any] = {"name": "lab", "host": "127.0.0.1", "port": self.port, "security": "none"}
        return Account(**(values | {"user": user, "password": PASSWORD} | changes))

    def maildir(self, user: str) -> Path:
        """Where the mail of `user` lies: put a ready Maildir there before the first sign-in, owned by mail."""
        return self.base / "home" / user / "Maildir"

    @contextmanager
    def client(self, user: str) -> Iterator[IMAPClient]:
        """A second, independent IMAP client (imapclient)."""
        from imapclient import IMAPClient

        with IMAPClient("127.0.0.1", self.port, ssl=False, timeout=10) as client:
            client.login(user, PASSWORD)
            yield client

    def deliver(
        self,
        user: str,
        mails: Iterable[bytes],
        mailbox: str = "INBOX",
        flags: tuple[bytes, ...] = (),
        at: datetime | None = None,
    ) -> None:
        """Puts messages into a mailbox, in order; received at a time, or now."""
        with self.client(user) as client:
            for octets in mails:
                client.append(mailbox, octets, flags=flags, msg_time=at)

    def snapshot(self, user: str) -> dict[str, dict[int, tuple[Any, ...]]]:
        """Flags, INTERNALDATE and octets of every message by mailbox and UID, with UIDVALIDITY as number 0."""
        seen: dict[str, dict[int, tuple[Any, ...]]] = {}
        with self.client(user) as client:
            for _flags, _delimiter, name in client.list_folders():
                validity = client.select_folder(name, readonly=True)[b"UIDVALIDITY"]
                found = client.fetch(client.search("ALL"), ["FLAGS", "INTERNALDATE", "BODY.PEEK[]"])
                seen[name] = {0: (validity,)} | {
                    uid: (tuple(set(item[b"FLAGS"]) - {rb"\Recent"}), item[b"INTERNALDATE"], item[b"BODY[]"])
                    for uid, item in found.items()
                }
        return seen


@contextmanager
def running(extra: str = "") -> Iterator[Dovecot]:
    """A Dovecot of its own, with `extra` lines of configuration (later lines win)."""
    base = Path(tempfile.mkdtemp(prefix="triage-dovecot-"))
    base.chmod(0o755)
    (base / "home").mkdir()
    shutil.chown(base / "home", "mail", "mail")
    port = free_port()
    config = base / "dovecot.conf"
    config.write_text(_CONFIG.format(base=base, port=port, password=PASSWORD, extra=extra), encoding="utf-8")
    # Its own session: Dovecot ends with a signal to its process group.
    process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], start_new_session=True)
    try:
        _await(port, process, base / "log")
        yield Dovecot(port, base)
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(base, ignore_errors=True)


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
        if process.poll() is not None:
            break
    raise RuntimeError(f"Dovecot does not start: {log.read_text() if log.exists() else 'no log'}")


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """One Dovecot for the session; mark tests that use it with `pytest.mark.dovecot`."""
    if reason := why_not():
        pytest.skip(reason)
    with running() as server:
        yield server


@pytest.fixture
def start_dovecot() -> Iterator[Callable[[str], Dovecot]]:
    """Starts a Dovecot with extra configuration, for tests that need a poorer or stricter server."""
    from contextlib import ExitStack

    if reason := why_not():
        pytest.skip(reason)
    with ExitStack() as stack:
        yield lambda extra: stack.enter_context(running(extra))
