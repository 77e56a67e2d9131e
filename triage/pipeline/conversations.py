"""Keeps conversations in order: what a new message means for the earlier ones, and what they mean for it.

A conversation is a thread with one side: a third person who writes in it is a conversation of their own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from triage.domain import State, Suggestion, Verdict
from triage.learn.wording import AS_DRAFTED, kept
from triage.pipeline.delivering import gone
from triage.pipeline.parties import is_from_one_side, is_of_party
from triage.pipeline.undoing import is_being_undone
from triage.store import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.config import Account
    from triage.domain import Assessment, Item, Message
    from triage.store import Store, Unassessed

#: So much of what was said before is read along with a follow-up, in characters.
_SAID_BEFORE = 20_000
#: Suggestions with a reply; to a stranger none is made unseen.
_WITH_REPLY = frozenset({Suggestion.ACCEPT, Suggestion.ASK, Suggestion.DECLINE})


def in_context(store: Store, waiting: Unassessed) -> Message:
    """The message as it is understood: a follow-up that quotes nothing ("just bumping this") speaks of what the same
    side wrote before, as long as the user has not answered that.
    """
    message = waiting.message
    if waiting.sent or message.quoted.strip() or is_first(waiting):
        return message
    before = [item for item in _earlier(store, waiting) if is_from_one_side(item.message, message)]
    if not before or store.answered_before(waiting.account, waiting.thread, waiting.received_at):
        return message
    if any(item.state is State.SENT or store.times(item.key, Event.ANSWERED) for item in before):
        return message
    earlier = [item.message for item in before if item.message is not None]
    said = "\n\n".join(f"{'' if one.subject in message.subject else one.subject}\n\n{one.text}" for one in earlier)
    return replace(message, text=f"{message.text}\n\n{said[:_SAID_BEFORE]}")


def is_first(waiting: Unassessed) -> bool:
    """Whether it begins its thread: a thread is named after its root."""
    return waiting.thread in {waiting.message.message_id, waiting.message.content_hash}


def with_care(store: Store, waiting: Unassessed, assessment: Assessment) -> Assessment:
    """The assessment, held for the user to look at if somebody new writes in a conversation with another; they are new
    until the user has decided about a mail of theirs.
    """
    if assessment.verdict.suggestion not in _WITH_REPLY or is_first(waiting):
        return assessment
    sender = waiting.message.from_
    thread = [item for item in store.items(thread=(waiting.account, waiting.thread)) if item.key != waiting.key]
    theirs = [item for item in thread if is_from_one_side(item.message, waiting.message)]
    others = [item.message for item in thread if item.message is not None and item not in theirs]
    named = [address for message in others for address in (*message.to, *message.cc)]
    if not others or is_of_party(sender, named) or any(item.decision is not None for item in theirs):
        return assessment
    who = f"{sender.display_name} <{sender.addr_spec}>" if sender.display_name else sender.addr_spec
    first = others[-1].from_
    why = f"{who} writes in your conversation with {first.display_name or first.addr_spec}: look before you answer."
    return replace(assessment, verdict=Verdict(Suggestion.HOLD, why), draft=None)


def no_offer(assessment: Assessment) -> Assessment:
    """The assessment of the user's own mail."""
    return replace(assessment, verdict=Verdict(Suggestion.NONE, "Your own mail."), draft=None)


def supersede(store: Store, newer: Unassessed) -> None:
    """A newer message of a conversation takes the place of the older ones; their unedited draft is withdrawn.

    What the user has decided and is not delivered yet stands: its draft comes, and goes when the newer one is decided.
    """
    for item in _earlier(store, newer):
        if not is_from_one_side(item.message, newer.message):
            continue
        if item.receipt is not None and item.state in {State.SUGGESTED, State.DRAFTED}:
            _withdraw(store, item, "superseded")
        elif item.state is State.SUGGESTED:
            store.add_event(item.key, Event.SUPERSEDED)


def gives_way(store: Store, newer: Unassessed, accounts: Sequence[Account]) -> bool:
    """Whether another account has the very same mail, and it is answered there; what waits in a file gives way to a
    server, where drafts can lie.
    """
    kinds = {account.name: account.kind for account in accounts}
    others = [name for name in kinds if name != newer.account]
    copies = store.copies(newer.key, others) if others else []
    served = kinds.get(newer.account) == "imap"
    if not all(served and kinds[item.ref.account] != "imap" and _is_open(store, item) for item in copies):
        store.add_event(newer.key, Event.SUPERSEDED)
        return True
    for item in copies:
        if item.state is State.SUGGESTED:
            store.add_event(item.key, Event.SUPERSEDED)
    return False


