"""What a suggestion has to do with others: earlier ones of its sender, the same role elsewhere, and no answer yet."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.domain import Action, Kind, State, Suggestion, Verdict
from triage.insight.same_role import Offer, Offers, company_mark, is_repetition, may_be_about, warning
from triage.pipeline.parties import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.domain import Assessment, Item, Message, Opportunity, Role
    from triage.store import Kept, Store, Unassessed

_RELAY = "relay:"
#: So many earlier suggestions are read at once.
_AT_ONCE = 8
_UNDER_WAY = (State.DECIDED, State.DRAFTED, State.SENT)
_WAITING = (State.SUGGESTED, State.DECIDED, State.DRAFTED, State.GONE)


@dataclass(frozen=True, slots=True)
class Related:
    """Another suggestion that looks like the same role, and how to say so."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Relations:
    """One role through several agencies, among all suggestions; `of` reads them once."""

    offers: Offers

    @classmethod
    def of(cls, items: Iterable[Item]) -> Relations:
        """The relations among `items`."""
        return cls(Offers(offer for item in items if (offer := offer_of(item)) is not None))

    def related(self, item: Item) -> tuple[Related, ...]:
        """The others that look like the role of `item`, oldest first."""
        offer = offer_of(item)
        others = self.offers.same_role(offer) if offer is not None else []
        return tuple(Related(other.id, f"It {warning(other)}.") for other in others)

    def group(self, item: Item) -> str | None:
        """One id for all that look like one role: that of the oldest; None if `item` stands alone."""
        offer = offer_of(item)
        others = self.offers.same_role(offer) if offer is not None else []
        return min([offer, *others], key=lambda one: (one.at, one.key)).id if offer is not None and others else None


def offer_of(item: Item) -> Offer | None:
    """An item as an offer to compare; None for what offers nothing."""
    if item.assessment.opportunity.kind is not Kind.OUTREACH or item.message is None:
        return None
    return _offer(item.key, item.id, item.received_at, item.message, item.assessment.opportunity.role)


def with_one_submission(offers: Offers, waiting: Unassessed, assessment: Assessment) -> Assessment:
    """The assessment, and an accept of it held, if another agency has offered what looks like the same role."""
    if assessment.opportunity.kind is not Kind.OUTREACH:
        return assessment
    offer = _offer(waiting.key, "", waiting.received_at, waiting.message, assessment.opportunity.role)
    before = [other for other in offers.same_role(offer) if (other.at, other.key) < (offer.at, offer.key)]
    offers.add(offer)
    if not before or assessment.verdict.suggestion is not Suggestion.ACCEPT:
        return assessment
    why = f"It {warning(before[0])}. {assessment.verdict.why}"
    return replace(assessment, verdict=Verdict(Suggestion.HOLD, why), draft=None)


def repeated_thread(store: Store, offers: Offers, waiting: Unassessed, opportunity: Opportunity) -> str | None:
    """The conversation that a mail goes on with though it names no earlier one: its sender offers the same again, or
    asks after the only offer of theirs that waits. None if it begins one, as an offer of another role does.
    """
    from triage.draft import bumps
    from triage.understand.machine import is_relay

    if not (is_relay(waiting.message) or offers.knows(name_of(waiting.message.from_))):
        return None
    offer = _offer(waiting.key, "", waiting.received_at, waiting.message, opportunity.role)
    earlier = {other.key: other for other in offers.before(offer)}
    waits = [item for item in store.items(keys=list(earlier), states=_WAITING) if _is_of_one_writer(item, waiting)]
    if opportunity.kind is Kind.OUTREACH:
        same = next((item.thread for item in waits if is_repetition(offer, earlier[item.key])), None)
        if same is not None:
            return same
    threads = {item.thread for item in waits if may_be_about(offer, earlier[item.key])}
    return threads.pop() if len(threads) == 1 and bumps(waiting.message) else None


def _is_of_one_writer(item: Item, waiting: Unassessed) -> bool:
    """Whether they reached one account from one address: a colleague who offers the same may be answered apart."""
    sender = item.message.from_.addr_spec.lower() if item.message else ""
    return (item.ref.account, sender) == (waiting.account, waiting.message.from_.addr_spec.lower())


