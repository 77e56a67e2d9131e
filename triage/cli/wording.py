"""`triage wording`: what you really sent against what was drafted, and what the templates could learn from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from triage.cli import output
from triage.cli.app import Command, pass_session

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.learn.wording import Edit, Month


@click.command("wording", cls=Command)
@click.option("--least", type=click.IntRange(min=2), default=3, show_default=True, help="Made so often, an edit shows.")
@pass_session
def wording_command(session: Session, least: int) -> None:
    """Show how you change drafts before you send them.

    Of every draft that was found in Sent: how many were sent as they were, month by month, and the edits that come
    back, for you to take over into a template of your own.
    """
    from triage.learn.wording import months, recurring
    from triage.pipeline.wordings import replies

    sent = replies(session.store)
    over_time, proposals = months(sent), recurring(sent, least)
    if session.json:
        output.echo_json(_json(over_time, proposals))
    elif sent:
        _print(session, over_time, proposals, least)
    elif not session.quiet:
        output.echo("No draft of triage's has been found in Sent yet.", err=True)


def _json(over_time: list[Month], proposals: list[tuple[Edit, int]]) -> dict[str, object]:
    return {
        "schema": 1,
        "sent": sum(month.sent for month in over_time),
        "unedited": sum(month.unedited for month in over_time),
        "months": [{"month": m.month, "sent": m.sent, "unedited": m.unedited} for m in over_time],
        "edits": [
            {"template": edit.template, "before": edit.before, "after": edit.after, "times": times}
            for edit, times in proposals
        ],
    }


def _print(session: Session, over_time: list[Month], proposals: list[tuple[Edit, int]], least: int) -> None:
    sent, unedited = (sum(getattr(month, name) for month in over_time) for name in ("sent", "unedited"))
    output.echo(f"{unedited} of {sent} drafts sent as they were.", bold=True)
    for month in over_time:
        bar = "█" * month.unedited + "░" * (month.sent - month.unedited)
        output.echo(f"  {month.month}  {month.unedited:>3} of {month.sent:<3} {bar[:60]}".rstrip())
    if not proposals:
        output.echo(f"No edit was made in {least} replies or more: nothing to change in the templates.")
    for edit, times in proposals:
        output.echo(f"\n{edit.template}, {times} times:", bold=True)
        if edit.before:
            output.echo(output.paragraphs(f"  - {edit.before}"), style="red")
        if edit.after:
            output.echo(output.paragraphs(f"  + {edit.after}"), style="green")
    if proposals:
        folder = session.configuration.templates_dir / "reply"
        output.echo(
            output.paragraphs(f"\nTo take one over, change it in your own copy of the template, under {folder}/.")
        )
