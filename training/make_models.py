"""Makes every shipped model again from training/: `python -m training.make_models`."""

from __future__ import annotations

import importlib.util

from training import kind, kind_report


def main() -> None:
    """Trains the kinds, then the fit; prints the figures of each."""
    print("kinds")
    for line in kind_report.lines(kind.train()):
        print(" ", line)
    if importlib.util.find_spec("training.fit"):
        from training import fit

        print("fit")
        fit.train()


if __name__ == "__main__":
    main()
