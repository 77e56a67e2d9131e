"""Puts the daily digest together from what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.insight.digest import Failing, digest
from triage.pipeline.relating import unanswered

if TYPE_CHECKING:
    from datetime import datetime

    from triage.insight.digest import Digest
    from triage.store import Store


def digest_of(store: Store, now: datetime) -> Digest:
    """What waits, what was decided, who has no answer, and which accounts' last scans failed."""
    runs = (last for _, last in store.last_runs().values())
    failing = [Failing(run.account, run.finished_at, run.error) for run in runs if run.code]
    return digest(store.items(), unanswered(store), failing, now)
