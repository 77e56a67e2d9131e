"""Start-up: what a command loads, and in how many milliseconds over bare Python (benchmarks/startup.py measures)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from triage.demo import sample

if TYPE_CHECKING:
    from pathlib import Path

_HEAVY = ["sklearn", "numpy", "scipy", "imapclient", "jinja2", "rich", "ssl", "email", "asyncio", "triage.imap"]


def loaded(names: list[str], *arguments: str) -> list[str]:
    """Which of `names` a command loads that succeeds in a process of its own."""
    code = (
        "import sys, json; from triage.cli.app import run; code = run(sys.argv[1:]);"
        f"print(json.dumps([code, [name for name in {names} if name in sys.modules]]), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    ended, found = json.loads(done.stderr.splitlines()[-1])
    assert ended == 0, done.stderr
    return list(found)


def test_help_loads_no_nouns(tmp_path: Path) -> None:
    assert loaded([*_HEAVY, "triage.domain", "triage.config"], "--help", "--data-dir", str(tmp_path)) == []


@pytest.mark.parametrize("arguments", [["--help"], ["list"], ["list", "--json"], ["scan", "--help"]])
def test_looking_loads_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    assert loaded(_HEAVY, *arguments, "--data-dir", str(tmp_path)) == []


def test_showing_loads_no_model_and_deciding_as_suggested_reads_no_mail_and_renders_nothing(tmp_path: Path) -> None:
    made = labs.start(tmp_path, sample.messages()[:8])
    with made.server:
        made.configure(enabled="false")
        assert made.triage("scan").code == 0
    chosen = next(one for one in made.listed() if one["suggestion"] in {"accept", "decline"})
    heavy = [*_HEAVY, "triage.understand", "triage.parse"]
    model = ["triage.score.model", "triage.score.occupation", "triage.learn", "triage.deliver"]
    assert loaded([*_HEAVY, "triage.parse", *model], "show", chosen["id"], *made.common) == []
    heavy.remove("email")  # the draft is composed, to see that it can be
    assert loaded(heavy, chosen["suggestion"], chosen["id"], *made.common) == []
