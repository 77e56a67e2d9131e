"""Makes nouns for tests: everything has a plain value, and a test names only what it is about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from triage.domain import (
    Address,
    Assessment,
    Contribution,
    Draft,
    Kind,
    Message,
    MessageRef,
    Opportunity,
    Role,
    Score,
    Suggestion,
    Verdict,
)
from triage.store import Recorded

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KIM = Address("Kim Lee", "kim@agency.example")
DANA = Address("Dana Whitfield", "dana@example.org")


def a_message(**changes: Any) -> Message:
    """A recruiter's mail to Dana."""
    message = Message(
        message_id="<offer-1@agency.example>",
        in_reply_to=(),
        references=(),
        date=NOON,
        from_=KIM,
        sender=None,
        reply_to=(),
        to=(DANA,),
        cc=(),
        subject="Senior Backend Engineer",
        text="Hi Dana,\n\nAcme in Berlin is looking for a Senior Backend Engineer.\n\nKim\n",
        quoted="",
        signature="",
        attachments=(),
        headers=(("from", "Kim Lee <kim@agency.example>"),),
        defects=(),
        content_hash="",
    )
    message = replace(message, **changes)
    if message.content_hash:
        return message
    identity = f"{message.message_id}|{message.subject}|{message.from_}|{message.text}"
    return replace(message, content_hash=hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest())


def an_opportunity(**changes: Any) -> Opportunity:
    """An offer that states its role and can be answered."""
    opportunity = Opportunity(
        kind=Kind.OUTREACH,
        kind_probability=((Kind.OUTREACH, 0.97), (Kind.PERSONAL, 0.03)),
        language="en",
        role=Role(title="Senior Backend Engineer", company="Acme", recruiter="Kim Lee", locations=("Berlin",)),
        missing=(),
        warnings=(),
        replyable=True,
        not_replyable_because="",
    )
    return replace(opportunity, **changes)


def a_score(probability: float = 0.8, *contributions: tuple[str, float]) -> Score:
    """A score with the given contributions."""
    return Score(probability, tuple(Contribution(name, value) for name, value in contributions), "test")


def a_draft(**changes: Any) -> Draft:
    """Dana's reply to Kim."""
    draft = Draft(
        message_id="<triage.1@example.org>",
        in_reply_to="<offer-1@agency.example>",
        references=("<offer-1@agency.example>",),
        from_=DANA,
        to=KIM,
        subject="Re: Senior Backend Engineer",
        body="Hi Kim,\n\nlet us talk.\n\nDana\n",
        template="en/accept",
    )
    return replace(draft, **changes)


def an_assessment(suggestion: Suggestion = Suggestion.ACCEPT, **changes: Any) -> Assessment:
    """What triage made of an offer."""
    draft = a_draft() if suggestion in {Suggestion.ACCEPT, Suggestion.ASK, Suggestion.DECLINE} else None
    assessment = Assessment(an_opportunity(), a_score(0.8), Verdict(suggestion, "Because."), draft)
    return replace(assessment, **changes)


def recorded(uid: int = 1, *, account: str = "home", uidvalidity: int = 7, **changes: Any) -> Recorded:
    """A message as it was read at one place."""
    return Recorded(MessageRef(account, "INBOX", uidvalidity, uid), changes.pop("at", NOON), a_message(**changes))
