"""`triage schedule`: have `triage scan` run every quarter of an hour, by systemd, launchd or cron."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.schedule import Report


@click.command("schedule", cls=Command)
@click.argument("what", type=click.Choice(["show", "install", "remove"]))
@pass_session
def schedule_command(session: Session, what: str) -> None:
    """Show, install or remove the timer that runs `triage scan`.

    A systemd user timer, a launchd agent on macOS, or a line in your crontab, whichever works here. It runs every
    15 minutes, some seconds later at random, with this configuration and this data directory. No secret is in it.
    """
    from triage import schedule

    host = schedule.Host.this()
    if what == "install":
        session.configuration  # noqa: B018 - a timer for a configuration that cannot be read would fail unseen
        job = schedule.Job(schedule.this_program(), session.config_path, session.data_dir)
        report = schedule.install(job, host)
    else:
        report = schedule.show(host) if what == "show" else schedule.remove(host)
    _tell(session, report)


def _tell(session: Session, report: Report) -> None:
    if session.json:
        files = [{"path": str(path) if path else "crontab", "text": text} for path, text in report.files]
        output.echo_json({"mechanism": report.mechanism or None, "files": files, "note": report.note or None})
        return
    if not report.mechanism:
        output.echo("Nothing is scheduled; `triage schedule install` does it.")
        return
    for path, text in report.files:
        output.echo(f"{report.mechanism}: {path or 'a line of your crontab'}", bold=True)
        output.echo(text.rstrip())
    for line in filter(None, (report.next_run and f"Next run: {report.next_run}", report.undo, report.note)):
        output.echo(line)
