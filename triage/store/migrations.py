"""The schema, as an append-only list of named steps; the missing ones run in one transaction with their record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

#: (name, statements). Never edit a step that has been released: add one.
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "0001 first schema",
        (
            # A message is its content: the same mail under another UID or UIDVALIDITY is only another location.
            """CREATE TABLE message (
                id INTEGER PRIMARY KEY,
                public_id TEXT NOT NULL UNIQUE,
                account TEXT NOT NULL,
                content_hash TEXT NOT NULL,
                message_id TEXT NOT NULL,
                thread TEXT NOT NULL,
                sender_hash TEXT NOT NULL,
                received_at TEXT NOT NULL,
                recorded_at TEXT NOT NULL,
                UNIQUE (account, content_hash))""",
            "CREATE INDEX message_by_message_id ON message (account, message_id)",
            "CREATE INDEX message_by_thread ON message (account, thread)",
            "CREATE INDEX message_by_received_at ON message (received_at)",
            "CREATE INDEX message_by_sender ON message (sender_hash)",
            """CREATE TABLE location (
                account TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                uidvalidity INTEGER NOT NULL,
                uid INTEGER NOT NULL,
                message INTEGER REFERENCES message (id) ON DELETE CASCADE,
                PRIMARY KEY (account, mailbox, uidvalidity, uid))""",
            "CREATE INDEX location_by_message ON location (message)",
            # What the server would not hand over: one row a try.
            """CREATE TABLE unfetchable (
                account TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                uidvalidity INTEGER NOT NULL,
                uid INTEGER NOT NULL,
                reason TEXT NOT NULL,
                at TEXT NOT NULL)""",
            # The one table that is rewritten: a bookmark, not a fact.
            """CREATE TABLE cursor (
                account TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                uidvalidity INTEGER NOT NULL,
                uidnext INTEGER NOT NULL,
                modseq INTEGER,
                PRIMARY KEY (account, mailbox))""",
            # The words of a message; removed once it is known not to be an offer, and by retention and forget.
            """CREATE TABLE message_text (
                message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
                value TEXT NOT NULL)""",
            """CREATE TABLE opportunity (
                id INTEGER PRIMARY KEY,
                message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                basis TEXT NOT NULL,
                kind TEXT NOT NULL,
                value TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX opportunity_by_message ON opportunity (message)",
            """CREATE TABLE score (
                id INTEGER PRIMARY KEY,
                message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                basis TEXT NOT NULL,
                fit REAL NOT NULL,
                value TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX score_by_message ON score (message)",
            """CREATE TABLE verdict (
                id INTEGER PRIMARY KEY,
                message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                basis TEXT NOT NULL,
                suggestion TEXT NOT NULL,
                why TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX verdict_by_message ON verdict (message)",
            """CREATE TABLE draft (
                id INTEGER PRIMARY KEY,
                message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                origin TEXT NOT NULL,
                action TEXT NOT NULL,
                message_id TEXT NOT NULL,
                value TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX draft_by_message ON draft (message)",
            # Decisions, intents and outcomes in the order in which they happened: clocks jump, ids do not.
            """CREATE TABLE event (
                id INTEGER PRIMARY KEY,
                message INTEGER NOT NULL REFERENCES message (id) ON DELETE CASCADE,
                what TEXT NOT NULL,
                draft INTEGER REFERENCES draft (id) ON DELETE CASCADE,
                detail TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX event_by_message ON event (message)",
            """CREATE TABLE run (
                id INTEGER PRIMARY KEY,
                account TEXT NOT NULL,
                started_at TEXT NOT NULL,
                finished_at TEXT NOT NULL,
                new INTEGER NOT NULL,
                suggested INTEGER NOT NULL,
                code INTEGER NOT NULL,
                error TEXT NOT NULL)""",
            # What Drafts looked like when it was last looked into; another one means that something was done there.
            """CREATE TABLE fingerprint (
                account TEXT NOT NULL, mailbox TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (account, mailbox))""",
            # A server that asked to be left alone for a while.
            "CREATE TABLE not_before (account TEXT PRIMARY KEY, until TEXT NOT NULL)",
            # Hashes of forgotten mail, so that a changed UIDVALIDITY does not bring it back.
            """CREATE TABLE forgotten (
                account TEXT NOT NULL, content_hash TEXT NOT NULL, PRIMARY KEY (account, content_hash))""",
            # One row for every message that was understood, with its newest facts and the state they amount to. That
            # a draft is being withdrawn or has been says nothing by itself: what it was withdrawn for follows.
            """CREATE VIEW item AS
                SELECT m.id AS key, m.public_id, m.account, m.message_id, m.thread, m.received_at, m.recorded_at,
                    o.kind, o.value AS opportunity, s.fit, s.value AS score, v.suggestion, v.why, v.basis,
                    d.id AS decided,
                    CASE (SELECT e.what FROM event e
                          WHERE e.message = m.id AND e.what NOT IN ('withdrawing', 'withdrawn')
                          ORDER BY e.id DESC LIMIT 1)
                        WHEN 'accept' THEN 'decided' WHEN 'ask' THEN 'decided' WHEN 'decline' THEN 'decided'
                        WHEN 'appending' THEN CASE WHEN d.id IS NULL THEN 'suggested' ELSE 'decided' END
                        WHEN 'refused' THEN CASE WHEN d.id IS NULL THEN 'suggested' ELSE 'decided' END
                        WHEN 'appended' THEN 'drafted' WHEN 'edited' THEN 'drafted' WHEN 'kept' THEN 'drafted'
                        WHEN 'missing' THEN 'gone' WHEN 'sent' THEN 'sent'
                        WHEN 'skip' THEN 'closed' WHEN 'answered' THEN 'closed' WHEN 'superseded' THEN 'closed'
                        ELSE 'suggested' END AS state
                FROM message m
                JOIN opportunity o ON o.id = (SELECT MAX(id) FROM opportunity WHERE message = m.id)
                JOIN score s ON s.id = (SELECT MAX(id) FROM score WHERE message = m.id)
                JOIN verdict v ON v.id = (SELECT MAX(id) FROM verdict WHERE message = m.id)
                LEFT JOIN event d ON d.id = (SELECT MAX(e.id) FROM event e WHERE e.message = m.id
                    AND e.what IN ('accept', 'ask', 'decline', 'skip') AND e.id > COALESCE(
                        (SELECT MAX(u.id) FROM event u WHERE u.message = m.id AND u.what = 'undo'), 0))""",
        ),
    ),
    (
        "0002 sent mail",
        (
            # The user's own answers are messages of their conversations; of other sent mail nothing is kept.
            "ALTER TABLE message ADD COLUMN sent INTEGER NOT NULL DEFAULT 0",
            # A bookmark like `cursor`; the rows also say which mailboxes are Sent.
            """CREATE TABLE sent_cursor (
                account TEXT NOT NULL,
                mailbox TEXT NOT NULL,
                uidvalidity INTEGER NOT NULL,
                uidnext INTEGER NOT NULL,
                PRIMARY KEY (account, mailbox))""",
            # What was sent against what was drafted; the words go with those of the message, the share stays.
            """CREATE TABLE wording (
                message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
                draft TEXT NOT NULL,
                sent TEXT NOT NULL,
                kept REAL NOT NULL,
                at TEXT NOT NULL)""",
        ),
    ),
    (
        "0003 lessons",
        (
            # Mail from elsewhere that the user has sorted; `words` go by retention, like those of a message.
            """CREATE TABLE lesson (
                id INTEGER PRIMARY KEY,
                public_id TEXT NOT NULL UNIQUE,
                content_hash TEXT NOT NULL UNIQUE,
                sender_hash TEXT NOT NULL,
                account TEXT NOT NULL,
                accepted INTEGER NOT NULL,
                origin TEXT NOT NULL,
                opportunity TEXT NOT NULL,
                words TEXT,
                at TEXT NOT NULL)""",
            # What learning needs of a mail, decided suggestion or not: numbers and plain words without names. It stays
            # when the words of the mail are removed, and goes when the mail is forgotten.
            """CREATE TABLE lesson_reading (
                content_hash TEXT PRIMARY KEY, basis TEXT NOT NULL, value TEXT NOT NULL)""",
            # Hashes of mail that the user does not want to be learned from.
            "CREATE TABLE unlearned (content_hash TEXT PRIMARY KEY)",
        ),
    ),
    (
        "0004 interviews",
        (
            # What the user says of interviews: that there was one, and the notes after it.
            """CREATE TABLE interview (
                id INTEGER PRIMARY KEY,
                message INTEGER REFERENCES message (id) ON DELETE CASCADE,
                day TEXT NOT NULL,
                notes TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX interview_by_message ON interview (message)",
        ),
    ),
    (
        "0005 edits",
        (
            # What the user is about to answer, so that no crash takes it: rewritten as they type, gone once decided.
            """CREATE TABLE edit (
                message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
                action TEXT NOT NULL,
                template TEXT NOT NULL,
                body TEXT NOT NULL,
                at TEXT NOT NULL)""",
        ),
    ),
    (
        "0006 digests",
        (
            # Intents and outcomes of the daily digest in Drafts, like those of replies in `event`.
            """CREATE TABLE digest_event (
                id INTEGER PRIMARY KEY,
                account TEXT NOT NULL,
                day TEXT NOT NULL,
                what TEXT NOT NULL,
                receipt TEXT NOT NULL,
                at TEXT NOT NULL)""",
            "CREATE INDEX digest_event_by_day ON digest_event (account, day)",
        ),
    ),
    (
        "0007 gists",
        (
            # What scoring read from the words of a suggestion whatever the interests are; it goes with the words.
            """CREATE TABLE gist (
                message INTEGER PRIMARY KEY REFERENCES message_text (message) ON DELETE CASCADE,
                value TEXT NOT NULL)""",
        ),
    ),
    (
        "0008 sketches",
        (
            # All that a preview compares of a suggestion but its words, in one short row (`store/sketch.py`). It takes
            # the place of the gist, which is not turned into one: what waits is read again by the next scan.
            "DROP TABLE gist",
            """CREATE TABLE sketch (
                message INTEGER PRIMARY KEY REFERENCES message_text (message) ON DELETE CASCADE,
                value TEXT NOT NULL)""",
            # [interests] that suggestions were made from, by the name that stands in their basis.
            "CREATE TABLE wish (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
        ),
    ),
    (
        "0009 vocabularies",
        (
            # The different words of the mail, to tell quickly that a term is not named: only read for a new term.
            "ALTER TABLE sketch ADD COLUMN vocabulary TEXT NOT NULL DEFAULT ''",
        ),
    ),
    (
        "0010 lines",
        (
            # What a list is filtered and ordered by, derived from what was understood and from the words, if there are
            # any: one that is missing is made when a list is asked for.
            """CREATE TABLE line (
                message INTEGER PRIMARY KEY REFERENCES message (id) ON DELETE CASCADE,
                warned INTEGER NOT NULL,
                employer TEXT NOT NULL,
                words TEXT NOT NULL)""",
        ),
    ),
    (
        "0011 offers and interviews",
        (
            # Most mail is neither: every scan and every list asks for them, and does not go through all of it.
            "CREATE INDEX verdict_of_offers ON verdict (message) WHERE suggestion <> 'none'",
            "CREATE INDEX opportunity_of_interviews ON opportunity (message) WHERE kind = 'interview'",
        ),
    ),
    (
        "0012 standing",
        (
            # An item without what was read and scored, and without the pages that these lie on: a preview has them in
            # the sketch.
            "DROP VIEW item",
            """CREATE VIEW standing AS
                SELECT m.id AS key, m.public_id, m.account, m.message_id, m.thread, m.received_at, m.recorded_at,
                    v.suggestion, v.why, v.basis, d.id AS decided,
                    CASE (SELECT e.what FROM event e
                          WHERE e.message = m.id AND e.what NOT IN ('withdrawing', 'withdrawn')
                          ORDER BY e.id DESC LIMIT 1)
                        WHEN 'accept' THEN 'decided' WHEN 'ask' THEN 'decided' WHEN 'decline' THEN 'decided'
                        WHEN 'appending' THEN CASE WHEN d.id IS NULL THEN 'suggested' ELSE 'decided' END
                        WHEN 'refused' THEN CASE WHEN d.id IS NULL THEN 'suggested' ELSE 'decided' END
                        WHEN 'appended' THEN 'drafted' WHEN 'edited' THEN 'drafted' WHEN 'kept' THEN 'drafted'
                        WHEN 'missing' THEN 'gone' WHEN 'sent' THEN 'sent'
                        WHEN 'skip' THEN 'closed' WHEN 'answered' THEN 'closed' WHEN 'superseded' THEN 'closed'
                        ELSE 'suggested' END AS state
                FROM message m
                JOIN verdict v ON v.id = (SELECT MAX(id) FROM verdict WHERE message = m.id)
                LEFT JOIN event d ON d.id = (SELECT MAX(e.id) FROM event e WHERE e.message = m.id
                    AND e.what IN ('accept', 'ask', 'decline', 'skip') AND e.id > COALESCE(
                        (SELECT MAX(u.id) FROM event u WHERE u.message = m.id AND u.what = 'undo'), 0))""",
            """CREATE VIEW item AS
                SELECT t.*, o.kind, o.value AS opportunity, s.fit, s.value AS score
                FROM standing t
                JOIN opportunity o ON o.id = (SELECT MAX(id) FROM opportunity WHERE message = t.key)
                JOIN score s ON s.id = (SELECT MAX(id) FROM score WHERE message = t.key)""",
        ),
    ),
)

VERSION = len(STEPS)
#: Says in the file itself that it is ours ("tria").
APPLICATION_ID = 0x74726961


def version_of(connection: sqlite3.Connection) -> int:
    """The number of the last step that has been run."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def apply(connection: sqlite3.Connection, back_up: Callable[[int], None] = lambda _version: None) -> None:
    """Runs every step that is missing in one transaction, after `back_up(version)`; a kill leaves the schema as it was.

    Of several processes that start at once one does it: which steps are missing is asked with the lock held.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)
        if version < VERSION:
            back_up(version)
        for number, (_, statements) in enumerate(STEPS[version:], start=version + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite may have rolled back itself, for example on a full disk
            connection.execute("ROLLBACK")
        raise
