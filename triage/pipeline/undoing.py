"""Takes a decision back: the suggestion waits again, unless its conversation has gone on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.pipeline.parties import is_from_one_side
from triage.store import Event

if TYPE_CHECKING:
    from triage.domain import Item
    from triage.store import Store


def take_back(store: Store, item: Item) -> None:
    """Records that a decision is undone, and in the same transaction what it leaves the suggestion to: the mail that
    the user has answered, or that a newer one took the place of, does not wait again.
    """
    with store.transaction():
        store.add_event(item.key, Event.UNDO)
        if store.times(item.key, Event.ANSWERED):
            store.add_event(item.key, Event.ANSWERED)
        elif store.times(item.key, Event.SUPERSEDED) or _is_overtaken(store, item):
            store.add_event(item.key, Event.SUPERSEDED)


def is_being_undone(store: Store, item: Item) -> bool:
    """Whether its decision is taken back as soon as the draft is withdrawn."""
    return any(other.key == item.key and why == "undo" for other, why in store.withdrawals(item.ref.account))


def _is_overtaken(store: Store, item: Item) -> bool:
    """Whether the same side has written since; while a decision stands that leaves no event of its own."""
    thread = store.items(thread=(item.ref.account, item.thread))
    return any(
        (other.received_at, other.key) > (item.received_at, item.key) and is_from_one_side(other.message, item.message)
        for other in thread
    )
