"""`triage forget`, `export` and `repair`: what is kept, out, away, and mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import UsageError

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.store import Lesson, Store


@click.command("forget", cls=Command)
@click.argument("what", metavar="ADDRESS|ID")
@pass_session
def forget_command(session: Session, what: str) -> None:
    """Delete everything stored about a sender's mail, or about one message.

    Only hashes are left, so that the mail does not come back. Drafts already in your mailbox stay there.
    """
    from triage.pipeline import learning
    from triage.store import scratch

    store = session.store
    keys = store.keys_of_sender(what) if "@" in what else [item.key for item in store.find(what)]
    known = {item.id for item in store.items(keys=keys)} if keys else set[str]()
    taught = [lesson for lesson in _lessons(store, what) if lesson.id not in known]
    count = len(keys) + len(taught)
    if not count:
        raise UsageError(f"nothing is stored about {what!r}", hint="`triage list` shows the ids")
    if "@" not in what and count > 1:
        raise UsageError(f"{what!r} is the beginning of several ids", hint="give one more letter")
    for lesson in taught:
        store.unlearn(lesson)
    store.forget(keys)
    scratch.sweep(session.data_dir, store)
    learning.forget_learned(store, session.data_dir)
    if session.json:
        output.echo_json({"forgotten": count})
    elif not session.quiet:
        output.echo(f"Forgot {count} message{'' if count == 1 else 's'}.")
        for copy in sorted(session.data_dir.glob("triage.db.*")):
            output.echo(f"An older copy of the database is untouched: {copy}; delete it if you do not need it.")


def _lessons(store: Store, what: str) -> list[Lesson]:
    """What was learned from this sender's mail, or from that of this id."""
    if "@" in what:
        return store.lessons_of_sender(what)
    return [lesson for lesson in store.lessons() if lesson.id.startswith(what.lower())]


@click.command("export", cls=Command)
@pass_session
def export_command(session: Session) -> None:
    """Write everything that is stored as JSON lines, one row of a table each.

    It needs no configuration, and does not mind a broken one: your data is yours whatever that says.
    """
    for table, row in session.store.rows():
        output.echo_json({"table": table, "row": row})


@click.command("repair", cls=Command)
@click.option(
    "--start-over", is_flag=True, help="Put a damaged database aside, so that the next scan begins a new one."
)
@pass_session
def repair_command(session: Session, *, start_over: bool) -> int:
    """Check the database, and say what can be done if it is damaged.

    Nothing is thrown away: with --start-over a damaged database is renamed, and the next scan starts a new one. Your
    mail is not touched; what is lost is the memory of your decisions since the last backup.
    """
    from triage.store.repair import check, put_aside

    path = session.data_dir / "triage.db"
    problem = check(path)
    if problem and start_over:
        aside = put_aside(path)
        return _tell(session, f"{problem.what}\nIt was put aside as {aside}; the next scan starts a new database.", 0)
    if problem:
        return _tell(session, f"{problem.what}\n{problem.hint}", 65)
    return _tell(session, f"{path}: no damage found." if path.exists() else f"{path}: there is no database yet.", 0)


def _tell(session: Session, text: str, code: int) -> int:
    if session.json:
        output.echo_json({"damaged": bool(code), "message": text})
    elif code or not session.quiet:
        output.echo(text)
    return code
