"""Every benchmark in turn: `make bench`. What needs ../shared or Dovecot says so and is passed over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> None:
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        if path.stem in {"understanding", "months"}:  # runs others of them; a part of `make soak`
            continue
        print(f"\n== {path.stem}: {_first_line(path)}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{path.stem}"], check=False)


def _first_line(path: Path) -> str:
    return path.read_text(encoding="utf-8").splitlines()[0].strip('"')


if __name__ == "__main__":
    main()
