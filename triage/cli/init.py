"""`triage init`: asks for the little that is needed, writes config.toml, checks it, and shows what a scan finds."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from triage import locations
from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import TryLaterError, UsageError

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.cli.asking import Asker

_PREVIEWED = timedelta(days=30)


@click.command("init", cls=Command)
@click.option("--address", "addresses", multiple=True, metavar="ADDRESS", help="Your own address; the main one first.")
@click.option("--name", metavar="NAME", help="Your name, as it stands in replies.")
@click.option("--host", metavar="HOST[:PORT]", help="The IMAP server, or gmail, microsoft, fastmail, icloud, …")
@click.option("--user", metavar="USER", help="Your user name there.")
@click.option("--password-command", metavar="COMMAND", help="A command that prints the password.")
@click.option(
    "--profile", type=click.Path(path_type=Path), metavar="FILE", help="A CV or profile to read interests from."
)
@click.option("--yes", is_flag=True, help="Ask nothing: take what is given and the default for everything else.")
@pass_session
def init_command(session: Session, /, *, yes: bool, **given: object) -> int:
    """Ask a few questions, write config.toml and check it.

    Your provider is recognised from your address. Interests can be read from a CV (text, Markdown or HTML). At the end
    the last 30 days are read once, without writing anything, to show what triage would suggest. Nothing is written
    before the last question; a configuration that is there already is only replaced when you say so, and kept.
    """
    from triage.cli.asking import Asker

    path = session.config_path
    try:
        asker = Asker({key: value for key, value in given.items() if value}, path.with_name("password"), yes=yes)
        aside = _may_replace(path, asker)
        text = asker.text(since=_today() - timedelta(days=90))
    except click.Abort:
        raise TryLaterError("stopped: nothing was written", hint="run `triage init` again when you like") from None
    _write(path, text, aside=aside)
    if asker.password:
        locations.write_private(asker.password_file, f"{asker.password}\n".encode())
    from triage.cli.doctor import examine_all

    code = examine_all(session)
    return code or _preview(session, asker)


def _may_replace(path: Path, asker: Asker) -> bool:
    """Whether there is a file to be put aside. Raises `UsageError` if it is to stay."""
    if not path.exists():
        output.say(f"A few questions, then your configuration is written to {path}.")
        output.say("Enter takes what stands in [brackets]; Ctrl-D stops, and nothing is written.")
        return False
    if not asker.agrees(f"{path} is there already. Write a new one, and keep the old one beside it?", default=False):
        raise UsageError(f"{path} is there already", hint="edit it, or move it away; `triage doctor` checks it")
    return True


def _write(path: Path, text: str, *, aside: bool) -> None:
    from triage.config import read

    read(path, text.encode())  # what was answered makes a configuration, or it says why not
    locations.private_dir(path.parent)
    if aside:
        kept = path.with_name(f"{path.name}.before-init-{_today()}")
        locations.write_private(kept, path.read_bytes())
        output.say(f"\nThe old configuration is {kept}.")
    locations.write_private(path, text.encode())
    output.say(f"\nWrote {path}. Nothing will be written to your mailbox until you set drafts.enabled = true there.\n")


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the user is


def _preview(session: Session, asker: Asker) -> int:
    """What a scan of the last 30 days would suggest; nothing is kept of it."""
    since = _today() - _PREVIEWED
    question = "\nRead the last 30 days now, to see what triage would suggest? Nothing is written or kept."
    try:
        if not asker.agrees(question, default=True):
            output.say("`triage scan` does it for good.")
            return 0
    except click.Abort:
        output.say("\n`triage scan` does it for good.")
        return 0
    from triage.pipeline.scanning import scan

    accounts = tuple(replace(account, since=since) for account in session.configuration.accounts)
    report = scan(session.configuration, session.data_dir, accounts, dry_run=True)
    for item in report.items:
        output.echo_item(item)
    counted = Counter(str(item.assessment.verdict.suggestion) for item in report.items)
    said = ", ".join(f"{count} {name}" for name, count in counted.most_common())
    read = sum(entry.new for entry in report.accounts)
    output.echo(f"\n{read} mails read, {len(report.items)} suggestions{f': {said}' if said else ''}.", bold=True)
    for error in (error for entry in report.accounts for error in entry.errors):
        output.echo(f"triage: {error}", err=True)
    output.say("`triage scan` does it for good, then `triage review` goes through it; `triage tune` changes what fits.")
    return report.exit_code
