"""`triage classify`: what triage would do with mail in files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.contract import message_json
from triage.visible import one_line

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.config import Configuration
    from triage.domain import Assessment, Message


@click.command("classify", cls=Command)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--draft", is_flag=True, help="Print each mail in full, with the reply.")
@pass_session
def classify_command(session: Session, paths: tuple[Path, ...], *, draft: bool) -> None:
    """Say what triage would do for .eml files, folders of them, Maildirs or mbox files.

    Touches no state and no network. With --json, one object a message in the order of the files.
    """
    from triage import locations
    from triage.pipeline.engine import Engine, classify

    engine = Engine.load(own_or_default(session), locations.data_dir(session.data_option))
    name = None
    for name, message, assessment in classify(engine, paths):
        if session.json:
            output.echo_json(message_json(message, assessment, path=name))
        elif draft:
            _print_in_full(name, message, assessment)
        else:
            _print_line(name, message, assessment)
    if name is None and not session.quiet:
        output.echo(f"No mail in {', '.join(map(str, paths))}.", err=True)


def own_or_default(session: Session) -> Configuration:
    """The user's; without one, mail can still be told apart and read, only not fitted to anybody."""
    import os

    from triage.config import Configuration

    if session.config_option or os.environ.get("TRIAGE_CONFIG") or session.config_path.exists():
        return session.configuration
    if not session.quiet:
        output.echo(f"No configuration at {session.config_path}: the fit is that of nobody in particular.", err=True)
    return Configuration(path=session.config_path)


def _print_line(name: str, message: Message, assessment: Assessment) -> None:
    opportunity, verdict = assessment.opportunity, assessment.verdict
    line = f"{name}  {opportunity.kind:<11} {verdict.suggestion:<7} {assessment.score.probability:>4.0%}  "
    line += opportunity.role.title or message.subject or "(no subject)"
    output.echo(one_line(line), style=output.STYLES.get(verdict.suggestion, ""))


def _print_in_full(name: str, message: Message, assessment: Assessment) -> None:
    from triage.cli.sheet import print_assessment

    output.echo(f"{name}  {assessment.opportunity.kind}", bold=True)
    print_assessment(message, assessment, assessment.draft)
    output.echo()
