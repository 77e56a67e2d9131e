"""How long `triage review` takes from a key to its paint, among 500 suggestions: `python -m benchmarks.review`."""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.review.web.crowd import crowd

COUNT, GOAL = 500, 100  # suggestions; ms
CONFIG = '[me]\naddresses = ["dana@example.org"]\n'


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        config, data = Path(folder) / "config.toml", Path(folder) / "data"
        config.write_text(CONFIG)
        data.mkdir(mode=0o700)
        crowd(data, COUNT)
        near, far = pty.openpty()
        command = [sys.executable, "-m", "triage", "review", "--config", str(config), "--data-dir", str(data)]
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=os.environ | {"TERM": "xterm"})
        _until(near, f"1 of {COUNT}")
        print(f"first screen of {COUNT}: {1e3 * (time.perf_counter() - started):.0f} ms from the command")
        for name, keys in {
            "j, one further": [("j", f"{at} of {COUNT}") for at in range(2, 62)],
            "G and g, to the ends": [("G", f"{COUNT} of {COUNT}"), ("g", f"1 of {COUNT}")] * 10,
            "t, another template": [("t", "Template ")] * 10,
        }.items():
            taken = sorted(_press(near, key, shown) for key, shown in keys)
            worst = taken[int(0.95 * len(taken))]
            print(f"{name:<22} {statistics.median(taken):6.1f} ms   95 %: {worst:6.1f} ms   (goal {GOAL})")
        os.write(near, b"x")
        process.wait(30)


def _press(near: int, key: str, shown: str) -> float:
    """From the key until that is painted, in ms."""
    time.sleep(0.05)
    _drain(near)
    started = time.perf_counter()
    os.write(near, key.encode())
    _until(near, shown)
    return 1e3 * (time.perf_counter() - started)


def _until(near: int, shown: str) -> None:
    seen = b""
    while shown.encode() not in seen:
        seen += os.read(near, 65536)


def _drain(near: int) -> None:
    while select.select([near], [], [], 0.02)[0]:
        os.read(near, 65536)


if __name__ == "__main__":
    main()
