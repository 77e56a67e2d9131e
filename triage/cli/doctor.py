"""`triage doctor` and `triage login`: is everything there that a scan needs, and signing in with OAuth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, error_json, pass_session
from triage.errors import UsageError, worst

if TYPE_CHECKING:
    from triage.cli.app import Session


@click.command("doctor", cls=Command)
@click.option("--promises", is_flag=True, help="List what triage never does, and check it in the installed code.")
@pass_session
def doctor_command(session: Session, *, promises: bool) -> int:
    """Check the configuration, sign-in, mailboxes, Drafts, models, templates, clock and the last success."""
    return _promises(session) if promises else examine_all(session)


@click.command("login", cls=Command)
@click.argument("name", metavar="ACCOUNT")
@pass_session
def login_command(session: Session, name: str) -> None:
    """Sign an account in with OAuth, in your browser.

    For accounts with `oauth = "google"` or "microsoft". The refresh token is kept in the data directory, for you alone.
    """
    from triage.oauth import sign_in

    account = next((entry for entry in session.configuration.accounts if entry.name == name), None)
    if account is None:
        raise UsageError(f"there is no account {name!r}", hint="its name is what [[accounts]] says")
    if not account.oauth:
        raise UsageError(f"{name} does not sign in with OAuth", hint='set oauth = "google" or "microsoft"')
    sign_in(account, session.data_dir, _open)
    output.echo(f"{name}: signed in; `triage doctor` checks it")


def _open(url: str) -> None:
    """Shows the address too: on a machine without a browser it is copied by hand."""
    import webbrowser

    output.echo(f"Visit this address to sign in:\n{url}", err=True)
    webbrowser.open(url)


def examine_all(session: Session) -> int:
    """Prints every finding; the code is the worst."""
    from triage.checkup.doctor import examine

    codes = []
    for finding in examine(session.configuration, session.data_dir):
        error = finding.error
        codes.append(error.exit_code if error else 0)
        if session.json:
            shown = error_json(error) if error else None
            output.echo_json({"area": finding.area, "ok": error is None, "text": finding.text, "error": shown})
        elif error or not session.quiet:
            mark, style = ("FAIL", "red") if error else ("ok", "green")
            output.echo(output.hanging(f"{mark:<4} ", f"{finding.area}: {finding.text}"), style=style)
    return worst(codes)


def _promises(session: Session) -> int:
    from triage.checkup.promises import promises

    broken = False
    for promise in promises():
        against = promise.check() if promise.check else ""
        broken = broken or bool(against)
        if session.json:
            held = {"checked": promise.check is not None, "held_by": promise.held_by, "against": against or None}
            output.echo_json({"name": promise.name, "text": promise.text} | held)
            continue
        how = f"BROKEN: {against}" if against else "checked" if promise.check else f"held by {promise.held_by}"
        output.echo(f"{promise.name:<4} {promise.text} [{how}]", style="red" if against else "")
    return 65 if broken else 0
