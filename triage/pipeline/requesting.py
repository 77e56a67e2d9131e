"""What a reply is asked for: from the configuration, the mail, and what is known beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from triage.decide import deciding_questions
from triage.domain import Action

if TYPE_CHECKING:
    from triage.config import Configuration
    from triage.domain import Message, Opportunity
    from triage.draft import Request, Slot
    from triage.store import Store

#: Times that begin sooner than this are not offered any more.
NEAR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a reply takes into account beside its mail; what is not known counts as untold."""

    received_at: datetime | None = None  # None: the mail's own date
    now: datetime | None = None  # times that are past by now are not offered; None: the mail has just come
    follow_up: bool | None = None  # whether the mail bumps an earlier one that waits
    earlier: int | None = None  # how many mails its sender wrote before

    @classmethod
    def of(cls, store: Store, key: int, message: Message, received_at: datetime, *, bumps: bool = False) -> Self:
        """That of a stored message; with `bumps`, its place in the thread says that it reminds of an earlier one."""
        same_sender = store.keys_of_sender(message.from_.addr_spec)
        return cls(received_at, datetime.now(UTC), bumps or None, sum(other < key for other in same_sender))


def request_for(
    configuration: Configuration,
    message: Message,
    opportunity: Opportunity,
    action: Action,
    situation: Situation | None = None,
) -> Request:
    """The request for an action's reply to `message`."""
    from triage.draft import Request
    from triage.understand.machine import is_relay

    situation = situation or Situation()
    policy = configuration.policy
    questions = deciding_questions(opportunity, policy) or opportunity.missing
    return Request(
        action,
        questions if action is Action.ASK else (),
        policy.availability,
        follow_up=situation.follow_up,
        earlier=situation.earlier,
        relay=is_relay(message),
        slots=_slots(configuration, message, situation) if action is Action.ACCEPT else (),
        replies=configuration.replies,
    )


def _slots(configuration: Configuration, message: Message, situation: Situation) -> tuple[Slot, ...]:
    """Times to offer, counted from when the mail came, so that the same mail gets the same reply, or in the week
    after it where the mail asks for that; from now where the first of those is too near or past.
    """
    from triage.draft import wants_next_week

    received = situation.received_at or message.date
    if received is None or not configuration.policy.availability:
        return ()
    if wants_next_week(message.text):
        received = _week_after(received)
    slots = times_to_offer(configuration, received)
    if situation.now is not None and slots and slots[0].start < situation.now + NEAR:
        return times_to_offer(configuration, situation.now)
    return slots


def _week_after(at: datetime) -> datetime:
    """A time from which the whole next week can be offered, and nothing before it."""
    from triage.draft.slots import NOTICE

    monday = (at + timedelta(days=7 - at.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    return monday - NOTICE


def times_to_offer(configuration: Configuration, since: datetime) -> tuple[Slot, ...]:
    """Three times to talk after `since`, beside what the user's calendar holds."""
    from triage.config.availability import parse_availability
    from triage.draft.slots import DAYS, propose

    availability = parse_availability(configuration.policy.availability)
    busy: tuple[tuple[datetime, datetime], ...] = ()
    if (calendar := configuration.replies.calendar) is not None:
        from triage.draft.calendar import busy_times

        busy = busy_times(calendar, since, DAYS + 2, availability.zone)
    return propose(availability, since, busy)
