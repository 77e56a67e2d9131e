"""`triage tune`: what other interests or thresholds would have made of past mail, and how to keep them."""

from __future__ import annotations

import shlex
from dataclasses import asdict, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.contract import time_json
from triage.errors import UsageError
from triage.terms import Employment, Level, Workplace
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from enum import StrEnum

    from triage.cli.app import Session
    from triage.config.changes import Changes
    from triage.config.editing import Edited
    from triage.insight.tune import Agreement, Outlook, Preview, WhatIf
    from triage.pipeline.tuning import Idea


def _words(vocabulary: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([word.value for word in vocabulary])


_SHARE = click.FloatRange(0, 1)


@click.command("tune", cls=Command)
@click.option("--want", multiple=True, metavar="T[=W]", help="Want a term, or give it another weight (1 is ordinary).")
@click.option("--avoid", multiple=True, metavar="T[=W]", help="Avoid a term, or give it another weight.")
@click.option("--drop", multiple=True, metavar="T", help="Do without a term, title, place, word, pay_floor or about.")
@click.option("--title", "titles", multiple=True, metavar="TITLE", help="Look for a title, too.")
@click.option("--location", "locations", multiple=True, metavar="PLACE", help="Consider a place, too.")
@click.option("--workplace", multiple=True, type=_words(Workplace), help="Consider it, too.")
@click.option("--employment", multiple=True, type=_words(Employment), help="Consider it, too.")
@click.option("--consider", "levels", multiple=True, type=_words(Level), help="Consider a level, too.")
@click.option("--avoid-company", "companies_avoid", multiple=True, metavar="NAME", help="Avoid a company.")
@click.option("--level", type=_words(Level), help="Your own level.")
@click.option("--step-up/--no-step-up", default=None, help="Whether a role one level up is preferred.")
@click.option("--about", metavar="TEXT", help="The work you would like, in a sentence or two.")
@click.option("--pay-floor", metavar="PAY", help='The least pay worth talking about: "85000 EUR/year".')
@click.option("--accept-at", type=_SHARE, metavar="X", help="Suggest an accept at this fit and above: 0.60.")
@click.option("--decline-at", type=_SHARE, metavar="X", help="Suggest a decline at this fit and below: 0.25.")
@click.option("--save", is_flag=True, help="Write the changes into config.toml; its comments and order stay.")
@click.option("--undo", is_flag=True, help="Put back the config.toml from before the last --save.")
@pass_session
def tune_command(session: Session, /, *, save: bool, undo: bool, **options: Any) -> None:
    """Show what other interests or thresholds would change, over all past mail.

    Nothing is written without --save: see which suggestions flip, and which of your own decisions then agree. What
    waits for you is scored by the next scan exactly as shown here.
    """
    from triage.config.editing import apply

    changes = _changes(options)
    if undo:
        _undo(session, alone=not save and not changes)
        return
    if save and not changes:
        raise UsageError("there is nothing to save", hint="say what to change, for example --want rust")
    found, ideas = _looked(session, changes)
    edited = apply(session.config_path, changes) if save else None
    if session.json:
        output.echo_json(_json(found, changes, edited) | {"proposals": [_idea_json(idea) for idea in ideas]})
    elif not session.quiet:
        _print(session, found, changes, ideas, edited)


def _looked(session: Session, changes: Changes) -> tuple[WhatIf, tuple[Idea, ...]]:
    """What the changes would do; without any, what the decisions speak for, too."""
    from triage.pipeline.tuning import EXPLAINED, as_it_is, what_if

    if not changes:
        return as_it_is(session.configuration, session.store, data_dir=session.data_dir)
    explained = EXPLAINED if session.json else 0  # lines for people leave the reasons to `triage why`
    found = what_if(session.configuration, session.store, changes, data_dir=session.data_dir, explained=explained)
    return found, ()


def _undo(session: Session, *, alone: bool) -> None:
    from triage.config.editing import undo

    if not alone:
        raise UsageError("--undo takes no other changes", hint="run `triage tune --undo` by itself")
    undo(session.config_path)
    if session.json:
        output.echo_json({"undone": str(session.config_path)})
    elif not session.quiet:
        output.echo(f"{session.config_path} is as it was before the last --save.")


# --- the options ------------------------------------------------------------------------------------------------------


def _changes(options: dict[str, Any]) -> Changes:
    """The options as changes. Raises `UsageError` for a weight or a pay that cannot be read."""
    from triage.config.changes import Changes, pay_floor, term

    levels = tuple(Level(word) for word in options["levels"])
    return Changes(
        want=tuple(map(term, options["want"])),
        avoid=tuple(map(term, options["avoid"])),
        titles=options["titles"],
        levels=levels,
        locations=options["locations"],
        workplace=tuple(Workplace(word) for word in options["workplace"]),
        employment=tuple(Employment(word) for word in options["employment"]),
        companies_avoid=options["companies_avoid"],
        drop=options["drop"],
        level=Level(options["level"]) if options["level"] else None,
        step_up=options["step_up"],
        about=options["about"],
        pay_floor=pay_floor(options["pay_floor"]) if options["pay_floor"] else None,
        accept_at=options["accept_at"],
        decline_at=options["decline_at"],
    )


# --- what is shown ----------------------------------------------------------------------------------------------------


def _print(session: Session, found: WhatIf, changes: Changes, ideas: Sequence[Idea], edited: Edited | None) -> None:
    if changes:
        _print_flips(found)
    elif not found.previews:
        output.echo("No suggestion to compare with: run `triage scan` first.")
    _print_agreement(found, changed=bool(changes))
    _print_bar(session)
    if found.without_words:
        output.echo(f"{found.without_words} older suggestions are left out: the words of their mails are not kept.")
    if edited is not None:
        output.echo(f"\nSaved in {edited.configuration.path}; `triage tune --undo` takes it back.")
        output.echo("The next scan scores what waits for you anew.")
    elif changes:
        output.echo("\nNothing is saved. Repeat it with --save to write it into config.toml.")
    else:
        _print_ideas(ideas)


def _print_bar(session: Session) -> None:
    """That the next scan, and so the preview, decides by a lowered bar."""
    from triage.config import LoweredPolicy
    from triage.pipeline.aiming import in_force

    policy = in_force(session.configuration, session.store).policy
    if isinstance(policy, LoweredPolicy):
        output.echo(f"The bar is lowered for now, from {policy.usual:.0%} to {policy.accept_at:.0%}: {policy.because}.")


def _print_ideas(found: Sequence[Idea]) -> None:
    """What the decisions speak for, each with its effect and the command for it."""
    for idea in found:
        before, after = idea.effect.before, idea.effect.after
        output.echo(f"\n{idea.question}", bold=True)
        output.echo(f"  {idea.outcome}; as you decided: {before.agree} → {after.agree} of {before.decided}.")
        output.echo(f"  triage tune --{idea.side} {shlex.quote(idea.term)} --save")
    if not found:
        output.echo("Your decisions speak for no change so far. Try one, for example: triage tune --avoid on-call")


def _print_flips(found: WhatIf) -> None:
    flips, total = found.flips, len(found.previews)
    output.echo(
        f"{len(flips)} of {total} suggestions flip, {found.stay} stay; {found.moved} have another fit.", bold=True
    )
    _print_group("Waiting for you", found.waiting)
    _print_group("Then as you decided", found.then_agree)
    _print_group("Then not as you decided", found.then_disagree)
    _print_group("Skipped, answered or replaced by a newer mail", found.closed)


def _print_group(heading: str, previews: Sequence[Preview]) -> None:
    if not previews:
        return
    output.echo(f"\n{heading}", bold=True)
    for one in previews:
        what = " · ".join(one_line(word) for word in (one.title, one.employer) if word)
        line = f"  {one.id}  {_flip(one)}  {what}"
        output.echo(line, style=output.STYLES.get(one.after.suggestion, ""))


def _flip(one: Preview) -> str:
    before, after = one.before, one.after
    return f"{before.suggestion:>7} {before.fit:>4.0%} → {after.suggestion:<7} {after.fit:>4.0%}"


def _print_agreement(found: WhatIf, *, changed: bool) -> None:
    before, after = found.before, found.after
    if changed or not found.previews:
        output.echo()
    if not before.decided:
        output.echo("You have not decided on any of them yet, so nothing says which is better.")
        return
    shown = [f"{name} {_change(getattr(before, key), getattr(after, key), changed=changed)}" for key, name in _AGREE]
    output.echo(f"Your {before.decided} decisions: {', '.join(shown)}.")
    if before.average_precision is None or after.average_precision is None:
        output.echo("Average precision: not enough decisions yet; it takes five of either kind, yes and no.")
        return
    figures = _change(f"{before.average_precision:.2f}", f"{after.average_precision:.2f}", changed=changed)
    output.echo(f"Average precision on them: {figures} (1 when all you said yes to stands above all you declined).")


_AGREE = (("agree", "as suggested"), ("disagree", "otherwise"), ("left_open", "left open"))


def _change(before: object, after: object, *, changed: bool) -> str:
    return f"{before} → {after}" if changed else str(before)


def _json(found: WhatIf, changes: Changes, edited: Edited | None) -> dict[str, Any]:
    return {
        "changes": _changes_json(changes),
        "flips": [_preview_json(preview) for preview in found.flips],
        "then_agree": [preview.id for preview in found.then_agree],
        "then_disagree": [preview.id for preview in found.then_disagree],
        "stay": found.stay,
        "moved": found.moved,
        "without_words": found.without_words,
        "before": _agreement_json(found.before),
        "after": _agreement_json(found.after),
        "saved": None if edited is None else {"path": str(edited.configuration.path), "backup": str(edited.backup)},
    }


def _changes_json(changes: Changes) -> dict[str, Any]:
    given = {one.name: getattr(changes, one.name) for one in fields(changes)}
    return {name: _plain(value) for name, value in given.items() if value not in ((), None)}


def _idea_json(idea: Idea) -> dict[str, Any]:
    return {
        "text": idea.text,
        "changes": _changes_json(idea.changes),
        "flips": len(idea.effect.flips),
        "learned": idea.learned,
        "before": _agreement_json(idea.effect.before),
        "after": _agreement_json(idea.effect.after),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _preview_json(one: Preview) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title or None,
        "company": one.company or None,
        "agency": one.agency or None,
        "received": time_json(one.received_at),
        "state": one.state,
        "decision": one.decision,
        "before": _outlook_json(one.before),
        "after": _outlook_json(one.after),
    }


def _outlook_json(outlook: Outlook) -> dict[str, Any]:
    reasons = [
        {"feature": reason.feature, "contribution": reason.value, "evidence": reason.evidence, "text": reason.text}
        for reason in outlook.reasons
    ]
    return {"fit": outlook.fit, "suggestion": outlook.suggestion, "why": outlook.why, "reasons": reasons}


def _agreement_json(agreement: Agreement) -> dict[str, Any]:
    return {"decided": agreement.decided, **asdict(agreement)}
