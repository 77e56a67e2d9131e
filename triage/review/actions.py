"""What a person can do about a suggestion: accept, ask, decline, skip, undo."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

from triage.decide import BLOCKING
from triage.domain import Action, Kind, State, WarningCode
from triage.errors import TriageError, UsageError
from triage.pipeline.relating import accepted_elsewhere, history, related
from triage.pipeline.undoing import take_back
from triage.review.queue import Sheet, arrange, waits
from triage.store import Event, open_store, scratch
from triage.store.lock import run_lock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from triage.config import Account, Configuration
    from triage.domain import Draft, Edit, Item
    from triage.pipeline.relating import Related
    from triage.review.queue import View
    from triage.store import Line, Store

#: How long a decision may wait for the server, in seconds; what is not delivered by then, the next scan delivers.
DELIVERY_SECONDS = 60.0

_AT_ONCE = 500  # mails


@dataclass(frozen=True, slots=True)
class Outcome:
    """A suggestion after an action, and what kept its draft from the server, "" if nothing did."""

    item: Item
    waiting_because: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What declining everything under a fit would decline, and what it would leave out, each with why."""

    declined: tuple[Item, ...]
    left_out: tuple[tuple[Item, str], ...]


class Review:
    """The actions on one store. Every one is recorded first, then brought to the server as far as it can be reached."""

    def __init__(self, store: Store, configuration: Configuration, data_dir: Path) -> None:
        self._store = store
        self._configuration = configuration
        self._data_dir = data_dir

    @classmethod
    @contextmanager
    def opened(cls, configuration: Configuration, data_dir: Path) -> Iterator[Review]:
        """The actions on the store in a data directory, for as long as the block runs."""
        store = open_store(data_dir)
        try:
            yield cls(store, configuration, data_dir)
        finally:
            store.close()

    def find(self, prefix: str) -> Item:
        """The suggestion whose id begins with `prefix`. Raises `UsageError` if there is none or more than one."""
        found = self._store.find(prefix) if prefix else []
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"no suggestion has the id {prefix!r}", hint="`triage list` shows the ids")
        ids = ", ".join(item.id for item in found[:5])
        raise UsageError(f"{prefix!r} is the beginning of several ids: {ids}", hint="give one more letter")

    def lines(self, view: View) -> tuple[Line, ...]:
        """What a view shows, in its order; no mail is read for it."""
        return arrange(self._store.lines(waiting=not view.is_history), view)

    def line(self, item: Item) -> Line | None:
        """What lists tell of a suggestion by now; None if it has been forgotten."""
        return self._store.line(item.key)

    def read(self, lines: Sequence[Line]) -> tuple[Item, ...]:
        """The suggestions of some lines, in their order, without those that have been forgotten since."""
        return tuple(
            chain.from_iterable(self._read(lines[at : at + _AT_ONCE]) for at in range(0, len(lines), _AT_ONCE))
        )

    def _read(self, lines: Sequence[Line]) -> Iterator[Item]:
        found = {item.key: item for item in self._store.items(keys=[line.key for line in lines])}
        return (found[line.key] for line in lines if line.key in found)

    def sheet(self, view: View, number: int, size: int) -> Sheet:
        """So many of what a view shows: see `Sheet.cut`. Only their mails are read."""
        sheet = Sheet.cut(self.lines(view), number, size)
        return replace(sheet, shown=self.read(sheet.shown))

    def templates(self) -> tuple[str, ...]:
        """The names of all reply templates, such as "en/accept": the user's own and the shipped ones."""
        from triage.pipeline.engine import template_names

        return template_names(self._configuration)

    def reply(self, item: Item, action: Action, *, template: str = "", body: str | None = None) -> Draft:
        """The draft for an action: with the words that the user has begun for it; else the suggested one where it is
        that and offers no time that is past; else a new one. `body` replaces the text.
        """
        begun = item.edit if body is None and item.edit is not None and _suits(item.edit, action) else None
        if begun is not None and template in {"", begun.template}:
            template, body = begun.template, begun.body
        until = item.draft.valid_until if item.draft is not None else None
        past = until is not None and until < datetime.now(UTC)
        if item.draft is not None and item.purpose is action and not (template or past) and body is None:
            return item.draft
        from triage.pipeline.context import again
        from triage.pipeline.conversations import in_context
        from triage.pipeline.engine import draft_reply
        from triage.pipeline.requesting import Situation

        waiting = again(item)
        if waiting is None:
            raise UsageError(f"{item.id}: the words of this mail are not kept any more", hint="answer it by hand")
        message = in_context(self._store, waiting)
        bumps = message is not item.message
        return draft_reply(
            self._configuration,
            message,
            item.assessment,
            action,
            template=template,
            body=body,
            attempt=self._store.times(item.key, Event.WITHDRAWN),
            situation=Situation.of(self._store, item.key, message, item.received_at, bumps=bumps),
        )

    def keep(self, item: Item, edit: Edit) -> Item:
        """Keeps words until the mail is decided, whatever becomes of the screen they are written on; the words of the
        template itself need no keeping. Raises `UsageError` for no words, and if the mail cannot be answered.
        """
        if not edit.body.strip():
            raise UsageError(
                "the reply has no words, so it was left as it was", hint="skip closes it without an answer"
            )
        with self._store.transaction():
            item = self.find(item.id)
            self.check_answerable(item)
            action = edit.action or item.purpose or Action.ACCEPT
            plain = self.reply(replace(item, edit=None), action, template=edit.template)
            if plain.body.rstrip() == edit.body.rstrip():
                return self.drop(item)
            self._store.keep_edit(item.key, edit)
        return self.find(item.id)

    def drop(self, item: Item) -> Item:
        """Gives the words up that were begun."""
        self._store.drop_edit(item.key)
        return self.find(item.id)

    def recover(self) -> None:
        """Keeps what was saved in an editor that outlived triage, unless the user has written or decided since."""
        for left in scratch.left_over(self._data_dir):
            for item in self._store.find(left.id):
                answered = item.decision if item.decision and item.decision.action is not Action.SKIP else None
                if answered is None or answered.at < left.saved_at:
                    self._store.recover_edit(item.key, left.edit, left.saved_at)
            scratch.remove(left.folder)

    def history(self, item: Item, most: int | None = None) -> list[Item]:
        """Earlier suggestions of the same sender or agency in other conversations, the newest `most` first."""
        return list(islice(history(self._store, item), most))

    def related(self, item: Item) -> tuple[Related, ...]:
        """Suggestions of other agencies that look like the same role, oldest first, each with how to say so."""
        return related(self._store, item)

    def check(self, item: Item, action: Action, *, template: str = "", confirmed: bool = False) -> None:
        """Raises `UsageError` if the action cannot be taken; answering a grave warning must be `confirmed`."""
        if item.decision is not None and item.state in {State.DECIDED, State.DRAFTED, State.SENT}:
            raise UsageError(f"{item.id}: {self._decided(item)}", hint=f"`triage undo {item.id}` takes that back")
        if because := self.unanswerable_because(item, action):
            raise UsageError(f"{item.id} cannot be answered: {because}", hint=f"`triage skip {item.id}`")
        if (says := template.rpartition("/")[2]) in set(Action) - {action, Action.SKIP}:
            raise UsageError(
                f"{template} is a reply to {says}, not to {action}", hint="`triage templates list` shows what there is"
            )
        if not confirmed and (caution := self.caution(item, action, template, grave=True)):
            raise UsageError(
                f"{item.id} carries a warning. {caution.removesuffix('.')}",
                hint="to answer it all the same, repeat with --yes",
            )

    def check_answerable(self, item: Item) -> None:
        """Raises `UsageError` if there is nothing to write to this mail, or not any more."""
        self.check(item, Action.DECLINE, confirmed=True)
        if item.message is None:
            raise UsageError(f"{item.id}: the words of this mail are not kept any more", hint="answer it by hand")

    def unanswerable_because(self, item: Item, action: Action) -> str:
        """Why the action has no reply to write, "" if it has one or needs none; a scam can be answered if confirmed."""
        opportunity = item.assessment.opportunity
        if action is Action.SKIP or opportunity.replyable or opportunity.kind is Kind.SCAM:
            return ""
        return opportunity.not_replyable_because

    def caution(self, item: Item, action: Action, template: str = "", *, grave: bool = False) -> str:
        """What must be confirmed before the action is taken, in words for the user; "" if nothing must. `template` is
        the one named for the reply, "" if none is. Screens ask for every warning; a command only for a `grave` one.
        """
        opportunity = item.assessment.opportunity
        # A server that verifies nobody would have every mail ask: that says nothing against one.
        codes = {warning.code for warning in opportunity.warnings} - {WarningCode.AUTH_UNVERIFIED}
        warned = opportunity.kind is Kind.SCAM or bool(codes & BLOCKING if grave else codes)
        if action is Action.SKIP:
            return ""
        texts = [warning.text for warning in opportunity.warnings] or ["It reads like a scam."] if warned else []
        twice = accepted_elsewhere(self._store, item) if action is Action.ACCEPT else ""
        return " ".join(filter(None, (self._over_because(item), *texts, twice, _unused(item.edit, action, template))))

    def _over_because(self, item: Item) -> str:
        """Why a mail that was closed without a decision waits for no answer, "" for all others."""
        if item.state is not State.CLOSED or item.decision is not None:
            return ""
        if self._store.times(item.key, Event.SUPERSEDED):
            return "Another mail of its conversation took its place."
        return "You have answered it yourself."

    def _decided(self, item: Item) -> str:
        assert item.decision is not None
        if item.state is State.SENT:
            return f"the reply to {item.decision.action} has been sent"
        return f"you have decided to {item.decision.action} it already"

    def decide(
        self, item: Item, action: Action, *, body: str | None = None, template: str = "", confirmed: bool = False
    ) -> Outcome:
        """Records a decision with its reply (`body` replaces the text) and delivers the draft if it can.

        Raises `UsageError` if it cannot be taken, also if another screen has decided since `item` was looked up.
        """
        return self.deliver([self.record(item, action, body=body, template=template, confirmed=confirmed)])[0]

    def record(
        self, item: Item, action: Action, *, body: str | None = None, template: str = "", confirmed: bool = False
    ) -> Item:
        """The first half of `decide`, without the server."""
        with self._store.transaction():
            item = self._unchanged(item, words_given=body is not None)
            self.check(item, action, template=template, confirmed=confirmed)
            draft = None if action is Action.SKIP else self.reply(item, action, template=template, body=body)
            if draft is not None:
                self._check_writable(item, draft)
            if item.receipt is not None and draft != item.draft:
                self._store.add_event(item.key, Event.WITHDRAWING, detail="replaced")
            number = None if draft is None else self._store.add_draft(item.key, action, draft)
            self._store.add_event(item.key, Event(action), draft=number)
            if draft is not None:  # what is skipped may be taken up again, with the words begun for it
                self._store.drop_edit(item.key)
        return self.find(item.id)

    def _unchanged(self, seen: Item, *, words_given: bool) -> Item:
        """The item as it stands now. Raises `UsageError` if it was decided, closed or changed since the user saw it; of
        the words begun to it only if they would be used.
        """
        item = self.find(seen.id)
        if item.decision is not None and item.decision != seen.decision:
            raise UsageError(
                f"{item.id}: another screen has decided to {item.decision.action} it meanwhile",
                hint=f"`triage undo {item.id}` takes that back",
            )
        if waits(seen) and not waits(item):
            raise UsageError(f"{item.id} is {item.state} by now", hint=f"`triage show {item.id}` tells more")
        if (item.message, item.assessment, item.draft) != (seen.message, seen.assessment, seen.draft):
            raise UsageError(f"{item.id} has changed since you saw it", hint="look at it again")
        if item.edit != seen.edit and not words_given:
            raise UsageError(f"{item.id}: its reply was edited since you saw it", hint="look at it again")
        return item

    def deliver(self, items: Sequence[Item]) -> list[Outcome]:
        """The second half: brings what waits for their accounts to the server, as far as it can be reached."""
        accounts = {item.ref.account for item in items if item.receipt is not None or item.state is State.DECIDED}
        why = {account: self._delivered(account) for account in sorted(accounts)}
        return [self._outcome(item, why.get(item.ref.account)) for item in items]

    def _outcome(self, item: Item, why: str | None) -> Outcome:
        return Outcome(self.find(item.id), "" if why is None else why or self._store.last_refusal(item.key))

    def batch(self, lines: Iterable[Line], below: float) -> Batch:
        """What declining everything under a fit (from 0 to 1) would do; nothing is done yet."""
        under = [item for item in self.read([line for line in lines if line.fit < below]) if waits(item)]
        left = [(item, why) for item in under if (why := self._left_out_because(item))]
        kept = {item.key for item, _ in left}
        return Batch(tuple(item for item in under if item.key not in kept), tuple(left))

    def _left_out_because(self, item: Item) -> str:
        if item.message is None:
            return "its words are not kept any more"
        return self.unanswerable_because(item, Action.DECLINE) or self.caution(item, Action.DECLINE)

    def record_batch(self, items: Iterable[Item]) -> tuple[list[Item], list[str]]:
        """Declines each; returns what was recorded, and why the others were not (another screen was faster)."""
        recorded: list[Item] = []
        refused: list[str] = []
        for item in items:
            try:
                recorded.append(self.record(item, Action.DECLINE))
            except UsageError as error:
                refused.append(str(error))
        return recorded, refused

    def undo(self, prefix: str | None = None) -> Outcome:
        """Takes the last (or that) decision back, and withdraws its unedited draft. Raises `UsageError` if it can't."""
        return self.deliver_undo(self.record_undo(prefix))

    def record_undo(self, prefix: str | None = None) -> Item:
        """The first half of `undo`, without the server."""
        with self._store.transaction():
            item = self.find(prefix) if prefix else self._store.last_decided()
            if item is None or item.decision is None:
                which = f"{prefix} has" if prefix else "there is"
                raise UsageError(f"{which} no decision to undo", hint="nothing was changed")
            if item.state is State.SENT:
                raise UsageError(f"{item.id}: the reply has been sent", hint="a sent mail cannot be taken back")
            if item.receipt is None:
                take_back(self._store, item)
            else:
                self._store.add_event(item.key, Event.WITHDRAWING, detail="undo")
        return self.find(item.id)

    def deliver_undo(self, item: Item) -> Outcome:
        """The second half: withdraws the draft. Raises `UsageError` if the user has sent or edited it."""
        from triage.pipeline.delivering import KEPT

        (outcome,) = self.deliver([item])
        if outcome.item.state is State.SENT:
            raise UsageError(f"{item.id}: the reply has been sent", hint="a sent mail cannot be taken back")
        if self._store.last_refusal(item.key) == KEPT:
            raise UsageError(
                f"{item.id}: you have edited its draft, so it was left alone", hint="delete it in your mail program"
            )
        return outcome

    def _check_writable(self, item: Item, draft: Draft) -> None:
        from triage.deliver.compose import compose

        if item.message is None:
            raise UsageError(f"{item.id}: the words of this mail are not kept any more", hint="answer it by hand")
        compose(draft, item.message, item.received_at)

    def _delivered(self, name: str) -> str:
        """Brings what waits for an account to the server; a server out of reach only delays it: why, or ""."""
        from triage.credentials import secret_for
        from triage.pipeline.delivering import deliver

        account = next((entry for entry in self._configuration.accounts if entry.name == name), None)
        why = self._kept_local(account)
        if why or account is None:
            return why
        deadline = time.monotonic() + DELIVERY_SECONDS
        sign_in = partial(secret_for, data_dir=self._data_dir)
        try:
            with run_lock(self._data_dir):
                deliver(self._store, self._configuration, account, sign_in=sign_in, deadline=deadline, observe=False)
        except TriageError as error:
            return str(error)
        return ""

    def _kept_local(self, account: Account | None) -> str:
        if account is None:
            return "its account is not in the configuration any more"
        if account.kind != "imap":
            return f"an account of kind {account.kind} has no Drafts mailbox: copy the reply from `triage show`"
        if not self._configuration.drafts.enabled:
            return "drafts.enabled is false: nothing is written to the server"
        until = self._store.not_before(account.name)
        if until is not None and until > datetime.now(UTC):
            return f"the server asked to be left alone until {until.astimezone():%H:%M}"
        return ""


def _suits(edit: Edit, action: Action) -> bool:
    """Whether the words say what the action does."""
    return edit.action in {None, action}


def _unused(edit: Edit | None, action: Action, template: str) -> str:
    """That words the user has begun would not be used, in words for the user; "" if they would, or there are none."""
    if edit is None or (_suits(edit, action) and template in {"", edit.template}):
        return ""
    if not _suits(edit, action):
        return f"The reply you edited is one to {edit.action} and would not be used."
    return f"The reply you edited would not be used: it is not made from {template}."
