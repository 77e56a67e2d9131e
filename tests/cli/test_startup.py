"""Start-up: what a command loads, and in how many milliseconds over bare Python (benchmarks/startup.py measures)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_HEAVY = ["sklearn", "numpy", "scipy", "imapclient", "jinja2", "rich", "ssl", "email", "asyncio", "triage.imap"]


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"], ["scan", "--help"]])
def test_looking_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    code = (
        "import sys, json; from triage.cli.app import run; code = run(sys.argv[1:]);"
        f"print(json.dumps([code, [name for name in {_HEAVY} if name in sys.modules]]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stderr.splitlines()[-1]) == [0, []]
