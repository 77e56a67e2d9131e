"""Draws a report: a reliability diagram and precision over recall, into a PNG or SVG file or onto a terminal."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.insight.figures import Curves

#: The formats that can be written.
FORMATS = (".png", ".svg")


def save(curves: Curves, path: Path) -> None:
    """Writes both diagrams beside one another; the same octets for the same figures. Raises OSError."""
    with picture(path, (8, 4), 1, 2) as (left, right):
        _reliability(left, curves)
        _precision_recall(right, curves)


@contextmanager
def picture(path: Path, inches: tuple[float, float], rows: int, columns: int) -> Iterator[list[Any]]:
    """Gives the axes to draw on, row by row, and writes them; the same octets for the same drawing. Raises OSError."""
    import matplotlib as mpl
    from matplotlib.figure import Figure as Canvas

    with mpl.rc_context({"svg.hashsalt": "triage", "font.size": 9}):
        canvas = Canvas(figsize=inches, layout="constrained")
        yield list(canvas.subplots(rows, columns).flat)
        stamp = {"Date": None} if path.suffix == ".svg" else {"Software": None}
        canvas.savefig(path, format=path.suffix.removeprefix("."), dpi=150, metadata=stamp)


def _reliability(axes: Any, curves: Curves) -> None:
    shares = [found.share for found in curves.reliability]
    reach = [
        [found.share - found.low for found in curves.reliability],
        [found.high - found.share for found in curves.reliability],
    ]
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1, linestyle="--")
    axes.errorbar([found.predicted for found in curves.reliability], shares, yerr=reach, fmt="o-", capsize=3)
    for found in curves.reliability:
        axes.annotate(f"{found.n}", (found.predicted, found.share), textcoords="offset points", xytext=(5, -10))
    axes.set(title=f"{curves.what} Said and so (n beside)", xlabel="probability said", ylabel="share that was so")
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))


def _precision_recall(axes: Any, curves: Curves) -> None:
    axes.step([recall for recall, _ in curves.precision_recall], [at for _, at in curves.precision_recall])
    axes.set(title=f"{curves.what} Precision over recall", xlabel="recall", ylabel="precision")
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))


def on_terminal(curves: Curves, width: int, *, colour: bool) -> str:
    """Both diagrams below one another, `width` columns wide; "" while there is nothing to draw."""
    import plotext

    if not curves.precision_recall:
        return ""
    drawn = []
    said, so = zip(*((found.predicted, found.share) for found in curves.reliability), strict=True)
    recall, precision = zip(*curves.precision_recall, strict=True)
    for title, across, up, x, y in (
        (f"{curves.what} Said and so", "probability said", "was so", said, so),
        (f"{curves.what} Precision over recall", "recall", "precision", recall, precision),
    ):
        plotext.clear_figure()
        plotext.theme("clear")
        plotext.plot_size(width, 15)
        plotext.xlim(0, 1)
        plotext.ylim(0, 1)
        plotext.plot(x, y, marker="braille", color="cyan" if colour else "default")
        if x is said:
            plotext.scatter(x, y, marker="o")
        plotext.title(title)
        plotext.xlabel(across)
        plotext.ylabel(up)
        text = plotext.build()
        drawn.append(text if colour else plotext.uncolorize(text))
    return "\n".join(drawn)
