"""Named points between the steps of a run, where a test can kill the process; they do nothing outside tests.

With TRIAGE_TESTING=1, `TRIAGE_FAULT=NAME:N:kill` kills the process with SIGKILL at the Nth passing of the point NAME,
or of any point if NAME is `step`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def _nothing(_name: str) -> None:
    """What a point does in use."""


def _killer(fault: str) -> Callable[[str], None]:
    wanted, number, how = fault.split(":")
    assert how == "kill"
    left = int(number)

    def pass_by(name: str) -> None:
        nonlocal left
        if wanted in {"step", name}:
            left -= 1
            if left == 0:
                import signal

                os.kill(os.getpid(), signal.SIGKILL)

    return pass_by


_fault = os.environ.get("TRIAGE_FAULT", "") if os.environ.get("TRIAGE_TESTING") == "1" else ""
checkpoint = _killer(_fault) if _fault else _nothing
