"""An installation whose account is a user of a real Dovecot, and the mail program of that user beside it.

What the user does goes through a second, independent client (imapclient). Every command is watched: the user's mail is
the same before and after it, but for triage's own drafts (promise P1).
"""

from __future__ import annotations

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from io import StringIO
from typing import TYPE_CHECKING, Any

from triage.cli.app import run
from triage.demo import sample

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

    from tests.servers.dovecot import Dovecot
    from tests.servers.tap import Tap


@dataclass
class Home:
    """A configuration, a data directory and an account that is reached through a tap."""

    folder: Path
    dovecot: Dovecot
    tap: Tap
    user: str
    replaced: dict[str, str] = field(default_factory=dict)
    clock: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(days=1))

    def __post_init__(self) -> None:
        self.configure()

    def configure(self, **values: str) -> None:
        """Writes the configuration; `name="value"` replaces the line `name = …`."""
        self.replaced |= values
        lines = {"user": f'"{self.user}"', "password_command": '"echo secret"', "since": "2020-01-01"} | self.replaced
        text = sample.configuration(self.tap.port)
        for name, value in lines.items():
            text = "\n".join(
                f"{name} = {value}" if f"{name} =" in row[: len(name) + 2] else row for row in text.split("\n")
            )
        (self.folder / "config.toml").write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """A command: its code, what it printed, and what went wrong."""
        before = self.mail()
        out, err = StringIO(), StringIO()
        common = ["--config", str(self.folder / "config.toml"), "--data-dir", str(self.folder / "data")]
        with redirect_stdout(out), redirect_stderr(err):
            code = run([*arguments, *common])
        assert self.mail() == before, "the user's mail was changed"
        return code, out.getvalue(), err.getvalue()

    def triage(self, *arguments: str) -> list[dict[str, Any]]:
        """A command that succeeds, with --json; its output."""
        code, out, err = self.run(*arguments, "--json")
        assert (code, err) == (0, "")
        return [json.loads(line) for line in out.splitlines()]

    def item(self, message_id: str) -> dict[str, Any]:
        """The suggestion of one message, as `show` gives it."""
        (found,) = [item["id"] for item in self.triage("list") if item["message_id"] == message_id]
        return self.triage("show", found)[0]

    def states(self) -> dict[str, str]:
        """The state of every suggestion by Message-ID."""
        return {item["message_id"]: item["state"] for item in self.triage("list")}

    # --- what lies on the server, seen by another client ---

    def mail(self) -> dict[str, dict[int, tuple[Any, ...]]]:
        """Every mailbox but Drafts: flags, INTERNALDATE and octets by UID."""
        return {name: seen for name, seen in self.dovecot.snapshot(self.user).items() if name != "Drafts"}

    def drafts(self) -> dict[int, bytes]:
        """The messages in Drafts by UID."""
        return {uid: seen[2] for uid, seen in self.dovecot.snapshot(self.user)["Drafts"].items() if uid}

    def draft(self) -> EmailMessage:
        """The one draft there is."""
        (octets,) = self.drafts().values()
        return message_from_bytes(octets, policy=SMTP)

    # --- what the user does in their mail program ---

    def receive(self, *mails: bytes) -> None:
        """Mail arrives."""
        self.dovecot.deliver(self.user, mails, at=self._later())

    def write(self, octets: bytes) -> None:
        """The user sends a mail of their own from another program, which keeps a copy in Sent."""
        self.dovecot.deliver(self.user, [octets], "Sent", (b"\\Seen",), at=self._later())

    def _later(self) -> datetime:
        """A minute passes between two mails: servers count in seconds, and a test is faster."""
        self.clock += timedelta(minutes=1)
        return self.clock

    def edit_draft(self, old: bytes, new: bytes) -> None:
        """As mail programs do: a new one in, the old one out."""
        ((uid, octets),) = self.drafts().items()
        assert old in octets
        with self.dovecot.client(self.user) as client:
            client.append("Drafts", octets.replace(old, new), flags=(b"\\Draft",))
        self.delete_draft(uid)

    def delete_draft(self, *uids: int) -> None:
        """The user deletes these drafts, or all."""
        with self.dovecot.client(self.user) as client:
            client.select_folder("Drafts")
            client.delete_messages(uids or client.search("ALL"))
            client.expunge()

    def send_draft(self, old: bytes = b"", new: bytes = b"") -> None:
        """The user sends the one draft, changed in passing: a copy in Sent, and Drafts is empty."""
        (octets,) = self.drafts().values()
        assert old in octets
        self.write(octets.replace(old, new) if old else octets)
        self.delete_draft()


def mail(
    message_id: str,
    text: str,
    *,
    sender: str = "Robin Vale <robin@brightpath.example>",
    to: str = "Dana Whitfield <dana@example.org>",
    subject: str = "Senior Backend Engineer at Acme",
    answers: tuple[str, ...] = (),
    day: int = 10,
    month: int = 11,
    headers: str = "",
) -> bytes:
    """A mail of November 2026; `answers` is its References chain."""
    date = f"{day:02} {['Sep', 'Oct', 'Nov'][month - 9]} 2026 09:00:00 +0000"
    thread = f"In-Reply-To: {answers[-1]}\nReferences: {' '.join(answers)}\n" if answers else ""
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\n{thread}{headers}Date: {date}\n"
    head += "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n"
    return (head + text).replace("\n", "\r\n").encode()
