"""Starts the program: `python -m triage` and the `triage` script."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Runs the command line and exits with its code."""
    os.umask(0o077)
    from triage.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
