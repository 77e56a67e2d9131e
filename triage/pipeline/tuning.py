"""What would be suggested with other interests or thresholds, over all stored mail: nothing is written anywhere.

Most suggestions are previewed by the numbers that are kept with their score; those that hang on others (a conversation,
the same role elsewhere) or were made from something else are assessed in full, as a scan does it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from triage.config.changes import Changes, changed
from triage.decide import by_threshold, decide
from triage.domain import Assessment, Kind, Score, State, Suggestion, Term
from triage.insight.same_role import WITHIN, Offers, company_mark, is_same_role
from triage.insight.tune import Outlook, Preview, WhatIf
from triage.pipeline import learning
from triage.pipeline.aiming import in_force
from triage.pipeline.context import Context, again
from triage.pipeline.engine import FAILED, Basis, Engine, basis
from triage.pipeline.relating import offer_of, offer_of_kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Item, Message, Opportunity
    from triage.insight.same_role import Offer
    from triage.learn.tastes import Proposal
    from triage.score import FitModel
    from triage.score.renewal import Renewal
    from triage.store import Kept, Store, Unassessed

#: So many flips are given with their reasons.
EXPLAINED = 100
_CHUNK = 500


def what_if(
    configuration: Configuration,
    store: Store,
    changes: Changes,
    *,
    data_dir: Path | None = None,
    explained: int = EXPLAINED,
) -> WhatIf:
    """Every suggestion whose words are kept, as it is with this configuration and as it would be with the changes.

    What waits for the user comes out exactly as the next scan with such a configuration would suggest it; of what is
    decided or closed, a scan would change nothing. `data_dir` is where the user's own model lies. The newest
    `explained` flips come with their reasons. Raises `UsageError` for changes that cannot be made.
    """
    now = datetime.now(UTC)
    before = _Side.of(configuration, store, now, data_dir)
    after = before.otherwise(changed(configuration, changes), store, now, data_dir)
    return _what_ifs(store, [_Quick.between(before, after)], explained)[0]


def _what_ifs(store: Store, quicks: Sequence[_Quick], explained: int) -> list[WhatIf]:
    """One for each; what is stored is read once."""
    found: list[dict[int, Preview | None]] = [{} for _ in quicks]
    without_words = 0
    for kept in store.kept():
        if not kept.has_words:
            without_words += 1
            continue
        for quick, previews in zip(quicks, found, strict=True):
            previews[kept.key] = quick.preview(kept) if quick.suffices(kept) else None
    pairs = zip(quicks, found, strict=True)
    return [WhatIf(_completed(quick, store, previews, explained), without_words) for quick, previews in pairs]


def _completed(quick: _Quick, store: Store, found: dict[int, Preview | None], explained: int) -> tuple[Preview, ...]:
    """The previews, with those that are left assessed in full, and so the newest flips for their reasons."""
    full = _Full(quick, store, {key for key, preview in found.items() if preview is None} | quick.maybe_twice(store))
    found |= full.previews(full.keys)
    flips = [key for key, preview in found.items() if preview is not None and preview.flips]
    found |= full.previews(set(flips[:explained]) - full.keys)
    return tuple(preview for preview in found.values() if preview is not None)


@dataclass(frozen=True, slots=True)
class Idea:
    """A change that the user's decisions speak for, and what it would do."""

    text: str  # what was seen, in a sentence without a full stop
    changes: Changes
    effect: WhatIf
    learned: bool  # whether what was learned from the decisions says it already

    @property
    def outcome(self) -> str:
        """How many suggestions would flip, and if none does, why that may be; a sentence without a full stop."""
        flips = len(self.effect.flips)
        why = " (your decisions have taught this already; stated, it stays)" if self.learned and not flips else ""
        return f"{flips} suggestions would flip{why}"

    @property
    def side(self) -> str:
        """The list that its term would join, "want" or "avoid"."""
        return "want" if self.changes.want else "avoid"

    @property
    def term(self) -> str:
        """What would be wanted or avoided."""
        return (*self.changes.want, *self.changes.avoid)[0].text

    @property
    def question(self) -> str:
        """What was seen, and whether to go by it."""
        return f"{self.text[:1].upper()}{self.text[1:]}: {self.side} it?"


def ideas(configuration: Configuration, store: Store, *, data_dir: Path | None = None) -> tuple[Idea, ...]:
    """What the decisions tell and the configuration does not, the surest first."""
    from triage.learn.tastes import propose

    found = propose(learning.examples(store, configuration), configuration.interests)
    if not found:
        return ()
    now = datetime.now(UTC)
    before = _Side.of(configuration, store, now, data_dir)
    afters = [_Side(in_force(changed(configuration, _changes(one)), store, now), before.model) for one in found]
    effects = _what_ifs(store, [_Quick.between(before, after) for after in afters], explained=0)
    return tuple(
        Idea(one.text, _changes(one), effect, one.term in before.model.topics)
        for one, effect in zip(found, effects, strict=True)
    )


