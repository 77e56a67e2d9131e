"""What is remembered to learn from: decided suggestions, and mail from elsewhere that the user has sorted."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from triage.codec import decode, encode
from triage.domain import Action, Opportunity
from triage.store import Lesson, reading
from triage.store.database import Database
from triage.store.threads import public_id, sender_hash

if TYPE_CHECKING:
    from triage.domain import Message

#: Where the lessons of the review come from.
REVIEW = "review"


class LessonFacts(Database):
    """The part of the SQLite store that is about learning."""

    def lessons(self) -> list[Lesson]:
        """Every accept and decline that stands and may be learned from, oldest first; of one mail the newest."""
        reviewed = [self._decoded(_reviewed, row) for row in self._read(_REVIEWED)]
        taught = [self._decoded(_taught, row) for row in self._read(_TAUGHT)]
        newest = {
            lesson.content_hash: lesson for lesson in sorted((*taught, *reviewed), key=lambda one: (one.at, one.id))
        }
        return list(newest.values())

    def lessons_mark(self) -> str:
        """Another one whenever there may be something else to learn from; costs no more than a few short queries."""
        digest = hashlib.sha256()
        for query in _MARKS:
            digest.update(repr(self._read(query)).encode())
        return digest.hexdigest()[:16]

    def teach(self, account: str, message: Message, opportunity: Opportunity, *, accepted: bool, origin: str) -> bool:
        """Keeps a mail from elsewhere with what the user decided; False if that was known already."""
        known = self._read(_KNOWN, (message.content_hash, int(accepted)))
        if known:
            return False
        with self.transaction():
            self._write("DELETE FROM unlearned WHERE content_hash = ?", (message.content_hash,))
            self._write("DELETE FROM lesson WHERE content_hash = ?", (message.content_hash,))
            self._write(
                """INSERT INTO lesson
                (public_id, content_hash, sender_hash, account, accepted, origin, opportunity, words, at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                (
                    public_id(account, message.content_hash, self._lesson_is_taken),
                    message.content_hash,
                    sender_hash(message.from_.addr_spec),
                    account,
                    int(accepted),
                    origin,
                    encode(opportunity),
                    encode(message),
                    self._now().isoformat(),
                ),
            )
        return True

    def _lesson_is_taken(self, candidate: str) -> bool:
        return bool(self._read("SELECT 1 FROM lesson WHERE public_id = ?", (candidate,)))

    def may_be_taught(self, content_hash: str) -> bool:
        """Whether the user has not had this mail forgotten, or taken out of what is learned from."""
        return not self._read(
            """SELECT 1 FROM unlearned WHERE content_hash = ?
            UNION ALL SELECT 1 FROM forgotten WHERE content_hash = ?""",
            (content_hash, content_hash),
        )

    def set_reading(self, content_hash: str, basis: str, value: str) -> None:
        """Keeps what was read of a lesson, in place of an older reading."""
        self._write(
            """INSERT INTO lesson_reading (content_hash, basis, value) VALUES (?, ?, ?)
            ON CONFLICT (content_hash) DO UPDATE SET basis = excluded.basis, value = excluded.value""",
            (content_hash, basis, value),
        )

    def unlearn(self, lesson: Lesson) -> None:
        """Never learns from this mail again, unless it is taught anew; a suggestion itself stays as it is."""
        with self.transaction():
            self._write(
                "INSERT INTO unlearned (content_hash) VALUES (?) ON CONFLICT DO NOTHING", (lesson.content_hash,)
            )
            self._drop_lesson(lesson.content_hash)

    def lessons_of_sender(self, addr_spec: str) -> list[Lesson]:
        """The lessons from mail that this address sent."""
        sender = sender_hash(addr_spec)
        return [lesson for lesson in self.lessons() if lesson.sender == sender]

    def _drop_lesson(self, content_hash: str) -> None:
        self._write("DELETE FROM lesson WHERE content_hash = ?", (content_hash,))
        self._write("DELETE FROM lesson_reading WHERE content_hash = ?", (content_hash,))

    def _drop_lesson_of(self, key: int) -> None:
        """What a forgotten message has taught."""
        for (content_hash,) in self._read("SELECT content_hash FROM message WHERE id = ?", (key,)):
            self._drop_lesson(content_hash)

    def _remove_words_of_lessons(self, before: datetime) -> None:
        self._write("UPDATE lesson SET words = NULL WHERE at < ?", (before.astimezone(UTC).isoformat(),))


#: What tells whether there is anything new: decisions as they stand, what was taught, what was taken back.
_MARKS = (
    "SELECT id, message, what FROM event WHERE what IN ('accept', 'ask', 'decline', 'skip', 'undo') ORDER BY id",
    "SELECT content_hash, accepted FROM lesson ORDER BY content_hash",
    "SELECT content_hash FROM unlearned ORDER BY content_hash",
)
#: A lesson that no later decision in the review has overruled.
_KNOWN = """SELECT 1 FROM lesson l WHERE l.content_hash = ? AND l.accepted = ? AND NOT EXISTS (
    SELECT 1 FROM event e WHERE e.what IN ('accept', 'decline') AND e.at > l.at
    AND (SELECT m.content_hash FROM message m WHERE m.id = e.message) = l.content_hash)"""
_LEARNED = "LEFT JOIN lesson_reading g ON g.content_hash = {0}.content_hash"
_ALLOWED = "NOT EXISTS (SELECT 1 FROM unlearned u WHERE u.content_hash = {0}.content_hash)"
_REVIEWED = (
    reading.ITEM.replace("SELECT", "SELECT m.content_hash, m.sender_hash, g.basis, g.value,", 1).replace(
        "FROM item i\n", f"FROM item i JOIN message m ON m.id = i.key {_LEARNED.format('m')}\n", 1
    )
    # the second condition says no more than the first, which by itself would look at every suggestion
    + f""" WHERE d.what IN ('accept', 'decline')
        AND i.key IN (SELECT message FROM event WHERE what IN ('accept', 'decline')) AND {_ALLOWED.format("m")}"""
)
_TAUGHT = f"""SELECT l.public_id, l.content_hash, l.sender_hash, l.account, l.accepted, l.origin, l.opportunity,
    l.words, l.at, g.basis, g.value FROM lesson l {_LEARNED.format("l")} WHERE {_ALLOWED.format("l")}"""


def _reviewed(row: tuple[Any, ...]) -> Lesson:
    content_hash, sender, basis, value, *columns = row
    item = reading.item(tuple(columns))
    assert item.decision is not None
    return Lesson(
        id=item.id,
        content_hash=content_hash,
        accepted=item.decision.action is Action.ACCEPT,
        origin=REVIEW,
        at=item.decision.at,
        account=item.ref.account,
        sender=sender,
        opportunity=item.assessment.opportunity,
        message=item.message,
        basis=basis or "",
        reading=value or "",
    )


def _taught(row: tuple[Any, ...]) -> Lesson:
    id_, content_hash, sender, account, accepted, origin, opportunity, words, at, basis, value = row
    return Lesson(
        id=id_,
        content_hash=content_hash,
        accepted=bool(accepted),
        origin=origin,
        at=datetime.fromisoformat(at),
        account=account,
        sender=sender,
        opportunity=decode(Opportunity, opportunity),
        message=reading.message(words) if words else None,
        basis=basis or "",
        reading=value or "",
    )
