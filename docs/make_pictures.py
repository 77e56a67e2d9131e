"""Draws docs/review.svg from the demo mailbox, so that the picture stays true: `python docs/make_pictures.py`."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from triage.demo import sample
from triage.demo.server import DemoServer

WIDTH = 132


def main() -> None:
    """Scans the sample mailbox and records `list`, `why` and the beginning of `show`."""
    with tempfile.TemporaryDirectory() as folder, DemoServer(sample.messages()) as server:
        config = Path(folder) / "config.toml"
        config.write_text(sample.configuration(server.port), encoding="utf-8")
        common = ["--config", str(config), "--data-dir", folder + "/data"]
        _terminal(["scan", *common])
        listed = _terminal(["list", *common])
        accepts = re.findall(r"^(\w{6})\s+\S+\s+(\d+)%\s+accept\?", _plain(listed), re.MULTILINE)
        best = max(accepts, key=_fit)[0]
        why = _terminal(["why", best, *common])
        show = "\n".join(_terminal(["show", best, *common]).splitlines()[:14])
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for command, shown in (("list", listed), (f"show {best}", show), (f"why {best}", why)):
        console.print(Text(f"$ triage {command}", style="bold cyan"))
        console.print(Text.from_ansi(shown.rstrip()))
        console.print()
    svg = console.export_svg(title="triage", unique_id="triage")
    (Path(__file__).parent / "review.svg").write_text(svg, encoding="utf-8")


def _fit(found: tuple[str, str]) -> int:
    return int(found[1])


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _terminal(arguments: list[str]) -> str:
    """What a command prints on a terminal."""
    leader, follower = pty.openpty()
    environment = os.environ | {"COLUMNS": str(WIDTH), "TERM": "xterm-256color"}
    with subprocess.Popen(
        [sys.executable, "-m", "triage", *arguments], stdin=follower, stdout=follower, stderr=follower, env=environment
    ):
        os.close(follower)
        octets = b""
        with contextlib.suppress(OSError):  # the end of a terminal's output is an error on Linux
            while piece := os.read(leader, 65536):
                octets += piece
    os.close(leader)
    return octets.decode().replace("\r\n", "\n")


if __name__ == "__main__":
    main()