def _changes(proposal: Proposal) -> Changes:
    terms = (Term(proposal.term),)
    return Changes(want=terms) if proposal.side == "want" else Changes(avoid=terms)


@dataclass(frozen=True, slots=True)
class _Side:
    """What decides, before the changes or after them: as the next scan would find it."""

    configuration: Configuration
    model: FitModel

    @property
    def own_id(self) -> str:
        """Names the model if it is the user's own."""
        return learning.own_id(self.model)

    @classmethod
    def of(cls, configuration: Configuration, store: Store, now: datetime, data_dir: Path | None) -> _Side:
        return cls(in_force(configuration, store, now), learning.refreshed(store, configuration, data_dir))

    def otherwise(self, configuration: Configuration, store: Store, now: datetime, data_dir: Path | None) -> _Side:
        """With another configuration: what was decided is only learned from anew if other interests are tried."""
        if configuration.interests != self.configuration.interests:
            return _Side.of(configuration, store, now, data_dir)
        return _Side(in_force(configuration, store, now), self.model)


@dataclass(frozen=True, slots=True)
class _Quick:
    """Previews by the numbers that are kept, and what it finds on the way."""

    before: _Side
    after: _Side
    now: Renewal  # from what is kept to the fit before
    then: Renewal  # and to the fit after
    name: str  # of the basis before
    arrived: dict[int, datetime] = field(default_factory=dict)  # each offer, by key
    marks: dict[int, list[object]] = field(default_factory=dict)  # its employer and pay
    offers: dict[object, list[int]] = field(default_factory=lambda: defaultdict(list))  # the offers with each of them
    accepted: list[int] = field(default_factory=list)
    read_again: set[int] = field(default_factory=set)  # a scan might understand them otherwise by now
    decided_again: set[int] = field(default_factory=set)  # scored as today, but suggested by another policy

    @classmethod
    def between(cls, before: _Side, after: _Side) -> _Quick:
        from triage.score.renewal import Renewal

        old, new = before.configuration.interests, after.configuration.interests
        now, then = Renewal.between(old, old, before.model), Renewal.between(old, new, after.model)
        name = basis(before.configuration, before.own_id)
        return cls(before, after, now, then, name)

    def suffices(self, kept: Kept) -> bool:
        """Whether a suggestion was compared with the present interests, and stands alone in its conversation."""
        self._mark(kept)
        made_from, ours = Basis.named(kept.basis), Basis.named(self.name)
        read_so = kept.is_alone and made_from.reading == ours.reading
        if kept.state is State.SUGGESTED and not read_so:
            self.read_again.add(kept.key)
        return read_so and made_from.interests == ours.interests and kept.has_gist

    def _mark(self, kept: Kept) -> None:
        if kept.kind is Kind.OUTREACH:
            company, pay = kept.company_and_pay()
            self.arrived[kept.key] = kept.received_at
            self.marks[kept.key] = [mark for mark in (company_mark(company), pay) if mark]
            for mark in self.marks[kept.key]:
                self.offers[mark].append(kept.key)

    def preview(self, kept: Kept) -> Preview:
        """With title and company only if it flips."""
        now, then = self._fits(kept)
        before = self._before(kept, now)
        after = self._after(kept, now, then, before)
        role = kept.role() if after is not before else None
        outlook = Outlook(now, before)
        return Preview(
            key=kept.key,
            id=kept.id,
            title=(role.title or kept.words().subject) if role else "",
            company=(role.company or "") if role else "",
            agency=(role.agency or "") if role else "",
            received_at=kept.received_at,
            state=kept.state,
            decision=kept.action,
            before=outlook,
            after=outlook if (then, after) == outlook[:2] else Outlook(then, after),
        )

    def _fits(self, kept: Kept) -> tuple[float, float]:
        """Before and after."""
        from triage.score import KeptPage

        page, weighed_by = KeptPage(kept), Basis.named(kept.basis).model
        ours, theirs = self.before.own_id, self.after.own_id
        now = self.now.fit(kept.fit, kept.numbers, page, by_this_model=weighed_by == ours)
        if self.then.compares_same and ours == theirs:
            return now, now
        return now, self.then.fit(kept.fit, kept.numbers, page, by_this_model=weighed_by == theirs)

    def _before(self, kept: Kept, fit: float) -> Suggestion:
        if kept.basis == self.name:
            return kept.suggestion
        self.decided_again.add(kept.key)
        suggestion = _suggested(kept, fit, self.before)
        if suggestion is Suggestion.ACCEPT:
            self.accepted.append(kept.key)
        return suggestion

    def _after(self, kept: Kept, now: float, fit: float, before: Suggestion) -> Suggestion:
        band = by_threshold(fit, self.after.configuration.policy)
        # what would be accepted is held where another agency offers it too: that changes with the others
        may_be_held = band is Suggestion.ACCEPT and before is not Suggestion.ACCEPT
        stays = band is by_threshold(now, self.before.configuration.policy) and not may_be_held
        suggestion = before if stays else _suggested(kept, fit, self.after)
        if suggestion is Suggestion.ACCEPT:
            self.accepted.append(kept.key)
        return suggestion

    def maybe_twice(self, store: Store) -> set[int]:
        """What would be accepted, and looks like the role of an earlier offer."""
        near = {key: others for key in self.accepted if (others := self.earlier(key))}
        kept = store.kept_of(set(near).union(*near.values())) if near else ()
        offers = {offer.key: offer for one in kept if (offer := offer_of_kept(one)) is not None}
        pairs = ((key, other) for key, others in near.items() for other in others if {key, other} <= offers.keys())
        return {key for key, other in pairs if is_same_role(offers[key], offers[other])}

    def earlier(self, key: int) -> set[int]:
        """The offers before it that may be the same role: see `same_role.is_same_role`."""
        at = self.arrived.get(key)
        if at is None:
            return set()
        near = {other for mark in self.marks[key] for other in self.offers[mark]}
        return {
            other for other in near if (self.arrived[other], other) < (at, key) and at - self.arrived[other] <= WITHIN
        }


