"""Starts the program: `python -m triage` and the `triage` script."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from pathlib import Path


def main() -> None:
    """Runs the command line and exits with its code."""
    os.umask(0o077)
    null = Path(os.devnull).open("r+", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    # Each of them may have been closed by the caller.
    sys.stdin, sys.stdout, sys.stderr = sys.stdin or null, sys.stdout or null, sys.stderr or null
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a locale that cannot show a letter shows a question mark
            stream.reconfigure(errors="replace")
    from triage.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