def accepted_elsewhere(store: Store, item: Item) -> str:
    """Why accepting this would submit the user twice: the warning of the first that is accepted; "" if none is."""
    accepted = [other for other in _near(store, item, Action.ACCEPT) if other.state in _UNDER_WAY]
    first = next(iter(Relations.of(accepted).related(item)), None) if accepted else None
    return f"You have accepted {first.id}. {first.text}" if first is not None else ""


def related(store: Store, item: Item) -> tuple[Related, ...]:
    """`Relations.related` among all that is stored."""
    return Relations.of(_near(store, item)).related(item)


def _near(store: Store, item: Item, decided: Action | None = None) -> list[Item]:
    """What may offer the role of `item`, or is `item`: only offers of its employer or its pay are read in full."""
    role = item.assessment.opportunity.role
    marks = _marks(role.company or "", astuple(role.salary) if role.salary else ())
    offers = (kept for kept in store.kept(decided) if kept.kind is Kind.OUTREACH) if marks else ()
    return store.items(keys=[kept.key for kept in offers if not marks.isdisjoint(_marks(*kept.company_and_pay()))])


def _marks(company: str, pay: tuple[object, ...]) -> set[object]:
    """What two mails about one role have in common, one or the other (`triage.insight.same_role`)."""
    return set(filter(None, (company_mark(company), pay)))


def history(store: Store, item: Item) -> Iterator[Item]:
    """Earlier suggestions of the same sender or agency in other conversations, newest first, read as they are asked
    for: of a sender who wrote often a screen shows a few.
    """
    if item.message is None:
        return
    side = _side_of(item)
    # Who wrote what is known of mail whose words are gone too; the relay of a network has one address for many.
    same_address = set() if side.startswith(_RELAY) else set(store.keys_of_sender(item.message.from_.addr_spec))
    keys = store.keys_naming(side.removeprefix(_RELAY), item.received_at, same_address)
    for at in range(0, len(keys), _AT_ONCE):
        for other in store.items(keys=keys[at : at + _AT_ONCE]):
            earlier = (other.received_at, other.key) < (item.received_at, item.key) and other.thread != item.thread
            if earlier and (other.key in same_address or _side_of(other) == side):
                yield other


def unanswered(store: Store) -> list[Item]:
    """Every approach by a person that has no answer yet, the longest waiting first: nobody is to be left without one.

    Of a conversation the newest message counts. What the user has skipped is answered by silence, on purpose.
    """
    newest: dict[tuple[str, str, str], Item] = {}
    for item in store.items(states=_WAITING):
        skipped = item.decision is not None and item.decision.action is Action.SKIP
        if item.assessment.opportunity.replyable and not skipped:
            who = name_of(item.message.from_) if item.message else ""
            newest.setdefault((item.ref.account, item.thread, who), item)
    return sorted(newest.values(), key=lambda item: (item.received_at, item.key))


def age_days(item: Item) -> int:
    """For how many whole days a message has waited."""
    return max(0, (datetime.now(UTC) - item.received_at).days)


def offer_of_kept(kept: Kept) -> Offer | None:
    """As `offer_of`, of what is kept."""
    if kept.kind is not Kind.OUTREACH or not kept.has_words:
        return None
    return _offer(kept.key, kept.id, kept.received_at, kept.message(), kept.role())


def _offer(key: int, id_: str, at: datetime, message: Message, role: Role) -> Offer:
    person = role.recruiter or message.from_.display_name or message.from_.addr_spec
    who = f"{person} of {role.agency}" if role.agency else person
    return Offer(key, id_, at, _side(message, role), who, role, message.text, _places(role))


def _places(role: Role) -> frozenset[str]:
    """Each place under one name: "München" is "munich", and Deutschland "DE"."""
    from triage.score.place import find_place

    found = (find_place(name) for name in role.locations)
    return frozenset(name for place in found for name in ([place.city] if place.city else place.countries))


def _side_of(item: Item) -> str:
    return _side(item.message, item.assessment.opportunity.role) if item.message is not None else ""


def _side(message: Message, role: Role) -> str:
    """Who offers; through a network's relay, whose address everybody shares, the person."""
    from triage.understand.machine import is_relay

    person = (role.recruiter or message.from_.display_name).lower()
    return f"{_RELAY}{person}" if is_relay(message) else name_of(message.from_)
