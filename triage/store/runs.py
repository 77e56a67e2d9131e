"""What is remembered of the runs themselves: how they ended, when to come back, what Drafts looked like."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.codec import encode
from triage.store import Event, reading
from triage.store.database import Database

if TYPE_CHECKING:
    from triage.domain import Receipt
    from triage.store import Run


class RunFacts(Database):
    """The part of the SQLite store that is about runs."""

    def add_run(self, run: Run) -> None:
        """Remembers a pass."""
        times = (run.started_at.isoformat(), run.finished_at.isoformat())
        with self.transaction():
            self._write(
                """INSERT INTO run (account, started_at, finished_at, new, suggested, code, error)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                (run.account, *times, run.new, run.suggested, run.code, run.error),
            )
            # Months of runs with nothing new say nothing more than the last thousand.
            self._write(
                """DELETE FROM run WHERE id <= (SELECT MAX(id) FROM run) - 1000 AND code = 0 AND new = 0
                AND id NOT IN (SELECT MIN(id) FROM run GROUP BY account)"""
            )

    def last_runs(self) -> dict[str, tuple[Run | None, Run]]:
        """For each account its last successful run (None if there was none) and its last one."""
        columns = "account, started_at, finished_at, new, suggested, code, error"
        last = self._read(f"SELECT {columns} FROM run WHERE id IN (SELECT MAX(id) FROM run GROUP BY account)")
        good = self._read(
            f"SELECT {columns} FROM run WHERE id IN (SELECT MAX(id) FROM run WHERE code = 0 GROUP BY account)"
        )
        successes = {row[0]: reading.run(row) for row in good}
        return {row[0]: (successes.get(row[0]), reading.run(row)) for row in last}

    def ran_between(self, start: datetime, end: datetime) -> bool:
        """Whether a pass ended within these times."""
        times = (start.astimezone(UTC).isoformat(), end.astimezone(UTC).isoformat())
        return bool(self._read("SELECT 1 FROM run WHERE finished_at BETWEEN ? AND ? LIMIT 1", times))

    def not_before(self, account: str) -> datetime | None:
        """Until when the server asked to be left alone."""
        rows = self._read("SELECT until FROM not_before WHERE account = ?", (account,))
        return datetime.fromisoformat(rows[0][0]) if rows else None

    def set_not_before(self, account: str, until: datetime | None) -> None:
        """Keeps or clears that time."""
        with self.transaction():
            self._write("DELETE FROM not_before WHERE account = ?", (account,))
            if until is not None:
                self._write("INSERT INTO not_before (account, until) VALUES (?, ?)", (account, until.isoformat()))

    def digests(self, account: str) -> dict[str, tuple[Event, Receipt]]:
        """By day: what happened last to its digest, and where it lies or is to lie."""
        rows = self._read(
            """SELECT day, what, receipt FROM digest_event
            WHERE id IN (SELECT MAX(id) FROM digest_event WHERE account = ? GROUP BY day)""",
            (account,),
        )
        return {row[0]: self._decoded(reading.digest_event, row[1:]) for row in rows}

    def add_digest_event(self, account: str, day: str, what: Event, receipt: Receipt) -> None:
        """Adds what happened to the digest of a day; an intent takes the place of one that came to nothing."""
        with self.transaction():
            if what is Event.APPENDING:  # a server that takes no drafts would have a row for each pass
                self._write("DELETE FROM digest_event WHERE account = ? AND day = ? AND what = ?", (account, day, what))
            self._write(
                "INSERT INTO digest_event (account, day, what, receipt, at) VALUES (?, ?, ?, ?, ?)",
                (account, day, what, encode(receipt), self._now().isoformat()),
            )

    def fingerprints(self, account: str) -> dict[str, str]:
        """By mailbox: what Drafts looked like when it was last looked into."""
        return dict(self._read("SELECT mailbox, value FROM fingerprint WHERE account = ?", (account,)))

    def set_fingerprint(self, account: str, mailbox: str, value: str) -> None:
        """Keeps that."""
        self._write(
            """INSERT INTO fingerprint (account, mailbox, value) VALUES (?, ?, ?)
            ON CONFLICT (account, mailbox) DO UPDATE SET value = excluded.value""",
            (account, mailbox, value),
        )
