"""Pairs the user's past replies with the recruiter mails that they answer, to learn from once the user has agreed."""

from __future__ import annotations

import hashlib
import re
import time
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from triage.credentials import secret_for
from triage.domain import Kind, Opportunity
from triage.errors import UsageError
from triage.learn.replies import Answer, read_reply
from triage.pipeline.engine import Engine
from triage.pipeline.teaching import MAILBOX_SECONDS, Taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from triage.config import Account, Configuration
    from triage.domain import Message
    from triage.pipeline.reading import MessageReader
    from triage.source.imap_past import PastMail
    from triage.store import Store

ORIGIN = "sent"
_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_WROTE = re.compile(r"\A[^\n]{0,300}(?:\n[^\n]{0,200})?:[ \t]*\n")
_ANSWER_TO = re.compile(r"^\s*(?:(?:re|aw|sv|antw|odp|rif|res|ref)\s*:\s*)+", re.IGNORECASE)
#: Letters of a quotation that are enough to tell an offer.
_ENOUGH_QUOTED = 80


@dataclass(frozen=True, slots=True)
class PastReply:
    """One recruiter mail and what the user answered."""

    account: str
    original: Message
    opportunity: Opportunity
    quoted: bool  # the original is only known from what the reply quotes
    answer: Answer
    words: str  # of the reply, that say so
    at: str  # ISO 8601, of the reply; "" if it has no date


def find_replies(
    store: Store, configuration: Configuration, data_dir: Path, only: str | None = None
) -> tuple[PastReply, ...]:
    """Every past reply to an offer that nothing has been learned from yet and that was not forgotten, oldest first;
    changes nothing anywhere.

    Raises `UsageError` for an account that is not there or has no Sent mailbox, and what reading mail raises.
    """
    accounts = [one for one in configuration.accounts if one.kind == "imap" and only in {None, one.name}]
    if not accounts:
        known = ", ".join(one.name for one in configuration.accounts if one.kind == "imap")
        hint = f"there is {known}" if known else "only IMAP accounts have a Sent mailbox"
        raise UsageError(f"there is no IMAP account {only!r}" if only else "there is no IMAP account", hint=hint)
    engine = Engine.load(configuration)
    learned = {lesson.content_hash for lesson in store.lessons()}
    found = [reply for account in accounts for reply in _of_account(account, engine, data_dir)]
    return tuple(
        reply
        for reply in found
        for content in [reply.original.content_hash]
        if content not in learned and store.may_be_taught(content)
    )


def clear(replies: Iterable[PastReply]) -> list[PastReply]:
    """Those that say yes or no: only these can be learned from."""
    return [reply for reply in replies if reply.answer in {Answer.ACCEPTED, Answer.DECLINED}]


def learn_replies(store: Store, replies: Iterable[PastReply]) -> Taught:
    """Keeps clear replies as decisions."""
    with store.transaction():
        new = [
            store.teach(
                one.account, one.original, one.opportunity, accepted=one.answer is Answer.ACCEPTED, origin=ORIGIN
            )
            for one in replies
        ]
    return Taught(ORIGIN, accepted=False, new=sum(new), known=len(new) - sum(new))


def _of_account(account: Account, engine: Engine, data_dir: Path) -> list[PastReply]:
    from triage.source.imap_past import PastMail

    sign_in = partial(secret_for, data_dir=data_dir)
    deadline = time.monotonic() + MAILBOX_SECONDS
    with engine.reader as reader:
        with PastMail(account, deadline=deadline, sign_in=sign_in) as past:
            replies = list(reader.read(past.replies()))
            originals = _originals(past, reader, replies)
        own = frozenset(engine.configuration.me.addresses)
        latest: dict[str, PastReply] = {}
        for reply in replies:
            if (paired := _paired(reply, originals, own, engine, account.name)) is not None:
                before = latest.get(paired.original.content_hash)
                if before is None or paired.answer is not Answer.OTHER:
                    latest[paired.original.content_hash] = paired
        return list(latest.values())


def _originals(past: PastMail, reader: MessageReader, replies: Sequence[Message]) -> dict[str, Message]:
    """What the replies answer, by Message-ID."""
    wanted = {message_id for reply in replies for message_id in _answered(reply)}
    return {message.message_id: message for message in reader.read(past.originals(wanted))}


def _answered(reply: Message) -> Iterator[str]:
    """The Message-IDs that a reply answers, the nearest first."""
    yield from reply.in_reply_to
    yield from reversed(reply.references)


def _paired(
    reply: Message, originals: dict[str, Message], own: frozenset[str], engine: Engine, account: str
) -> PastReply | None:
    """The reply with the offer that it answers; None if that was no offer, or the user's own."""
    named = (originals[one] for one in _answered(reply) if one in originals)
    lying_there = next((one for one in named if not one.from_.is_among(own)), None)
    original = lying_there or _from_quotation(reply)
    if original is None or original.from_.is_among(own):
        return None
    opportunity = engine.understand(original, account)
    if not isinstance(opportunity, Opportunity) or opportunity.kind is not Kind.OUTREACH:
        return None
    answer, words = read_reply(reply.text)
    at = reply.date.isoformat() if reply.date else ""
    return PastReply(account, original, opportunity, lying_there is None, answer, words, at)


def _from_quotation(reply: Message) -> Message | None:
    """The mail that a reply quotes, as far as it can be told; None if it quotes too little."""
    text = _WROTE.sub("", _MARKS.sub("", reply.quoted), count=1).strip()
    if len(text) < _ENOUGH_QUOTED or not reply.to:
        return None
    names = tuple(_answered(reply))
    return replace(
        reply,
        message_id=names[0] if names else "",
        in_reply_to=(),
        references=(),
        from_=reply.to[0],
        sender=None,
        reply_to=(),
        to=(reply.from_,),
        cc=(),
        subject=_ANSWER_TO.sub("", reply.subject),
        text=f"{text}\n",
        quoted="",
        signature="",
        headers=(),
        content_hash=hashlib.sha256(f"quoted\0{names[:1]}\0{text}".encode("utf-8", "replace")).hexdigest(),
    )
