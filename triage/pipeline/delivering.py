"""Decision → Drafts: intent, act, outcome; and what became of the drafts that were delivered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.checkpoint import checkpoint
from triage.codec import encode
from triage.deliver import Fate, open_outbox
from triage.domain import Action, State
from triage.errors import CannotWriteError, TriageError
from triage.store import Event

if TYPE_CHECKING:
    from triage.config import Account, Configuration
    from triage.credentials import SignIn
    from triage.deliver import Outbox
    from triage.domain import Item
    from triage.store import Store, Undelivered


def deliver(
    store: Store, configuration: Configuration, account: Account, *, sign_in: SignIn, deadline: float, observe: bool
) -> None:
    """Withdraws and delivers what waits; with `observe`, first looks what became of the drafts that are out.

    The server is not asked for anything when nothing waits. Raises the first error after everything else was tried.
    """
    if not configuration.drafts.enabled or account.kind != "imap":
        return
    drafted = store.items(states=(State.DRAFTED,)) if observe else []
    out = [item for item in drafted if item.ref.account == account.name]
    suggested = _suggested(store, configuration, account)
    if not (out or suggested or store.undelivered(account.name) or store.withdrawals(account.name)):
        return
    with open_outbox(account, configuration.drafts, deadline=deadline, sign_in=sign_in) as outbox:
        if out:
            _observe(store, outbox, out)
        for item, why in store.withdrawals(account.name):
            _withdraw(store, outbox, item, why)
        _deliver_all(store, outbox, [*store.undelivered(account.name), *suggested])


def _suggested(store: Store, configuration: Configuration, account: Account) -> list[Undelivered]:
    """With `when = "suggested"`, the replies to what came after the first scan: old mail gets no drafts unasked."""
    since = store.first_run_at(account.name)
    if configuration.drafts.when != "suggested" or since is None:
        return []
    return store.suggested_drafts(account.name, since)[: configuration.policy.max_drafts_per_scan]


def _deliver_all(store: Store, outbox: Outbox, waiting_list: list[Undelivered]) -> None:
    errors = []
    for waiting in waiting_list:
        try:
            _append(store, outbox, waiting)
        except CannotWriteError as error:
            _refused(store, waiting, str(error))
            errors.append(error)
        except TriageError as error:
            _refused(store, waiting, str(error))
            raise
    if errors:
        raise errors[0]


def _append(store: Store, outbox: Outbox, waiting: Undelivered) -> None:
    """One draft for a conversation: an older one is withdrawn first, and one the user edited wins."""
    from triage.deliver.compose import compose  # the email package costs 12 ms, and most passes write nothing

    item, draft = waiting.item, waiting.item.draft
    if item.message is None or draft is None:
        _refused(store, waiting, "the words of the message have been removed")
        return
    if not _clear_conversation(store, outbox, item):
        _refused(store, waiting, "the conversation has a draft that you edited")
        return
    octets = compose(draft, item.message, item.decision.at if item.decision else datetime.now(UTC))
    if waiting.begun and draft.message_id in outbox.sent([draft.message_id]):
        store.add_event(item.key, Event.SENT, draft=waiting.draft)
        return
    store.add_event(item.key, Event.APPENDING, draft=waiting.draft)
    checkpoint("intended")
    receipt = outbox.append(draft.message_id, octets)
    checkpoint("appended")
    store.add_event(item.key, Event.APPENDED, draft=waiting.draft, detail=encode(receipt))


def _refused(store: Store, waiting: Undelivered, why: str) -> None:
    store.add_event(waiting.item.key, Event.REFUSED, draft=waiting.draft, detail=why)


def _clear_conversation(store: Store, outbox: Outbox, item: Item) -> bool:
    others = store.items(states=(State.DRAFTED,), thread=(item.ref.account, item.thread))
    return all(_withdraw(store, outbox, other, "superseded") for other in others if other.key != item.key)


def _withdraw(store: Store, outbox: Outbox, item: Item, why: str) -> bool:
    """Removes our own unedited draft; True if none is left of it."""
    if item.receipt is None or item.draft is None:
        fate = Fate.MISSING
    else:
        store.add_event(item.key, Event.WITHDRAWING, detail=why)
        checkpoint("withdrawing")
        fate = outbox.withdraw(item.draft.message_id, item.receipt)
        checkpoint("withdrawn")
    with store.transaction():
        if fate is Fate.EDITED:
            store.add_event(item.key, Event.KEPT)
            return False
        store.add_event(item.key, Event.WITHDRAWN)
        store.add_event(item.key, Event.SUPERSEDED if why == "superseded" else Event.UNDO)
    return True


def _observe(store: Store, outbox: Outbox, items: list[Item]) -> None:
    """Sees which drafts the user edited, deleted or sent; a draft that was sent is the user's decision."""
    by_id = {item.draft.message_id: item for item in items if item.draft is not None and item.receipt is not None}
    receipts = {message_id: item.receipt for message_id, item in by_id.items() if item.receipt is not None}
    fates = outbox.fates(receipts)
    missing = [message_id for message_id, (fate, _) in fates.items() if fate is Fate.MISSING]
    sent = outbox.sent(missing) if missing else set[str]()
    for message_id, (fate, receipt) in fates.items():
        item = by_id[message_id]
        if fate is Fate.EDITED and receipt is not None and receipt != item.receipt:
            store.add_event(item.key, Event.EDITED, detail=encode(receipt))
        elif fate is Fate.MISSING:
            _gone(store, item, sent=message_id in sent)


def _gone(store: Store, item: Item, *, sent: bool) -> None:
    with store.transaction():
        if sent and item.decision is None and item.draft is not None:
            # Drafted at the scan (`when = "suggested"`): sending it was the decision.
            store.add_event(item.key, Event(Action(item.draft.template.rpartition("/")[2])))
        store.add_event(item.key, Event.SENT if sent else Event.MISSING)
