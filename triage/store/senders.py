"""Finds what somebody wrote."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from triage.store.database import Database
from triage.store.threads import sender_hash

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class SenderFacts(Database):
    """The part of the SQLite store that looks for messages by who wrote them."""

    def keys_of_sender(self, addr_spec: str) -> list[int]:
        """The messages that this address sent."""
        rows = self._read("SELECT id FROM message WHERE sender_hash = ? ORDER BY id", (sender_hash(addr_spec),))
        return [row[0] for row in rows]

    def keys_naming(self, name: str, until: datetime, others: Iterable[int] = ()) -> list[int]:
        """Looks for the longest part of a name that is written in JSON as it is, but for upper case."""
        part = max(re.findall(r"[a-z0-9.-]+", name.lower()), key=len, default="")
        others = tuple(others)
        rows = self._read(
            f"""SELECT i.key FROM item i WHERE i.suggestion <> 'none' AND i.received_at <= ? AND (i.opportunity LIKE ?
                OR EXISTS (SELECT 1 FROM message_text t WHERE t.message = i.key AND t.value LIKE ?)
                OR i.key IN ({", ".join("?" * len(others))}))
            ORDER BY i.received_at DESC, i.key DESC""",
            (until.astimezone(UTC).isoformat(), f"%{part}%", f"%{part}%", *others),
        )
        return [row[0] for row in rows]
