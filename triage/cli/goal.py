"""`triage goal`: the interview cadence, how things stand with it, and what it does to the bar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session
    from triage.config import Policy
    from triage.insight.goal import Standing
    from triage.store import Interview

#: So many interviews are printed.
_MOST = 5
_SIGNS = {"mail": "mail about it", "accepted": "your yes was sent", "recorded": "recorded by you"}


@click.command("goal", cls=Command)
@click.option(
    "--done", is_flag=False, flag_value="today", metavar="DATE", help="Record an interview of that day, or today."
)
@click.option("--forget", metavar="DATE", help="Take back what was recorded for that day.")
@pass_session
def goal_command(session: Session, *, done: str | None, forget: str | None) -> None:
    """Show how you stand with your interview goal.

    While it is overdue the next scan accepts a little below policy.accept_at, and says so with each such suggestion.
    """
    from triage.pipeline.aiming import counted, standing

    policy, store = session.configuration.policy, session.store
    held = None if done is None else day_of(done, "--done")
    if forget is not None and not store.drop_interview(day_of(forget, "--forget")):
        raise UsageError(f"no interview is recorded for {forget}", hint="notes go by `triage debrief ID --forget`")
    if held is not None:
        store.add_interview(held)
    found, interviews = standing(session.configuration, store, datetime.now(UTC).date()), counted(store)
    if session.json:
        output.echo_json(_json(policy, found, interviews))
    elif not session.quiet:
        _print(policy, found, interviews)


def day_of(text: str, option: str) -> date:
    """The day that an option names, or "today". Raises `UsageError`, also for one that is yet to come."""
    today = date.today()  # noqa: DTZ011 - the day where the user is
    try:
        day = today if text == "today" else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date", hint="write for example 2026-03-01") from error
    if day > today:
        raise UsageError(f"{option} {text} is yet to come", hint="record an interview once it is over")
    return day


def _json(policy: Policy, found: Standing, interviews: Sequence[Interview]) -> dict[str, Any]:
    return {
        "goal": {"interviews": policy.goal.interviews, "per": policy.goal.per},
        "interviews": [{"date": str(one.day), "sign": one.sign, "id": one.id or None} for one in interviews],
        "last": _iso(found.last),
        "since": _iso(found.since),
        "due": _iso(found.due),
        "overdue_months": found.months_overdue,
        "accept_at": policy.accept_at,
        "accept_at_now": found.accept_at,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _print(policy: Policy, found: Standing, interviews: Sequence[Interview]) -> None:
    wanted = policy.goal.interviews
    output.echo(f"Goal: {wanted} interview{'' if wanted == 1 else 's'} a {policy.goal.per}.", bold=True)
    for one in reversed(interviews[-_MOST:]):
        output.echo("  " + "  ".join(filter(None, (str(one.day), one.id, _SIGNS[one.sign]))))
    if len(interviews) > _MOST:
        output.echo(f"  … and {len(interviews) - _MOST} earlier")
    if not interviews:
        output.echo("  No interview is known; `triage goal --done DATE` records one.")
    output.echo(_stands(found), style="yellow" if found.overdue else "green")
    if found.accept_at < policy.accept_at:
        output.echo(
            f"Your bar is lowered from {policy.accept_at:.0%} to {found.accept_at:.0%} until the next interview."
        )


def _stands(found: Standing) -> str:
    if found.due is None:
        return "The time counts from your first scan."
    if found.months_overdue is None:
        return f"On course: the next is due by {found.due}."
    months = found.months_overdue
    so_long = f", {months} month{'' if months == 1 else 's'} ago" if months else ""
    return f"Overdue: the next was due by {found.due}{so_long}."
