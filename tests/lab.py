"""A whole installation in a temporary folder, with an IMAP account on a loopback server that is not triage's own judge:
what is in its mailboxes is read from the server's memory, not through triage."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING, Any

from triage.cli.app import run
from triage.demo import sample
from triage.demo.server import DemoServer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from triage.demo.mailboxes import Delivered


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The JSON lines of its output."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Lab:
    """Commands run in this process (`triage`) or in one of their own (`spawn`)."""

    folder: Path
    server: DemoServer
    overrides: dict[str, str] = field(default_factory=dict)  # lines of the configuration to replace

    @property
    def common(self) -> list[str]:
        return ["--config", str(self.folder / "config.toml"), "--data-dir", str(self.folder / "data")]

    def configure(self, **overrides: str) -> None:
        """Writes the configuration; `name="value"` replaces the line `name = …`."""
        self.overrides |= overrides
        lines = sample.configuration(self.server.port).splitlines()
        for name, value in self.overrides.items():
            lines = [f"{name} = {value}" if line.startswith(f"{name} = ") else line for line in lines]
        config = self.folder / "config.toml"
        config.write_text("\n".join(lines) + "\n", encoding="utf-8")
        config.chmod(0o600)

    def triage(self, *arguments: str) -> Ran:
        """One command in this process."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run([*arguments, *self.common])
        return Ran(code, out.getvalue(), err.getvalue())

    def spawn(self, *arguments: str, fault: str = "") -> Ran:
        """One command in a process of its own, killed at `fault`."""
        environment = os.environ | {"TRIAGE_TESTING": "1", "TRIAGE_FAULT": fault, "NO_COLOR": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "triage", *arguments, *self.common],
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def listed(self, *arguments: str) -> list[dict[str, Any]]:
        """What `triage list --json` gives."""
        return self.triage("list", "--json", *arguments).objects

    def mailbox(self, name: str = "INBOX") -> list[tuple[int, bytes, frozenset[str]]]:
        """(UID, octets, flags) of every message in a mailbox of the server."""
        with self.server.mailstore.lock:
            return [
                (one.uid, one.octets, frozenset(one.flags)) for one in self.server.mailstore.mailboxes[name].messages
            ]

    def deliver(self, *messages: Delivered) -> None:
        """New mail arrives."""
        for message in messages:
            self.server.deliver(message)


def start(folder: Path, messages: Iterable[Delivered] = ()) -> Lab:
    """A lab with a configuration; its server is to be entered with `with lab.server`."""
    return Lab(folder, DemoServer(messages))


@contextmanager
def twin_of(lab: Lab, folder: Path) -> Iterator[Lab]:
    """The same installation in another folder, with the same mail on a server of its own."""
    shutil.copytree(lab.folder, folder, dirs_exist_ok=True)
    twin = start(folder)
    twin.server.mailstore.mailboxes.update(deepcopy(lab.server.mailstore.mailboxes))
    with twin.server:
        twin.configure(**{name: value for name, value in lab.overrides.items() if name != "port"})
        yield twin
