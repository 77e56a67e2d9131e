"""What a person can do about a suggestion: accept, ask, decline, skip, undo."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from triage.decide import BLOCKING
from triage.domain import Action, Kind, State
from triage.errors import TriageError, UsageError
from triage.pipeline.delivering import KEPT, deliver
from triage.store import Event
from triage.store.lock import run_lock

if TYPE_CHECKING:
    from pathlib import Path

    from triage.config import Account, Configuration
    from triage.domain import Draft, Item
    from triage.store import Store

#: How long a decision may wait for the server, in seconds; what is not delivered by then, the next scan delivers.
DELIVERY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A suggestion after an action, and what kept its draft from the server, "" if nothing did."""

    item: Item
    waiting_because: str = ""


class Review:
    """The actions on one store. Every one is recorded first, then brought to the server as far as it can be reached."""

    def __init__(self, store: Store, configuration: Configuration, data_dir: Path) -> None:
        self._store = store
        self._configuration = configuration
        self._data_dir = data_dir

    def find(self, prefix: str) -> Item:
        """The suggestion whose id begins with `prefix`. Raises `UsageError` if there is none or more than one."""
        found = self._store.find(prefix) if prefix else []
        if len(found) == 1:
            return found[0]
        if not found:
            raise UsageError(f"no suggestion has the id {prefix!r}", hint="`triage list` shows the ids")
        ids = ", ".join(item.id for item in found[:5])
        raise UsageError(f"{prefix!r} is the beginning of several ids: {ids}", hint="give one more letter")

    def reply(self, item: Item, action: Action, *, template: str = "", body: str | None = None) -> Draft:
        """The draft for an action: the suggested one where it is that, else a new one; `body` replaces its text."""
        if item.draft is not None and item.purpose is action and not template and body is None:
            return item.draft
        if item.message is None:
            raise UsageError(f"{item.id}: the words of this mail are not kept any more", hint="answer it by hand")
        from triage.pipeline.engine import draft_reply

        withdrawn = self._store.times(item.key, Event.WITHDRAWN)
        return draft_reply(
            self._configuration, item.message, item.assessment, action, template=template, body=body, attempt=withdrawn
        )

    def check(self, item: Item, action: Action, *, confirmed: bool = False) -> None:
        """Raises `UsageError` if the action cannot be taken; a warned mail is answered only when `confirmed`."""
        if item.decision is not None and item.state in {State.DECIDED, State.DRAFTED, State.SENT}:
            raise UsageError(f"{item.id}: {self._decided(item)}", hint=f"`triage undo {item.id}` takes that back")
        opportunity = item.assessment.opportunity
        if action is Action.SKIP:
            return
        if not opportunity.replyable and opportunity.kind is not Kind.SCAM:
            raise UsageError(
                f"{item.id} cannot be answered: {opportunity.not_replyable_because}", hint=f"`triage skip {item.id}`"
            )
        warned = opportunity.kind is Kind.SCAM or any(w.code in BLOCKING for w in opportunity.warnings)
        if warned and not confirmed:
            texts = " ".join(warning.text for warning in opportunity.warnings) or "It reads like a scam."
            raise UsageError(
                f"{item.id} carries a warning. {texts}", hint="to answer it all the same, repeat with --yes"
            )

    def _decided(self, item: Item) -> str:
        assert item.decision is not None
        if item.state is State.SENT:
            return f"the reply to {item.decision.action} has been sent"
        return f"you have decided to {item.decision.action} it already"

    def decide(
        self, item: Item, action: Action, *, body: str | None = None, template: str = "", confirmed: bool = False
    ) -> Outcome:
        """Records a decision with its reply (`body` replaces the text) and delivers the draft if it can.

        Raises `UsageError` if it cannot be taken: looked up again, since another screen may have decided meanwhile.
        """
        with self._store.transaction():
            item = self.find(item.id)
            self.check(item, action, confirmed=confirmed)
            draft = None if action is Action.SKIP else self.reply(item, action, template=template, body=body)
            if draft is not None:
                self._check_writable(item, draft)
            if item.receipt is not None and draft != item.draft:
                self._store.add_event(item.key, Event.WITHDRAWING, detail="replaced")
            number = None if draft is None else self._store.add_draft(item.key, action, draft)
            self._store.add_event(item.key, Event(action), draft=number)
        if action is Action.SKIP and item.receipt is None:
            return Outcome(self.find(item.id))
        return self._delivered(item)

    def undo(self, prefix: str | None = None) -> Outcome:
        """Takes the last (or that) decision back, and withdraws its unedited draft. Raises `UsageError` if it can't."""
        with self._store.transaction():
            item = self.find(prefix) if prefix else self._store.last_decided()
            if item is None or item.decision is None:
                which = f"{prefix} has" if prefix else "there is"
                raise UsageError(f"{which} no decision to undo", hint="`triage list` shows what was decided")
            if item.state is State.SENT:
                raise UsageError(f"{item.id}: the reply has been sent", hint="a sent mail cannot be taken back")
            if item.receipt is None:
                self._store.add_event(item.key, Event.UNDO)
            else:
                self._store.add_event(item.key, Event.WITHDRAWING, detail="undo")
        if item.receipt is None:
            return Outcome(self.find(item.id))
        return self._undone(item)

    def _undone(self, item: Item) -> Outcome:
        outcome = self._delivered(item)
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

    def _delivered(self, item: Item) -> Outcome:
        """Brings what waits for this account to the server; a server out of reach only delays it."""
        from triage.credentials import secret_for

        account = self._account(item)
        why = self._kept_local(account)
        if not why and account is not None:
            deadline = time.monotonic() + DELIVERY_SECONDS
            sign_in = partial(secret_for, data_dir=self._data_dir)
            try:
                with run_lock(self._data_dir):
                    deliver(
                        self._store, self._configuration, account, sign_in=sign_in, deadline=deadline, observe=False
                    )
            except TriageError as error:
                why = str(error)
        return Outcome(self.find(item.id), why or self._store.last_refusal(item.key))

    def _account(self, item: Item) -> Account | None:
        return next((entry for entry in self._configuration.accounts if entry.name == item.ref.account), None)

    def _kept_local(self, account: Account | None) -> str:
        if account is None:
            return "its account is not in the configuration any more"
        if account.kind != "imap":
            return f"a {account.kind} account has no Drafts mailbox: copy the reply from `triage show`"
        if not self._configuration.drafts.enabled:
            return "drafts.enabled is false: nothing is written to the server"
        until = self._store.not_before(account.name)
        if until is not None and until > datetime.now(UTC):
            return f"the server asked to be left alone until {until.astimezone():%H:%M}"
        return ""
