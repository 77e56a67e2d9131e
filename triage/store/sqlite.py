"""The SQLite adapter of the `Store` port."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from triage.codec import encode
from triage.domain import Cursor, MessageRef, State, Suggestion
from triage.store import Event, Undelivered, reading
from triage.store.edits import EditFacts
from triage.store.interviews import InterviewFacts
from triage.store.keeping import KeptFacts
from triage.store.kept import without_words
from triage.store.lessons import LessonFacts
from triage.store.lines import LineFacts
from triage.store.runs import RunFacts
from triage.store.senders import SenderFacts
from triage.store.sent import SentFacts
from triage.store.threads import is_subject_of, public_id, sender_hash, thread_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from triage.domain import Assessment, Draft, Item, Message, Unfetchable
    from triage.store import Origin, Recorded, Unassessed

#: How often a message that the server will not hand over is asked for.
TRIES = 3


class SqliteStore(RunFacts, SentFacts, LessonFacts, InterviewFacts, EditFacts, SenderFacts, KeptFacts, LineFacts):
    """Facts in one SQLite file; one writer at a time, readers never wait (WAL)."""

    # --- fetching -----------------------------------------------------------------------------------------------------

    def cursors(self, account: str) -> dict[str, Cursor]:
        """How far each mailbox has been read."""
        rows = self._read("SELECT mailbox, uidvalidity, uidnext, modseq FROM cursor WHERE account = ?", (account,))
        return {row[0]: Cursor(*row) for row in rows}

    def set_cursor(self, account: str, cursor: Cursor) -> None:
        """Moves a bookmark."""
        self._write(
            """INSERT INTO cursor (account, mailbox, uidvalidity, uidnext, modseq) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account, mailbox) DO UPDATE
            SET uidvalidity = excluded.uidvalidity, uidnext = excluded.uidnext, modseq = excluded.modseq""",
            (account, cursor.mailbox, cursor.uidvalidity, cursor.uidnext, cursor.modseq),
        )

    def seen_uids(self, account: str, mailbox: str, uidvalidity: int) -> AbstractSet[int]:
        """The UIDs that are recorded."""
        rows = self._read(
            "SELECT uid FROM location WHERE account = ? AND mailbox = ? AND uidvalidity = ?",
            (account, mailbox, uidvalidity),
        )
        return {row[0] for row in rows}

    def record(self, recorded: Sequence[Recorded]) -> list[int]:
        """Records messages; returns the keys of those that were not known by their content yet, in order."""
        with self.transaction():
            return [key for entry in recorded if (key := self._record_one(entry)) is not None]

    def _record_one(self, entry: Recorded) -> int | None:
        account, message = entry.ref.account, entry.message
        known = self._read(
            "SELECT id FROM message WHERE account = ? AND content_hash = ?", (account, message.content_hash)
        )
        if known:
            self._locate(entry.ref, known[0][0])
            return None
        if self._read(
            "SELECT 1 FROM forgotten WHERE account = ? AND content_hash = ?", (account, message.content_hash)
        ):
            self._locate(entry.ref, None)
            return None
        key = self._add_message(entry)
        self._locate(entry.ref, key)
        if entry.answered:
            self.add_event(key, Event.ANSWERED)
        return key

    def _add_message(self, entry: Recorded) -> int:
        account, message = entry.ref.account, entry.message
        key = self._write(
            """INSERT INTO message
            (public_id, account, content_hash, message_id, thread, sender_hash, received_at, recorded_at, sent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                public_id(account, message.content_hash, self._is_taken),
                account,
                message.content_hash,
                message.message_id,
                thread_of(
                    message,
                    lambda message_id: self._thread_with(account, message_id),
                    lambda: self._thread_by_subject(account, message),
                ),
                sender_hash(message.from_.addr_spec),
                entry.received_at.isoformat(),
                self._now().isoformat(),
                entry.sent,
            ),
        )
        self._write("INSERT INTO message_text (message, value) VALUES (?, ?)", (key, encode(message)))
        return key

    def _is_taken(self, candidate: str) -> bool:
        return bool(self._read("SELECT 1 FROM message WHERE public_id = ?", (candidate,)))

    def _thread_with(self, account: str, message_id: str) -> str | None:
        rows = self._read(
            "SELECT thread FROM message WHERE account = ? AND message_id = ? ORDER BY id LIMIT 1", (account, message_id)
        )
        return rows[0][0] if rows else None

    def _thread_by_subject(self, account: str, message: Message) -> str | None:
        """The thread of the newest of the sender's last mails that has the subject this one answers."""
        rows = self._read(
            """SELECT m.thread, t.value FROM message m JOIN message_text t ON t.message = m.id
            WHERE m.account = ? AND m.sender_hash = ? AND m.sent = 0 ORDER BY m.id DESC LIMIT 20""",
            (account, sender_hash(message.from_.addr_spec)),
        )
        found = (thread for thread, value in rows if is_subject_of(self._decoded(reading.message, value), message))
        return next(found, None)

    def _locate(self, ref: MessageRef, key: int | None) -> None:
        self._write(
            """INSERT INTO location (account, mailbox, uidvalidity, uid, message) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING""",
            (ref.account, ref.mailbox, ref.uidvalidity, ref.uid, key),
        )

    def record_unfetchable(self, unfetchable: Sequence[Unfetchable]) -> None:
        """Counts one failed try for each."""
        with self.transaction():
            for entry in unfetchable:
                ref = entry.ref
                self._write(
                    """INSERT INTO unfetchable (account, mailbox, uidvalidity, uid, reason, at)
                    VALUES (?, ?, ?, ?, ?, ?)""",
                    (ref.account, ref.mailbox, ref.uidvalidity, ref.uid, entry.reason, self._now().isoformat()),
                )
                tries = self._read(
                    """SELECT COUNT(*) FROM unfetchable
                    WHERE account = ? AND mailbox = ? AND uidvalidity = ? AND uid = ?""",
                    (ref.account, ref.mailbox, ref.uidvalidity, ref.uid),
                )
                if tries[0][0] >= TRIES:  # given up: it counts as seen
                    self._locate(ref, None)

    def to_refetch(self, account: str) -> list[MessageRef]:
        """What could not be fetched so far and has been tried fewer than three times."""
        rows = self._read(
            """SELECT u.account, u.mailbox, u.uidvalidity, u.uid FROM unfetchable u
            WHERE u.account = ? AND NOT EXISTS (SELECT 1 FROM location l WHERE l.account = u.account
                AND l.mailbox = u.mailbox AND l.uidvalidity = u.uidvalidity AND l.uid = u.uid)
            GROUP BY u.account, u.mailbox, u.uidvalidity, u.uid ORDER BY u.mailbox, u.uid""",
            (account,),
        )
        return [MessageRef(*row) for row in rows]

    # --- assessing ----------------------------------------------------------------------------------------------------

    def unassessed(self) -> Iterator[Unassessed]:
        """Recorded messages that no verdict has been reached on, oldest first, the user's own last; see the port."""
        keys = self._read(  # of most mail the words have gone: it is not looked at
            """SELECT id FROM message WHERE id IN (SELECT t.message FROM message_text t
                WHERE NOT EXISTS (SELECT 1 FROM verdict v WHERE v.message = t.message))
            ORDER BY sent, received_at, id"""
        )
        for key in keys:
            (row,) = self._read(
                """SELECT m.id, m.account, m.thread, m.received_at, t.value, m.sent
                FROM message m JOIN message_text t ON t.message = m.id WHERE m.id = ?""",
                key,
            )
            yield self._decoded(reading.unassessed, row)

    def thread(self, key: int) -> str:
        """The conversation a message is part of now: `join` may have moved it since it was read."""
        return str(self._read("SELECT thread FROM message WHERE id = ?", (key,))[0][0])

    def join(self, key: int, thread: str) -> None:
        """Makes a message, with what answers it, part of another conversation of its account."""
        account, old = self._read("SELECT account, thread FROM message WHERE id = ?", (key,))[0]
        self._write("UPDATE message SET thread = ? WHERE account = ? AND thread = ?", (thread, account, old))

    def outdated(self, basis: str) -> list[Item]:
        """Suggestions that still wait for the user, have their words, and were made on another basis."""
        return self._items(
            """i.state = ? AND i.basis <> ? AND i.key IN (SELECT t.message FROM message_text t
                JOIN verdict v ON v.message = t.message WHERE v.basis <> ?) ORDER BY i.received_at, i.key""",
            (State.SUGGESTED, basis, basis),
        )

    def assess(self, key: int, basis: str, assessment: Assessment) -> None:
        """Adds what was worked out; the words of a message that is no offer are dropped in the same transaction."""
        now = self._now().isoformat()
        is_offer = assessment.verdict.suggestion is not Suggestion.NONE
        if not is_offer:
            assessment = without_words(assessment)
        opportunity, score, verdict = assessment.opportunity, assessment.score, assessment.verdict
        with self.transaction():
            if not is_offer:
                self._drop_words(key)
            self._write(
                "INSERT INTO opportunity (message, basis, kind, value, at) VALUES (?, ?, ?, ?, ?)",
                (key, basis, opportunity.kind, encode(opportunity), now),
            )
            self._write(
                "INSERT INTO score (message, basis, fit, value, at) VALUES (?, ?, ?, ?, ?)",
                (key, basis, score.probability, encode(replace(score, gist=None)), now),
            )
            self._write(
                "INSERT INTO verdict (message, basis, suggestion, why, at) VALUES (?, ?, ?, ?, ?)",
                (key, basis, verdict.suggestion, verdict.why, now),
            )
            if is_offer:
                self._set_sketch(key, opportunity, score)
                self._make_lines([key])
            if assessment.draft is not None:
                self.add_draft(key, verdict.suggestion, assessment.draft, origin="suggested")

    def _drop_words(self, key: int) -> None:
        """Of a message that is no offer, what an earlier verdict said of it too, if there was one."""
        self._write("DELETE FROM message_text WHERE message = ?", (key,))
        if self._read("SELECT 1 FROM verdict WHERE message = ? LIMIT 1", (key,)):
            for table in ("opportunity", "score", "verdict", "draft", "line"):
                self._write(f"DELETE FROM {table} WHERE message = ?", (key,))

    # --- looking ------------------------------------------------------------------------------------------------------

    def items(
        self,
        *,
        states: Sequence[State] = (),
        since: datetime | None = None,
        happened_since: datetime | None = None,
        limit: int | None = None,
        thread: tuple[str, str] | None = None,
        keys: Sequence[int] | None = None,
    ) -> list[Item]:
        """Suggestions (whatever is or may be an offer), newest first: received `since` a time, or to which anything
        happened since (`Event`); `thread` is (account, thread).
        """
        where, parameters = ["i.suggestion <> 'none'"], list[Any]()
        if states and State.SUGGESTED not in states:
            where.append(reading.MOVED)
        elif limit is None and thread is None and keys is None:
            where.append(reading.OFFERS)
        if states:
            where.append(f"i.state IN ({', '.join('?' * len(states))})")
            parameters.extend(states)
        if since is not None:
            where.append("i.received_at >= ?")
            parameters.append(since.astimezone(UTC).isoformat())
        if happened_since is not None:
            where.append("i.key IN (SELECT e.message FROM event e WHERE e.at >= ?)")
            parameters.append(happened_since.astimezone(UTC).isoformat())
        if thread is not None:
            where.append("i.account = ? AND i.thread = ?")
            parameters.extend(thread)
        if keys is not None:
            where.append(f"i.key IN ({', '.join('?' * len(keys))})")
            parameters.extend(keys)
        condition = f"{' AND '.join(where)} ORDER BY i.received_at DESC, i.key DESC LIMIT ?"
        return self._items(condition, (*parameters, -1 if limit is None else limit), offers_only=False)

    def copies(self, key: int, accounts: Sequence[str]) -> list[Item]:
        """The suggestions that are the very same mail in one of these accounts."""
        same = f"""i.key IN (SELECT o.id FROM message m JOIN message o ON o.content_hash = m.content_hash
            WHERE m.id = ? AND o.sent = 0 AND o.account IN ({", ".join("?" * len(accounts))})) ORDER BY i.key"""
        return self._items(same, (key, *accounts))

    def find(self, prefix: str) -> list[Item]:
        """The suggestions whose id begins with `prefix`; an exact id gives just one."""
        lower = prefix.lower()
        found = self._items(f"{reading.OFFERS} AND substr(i.public_id, 1, ?) = ? ORDER BY i.key", (len(lower), lower))
        return [item for item in found if item.id == lower] or found

    def _items(self, condition: str, parameters: Sequence[Any], *, offers_only: bool = True) -> list[Item]:
        offers = "i.suggestion <> 'none' AND" if offers_only else ""
        # Only placeholders and fixed words are joined into the statement.
        rows = self._read(f"{reading.ITEM} WHERE {offers} {condition}", parameters)
        return [self._decoded(reading.item, row) for row in rows]

    # --- deciding and delivering --------------------------------------------------------------------------------------

    def add_draft(self, key: int, action: str, draft: Draft, *, origin: Origin = "decided") -> int:
        """Keeps a reply; returns its number."""
        return self._write(
            "INSERT INTO draft (message, origin, action, message_id, value, at) VALUES (?, ?, ?, ?, ?, ?)",
            (key, origin, action, draft.message_id, encode(draft), self._now().isoformat()),
        )

    def add_event(self, key: int, what: Event, *, draft: int | None = None, detail: str = "") -> None:
        """Adds what happened."""
        self._write(
            "INSERT INTO event (message, what, draft, detail, at) VALUES (?, ?, ?, ?, ?)",
            (key, what, draft, detail, self._now().isoformat()),
        )

    def times(self, key: int, what: Event) -> int:
        """How often that has happened to a message."""
        return int(self._read("SELECT COUNT(*) FROM event WHERE message = ? AND what = ?", (key, what))[0][0])

    def last_refusal(self, key: int) -> str:
        """Why the draft was not taken, if that is the last that happened to a message; else ""."""
        rows = self._read("SELECT what, detail FROM event WHERE message = ? ORDER BY id DESC LIMIT 1", (key,))
        return rows[0][1] if rows and rows[0][0] in {Event.REFUSED, Event.KEPT} else ""

    def last_decided(self) -> Item | None:
        """The item of the newest decision that has not been undone."""
        found = self._items(
            """i.key = (SELECT e.message FROM event e
                WHERE e.what IN ('accept', 'ask', 'decline', 'skip') AND NOT EXISTS
                (SELECT 1 FROM event u WHERE u.message = e.message AND u.id > e.id
                    AND u.what IN ('undo', 'withdrawing', 'superseded')) ORDER BY e.id DESC LIMIT 1)""",
            (),
            offers_only=False,
        )
        return found[0] if found else None

    def undelivered(self, account: str) -> list[Undelivered]:
        """Decisions whose draft is not in Drafts yet, oldest first."""
        found = self._items(f"{reading.MOVED} AND i.state = ? ORDER BY i.key", (State.DECIDED,), offers_only=False)
        own = (item for item in found if item.ref.account == account)
        return [waiting for item in own if (waiting := self._undelivered(item)) is not None]

    def suggested_drafts(self, account: str, since: datetime) -> list[Undelivered]:
        """Suggested replies nobody has decided on, to mail received since a time, newest first; none that made room."""
        found = self._items(
            f"""{reading.OFFERS} AND i.account = ? AND i.state = ? AND i.suggestion IN ('accept', 'ask', 'decline')
            AND i.received_at >= ?
            AND NOT EXISTS (SELECT 1 FROM event w WHERE w.message = i.key AND w.detail = 'surplus')
            ORDER BY i.received_at DESC, i.key DESC""",
            (account, State.SUGGESTED, since.astimezone(UTC).isoformat()),
        )
        waiting = [entry for item in found if (entry := self._undelivered(item)) is not None]
        return [replace(entry, begun=True) for entry in waiting]  # unasked, so it is looked up in Sent first

    def _undelivered(self, item: Item) -> Undelivered | None:
        """The draft of the decision, or of the suggestion if there is none."""
        drafts = self._read(
            """SELECT r.id, r.at FROM item i LEFT JOIN event d ON d.id = i.decided
            JOIN draft r ON r.id = COALESCE(d.draft,
                (SELECT MAX(id) FROM draft WHERE message = i.key AND origin = 'suggested' AND action = i.suggestion))
            WHERE i.key = ?""",
            (item.key,),
        )
        if not drafts:
            return None
        number, made_at = drafts[0]
        return Undelivered(item, number, datetime.fromisoformat(made_at), begun=item.receipt is not None)

    def withdrawals(self, account: str) -> list[tuple[Item, str]]:
        """(item, why) for every withdrawal that was begun and has no outcome."""
        rows = self._read(
            """SELECT e.message, e.detail FROM event e WHERE e.what = 'withdrawing' AND NOT EXISTS
                (SELECT 1 FROM event o WHERE o.message = e.message AND o.id > e.id
                    AND o.what IN ('withdrawing', 'withdrawn', 'kept', 'sent')) ORDER BY e.id"""
        )
        begun = [(self._items("i.key = ?", (key,), offers_only=False)[0], detail) for key, detail in rows]
        return [(item, why) for item, why in begun if item.ref.account == account]

    # --- privacy ------------------------------------------------------------------------------------------------------

    def remove_texts(self, before: datetime) -> int:
        """Removes the words of mail recorded before a time, unless it has no verdict or its reply is under way."""
        with self.transaction():
            rows = self._read(
                """SELECT i.key, EXISTS (SELECT 1 FROM message_text t WHERE t.message = i.key) FROM item i
                WHERE i.recorded_at < ? AND i.state <> 'decided' AND i.key IN (SELECT message FROM message_text
                    UNION SELECT message FROM edit UNION SELECT message FROM wording WHERE sent <> '')""",
                (before.astimezone(UTC).isoformat(),),
            )
            old = (encode([key for key, _ in rows]),)
            for table in ("message_text", "edit", "line") if rows else ():
                self._write(f"DELETE FROM {table} WHERE message IN (SELECT value FROM json_each(?))", old)
            self._write("UPDATE wording SET sent = '' WHERE message IN (SELECT value FROM json_each(?))", old)
            self._remove_words_of_lessons(before)
        return sum(had_words for _, had_words in rows)

    def forget(self, keys: Iterable[int]) -> None:
        """Deletes everything about these messages but their hash, and leaves no copy in the write-ahead log."""
        with self.transaction():
            for key in keys:
                self._write(
                    """INSERT INTO forgotten (account, content_hash) SELECT account, content_hash FROM message
                    WHERE id = ? ON CONFLICT DO NOTHING""",
                    (key,),
                )
                self._drop_lesson_of(key)
                self._drop_answers_to(key)
                self._write("UPDATE location SET message = NULL WHERE message = ?", (key,))
                self._write("DELETE FROM message WHERE id = ?", (key,))
        self._read("PRAGMA wal_checkpoint(TRUNCATE)")
