"""`triage web`: the review as a page on this machine."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session, traceback_of

if TYPE_CHECKING:
    from triage.cli.app import Session


@click.command("web", cls=Command)
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Left out: any free one.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@pass_session
def web_command(session: Session, port: int, *, no_open: bool) -> None:
    """Review in the browser, on a page that only this machine reaches.

    Prints its address, which works once, and serves until Ctrl-C or half an hour without use.
    """
    from triage.review.web.server import serve

    def announce(url: str) -> None:
        if session.json:
            output.echo_json({"url": url})
        else:
            output.echo(url)
        if sys.stderr.isatty() and not session.quiet:
            output.echo("Ctrl-C ends it.", err=True)
        if not no_open:
            _open(url)

    def on_defect(error: Exception) -> None:
        if session.verbose:
            output.echo(traceback_of(error), err=True)

    session.configuration, session.store  # noqa: B018 - what is wrong with them is said here, not in the browser
    idle = serve(session.config_path, session.data_dir, port=port, announce=announce, on_defect=on_defect)
    if idle and not session.quiet:
        output.echo("Nobody used the page for half an hour, so it has stopped.", err=True)


def _open(url: str) -> None:
    """In the user's browser, if there is a screen: over ssh a text browser would take the terminal."""
    import threading
    import webbrowser

    if sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
