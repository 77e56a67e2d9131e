"""The screen on a terminal that is taken away: it ends at once, and leaves the terminal as it was."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Self

import pytest

from tests.review.conftest import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.lab import Lab

#: How long a slow machine may take to draw the screen, and to end (seconds).
_PATIENCE = 60.0


class Terminal:
    """A pseudo-terminal with `triage review` on it; nothing of it outlives the block, whatever fails in that."""

    def __init__(self, lab: Lab, program: Sequence[str] = ("-m", "triage")) -> None:
        self._near, self._far = pty.openpty()
        self._before = termios.tcgetattr(self._far)
        command = [sys.executable, *program, "review", *lab.common]
        self._process = subprocess.Popen(
            command,
            stdin=self._far,
            stdout=self._far,
            stderr=self._far,
            env=os.environ | {"TERM": "xterm"},
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._far)
        os.close(self._near)

    def until(self, words: bytes) -> None:
        """Waits until these words are drawn."""
        seen, end = b"", time.monotonic() + _PATIENCE
        while words not in seen:
            assert time.monotonic() < end, seen
            seen += self._read()

    def _read(self) -> bytes:
        ready, _, _ = select.select([self._near], [], [], 0.1)
        return os.read(self._near, 65536) if ready else b""

    def type(self, keys: str) -> None:
        os.write(self._near, keys.encode())

    def end(self, how: signal.Signals) -> int:
        """Ends it, and returns the code."""
        assert termios.tcgetattr(self._far) != self._before
        self._process.send_signal(how)
        end = time.monotonic() + _PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < end, "it stays behind"
            self._read()
        assert termios.tcgetattr(self._far) == self._before
        return self._process.returncode


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_the_terminal_comes_back_and_nothing_stays_behind(waiting: Lab, how: signal.Signals) -> None:
    with Terminal(waiting) as terminal:
        terminal.until(b"waiting")
        terminal.type("s")
        terminal.until(b"Skipped")
        assert terminal.end(how) == 75
    assert [item["state"] for item in told(waiting) if item["decision"]] == ["closed"]


#: A second signal comes while textual puts its screen away.
_TORN = """
import sys
from textual.drivers.linux_driver import LinuxDriver
stop = LinuxDriver.disable_input
def torn(self):
    LinuxDriver.disable_input = stop
    raise KeyboardInterrupt
LinuxDriver.disable_input = torn
from triage.cli.app import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_loop_that_is_torn_away_gives_the_terminal_back(waiting: Lab) -> None:
    with Terminal(waiting, ("-c", _TORN)) as terminal:
        terminal.until(b"waiting")
        assert terminal.end(signal.SIGTERM) == 75
