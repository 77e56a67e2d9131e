"""What is remembered of replies that the user has begun to write."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from triage.store.database import Database

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Edit


class EditFacts(Database):
    """The part of the SQLite store that is about words not decided on; they go with the decision and with the mail."""

    def keep_edit(self, key: int, edit: Edit) -> None:
        """Keeps the words begun to a mail, in place of those from before."""
        self._write(
            """INSERT INTO edit (message, action, template, body, at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (message) DO UPDATE SET action = excluded.action, template = excluded.template,
                body = excluded.body, at = excluded.at""",
            (key, edit.action or "", edit.template, edit.body, self._now().isoformat()),
        )

    def recover_edit(self, key: int, edit: Edit, at: datetime) -> None:
        """Keeps words written at some time, unless newer ones are kept or the mail has lost its own."""
        self._write(
            """INSERT INTO edit (message, action, template, body, at)
            SELECT message, ?, ?, ?, ? FROM message_text WHERE message = ?
            ON CONFLICT (message) DO UPDATE SET action = excluded.action, template = excluded.template,
                body = excluded.body, at = excluded.at WHERE excluded.at > edit.at""",
            (edit.action or "", edit.template, edit.body, at.astimezone(UTC).isoformat(), key),
        )

    def drop_edit(self, key: int) -> None:
        """Forgets them, if there are any."""
        self._write("DELETE FROM edit WHERE message = ?", (key,))