def _suggested(kept: Kept, fit: float, side: _Side) -> Suggestion:
    """What `decide` says; what was suggested for the same reason needs no second look."""
    policy = side.configuration.policy
    if by_threshold(fit, policy) is kept.suggestion:
        return kept.suggestion
    return decide(kept.opportunity(), Score(fit, (), side.model.model_id), policy).suggestion


def _offers(store: Store, keys: set[int]) -> Iterator[Offer]:
    return (offer for item in _items(store, keys) if (offer := offer_of(item)) is not None)


def _items(store: Store, keys: set[int]) -> Iterator[Item]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        yield from store.items(keys=ordered[start : start + _CHUNK])


@dataclass(frozen=True)
class _Full:
    """Assesses as a scan does it, under both configurations; `keys` are those that have to be."""

    quick: _Quick
    store: Store
    keys: set[int]

    def previews(self, keys: set[int]) -> dict[int, Preview]:
        """By key, with titles and reasons."""
        return {item.key: self._preview(item, waiting) for item in _items(self.store, keys) if (waiting := again(item))}

    @cached_property
    def _engine(self) -> Engine:
        return Engine.load(self.quick.before.configuration)

    @cached_property
    def _near(self) -> Context:
        """All that is stored, with only the offers that may be the role of one of `keys`."""
        near = {other for key in self.keys for other in self.quick.earlier(key)}
        return Context(self.store, Offers(_offers(self.store, near)))

    @cached_property
    def _everything(self) -> Context:
        return Context.of(self.store)

    def _preview(self, item: Item, waiting: Unassessed) -> Preview:
        message, opportunity = self._near.message(waiting), item.assessment.opportunity
        if item.key in self.quick.read_again and item.assessment.score.model_id != FAILED:
            opportunity = self._engine.understand(message, item.ref.account)
        context = self._near if opportunity.role == item.assessment.opportunity.role else self._everything
        read = _Read(waiting, message, opportunity, context)
        stands = item.key not in self.keys and item.key not in self.quick.decided_again
        return Preview(
            key=item.key,
            id=item.id,
            title=opportunity.role.title or message.subject,
            company=opportunity.role.company or "",
            agency=opportunity.role.agency or "",
            received_at=item.received_at,
            state=item.state,
            decision=item.decision.action if item.decision else None,
            before=_kept(item.assessment) if stands else self._outlook(item, read, self.quick.before),
            after=self._outlook(item, read, self.quick.after),
        )

    def _outlook(self, item: Item, read: _Read, side: _Side) -> Outlook:
        from triage.score import score

        fit, verdict = item.assessment.score, item.assessment.verdict
        if fit.model_id != FAILED:
            fit = score(read.message, read.opportunity, side.configuration.interests, side.model)
            verdict = decide(read.opportunity, fit, side.configuration.policy)
            verdict = read.context.judged(read.waiting, Assessment(read.opportunity, fit, verdict, None)).verdict
        return Outlook(fit.probability, verdict.suggestion, verdict.why, fit.contributions)


def _kept(assessment: Assessment) -> Outlook:
    fit, verdict = assessment.score, assessment.verdict
    return Outlook(fit.probability, verdict.suggestion, verdict.why, fit.contributions)


@dataclass(frozen=True, slots=True)
class _Read:
    """What one message says, as a part of its conversation and among the other offers."""

    waiting: Unassessed
    message: Message
    opportunity: Opportunity
    context: Context
