"""`triage debrief`: notes after an interview, and what they say to practise."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import TriageError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from triage.cli.app import Session
    from triage.store import Debrief


@click.command("debrief", cls=Command)
@click.argument("id_", metavar="[ID]", required=False)
@click.option("--on", "day", default="today", metavar="DATE", help="The day of the interview, if it was not today.")
@click.option("--forget", is_flag=True, help="Delete the notes on ID.")
@pass_session
def debrief_command(session: Session, id_: str | None, *, day: str, forget: bool) -> None:
    """Write notes after an interview, or read what they say to practise.

    With ID, $EDITOR opens a short form, or notes are read from a pipe; what you save is kept with the conversation, and
    counts as an interview for `triage goal`. Without ID, all notes are shown, and what they say to practise is
    collected.
    """
    session.check_configuration()
    if id_ is None:
        if forget:
            raise UsageError("--forget needs an ID", hint="`triage debrief` lists the notes with theirs")
        _list(session)
        return
    key, shown = _mail(session, id_)
    if forget:
        _forget(session, key, shown)
    else:
        _write(session, key, shown, day)


def _mail(session: Session, prefix: str) -> tuple[int, str]:
    """The number and the id of a suggestion, or of mail that arranges an interview."""
    from triage.cli.look import review

    arranging = [one for one in session.store.interviews() if one.sign == "mail" and one.id.startswith(prefix.lower())]
    if len(arranging) == 1 and arranging[0].key is not None and not session.store.find(prefix):
        return arranging[0].key, arranging[0].id
    item = review(session).find(prefix)
    return item.key, item.id


def _write(session: Session, key: int, id_: str, day: str) -> None:
    from triage.cli.goal import day_of
    from triage.insight.debrief import FORM, notes
    from triage.review.editor import in_editor

    on = day_of(day, "--on")
    written = notes(_piped() or in_editor(FORM) or "")
    if written:
        _keep(session, on, key, written)
    if session.json:
        output.echo_json({"id": id_, "date": on.isoformat(), "notes": written or None})
    elif not session.quiet:
        said = "Kept; `triage debrief` shows all notes." if written else "Nothing was written, so nothing is kept."
        output.echo(said)


def _piped() -> str:
    """Notes that come through a pipe, "" if none do. Raises `UsageError` if nobody can write them in an editor either;
    one that is named in the environment may be a program that needs no terminal.
    """
    if sys.stdin.isatty():
        return ""
    piped = sys.stdin.buffer.read().decode("utf-8", "replace")
    if not piped.strip() and not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        raise UsageError("there is no terminal to write notes on", hint="pipe them in: `triage debrief ID < notes.txt`")
    return piped.strip()


def _keep(session: Session, on: date, key: int, written: str) -> None:
    """Keeps the notes, or gives them back on stderr: nobody writes them twice."""
    try:
        session.store.add_interview(on, key, written)
    except TriageError:
        output.echo(written, err=True)
        raise


def _forget(session: Session, key: int, id_: str) -> None:
    count = session.store.drop_debriefs(key)
    if not count:
        raise UsageError(f"there are no notes on {id_}", hint="`triage debrief` lists the notes")
    if session.json:
        output.echo_json({"id": id_, "forgotten": count})
    elif not session.quiet:
        output.echo(f"Deleted {count} note{'' if count == 1 else 's'} on {id_}.")


def _list(session: Session) -> None:
    from triage.insight.debrief import to_practise

    debriefs = session.store.debriefs()
    if session.json:
        for one in debriefs:
            output.echo_json(_json(one))
        return
    if not debriefs and not session.quiet:
        output.echo("There are no notes yet; `triage debrief ID` writes some after an interview.", err=True)
    for one in debriefs:
        output.echo("  ".join(filter(None, (str(one.day), one.id, _about(session, one)))), bold=True)
        for line in one.notes.splitlines():
            output.echo(output.hanging("  ", line) if line else "")
        output.echo()
    if practise := to_practise(one.notes for one in debriefs):
        output.echo("Practise next", bold=True)
        for line in practise:
            output.echo(output.hanging("  - ", line))


def _json(debrief: Debrief) -> dict[str, Any]:
    from triage.insight.debrief import to_practise

    practise = list(to_practise([debrief.notes]))
    return {
        "id": debrief.id,
        "date": debrief.day.isoformat(),
        "notes": debrief.notes,
        "practise": practise,
    }


def _about(session: Session, debrief: Debrief) -> str:
    """Title and employer; "" for mail that was no offer."""
    from triage.review.phrases import headline
    from triage.visible import one_line

    return next((one_line(headline(item)) for item in session.store.items(keys=[debrief.key])), "")
