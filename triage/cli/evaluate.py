"""`triage evaluate`: how good triage is, in figures one can believe."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import CannotWriteError, UsageError

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.insight.figures import Figure
    from triage.insight.quality import Report


@click.command("evaluate", cls=Command)
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--plot", metavar="FILE", type=click.Path(path_type=Path), help="Draw the curves into a .png or .svg.")
@pass_session
def evaluate_command(session: Session, path: Path | None, *, plot: Path | None) -> None:
    """Show quality figures, each with its n and 95 % interval.

    Without PATH they judge the suggestions by your own decisions. PATH is a folder of labelled mail (labels.jsonl
    beside the messages): precision and recall of each kind, what is read of a role, and how probabilities keep their
    word, by language. Nothing is changed.
    """
    if plot is not None:
        _check_plot(plot)
    report = _report(session, path)
    if plot is not None:
        _save(report, plot)
    if session.json:
        where = {"on": "labels", "path": str(path)} if path else {"on": "decisions"}
        output.echo_json({"schema": 1, **where, **asdict(report)})
    elif not session.quiet:
        _print(report, plot)


def _check_plot(plot: Path) -> None:
    from triage.insight.plots import FORMATS

    if plot.suffix not in FORMATS:
        raise UsageError(f"{plot}: not a picture's name", hint=f"end it in {' or '.join(FORMATS)}")


def _report(session: Session, path: Path | None) -> Report:
    from triage.pipeline.evaluating import on_decisions, on_labels

    if path is None:
        return on_decisions(session.store)
    from triage.cli.classify import own_or_default
    from triage.pipeline.engine import Engine

    return on_labels(Engine.load(own_or_default(session)), path)


def _save(report: Report, plot: Path) -> None:
    from triage.insight.plots import save

    try:
        save(report.curves, plot)
    except OSError as error:
        raise CannotWriteError(f"{plot}: {error.strerror}", hint="name a file that can be written") from error


def _print(report: Report, plot: Path | None) -> None:
    output.echo(f"{report.n} mails", bold=True)
    wide = max((len(figure.group) for figure in report.figures), default=0)
    deep = max((len(figure.name) for figure in report.figures), default=0)
    group = ""
    for figure in report.figures:
        shown = figure.group if figure.group != group else ""
        output.echo(f"{shown:<{wide}}  {figure.name:<{deep}}  {_said(figure)}")
        group = figure.group
    if plot is not None:
        output.echo(f"The curves are in {plot}.")
    elif sys.stdout.isatty():
        import shutil

        from triage.insight.plots import on_terminal

        width = min(shutil.get_terminal_size().columns, 80)
        drawn = on_terminal(report.curves, width, colour=output.has_colour(sys.stdout))
        click.echo(drawn, color=True)


def _said(figure: Figure) -> str:
    if figure.value is None:
        return f"not enough yet (n = {figure.n})"
    return f"{figure.value:.2f}  {figure.low:.2f}-{figure.high:.2f}  n = {figure.n}"
