"""`triage learn`: learns from the user's decisions, shows from which and how much it helps, and forgets on request."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.contract import time_json
from triage.errors import UsageError
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.cli.app import Session
    from triage.learn.held_out import HeldOut
    from triage.pipeline.learning import Progress
    from triage.pipeline.past_replies import PastReply
    from triage.pipeline.teaching import Taught
    from triage.store import Lesson


@click.command("learn", cls=Command)
@click.option("--accepted", multiple=True, metavar="PATH", help="Mail you said yes to; may be repeated.")
@click.option("--declined", multiple=True, metavar="PATH", help="Mail you said no to; may be repeated.")
@click.option("--from-sent", is_flag=True, help="Your own past replies in Sent; asks before it learns.")
@click.option("--account", metavar="A", help="With --from-sent: only this account.")
@click.option("--yes", is_flag=True, help="With --from-sent: learn without asking.")
@click.option("--list", "listed", is_flag=True, help="List everything that is learned from.")
@click.option(
    "--forget",
    "forgotten",
    multiple=True,
    metavar="ID",
    help="Not from this one again, unless --accepted or --declined name it; may be repeated.",
)
@pass_session
def learn_command(
    session: Session,
    accepted: tuple[str, ...],
    declined: tuple[str, ...],
    account: str | None,
    *,
    from_sent: bool,
    yes: bool,
    listed: bool,
    forgotten: tuple[str, ...],
) -> None:
    """Learn from your decisions, and show how much that helps.

    Every accept and decline counts, and mail in PATH: files, folders, Maildirs, mbox files, or imap:ACCOUNT/MAILBOX,
    which is opened read-only. The next scan suggests accordingly; `scan` learns from new decisions by itself.
    """
    if sum((listed, bool(forgotten), bool(accepted or declined), from_sent)) > 1:
        raise UsageError("--list, --forget and --from-sent are used alone", hint="run one after the other")
    if not from_sent and (yes or account is not None):
        raise UsageError("--account and --yes belong to --from-sent", hint="run `triage learn --from-sent`")
    if listed:
        _list(session)
        return
    if forgotten:
        _forget(session, forgotten)
    from triage.pipeline import learning, teaching

    if from_sent:
        _from_sent(session, account, yes=yes)
        return
    taught: Sequence[Taught] = ()
    if accepted or declined:
        taught = teaching.teach_all(session.store, session.configuration, session.data_dir, accepted, declined)
    progress = learning.learn(session.store, session.configuration, session.data_dir)
    if session.json:
        output.echo_json(_json(progress, taught))
    elif not session.quiet:
        _print(progress, taught)


# --- past replies -----------------------------------------------------------------------------------------------------


def _from_sent(session: Session, account: str | None, *, yes: bool) -> None:
    from triage.pipeline import learning, past_replies

    found = past_replies.find_replies(session.store, session.configuration, session.data_dir, account)
    if not session.json and not session.quiet:
        _print_replies(found)
    clear = past_replies.clear(found)
    if clear and not yes and not session.json:
        output.echo("Learn from these? Type yes, or Enter to leave it:")
        yes = sys.stdin.readline().strip().lower() in {"y", "yes"}
    taught = [past_replies.learn_replies(session.store, clear)] if yes and clear else []
    progress = learning.learn(session.store, session.configuration, session.data_dir) if taught else None
    if session.json:
        told = _json(progress, taught) if progress else {"taught": []}
        output.echo_json(told | {"replies": [_reply_json(reply) for reply in found]})
    elif progress and not session.quiet:
        _print(progress, ())
    elif clear and not session.quiet:
        output.echo("Nothing was learned.")


def _print_replies(found: Sequence[PastReply]) -> None:
    for reply in found:
        role = reply.opportunity.role
        title = role.title or reply.original.subject
        offer = f"{title} · {role.company}" if role.company else title
        output.echo(one_line(f"{reply.at[:10]:<10}  {reply.answer:<8}  {offer}") + f"\n    {one_line(reply.words)}")
    counts = Counter(str(reply.answer) for reply in found)
    told = ", ".join(f"{counts[word]} {word}" for word in ("accepted", "declined", "asked", "other") if counts[word])
    if found:
        nothing = "" if counts["accepted"] or counts["declined"] else ": there is nothing to learn"
        replies = "reply" if len(found) == 1 else "replies"
        output.echo(f"{len(found)} past {replies} to offers: {told}. Only yes and no are learned from{nothing}.")
    else:
        output.echo("No past reply to an offer was found that has not been learned from.")


def _reply_json(reply: PastReply) -> dict[str, Any]:
    role = reply.opportunity.role
    return {
        "account": reply.account,
        "answer": str(reply.answer),
        "words": reply.words or None,
        "at": reply.at or None,
        "message_id": reply.original.message_id or None,
        "subject": reply.original.subject,
        "title": role.title,
        "company": role.company,
        "quoted": reply.quoted,
    }


# --- what there is ----------------------------------------------------------------------------------------------------


def _list(session: Session) -> None:
    lessons = session.store.lessons()
    for lesson in lessons:
        if session.json:
            output.echo_json(_lesson_json(lesson))
        else:
            done = "accepted" if lesson.accepted else "declined"
            row = (lesson.id, done, f"{lesson.at.astimezone():%Y-%m-%d}", lesson.origin, _headline(lesson))
            output.echo("  ".join(one_line(cell) for cell in row))
    if not lessons and not session.json and not session.quiet:
        output.echo("Nothing is learned from yet: decide a few suggestions, or name mail with --accepted, --declined.")


def _lesson_json(lesson: Lesson) -> dict[str, Any]:
    role, message = lesson.opportunity.role, lesson.message
    return {
        "id": lesson.id,
        "action": "accept" if lesson.accepted else "decline",
        "origin": lesson.origin,
        "at": time_json(lesson.at),
        "subject": message.subject if message else None,
        "title": role.title,
        "company": role.company,
    }


def _headline(lesson: Lesson) -> str:
    role, message = lesson.opportunity.role, lesson.message
    title = role.title or (message.subject if message else "") or "(no subject)"
    return f"{title} · {role.company}" if role.company else title


def _forget(session: Session, prefixes: Sequence[str]) -> None:
    """Takes all of them out of what is learned from, or none if one cannot be told."""
    lessons = session.store.lessons()
    named = [_named(lessons, prefix) for prefix in prefixes]
    with session.store.transaction():
        for lesson in named:
            session.store.unlearn(lesson)


def _named(lessons: Sequence[Lesson], prefix: str) -> Lesson:
    found = [lesson for lesson in lessons if lesson.id.startswith(prefix.lower())]
    exact = [lesson for lesson in found if lesson.id == prefix.lower()]
    if not found or not prefix:
        raise UsageError(f"nothing learned from has the id {prefix!r}", hint="`triage learn --list` shows the ids")
    if len(exact or found) > 1:
        raise UsageError(f"{prefix!r} is the beginning of several ids", hint="give one more letter")
    return (exact or found)[0]


# --- what came of it --------------------------------------------------------------------------------------------------


def _json(progress: Progress, taught: Sequence[Taught]) -> dict[str, Any]:
    return {
        "decisions": progress.accepted + progress.declined,
        "accepted": progress.accepted,
        "declined": progress.declined,
        "learned": progress.learned,
        "missing": {"accepted": progress.missing[0], "declined": progress.missing[1]},
        "held_out": asdict(progress.held_out) if progress.held_out else None,
        "proposals": [asdict(proposal) for proposal in progress.proposals],
        "taught": [asdict(one) for one in taught],
    }


def _print(progress: Progress, taught: Sequence[Taught]) -> None:
    for one in taught:
        done, undone = ("accepted", "declined") if one.accepted else ("declined", "accepted")
        changed = f" ({one.changed} of them {undone} until now)" if one.changed else ""
        known = f", {one.known} known already" if one.known else ""
        passed = f", {one.passed_over} passed over (your own, unreadable, or no mail)" if one.passed_over else ""
        if not (one.new or one.known or one.passed_over):
            output.echo(f"{one.place}: there is no mail in it")
            continue
        output.echo(f"{one.place}: {one.new} {done}{changed}{known}{passed}")
    counts = f"{progress.accepted} accepted, {progress.declined} declined"
    total = progress.accepted + progress.declined
    if not progress.learned:
        output.echo(f"Not enough to learn from yet: {counts}; it takes five decisions, and both kinds.")
    elif progress.held_out is None:
        more = _missing(progress.missing)
        output.echo(f"Learned from {total} decisions ({counts}); how much that helps shows after {more}.")
    else:
        output.echo(f"Learned from {total} decisions ({counts}); {_figures(progress.held_out)}.")
    if progress.proposals:
        output.echo("What your decisions show and your configuration does not say:")
    for proposal in progress.proposals:
        output.echo(f"  {proposal.text}  →  [interests] {proposal.line}")


def _missing(missing: tuple[int, int]) -> str:
    words = zip(missing, ("accept", "decline"), strict=True)
    return " and ".join(f"{count} more {word}{'' if count == 1 else 's'}" for count, word in words if count)


def _figures(figures: HeldOut) -> str:
    before, now, low, high = (
        f"{value:.2f}".removeprefix("0") for value in (figures.before, figures.now, figures.low, figures.high)
    )
    return f"held-out AP {before} before, {now} now (95 % interval {low} to {high})"
