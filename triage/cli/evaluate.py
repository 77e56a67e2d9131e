"""`triage evaluate`: how good triage is, in figures one can believe."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import output, pictures
from triage.cli.app import Command, pass_session
from triage.insight import plots

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
    session.check_configuration()
    if plot is not None:
        pictures.check_name(plot)
    report = _report(session, path)
    if plot is not None:
        pictures.write(partial(plots.save, report.curves), plot)
    if session.json:
        where = {"on": "labels", "path": str(path)} if path else {"on": "decisions"}
        output.echo_json({**where, **asdict(report)})
    elif not session.quiet:
        _print(report, plot)


def _report(session: Session, path: Path | None) -> Report:
    from triage.pipeline.evaluating import on_decisions, on_labels

    if path is None:
        return on_decisions(session.store)
    from triage import locations
    from triage.cli.classify import own_or_default
    from triage.pipeline.engine import Engine

    return on_labels(Engine.load(own_or_default(session), locations.data_dir(session.data_option)), path)


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
    else:
        pictures.draw(partial(plots.on_terminal, report.curves))


def _said(figure: Figure) -> str:
    if figure.value is None:
        return f"not enough yet (n = {figure.n})"
    return f"{figure.value:.2f}  {figure.low:.2f}-{figure.high:.2f}  n = {figure.n}"
