"""What is remembered of interviews: mail about them, offers that were accepted, and what the user recorded."""

from __future__ import annotations

from datetime import date, datetime

from triage.store import Debrief, Interview
from triage.store.database import Database

#: No pass is older than triage: a run that says so had a wrong clock.
_BEGINNING = "2025-01-01"

#: Of the view `item` only the rows that are needed: every scan asks, and the view is dear.
_SIGNS = """
    SELECT substr(m.received_at, 1, 10), 'mail', m.account || ' ' || m.thread, m.public_id, m.id
    FROM opportunity o JOIN message m ON m.id = o.message
    WHERE o.kind = 'interview' AND m.sent = 0
    AND NOT EXISTS (SELECT 1 FROM opportunity n WHERE n.message = o.message AND n.id > o.id)
    UNION ALL
    SELECT substr(MAX(e.at), 1, 10), 'accepted', i.account || ' ' || i.thread, i.public_id, i.key
    FROM event e CROSS JOIN item i ON i.key = e.message JOIN event d ON d.id = i.decided
    WHERE e.what = 'sent' AND i.state = 'sent' AND d.what = 'accept' GROUP BY i.key
    UNION ALL
    SELECT n.day, 'recorded', COALESCE(m.account || ' ' || m.thread, ''), COALESCE(m.public_id, ''), m.id
    FROM interview n LEFT JOIN message m ON m.id = n.message
    ORDER BY 1, 2, 4"""


class InterviewFacts(Database):
    """The part of the SQLite store that is about interviews."""

    def interviews(self) -> list[Interview]:
        """Every sign of an interview, oldest first."""
        return [Interview(date.fromisoformat(day), *rest) for day, *rest in self._read(_SIGNS)]

    def first_run(self) -> datetime | None:
        """When the first pass began; None if there was none yet."""
        rows = self._read("SELECT MIN(started_at) FROM run WHERE started_at >= ?", (_BEGINNING,))
        return datetime.fromisoformat(rows[0][0]) if rows[0][0] else None

    def add_interview(self, day: date, key: int | None = None, notes: str = "") -> None:
        """Keeps that there was an interview, with the notes after it if it belongs to a mail."""
        self._write(
            "INSERT INTO interview (message, day, notes, at) VALUES (?, ?, ?, ?)",
            (key, day.isoformat(), notes, self._now().isoformat()),
        )

    def debriefs(self) -> list[Debrief]:
        """Every note, the newest interview first."""
        rows = self._read(
            """SELECT n.day, m.account || ' ' || m.thread, m.public_id, m.id, n.notes
            FROM interview n JOIN message m ON m.id = n.message ORDER BY n.day DESC, n.id DESC"""
        )
        return [Debrief(date.fromisoformat(day), *rest) for day, *rest in rows]

    def drop_debriefs(self, key: int) -> int:
        """Deletes the notes that belong to a mail, and leaves no copy; says how many."""
        with self.transaction():
            found = self._read("SELECT id FROM interview WHERE message = ?", (key,))
            self._write("DELETE FROM interview WHERE message = ?", (key,))
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(found)

    def drop_interview(self, day: date) -> bool:
        """Takes what was recorded for a day back; False if there is nothing."""
        with self.transaction():
            found = self._read("SELECT id FROM interview WHERE day = ? AND message IS NULL", (day.isoformat(),))
            self._write("DELETE FROM interview WHERE day = ? AND message IS NULL", (day.isoformat(),))
        return bool(found)
