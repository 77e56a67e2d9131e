"""`triage list`, `show` and `why`: what waits, one suggestion in full, and where its fit comes from."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.contract import history_json, item_json, relations_json
from triage.errors import UsageError
from triage.terms import State

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.domain import Item
    from triage.pipeline.relating import Relations
    from triage.review.actions import Review
    from triage.store import Debrief


@click.command("list", cls=Command)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([*map(str, State)]),
    help="Only these; may be repeated.",
)
@click.option("--since", metavar="DATE", help="Received since: 2026-03-01, or 7d, 4w.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@click.option("--unanswered", is_flag=True, help="Whoever waits for an answer, the longest waiting first.")
@pass_session
def list_command(
    session: Session, states: tuple[str, ...], since: str | None, limit: int | None, *, unanswered: bool
) -> None:
    """List suggestions, newest first.

    `suggested` waits for you; `decided` is decided, its draft not in Drafts; `drafted` lies there for you to send.
    In a pipe the columns are separated by tabs.
    """
    session.check_configuration()
    if unanswered:
        items = _unanswered(session, states, _since(since), limit)
    else:
        items = session.store.items(states=tuple(State(word) for word in states), since=_since(since), limit=limit)
    if session.json:
        _print_json(session, items, aged=unanswered)
    elif items:
        output.item_table(items)
        _print_related(session, items)
    elif not session.quiet:
        output.echo(_nothing(session, filtered=bool(states or since or unanswered)), err=True)


@click.command("show", cls=Command)
@click.argument("id_", metavar="ID")
@pass_session
def show_command(session: Session, id_: str) -> None:
    """Show one suggestion: the mail, the role, the fit and the reply.

    ID is what `triage list` shows; its first letters are enough.
    """
    from triage.pipeline.relating import Relations

    item = review(session).find(id_)
    earlier = review(session).history(item)
    relations = Relations.of(session.store.items())
    notes = [one for one in session.store.debriefs() if one.conversation == f"{item.ref.account} {item.thread}"]
    if session.json:
        output.echo_json(item_json(item) | _relations(relations, item) | history_json(earlier) | _debriefs(notes))
        return
    from triage.cli.sheet import print_debrief, print_item

    texts = [one.text for one in relations.related(item) if one.text not in item.assessment.verdict.why]
    print_item(item, earlier, texts)
    for one in notes:
        print_debrief(one)


@click.command("why", cls=Command)
@click.argument("id_", metavar="ID")
@pass_session
def why_command(session: Session, id_: str) -> None:
    """Show every contribution to the fit; they sum to it.

    Contributions are in log-odds: the fit is 1 / (1 + e^-sum). Change what you want, avoid or ask for in config.toml,
    and the next scan scores anew.
    """
    item = review(session).find(id_)
    if session.json:
        output.echo_json(item_json(item))
        return
    from triage.cli.sheet import print_reasons

    print_reasons(item)


def review(session: Session) -> Review:
    """The actions on this session's store."""
    from triage.review.actions import Review

    return Review(session.store, session.configuration, session.data_dir)


def _unanswered(session: Session, states: tuple[str, ...], since: datetime | None, limit: int | None) -> list[Item]:
    from triage.pipeline.relating import unanswered

    found = [item for item in unanswered(session.store) if not states or item.state in states]
    return [item for item in found if since is None or item.received_at >= since][:limit]


def _print_json(session: Session, items: list[Item], *, aged: bool) -> None:
    from triage.pipeline.relating import Relations, age_days

    relations = Relations.of(session.store.items())
    for item in items:
        age = {"age_days": age_days(item)} if aged else {}
        output.echo_json(item_json(item) | _relations(relations, item) | age)


def _print_related(session: Session, items: list[Item]) -> None:
    """Below a table: what waits and looks like the role of another."""
    from triage.pipeline.relating import Relations

    waiting = [item for item in items if item.state is State.SUGGESTED]
    if waiting and sys.stdout.isatty():
        relations = Relations.of(session.store.items())
        for item in waiting:
            for related in relations.related(item)[:1]:
                output.echo(output.paragraphs(f"{item.id}: {related.text}"), style="yellow")


def _relations(relations: Relations, item: Item) -> dict[str, Any]:
    return relations_json([(one.id, one.text) for one in relations.related(item)], relations.group(item))


def _debriefs(notes: list[Debrief]) -> dict[str, Any]:
    return {"debriefs": [{"date": one.day.isoformat(), "notes": one.notes} for one in notes]}


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    if match := re.fullmatch(r"(\d{1,4})([dw])", text):
        return datetime.now(UTC) - timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))
    try:
        at = datetime.fromisoformat(text)
        return at if at.tzinfo else at.astimezone()
    except (ValueError, OverflowError) as error:  # the first and the last day there are lie in no time zone
        raise UsageError(f"--since {text!r} is no date", hint="write for example 2026-03-01, 7d or 4w") from error


def _nothing(session: Session, *, filtered: bool) -> str:
    if filtered:
        return "No suggestion matches; `triage list` shows every one."
    counts = session.store.counts()
    if not counts["recorded"]:
        return "Nothing has been scanned yet: run `triage scan`."
    return f"No suggestions among {counts['recorded']:,} messages read so far."
