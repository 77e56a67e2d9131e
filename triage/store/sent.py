"""What is remembered of the user's own sent mail: only what belongs to a conversation about an offer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.codec import decode, encode
from triage.domain import Cursor, Draft
from triage.store import Wording, reading
from triage.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Message-IDs asked about in one statement: a References chain may be long, and SQLite bounds its parameters.
_CHUNK = 500


class SentFacts(Database):
    """The part of the SQLite store that is about sent mail."""

    def sent_cursors(self, account: str) -> dict[str, Cursor]:
        """How far each Sent mailbox has been read; their names are what is known of where Sent is."""
        rows = self._read("SELECT mailbox, uidvalidity, uidnext FROM sent_cursor WHERE account = ?", (account,))
        return {row[0]: Cursor(*row) for row in rows}

    def set_sent_cursor(self, account: str, cursor: Cursor) -> None:
        """Moves a bookmark in Sent."""
        self._write(
            """INSERT INTO sent_cursor (account, mailbox, uidvalidity, uidnext) VALUES (?, ?, ?, ?)
            ON CONFLICT (account, mailbox) DO UPDATE
            SET uidvalidity = excluded.uidvalidity, uidnext = excluded.uidnext""",
            (account, cursor.mailbox, cursor.uidvalidity, cursor.uidnext),
        )

    def concerns(self, accounts: Sequence[str], message_ids: Sequence[str]) -> bool:
        """Whether one of these is the Message-ID of mail in these accounts that is or may be an offer, or of an answer
        to one.
        """
        return any(
            self._read(
                f"""SELECT 1 FROM message m
                LEFT JOIN verdict v ON v.id = (SELECT MAX(id) FROM verdict WHERE message = m.id)
                WHERE m.account IN ({", ".join("?" * len(accounts))}) AND m.message_id IN ({", ".join("?" * len(some))})
                AND (m.sent = 1 OR v.suggestion IS NULL OR v.suggestion <> 'none') LIMIT 1""",
                (*accounts, *some),
            )
            for start in range(0, len(message_ids), _CHUNK)
            if (some := message_ids[start : start + _CHUNK])
        )

    def answered_before(self, account: str, thread: str, at: datetime) -> bool:
        """Whether the user wrote in a conversation before a time."""
        rows = self._read(
            "SELECT 1 FROM message WHERE account = ? AND thread = ? AND sent = 1 AND received_at <= ? LIMIT 1",
            (account, thread, at.astimezone(UTC).isoformat()),
        )
        return bool(rows)

    def _drop_answers_to(self, key: int) -> None:
        """Deletes the user's own mail in the conversation of a message, if that is all that would be left of it: the
        thread is named after somebody else's mail.
        """
        self._write(
            """DELETE FROM message WHERE sent = 1 AND thread = (SELECT m.thread FROM message m WHERE m.id = ?)
            AND NOT EXISTS (SELECT 1 FROM message o WHERE o.thread = message.thread AND o.sent = 0 AND o.id <> ?)""",
            (key, key),
        )

    def add_wording(self, key: int, draft: Draft, sent: str, kept: float) -> None:
        """Keeps what was sent instead of, or as, a draft; the first time counts."""
        self._write(
            "INSERT INTO wording (message, draft, sent, kept, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (key, encode(draft), sent, kept, self._now().isoformat()),
        )

    def wordings(self) -> list[Wording]:
        """Every reply that was drafted and sent, oldest first."""
        rows = self._read(f"{_WITH_ITEM} ORDER BY w.at, w.message")
        return [
            Wording(
                self._decoded(reading.item, tuple(item)),
                decode(Draft, draft),
                sent,
                kept,
                datetime.fromisoformat(at),
            )
            for draft, sent, kept, at, *item in rows
        ]


_WITH_ITEM = reading.ITEM.replace("SELECT", "SELECT w.draft, w.sent, w.kept, w.at,", 1).replace(
    "FROM item i\n", "FROM wording w JOIN item i ON i.key = w.message\n", 1
)
