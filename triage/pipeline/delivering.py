"""Decision → Drafts: intent, act, outcome; and what became of the drafts that were delivered.

An intent without outcome may have been carried out: until the server has been asked, its draft counts as there.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from triage.checkpoint import checkpoint
from triage.codec import encode
from triage.deliver import Fate, open_outbox
from triage.domain import Action, Receipt, State
from triage.errors import CannotWriteError, ConfigurationError
from triage.pipeline.parties import is_from_one_side
from triage.pipeline.undoing import take_back
from triage.store import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from triage.config import Account, Configuration
    from triage.credentials import SignIn
    from triage.deliver import Outbox
    from triage.domain import Item
    from triage.errors import TriageError
    from triage.store import Store, Undelivered


#: With `when = "suggested"`, only mail received within this time is answered unasked.
RECENT = timedelta(days=30)


def deliver(
    store: Store, configuration: Configuration, account: Account, *, sign_in: SignIn, deadline: float, observe: bool
) -> None:
    """Withdraws and delivers what waits; with `observe`, first looks what became of the drafts that are out.

    The server is not asked for anything when nothing waits. What the server refuses for one draft does not stop the
    others; the first such error is raised at the end. A lost connection ends it at once.
    """
    if not configuration.drafts.enabled or account.kind != "imap":
        return
    drafted = store.items(states=(State.DRAFTED,)) if observe else []
    out = [item for item in drafted if item.ref.account == account.name]
    unasked = _unasked(store, configuration, account)
    if not (out or any(unasked) or store.undelivered(account.name) or store.withdrawals(account.name)):
        return
    with open_outbox(account, configuration.drafts, deadline=deadline, sign_in=sign_in) as outbox:
        if out:
            _observe(store, outbox, out)
            unasked = _unasked(store, configuration, account)
        suggested, surplus = unasked
        for item in surplus:
            store.add_event(item.key, Event.WITHDRAWING, detail="surplus")
        withdrawn = _each(partial(withdraw, store, outbox, item, why) for item, why in store.withdrawals(account.name))
        waiting = [*store.undelivered(account.name), *suggested]
        refused = withdrawn + _each(partial(_append, store, outbox, entry) for entry in waiting)
    if refused:
        raise refused[0]


def _unasked(store: Store, configuration: Configuration, account: Account) -> tuple[list[Undelivered], list[Item]]:
    """With `when = "suggested"`: the replies to draft unasked, and the suggestions whose draft makes room for them.

    Only so many lie in Drafts at once, those to the newest mail; old mail gets none.
    """
    if configuration.drafts.when != "suggested":
        return [], []
    waiting = store.suggested_drafts(account.name, datetime.now(UTC) - RECENT)
    going = {item.key for item, _ in store.withdrawals(account.name)}
    drafted = store.items(states=(State.DRAFTED,))
    ours = [item for item in drafted if item.ref.account == account.name and item.decision is None]
    there = [item for item in ours if item.key not in going]
    newest = sorted([*there, *(entry.item for entry in waiting)], key=lambda item: (item.received_at, item.key))
    wanted = {item.key for item in newest[max(0, len(newest) - configuration.policy.max_drafts_per_scan) :]}
    return [entry for entry in waiting if entry.item.key in wanted], [i for i in there if i.key not in wanted]


def _each(jobs: Iterable[Callable[[], object]]) -> list[TriageError]:
    """Does every job; what the server refused for one of them is returned in the end."""
    errors: list[TriageError] = []
    for job in jobs:
        try:
            job()
        except CannotWriteError as error:
            errors.append(error)
    return errors


# --- appending --------------------------------------------------------------------------------------------------------


def _append(store: Store, outbox: Outbox, waiting: Undelivered) -> None:
    """One draft for a conversation: an older one is withdrawn first, and one the user edited wins."""
    octets = _octets(store, waiting)
    if octets is None:
        return
    if not _clear_conversation(store, outbox, waiting.item):
        _refuse(store, waiting, "the conversation has a draft that you edited")
        return
    draft = waiting.item.draft
    assert draft is not None
    if waiting.begun and draft.message_id in outbox.sent([draft.message_id]):
        gone(store, waiting.item, sent=True)
        return
    if not _intend(store, waiting, octets, draft.message_id):
        return
    checkpoint("intended")
    try:
        receipt = outbox.append(draft.message_id, octets)
    except CannotWriteError as error:
        _refuse(store, waiting, str(error))
        raise
    checkpoint("appended")
    receipt = replace(receipt, message_id=draft.message_id)
    store.add_event(waiting.item.key, Event.APPENDED, draft=waiting.draft, detail=encode(receipt))


def _octets(store: Store, waiting: Undelivered) -> bytes | None:
    """The draft as it is written; None, and a refusal, if it cannot be."""
    from triage.deliver.compose import compose  # the email package costs 12 ms, and most passes write nothing

    item = waiting.item
    if item.message is None or item.draft is None:
        _refuse(store, waiting, "the words of the message are not kept any more")
        return None
    try:
        return compose(item.draft, item.message, waiting.made_at)
    except ConfigurationError as error:
        _refuse(store, waiting, str(error))
        return None


def _intend(store: Store, waiting: Undelivered, octets: bytes, message_id: str) -> bool:
    """Records the intent, unless the user has changed their mind since it was decided to write this draft."""
    with store.transaction():
        now = next(iter(store.items(keys=[waiting.item.key])), None)
        if now is None or (now.state, now.decision) != (waiting.item.state, waiting.item.decision):
            return False
        intended = Receipt("", 0, 0, hashlib.sha256(octets).hexdigest(), message_id)
        store.add_event(now.key, Event.APPENDING, draft=waiting.draft, detail=encode(intended))
    return True


def _refuse(store: Store, waiting: Undelivered, why: str) -> None:
    """Says why a draft is not on the server; the same thing is said once."""
    if store.last_refusal(waiting.item.key) != why:
        store.add_event(waiting.item.key, Event.REFUSED, draft=waiting.draft, detail=why)


def _clear_conversation(store: Store, outbox: Outbox, item: Item) -> bool:
    """Whether no other draft of the conversation is left."""
    thread = store.items(thread=(item.ref.account, item.thread))
    others = [other for other in thread if other.key != item.key and is_from_one_side(other.message, item.message)]
    there = [other for other in others if other.receipt is not None]
    left = [other for other in there if not withdraw(store, outbox, other, "superseded")]
    return not left


# --- withdrawing ------------------------------------------------------------------------------------------------------


def withdraw(store: Store, outbox: Outbox, item: Item, why: str) -> bool:
    """Removes our own unedited draft, if there is one; True if none is left of it.

    `why` is a key of `AFTER_WITHDRAWAL`, "undo", "sent" (its words were sent under another Message-ID) or "surplus" (it
    makes room for newer ones).
    """
    if item.receipt is None:  # the user has removed it already
        if any(other.key == item.key for other, _ in store.withdrawals(item.ref.account)):
            _withdrawn(store, item, why)
        return True
    if store.last_refusal(item.key) == KEPT:  # it was edited when it was looked at last
        return False
    if not any(other.key == item.key for other, _ in store.withdrawals(item.ref.account)):
        store.add_event(item.key, Event.WITHDRAWING, detail=why)
    checkpoint("withdrawing")
    fate = outbox.withdraw(item.receipt.message_id, item.receipt)
    checkpoint("withdrawn")
    if fate is Fate.EDITED:
        store.add_event(item.key, Event.KEPT, detail=KEPT)
        return False
    if fate is Fate.MISSING and outbox.sent([item.receipt.message_id]):
        gone(store, item, sent=True)
        return True
    if fate is Fate.MISSING and why == "surplus":
        gone(store, item, sent=False)
    _withdrawn(store, item, why)
    return True


def _withdrawn(store: Store, item: Item, why: str) -> None:
    """Records that none of our draft is left, and what that was for."""
    with store.transaction():
        store.add_event(item.key, Event.WITHDRAWN)
        if why == "sent":
            gone(store, item, sent=True)
        elif why == "surplus":
            _back_to_suggested(store, item)
        elif why == "undo":
            take_back(store, item)
        elif (after := AFTER_WITHDRAWAL[why]) is not None:
            store.add_event(item.key, after)


def _back_to_suggested(store: Store, item: Item) -> None:
    """A draft made room for newer ones; one that the user had deleted first stays deleted."""
    now = next(iter(store.items(keys=[item.key])), item)
    if now.state is State.DRAFTED:
        store.add_event(item.key, Event.UNDO)


#: Why a draft is withdrawn, and what has happened to its suggestion once it is.
AFTER_WITHDRAWAL = {
    "replaced": None,  # by another decision, which stands already
    "superseded": Event.SUPERSEDED,
    "answered": Event.ANSWERED,
}
#: Why a draft was not withdrawn.
KEPT = "you have edited the draft"


# --- looking ----------------------------------------------------------------------------------------------------------


def _observe(store: Store, outbox: Outbox, items: list[Item]) -> None:
    """Sees which drafts the user edited, deleted or sent; a draft that was sent is the user's decision."""
    by_id = {item.receipt.message_id: item for item in items if item.receipt is not None}
    receipts = {message_id: item.receipt for message_id, item in by_id.items() if item.receipt is not None}
    fates = outbox.fates(receipts)
    missing = [message_id for message_id, (fate, _) in fates.items() if fate is Fate.MISSING]
    sent = outbox.sent(missing) if missing else set[str]()
    for message_id, (fate, receipt) in fates.items():
        item = by_id[message_id]
        if fate is Fate.EDITED and receipt is not None:
            _edited(store, item, replace(receipt, message_id=message_id))
        elif fate is Fate.MISSING:
            gone(store, item, sent=message_id in sent)


def _edited(store: Store, item: Item, receipt: Receipt) -> None:
    """The user's words now, if that is not known yet; of a draft made at the scan, editing it is the decision."""
    if receipt == item.receipt:
        return
    with store.transaction():
        if item.decision is None and item.purpose is not None:
            store.add_event(item.key, Event(item.purpose))
        store.add_event(item.key, Event.EDITED, detail=encode(receipt))


def gone(store: Store, item: Item, *, sent: bool) -> None:
    """Records that the draft was sent, or deleted, by the user."""
    with store.transaction():
        undecided = item.decision is None or (sent and item.decision.action is Action.SKIP)
        if undecided and item.purpose is not None:
            # Drafted at the scan (`when = "suggested"`): sending or deleting it was the decision. What looked deleted
            # may turn up in Sent a moment later.
            store.add_event(item.key, Event(item.purpose) if sent else Event.SKIP)
        store.add_event(item.key, Event.SENT if sent else Event.MISSING)
