"""`triage review`: what waits, worked through by keyboard."""

from __future__ import annotations

import os
import signal
import sys
import termios
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.cli.look import review
from triage.contract import item_json

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.review.courier import Courier, Delivered
    from triage.review.desk import Desk

#: So long is waited for drafts that are on their way when the user leaves (seconds); the next scan delivers the rest.
PATIENCE = 30.0


@click.command("review", cls=Command)
@click.option("--plain", is_flag=True, help="Line by line, for screen readers; also used without a terminal.")
@pass_session
def review_command(session: Session, *, plain: bool) -> None:
    """Work through what waits for you: one key a decision.

    a accepts, q asks, d declines, s skips, u takes it back, ? shows every key. Enter and unknown keys never act. The
    mail, the reasons and the reply are shown; a mail that carries a warning needs a second key. With --json it prints
    what waits, in the order of the screen.
    """
    from triage.review.desk import Desk

    desk = Desk(review(session), session.data_dir)
    if session.json:
        for item in desk.items:
            output.echo_json(item_json(item))
    elif plain or not _has_screen():
        _dialogue(session, desk)
    else:
        _screen(session, desk)


def _has_screen() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _screen(session: Session, desk: Desk) -> None:
    from triage.review.actions import Review
    from triage.review.terminal.app import ReviewApp

    # A screen does not outlive its terminal, not even where that signal was ignored: it would wait for keys for ever.
    signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))
    colour = os.environ.get("NO_COLOR")  # textual takes it out of the environment
    opened = partial(Review.opened, session.configuration, session.data_dir)
    app = ReviewApp(desk, opened, session.configuration.policy.decline_at)
    before = termios.tcgetattr(sys.stdin)
    try:
        app.run()
    finally:
        app.end_threads()
        with suppress(termios.error):  # the terminal has gone
            termios.tcsetattr(sys.stdin, termios.TCSANOW, before)
        if colour is not None:
            os.environ["NO_COLOR"] = colour
        _finish(app.courier, app.under_way)
    if app.defect is not None:
        raise app.defect


def _dialogue(session: Session, desk: Desk) -> None:
    from triage.review.actions import Review
    from triage.review.terminal.dialogue import Dialogue

    opened = partial(Review.opened, session.configuration, session.data_dir)
    dialogue = Dialogue(desk, opened, sys.stdin, output.echo)
    try:
        dialogue.run()
    finally:
        _finish(dialogue.courier, 0)


def _finish(courier: Courier, under_way: int) -> None:
    """Waits for drafts that are on their way, and says what came of them."""
    if under_way:
        courier.tell = _tell
        output.echo("Bringing the last drafts to the server…", err=True)
    if not courier.close(PATIENCE):
        output.echo("The server takes its time: the next scan brings the rest.", err=True)


def _tell(told: Delivered) -> None:

    output.echo(told.sentence, err=True)
