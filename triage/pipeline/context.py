"""Assesses a message as a part of what is known already: its conversation, and the same role offered elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from triage.domain import Opportunity
from triage.insight.same_role import Offers
from triage.pipeline.conversations import in_context, is_first, with_care
from triage.pipeline.relating import offer_of, repeated_thread, with_one_submission
from triage.store import Unassessed

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Assessment, Item, Message
    from triage.pipeline.reading import Understood
    from triage.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """What a scan goes by, and every preview of one."""

    store: Store
    offers: Offers

    @classmethod
    def of(cls, store: Store, since: datetime | None = None) -> Self:
        """All that is stored now, or what of it was received since a time; what is judged is added."""
        return cls(store, Offers(offer for item in store.items(since=since) if (offer := offer_of(item)) is not None))

    def joined(self, waiting: Unassessed, understood: Understood, *, own: bool) -> Unassessed:
        """The message as part of the conversation it goes on with: it is made so where no header says it.

        What was read before an earlier one of the same scan was made so, the user's own mail too, went with that.
        """
        waiting = replace(waiting, thread=self.store.thread(waiting.key))
        if own or not is_first(waiting) or not isinstance(understood, Opportunity):
            return waiting
        thread = repeated_thread(self.store, self.offers, waiting, understood)
        if thread is None:
            return waiting
        self.store.join(waiting.key, thread)
        return replace(waiting, thread=thread)

    def message(self, waiting: Unassessed) -> Message:
        """The message as it is to be understood."""
        return in_context(self.store, waiting)

    def judged(self, waiting: Unassessed, assessment: Assessment) -> Assessment:
        """The assessment, held where its conversation or another offer says that a person must look first."""
        return with_one_submission(self.offers, waiting, with_care(self.store, waiting, assessment))


def again(item: Item) -> Unassessed | None:
    """A suggestion as it was before its verdict; None if its words are not kept."""
    if item.message is None:
        return None
    return Unassessed(item.key, item.ref.account, item.thread, item.received_at, item.message)
