"""Draws review.svg, terminal.svg and web.png here from the demo mailbox: `python docs/make_pictures.py`."""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.text import Text

from triage.config import load
from triage.demo import sample
from triage.demo.server import DemoServer
from triage.review.actions import Review
from triage.review.desk import Desk
from triage.review.terminal.app import ReviewApp

WIDTH = 132


def main() -> None:
    """Scans the sample mailbox; records `list`, `why` and the beginning of `show`, and the screens of the review."""
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
        screen = asyncio.run(_screen(config, Path(folder) / "data", best))
        _page(common, best)
    (Path(__file__).parent / "terminal.svg").write_text(screen, encoding="utf-8")
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    for command, shown in (("list", listed), (f"show {best}", show), (f"why {best}", why)):
        console.print(Text(f"$ triage {command}", style="bold cyan"))
        console.print(Text.from_ansi(shown.rstrip()))
        console.print()
    svg = console.export_svg(title="triage", unique_id="triage")
    (Path(__file__).parent / "review.svg").write_text(svg, encoding="utf-8")


async def _screen(config: Path, data: Path, item: str) -> str:
    """The screen of `triage review`, looking at an item."""
    configuration = load(config)
    with Review.opened(configuration, data) as review:
        desk = Desk(review, data)
        desk.go_to(item)
        app = ReviewApp(desk, partial(Review.opened, configuration, data), configuration.policy.decline_at)
        async with app.run_test(size=(160, 42)) as pilot:
            await pilot.pause()
            return app.export_screenshot(title="triage review")


def _page(common: list[str], item: str) -> None:
    """A suggestion on the page of `triage web`, in Chromium; in 128 colours the picture is half its size."""
    command = [sys.executable, "-m", "triage", "web", "--no-open", *common]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served, sync_playwright() as playwright:
        assert served.stdout is not None
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1120, "height": 790})
        page.goto(served.stdout.readline())
        page.goto(f"{page.url}item/{item}")
        shot = page.screenshot()
        browser.close()
        served.terminate()
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(128, Image.Quantize.FASTOCTREE)
    picture.save(Path(__file__).parent / "web.png", optimize=True)


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
