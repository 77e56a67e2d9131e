"""The whole table of understanding: fit, learning, kinds, facts and speed, against baselines; nothing seen in training.

    python -m benchmarks.understanding

Whole users and whole authors are left out. What needs ../shared/data says so. docs/understanding-log.md keeps the
history.
"""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    ("fit", "does the role fit, without a label yet"),
    ("learn", "the same after decisions"),
    ("kind", "what a message is"),
    ("mail_roles", "title, employer, agency, recruiter, level"),
    ("mail_facts", "place, workplace, pay, contract"),
    ("throughput", "messages a second"),
)


def main() -> int:
    """Runs every part in a process of its own; the worst exit code of them."""
    codes = []
    for name, what in PARTS:
        print(f"\n== {name}: {what}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
