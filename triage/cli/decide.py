"""`triage accept`, `ask`, `decline`, `skip` and `undo`: a decision without a screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from triage.cli import output
from triage.cli.app import Command, pass_session
from triage.cli.look import review
from triage.contract import item_json
from triage.review.phrases import DONE, whereabouts, withdrawal
from triage.terms import Action

if TYPE_CHECKING:
    from triage.cli.app import Session
    from triage.domain import Item
    from triage.review.actions import Outcome, Review


def _answering(action: Action, help_: str) -> click.Command:
    """The three commands that write a reply differ only in the action."""

    @click.command(str(action), cls=Command, help=help_)
    @click.argument("ids", metavar="ID...", nargs=-1, required=True)
    @click.option("--edit", is_flag=True, help="Open the reply in $EDITOR first.")
    @click.option("--template", metavar="T", help="Another template, for example en/decline.", default="")
    @click.option("--yes", is_flag=True, help="Also for a mail that carries a warning.")
    @pass_session
    def command(session: Session, ids: tuple[str, ...], *, edit: bool, template: str, yes: bool) -> None:
        actions = review(session)
        actions.recover()
        found = _found(actions, ids)
        if template:
            from triage.pipeline.templates import file_of

            file_of(session.configuration, template)  # a mistyped name is the user's error; a broken file is not
        for item in found:
            actions.check(item, action, template=template, confirmed=yes)  # before the first is decided
        for item in found:
            edited = _edited(session, item, action, template) if edit else item
            _tell(session, action, actions.decide(edited, action, template=template, confirmed=yes))

    return command


accept_command = _answering(
    Action.ACCEPT,
    "Say yes: the reply that offers to talk.\n\nWith drafts.enabled it is put into your Drafts mailbox, threaded under "
    "the mail, for you to send; if the server cannot be reached, the next scan does that.",
)
ask_command = _answering(Action.ASK, "Ask for the deciding facts that the mail leaves out.")
decline_command = _answering(Action.DECLINE, "Say no, kindly and with the reason.")


@click.command("skip", cls=Command)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@pass_session
def skip_command(session: Session, ids: tuple[str, ...]) -> None:
    """Close a suggestion without an answer."""
    actions = review(session)
    for item in _found(actions, ids):
        _tell(session, Action.SKIP, actions.decide(item, Action.SKIP))


@click.command("undo", cls=Command)
@click.argument("id_", metavar="[ID]", required=False)
@pass_session
def undo_command(session: Session, id_: str | None) -> None:
    """Take the last decision back, or that of ID.

    Its draft is withdrawn from Drafts, unless you have edited it: then it is yours, and nothing is undone.
    """
    outcome = review(session).undo(id_)
    if session.json:
        output.echo_json(_outcome_json(outcome))
    elif not session.quiet:
        output.echo(f"{outcome.item.id}  undone{withdrawal(outcome.item, outcome.waiting_because)}")


def _found(actions: Review, ids: tuple[str, ...]) -> list[Item]:
    """Every id is looked up before anything is decided; one given twice counts once."""
    items = {item.key: item for item in map(actions.find, ids)}
    return list(items.values())


def _edited(session: Session, item: Item, action: Action, template: str) -> Item:
    """The suggestion with the words that were saved in $EDITOR."""
    from triage.domain import Edit
    from triage.review.editor import reply_in_editor

    actions = review(session)
    edit = Edit(action, template, actions.reply(item, action, template=template).body)
    kept = [item]

    def keep(body: str) -> None:
        kept.append(actions.keep(item, replace(edit, body=body)))

    if not reply_in_editor(session.data_dir, item.id, edit, keep):
        raise click.UsageError(f"{item.id}: the reply was not saved in the editor, so nothing was decided")
    return kept[-1]


def _tell(session: Session, action: Action, outcome: Outcome) -> None:
    if session.json:
        output.echo_json(_outcome_json(outcome))
    elif not session.quiet:
        output.echo(f"{outcome.item.id}  {DONE[action]}{whereabouts(outcome.item, outcome.waiting_because)}")


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return item_json(outcome.item) | {"waiting_because": outcome.waiting_because or None}
