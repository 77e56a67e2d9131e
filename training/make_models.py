"""Makes every shipped model again from training/: `python -m training.make_models [FOLDER]`, models/ if left out.

The same data and code give the same octets, whatever PYTHONHASHSEED is. First come the weights that choose title and
employer (triage/understand/tables), since the kinds are judged by the role read, and the words that tell the work
(triage/score/tables/work.tsv), both in place. They and the fit need the ads of ../shared/data; where these are not
there, only the kinds are made, and the titles that speak for a kind are judged without the ads.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from training import fit, fit_data, kind, kind_report


def main(folder: Path) -> int:
    """Trains the kinds into FOLDER/kind and the fit into FOLDER/fit; prints the figures of each."""
    for tables in ("training.roles", "training.work"):
        made = subprocess.run([sys.executable, "-m", tables], check=False)
        if made.returncode:
            return made.returncode
    print("kinds")
    for line in kind_report.lines(kind.train(folder / "kind")):
        print(" ", line)
    if not fit_data.available():
        print("fit: the ads of ../shared/data are not there; the shipped model stays")
        return 0
    print("fit")
    for line in fit.lines(fit.train(folder / "fit")):
        print(" ", line)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else fit.MODEL.parent))
