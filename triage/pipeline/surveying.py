"""Puts what recruiters offer together from what is stored; the facts of a role stay when its words are removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.domain import Kind
from triage.insight.market import Offer, market

if TYPE_CHECKING:
    from triage.insight.market import Market
    from triage.store import Store


def market_of(store: Store) -> Market:
    """The figures of every offer; of a conversation its newest mail that is one."""
    newest: dict[tuple[str, str], Offer] = {}
    for item in store.items():
        if item.assessment.opportunity.kind is Kind.OUTREACH:
            offer = Offer(item.id, item.received_at, item.assessment.opportunity.role)
            newest.setdefault((item.ref.account, item.thread), offer)
    return market(newest.values())