def _is_open(store: Store, item: Item) -> bool:
    """Whether the user has neither decided on it nor answered it."""
    return item.decision is None and not store.times(item.key, Event.ANSWERED)


def note_own_mail(store: Store, own: Unassessed, accounts: Sequence[Account]) -> None:
    """The user wrote in a conversation: it was our draft that was sent, and what else waited there is answered, in
    whichever account it came: the root of a thread names it in all of them.
    """
    everywhere = (item for account in accounts for item in store.items(thread=(account.name, own.thread)))
    thread = [item for item in everywhere if item.key != own.key]
    ours = _draft_of(thread, own)
    for item in thread:
        if item is ours:
            _note_sent(store, item, own.message)
        elif _answers(own, item):
            note_answer(store, item)


def note_answer(store: Store, item: Item) -> None:
    """The user has answered elsewhere: what waits is closed, and our unedited draft goes."""
    if item.receipt is not None:
        _withdraw(store, item, "answered")
    elif item.state in {State.SUGGESTED, State.DECIDED, State.GONE}:
        store.add_event(item.key, Event.ANSWERED)


def _withdraw(store: Store, item: Item, why: str) -> None:
    """Begins to withdraw our draft; one that was going already because its decision is undone is undone now."""
    with store.transaction():
        if is_being_undone(store, item):
            store.add_event(item.key, Event.UNDO)
        store.add_event(item.key, Event.WITHDRAWING, detail=why)


def _draft_of(thread: Sequence[Item], own: Unassessed) -> Item | None:
    """The suggestion whose draft this is: by its Message-ID, or by its words where the mail program gave it another."""
    for item in thread:
        if item.draft is not None and own.message.message_id in _our_ids(item):
            return item
    likeness = {item.key: _kept(item, own.message) for item in thread if _was_out(item) and _answers(own, item)}
    best = max(likeness, key=lambda key: likeness[key], default=0)
    return next((item for item in thread if item.key == best and likeness[best] >= AS_DRAFTED), None)


def _our_ids(item: Item) -> set[str]:
    return {one.message_id for one in (item.draft, item.receipt) if one is not None and one.message_id}


def _kept(item: Item, sent: Message) -> float:
    return kept(item.draft.body, _words(sent)) if item.draft is not None else 0.0


def _words(sent: Message) -> str:
    return "\n".join(filter(None, (sent.text.rstrip(), sent.signature)))


def _note_sent(store: Store, item: Item, sent: Message) -> None:
    """Our draft was sent; under another Message-ID, the one in Drafts may have been left behind."""
    assert item.draft is not None
    if item.state is not State.SENT:
        if item.receipt is not None and sent.message_id not in _our_ids(item):
            store.add_event(item.key, Event.WITHDRAWING, detail="sent")
        else:
            gone(store, item, sent=True)
    if words := _words(sent).strip():
        store.add_wording(item.key, item.draft, words, _kept(item, sent))


def _was_out(item: Item) -> bool:
    """Whether the user had our words for this: in Drafts, or by deciding."""
    return item.receipt is not None or item.decision is not None


def _answers(own: Unassessed, item: Item) -> bool:
    """Whether mail of the user's answers this one: it names it, or it went to its sender later."""
    message = item.message
    named = message is not None and message.message_id in (*own.message.in_reply_to, *own.message.references)
    if message is None or message.message_id in own.message.in_reply_to:
        return named or item.received_at < own.received_at
    written_to = (*own.message.to, *own.message.cc)
    side = is_of_party(message.from_, written_to) or any(is_of_party(one, written_to) for one in message.reply_to)
    return side and (named or item.received_at < own.received_at)


def _earlier(store: Store, waiting: Unassessed) -> list[Item]:
    """The other suggestions of the thread that arrived before, newest first."""
    items = store.items(thread=(waiting.account, waiting.thread))
    return [item for item in items if item.key != waiting.key and item.received_at <= waiting.received_at]
