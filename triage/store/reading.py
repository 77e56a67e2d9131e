"""Turns rows of the database back into the nouns of `domain`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from triage.codec import decode
from triage.domain import (
    Action,
    Assessment,
    Decision,
    Draft,
    Edit,
    Item,
    Message,
    MessageRef,
    Opportunity,
    Receipt,
    Score,
    State,
    Suggestion,
    Verdict,
)
from triage.store import Event, Run, Unassessed

#: The rows of the view `item` that are suggestions, and those that are in any state but "suggested". SQLite would go
#: through all mail for them: with 5,000 suggestions among 100,000 mails a list takes 30 ms so, and took 280.
OFFERS = "i.suggestion <> 'none' AND i.key IN (SELECT message FROM verdict WHERE suggestion <> 'none')"
MOVED = "i.key IN (SELECT message FROM event)"

#: The columns that `item` reads, one row a suggestion, from the view `item`.
ITEM = """SELECT i.key, i.public_id, i.account, i.thread, i.received_at,
    i.opportunity, i.score, i.suggestion, i.why, i.state,
    (SELECT t.value FROM message_text t WHERE t.message = i.key),
    l.mailbox, l.uidvalidity, l.uid, d.what, d.at, r.value, r.action,
    (SELECT CASE WHEN e.what IN ('appending', 'appended', 'edited') THEN e.detail END FROM event e
        WHERE e.message = i.key
        AND e.what IN ('appending', 'appended', 'edited', 'refused', 'withdrawn', 'missing', 'sent')
        ORDER BY e.id DESC LIMIT 1),
    b.action, b.template, b.body
FROM item i
LEFT JOIN location l ON l.rowid = (SELECT MAX(rowid) FROM location WHERE message = i.key)
LEFT JOIN event d ON d.id = i.decided
LEFT JOIN edit b ON b.message = i.key
LEFT JOIN draft r ON r.id = COALESCE(d.draft,
    (SELECT MAX(id) FROM draft WHERE message = i.key AND origin = 'suggested' AND action = i.suggestion))"""


def item(row: tuple[Any, ...]) -> Item:
    """The item of one row of `ITEM`."""
    (key, public_id, account, thread, received_at, opportunity, score, suggestion, why, state) = row[:10]
    (text, mailbox, uidvalidity, uid, action, decided_at, draft, purpose, receipt, *edit) = row[10:]
    return Item(
        key=key,
        id=public_id,
        thread=thread,
        ref=MessageRef(account, mailbox or "", uidvalidity or 0, uid or 0),
        received_at=datetime.fromisoformat(received_at),
        message=message(text) if text else None,
        assessment=Assessment(
            opportunity=decode(Opportunity, opportunity),
            score=decode(Score, score),
            verdict=Verdict(Suggestion(suggestion), why),
            draft=None,
        ),
        state=State(state),
        decision=Decision(Action(action), datetime.fromisoformat(decided_at)) if action else None,
        draft=decode(Draft, draft) if draft else None,
        purpose=Action(purpose) if purpose else None,
        receipt=decode(Receipt, receipt) if receipt else None,
        edit=_edit(*edit),
    )


def _edit(action: str | None, template: str | None, body: str | None) -> Edit | None:
    if template is None or body is None:
        return None
    return Edit(Action(action) if action else None, template, body)


def unassessed(row: tuple[Any, ...]) -> Unassessed:
    """The message of one row (id, account, thread, received_at, text, sent)."""
    key, account, thread, received_at, text, sent = row
    return Unassessed(key, account, thread, datetime.fromisoformat(received_at), message(text), sent=bool(sent))


def message(text: str) -> Message:
    """The message that `codec.encode` wrote."""
    return decode(Message, text)


def digest_event(row: tuple[Any, ...]) -> tuple[Event, Receipt]:
    """What happened to a digest, of one row (what, receipt)."""
    return Event(row[0]), decode(Receipt, row[1])


def run(row: tuple[Any, ...]) -> Run:
    """The run of one row (account, started_at, finished_at, new, suggested, code, error)."""
    account, started_at, finished_at, *rest = row
    return Run(account, datetime.fromisoformat(started_at), datetime.fromisoformat(finished_at), *rest)
