"""What the commands that draw share: the name of a picture, and writing it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.errors import CannotWriteError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def check_name(plot: Path) -> None:
    """Raises `UsageError` for a name that does not say which format it is to be."""
    from triage.insight.plots import FORMATS

    if plot.suffix not in FORMATS:
        raise UsageError(f"{plot}: not a picture's name", hint=f"end it in {' or '.join(FORMATS)}")


def write(save: Callable[[Path], None], plot: Path) -> None:
    """Raises `CannotWriteError`."""
    try:
        save(plot)
    except OSError as error:
        raise CannotWriteError(f"{plot}: {error.strerror}", hint="name a file that can be written") from error


def draw(drawn: Callable[..., str]) -> None:
    """Prints what `drawn(width, colour=…)` makes, `width` in columns; on a terminal only."""
    if sys.stdout.isatty():
        import shutil

        width = min(shutil.get_terminal_size().columns, 80)
        click.echo(drawn(width, colour=output.has_colour(sys.stdout)), color=True)
