"""`triage wording`: what you really sent against what was drafted, and what the templates could learn from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session
    from triage.learn.wording import Month
    from triage.pipeline.wordings import Proposal, Saved


@click.command("wording", cls=Command)
@click.option("--least", type=click.IntRange(min=2), default=3, show_default=True, help="Made so often, an edit shows.")
@click.option(
    "--save", metavar="N", type=int, multiple=True, help="Take the edit of this number over; may be repeated."
)
@pass_session
def wording_command(session: Session, least: int, save: tuple[int, ...]) -> None:
    """Show how you change drafts before you send them.

    Of every draft that was found in Sent: how many were sent as they were, month by month, and the edits that come
    back. --save writes one into your own copy of its template, and keeps the copy as it was before.
    """
    from triage.learn.wording import months
    from triage.pipeline.wordings import proposals, replies

    sent = replies(session.store)
    found, over_time = proposals(session.configuration, sent, least), months(sent)
    saved = _saved(session, found, save)
    if session.json:
        output.echo_json(_json(over_time, found, saved))
    elif save:
        _tell(found, save, saved)
    elif sent:
        _print(over_time, found, least)
    elif not session.quiet:
        output.echo("No draft of triage's has been found in Sent yet.", err=True)


def _saved(session: Session, found: Sequence[Proposal], numbers: Sequence[int]) -> list[Saved]:
    """Writes the edits of these numbers, all or, if one cannot be, none."""
    from triage.pipeline.wordings import save

    for number in numbers:
        if not 0 < number <= len(found):
            raise UsageError(f"there is no edit {number}", hint="`triage wording` shows them with their numbers")
        if not found[number - 1].can_be_saved:
            raise UsageError(f"edit {number} says nothing that stands in one place", hint="change the template by hand")
    return [save(session.configuration, found[number - 1].edit) for number in dict.fromkeys(numbers)]


def _json(over_time: Sequence[Month], found: Sequence[Proposal], saved: Sequence[Saved]) -> dict[str, object]:
    return {
        "sent": sum(month.sent for month in over_time),
        "unedited": sum(month.unedited for month in over_time),
        "months": [asdict(month) for month in over_time],
        "edits": [
            {"number": number, **asdict(one.edit), "times": one.times, "can_be_saved": one.can_be_saved}
            for number, one in enumerate(found, 1)
        ],
        "saved": [{"path": str(one.path), "backup": str(one.backup) if one.backup else None} for one in saved],
    }


def _print(over_time: Sequence[Month], found: Sequence[Proposal], least: int) -> None:
    sent, unedited = (sum(getattr(month, name) for month in over_time) for name in ("sent", "unedited"))
    output.echo(f"{unedited} of {sent} drafts sent as they were ({unedited / sent:.0%}).", bold=True)
    for month in over_time:
        bar = "█" * month.unedited + "░" * (month.sent - month.unedited)
        share = f"{month.unedited / month.sent:.0%}"
        output.echo(f"  {month.month}  {month.unedited:>3} of {month.sent:<3} {share:>4}  {bar[:60]}".rstrip())
    if not found:
        output.echo(f"No edit was made in {least} replies or more: nothing to change in the templates.")
    for number, one in enumerate(found, 1):
        by_hand = "" if one.can_be_saved else ", to be changed by hand"
        output.echo(f"\n{number}. {one.edit.template}, {one.times} times{by_hand}:", bold=True)
        _print_edit(one)
    if any(one.can_be_saved for one in found):
        output.echo("\n`triage wording --save N` takes edit N over into your own copy of the template.")


def _print_edit(one: Proposal) -> None:
    for sign, words, style in (("-", one.edit.before, "red"), ("+", one.edit.after, "green")):
        if words:
            output.echo(output.paragraphs(f"  {sign} " + words.replace("\n", "\n    ")), style=style)


def _tell(found: Sequence[Proposal], numbers: Sequence[int], saved: Sequence[Saved]) -> None:
    for number, one in zip(dict.fromkeys(numbers), saved, strict=True):
        before = f" As it was before: {one.backup}." if one.backup else ""
        output.echo(f"{one.path} says it your way now.{before}")
        output.echo(f"`triage templates test {found[number - 1].edit.template}` shows what it makes of a mail.")
