"""What would be suggested with other interests or thresholds, over all stored mail: nothing is written anywhere.

Most suggestions are previewed by the numbers that are kept with their score; those that hang on others (a conversation,
the same role elsewhere) or were made from something else are assessed in full, as a scan does it.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from triage.config.changes import Changes, changed
from triage.decide import by_threshold, decide
from triage.domain import Assessment, Kind, Opportunity, Score, State, Suggestion, Term
from triage.insight.same_role import WITHIN, Offers, company_mark, is_same_role
from triage.insight.tune import Outlook, Preview, WhatIf
from triage.pipeline import learning
from triage.pipeline.aiming import in_force
from triage.pipeline.context import Context, again
from triage.pipeline.engine import UNWEIGHED, Basis, Engine, basis
from triage.pipeline.relating import offer_of, offer_of_kept
from triage.score import KeptPage, MailPage, score_page
from triage.score.renewal import Fitted, Renewal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Interests, Item
    from triage.insight.same_role import Offer
    from triage.learn.tastes import Proposal
    from triage.score import FitModel
    from triage.store import Kept, Store, Unassessed

#: So many flips are given with their reasons.
EXPLAINED = 20
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
    today = _Today.of(configuration, store, data_dir)
    return _what_ifs(store, today, [today.side_with(changed(configuration, changes), store, data_dir)], explained)[0]


def _what_ifs(store: Store, today: _Today, sides: Sequence[_Side], explained: int) -> list[WhatIf]:
    """One for each side; what is stored is read, and what would be suggested today found, once."""
    trials = [_Trial.of(today, side) for side in sides]
    without_words = 0
    with _no_cycles_sought():
        for kept in store.kept(with_vocabulary=any(trial.renewal.reads_words for trial in trials)):
            if not kept.has_words:
                without_words += 1
                continue
            now = today.of_kept(kept)
            for trial in trials:
                trial.previews[kept.key] = now and trial.preview(kept, now)
    return [WhatIf(_completed(trial, store, explained), without_words) for trial in trials]


@contextmanager
def _no_cycles_sought() -> Iterator[None]:
    """Without the garbage collector: previews hold no cycles, and to look for some takes a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _completed(trial: _Trial, store: Store, explained: int) -> tuple[Preview, ...]:
    """The previews, with those that are left assessed in full, and so the newest flips for their reasons."""
    found = trial.previews
    full = _Full(trial, store, {key for key, preview in found.items() if preview is None} | trial.maybe_twice(store))
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


def as_it_is(
    configuration: Configuration, store: Store, *, data_dir: Path | None = None
) -> tuple[WhatIf, tuple[Idea, ...]]:
    """How the configuration suits what is stored, and what the decisions say beyond it: the surest first."""
    from triage.learn.tastes import propose

    found = propose(learning.examples(store, configuration), configuration.interests)
    today = _Today.of(configuration, store, data_dir)
    changes = [changed(configuration, _changes(one)) for one in found]
    tried = [replace(today.side, configuration=today.lowered(one, store)) for one in changes]
    itself, *effects = _what_ifs(store, today, [today.side, *tried], explained=0)
    ideas = (
        Idea(one.text, _changes(one), effect, one.term in today.side.model.topics)
        for one, effect in zip(found, effects, strict=True)
    )
    return itself, tuple(ideas)


def _changes(proposal: Proposal) -> Changes:
    terms = (Term(proposal.term),)
    return Changes(want=terms) if proposal.side == "want" else Changes(avoid=terms)


@dataclass(frozen=True, slots=True)
class _Side:
    """What decides, before the changes or after them: as the next scan would find it."""

    configuration: Configuration
    model: FitModel


class _Now(NamedTuple):
    """What would be suggested today, of one that stands alone."""

    fitted: Fitted
    page: KeptPage
    preview: Preview  # with nothing changed


@dataclass(frozen=True, slots=True)
class _Today:
    """Before the changes, by the numbers that are kept, and what is found on the way."""

    side: _Side
    at: datetime
    name: str  # of the basis
    wish_of: Callable[[str], Interests | None]  # by the name in a basis
    lessons: dict[str, learning.Reading]  # what was read of the mails that were decided since
    renewals: dict[str, Renewal | None] = field(default_factory=dict)  # by basis; None: a scan might read it otherwise
    arrived: dict[int, datetime] = field(default_factory=dict)  # each offer, by key
    marks: dict[int, tuple[object, ...]] = field(default_factory=dict)  # its employer and pay
    offers: dict[object, list[int]] = field(default_factory=lambda: defaultdict(list))  # the offers with each of them
    accepted: set[int] = field(default_factory=set)  # that were not, or for other reasons
    read_again: set[int] = field(default_factory=set)  # a scan might understand them otherwise by now
    decided_again: set[int] = field(default_factory=set)  # read as today, but made from something else

    @classmethod
    def of(cls, configuration: Configuration, store: Store, data_dir: Path | None) -> _Today:
        now = datetime.now(UTC)
        lessons = dict[str, learning.Reading]()
        model = learning.refreshed(store, configuration, data_dir, lessons)
        side = _Side(in_force(configuration, store, now), model)
        return cls(side, now, basis(side.configuration, learning.own_id(model)), store.wish, lessons)

    def side_with(self, configuration: Configuration, store: Store, data_dir: Path | None) -> _Side:
        """With another configuration: what was decided is only learned from anew if other interests are tried."""
        same = configuration.interests == self.side.configuration.interests
        model = self.side.model if same else learning.refreshed(store, configuration, data_dir, self.lessons)
        return _Side(self.lowered(configuration, store), model)

    def lowered(self, configuration: Configuration, store: Store) -> Configuration:
        """With the bar as it stands at this moment."""
        return in_force(configuration, store, self.at)

    def of_kept(self, kept: Kept) -> _Now | None:
        """None for one that hangs on others, is of one of several roles, or has to be read again: assessed in full."""
        self._mark(kept)
        renewal = self._renewal(kept.basis)
        if not kept.is_alone or renewal is None or (kept.sketch is not None and kept.sketch.also_offered):
            if kept.state is State.SUGGESTED:
                self.read_again.add(kept.key)
            return None
        sketch = kept.sketch
        if sketch is None:
            return None
        page = KeptPage(sketch, kept.vocabulary, kept.words)
        fitted = renewal.of(Fitted(sketch.fit, sketch.numbers, sketch.taught), page)
        outlook = Outlook(fitted.fit, self._suggestion(kept, fitted.fit))
        at, action = kept.received_at, kept.action
        return _Now(fitted, page, Preview(kept.key, kept.id, "", "", "", at, kept.state, action, outlook, outlook))

    def _mark(self, kept: Kept) -> None:
        if kept.kind is Kind.OUTREACH:
            company, pay = kept.company_and_pay()
            self.arrived[kept.key] = kept.received_at
            self.marks[kept.key] = tuple([mark for mark in (company_mark(company), pay) if mark])
            for mark in self.marks[kept.key]:
                self.offers[mark].append(kept.key)

    def _renewal(self, name: str) -> Renewal | None:
        """From what was kept with a suggestion made from another basis, to today."""
        if name not in self.renewals:
            made_from, ours, wish = Basis.named(name), Basis.named(self.name), self.side.configuration.interests
            before = wish if made_from.interests == ours.interests else self.wish_of(made_from.interests)
            if before is None or made_from.reading != ours.reading:
                self.renewals[name] = None
            else:
                by_this_model = made_from.model == ours.model
                self.renewals[name] = Renewal.between(before, wish, self.side.model, by_this_model=by_this_model)
        return self.renewals[name]

    def _suggestion(self, kept: Kept, fit: float) -> Suggestion:
        if kept.basis == self.name:
            return kept.suggestion
        self.decided_again.add(kept.key)
        suggestion = _suggested(kept, fit, self.side)
        if suggestion is Suggestion.ACCEPT:
            self.accepted.add(kept.key)
        return suggestion

    def earlier(self, key: int) -> set[int]:
        """The offers before it that may be the same role: see `same_role.is_same_role`."""
        at = self.arrived.get(key)
        if at is None:
            return set()
        near = {other for mark in self.marks[key] for other in self.offers[mark]}
        return {
            other for other in near if (self.arrived[other], other) < (at, key) and at - self.arrived[other] <= WITHIN
        }


@dataclass(frozen=True, slots=True)
class _Trial:
    """After some changes, and what is found on the way."""

    today: _Today
    side: _Side
    renewal: Renewal  # from the fits of today
    previews: dict[int, Preview | None] = field(default_factory=dict)  # by key; None: to be assessed in full
    accepted: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, today: _Today, side: _Side) -> _Trial:
        before, after = today.side, side
        by_this_model = before.model.model_id == after.model.model_id
        old, new = before.configuration.interests, after.configuration.interests
        return cls(today, side, Renewal.between(old, new, after.model, by_this_model=by_this_model))

    def preview(self, kept: Kept, now: _Now) -> Preview:
        """With title and company only if it flips."""
        fit, before = self.renewal.of(now.fitted, now.page).fit, now.preview.before
        suggestion = self._suggestion(kept, fit, before)
        if suggestion is Suggestion.ACCEPT:
            self.accepted.append(kept.key)
        if (fit, suggestion) == before[:2]:
            return now.preview
        after = Preview(*now.preview[:-1], Outlook(fit, suggestion))
        if not after.flips:
            return after
        role = now.page.role
        title = role.title or kept.words().subject
        return after._replace(title=title, company=role.company or "", agency=role.agency or "")

    def _suggestion(self, kept: Kept, fit: float, before: Outlook) -> Suggestion:
        band = by_threshold(fit, self.side.configuration.policy)
        # what would be accepted is held where another agency offers it too: that changes with the others
        may_be_held = band is Suggestion.ACCEPT and before.suggestion is not Suggestion.ACCEPT
        stays = band is by_threshold(before.fit, self.today.side.configuration.policy) and not may_be_held
        return before.suggestion if stays else _suggested(kept, fit, self.side)

    def maybe_twice(self, store: Store) -> set[int]:
        """What would be accepted, and looks like the role of an earlier offer."""
        accepted = self.today.accepted.union(self.accepted)
        near = {key: others for key in accepted if (others := self.today.earlier(key))}
        kept = store.kept_of(set(near).union(*near.values())) if near else ()
        offers = {offer.key: offer for one in kept if (offer := offer_of_kept(one)) is not None}
        pairs = ((key, other) for key, others in near.items() for other in others if {key, other} <= offers.keys())
        return {key for key, other in pairs if is_same_role(offers[key], offers[other])}


def _suggested(kept: Kept, fit: float, side: _Side) -> Suggestion:
    """What `decide` says: of what is no plain offer always the same; nor needs the same reason a second look."""
    policy = side.configuration.policy
    if kept.kind is not Kind.OUTREACH or by_threshold(fit, policy) is kept.suggestion:
        return kept.suggestion
    read = cast("Opportunity", kept.sketch)
    return decide(read, Score(fit, (), side.model.model_id), policy).suggestion


def _offers(store: Store, keys: set[int]) -> Iterator[Offer]:
    return (offer for item in _items(store, keys) if (offer := offer_of(item)) is not None)


def _items(store: Store, keys: set[int]) -> Iterator[Item]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _CHUNK):
        yield from store.items(keys=ordered[start : start + _CHUNK])


@dataclass(frozen=True)
class _Full:
    """Assesses as a scan does it, under both configurations; `keys` are those that have to be."""

    trial: _Trial
    store: Store
    keys: set[int]

    def previews(self, keys: set[int]) -> dict[int, Preview]:
        """By key, with titles and reasons."""
        return {item.key: self._preview(item, waiting) for item in _items(self.store, keys) if (waiting := again(item))}

    @cached_property
    def _engine(self) -> Engine:
        return Engine.load(self.trial.today.side.configuration)

    @cached_property
    def _near(self) -> Context:
        """All that is stored, with only the offers that may be the role of one of `keys`."""
        near = {other for key in self.keys for other in self.trial.today.earlier(key)}
        return Context(self.store, Offers(_offers(self.store, near)))

    @cached_property
    def _everything(self) -> Context:
        return Context.of(self.store)

    def _preview(self, item: Item, waiting: Unassessed) -> Preview:
        message, opportunity = self._near.message(waiting), item.assessment.opportunity
        if item.key in self.trial.today.read_again and item.assessment.score.model_id != UNWEIGHED:
            understood = self._engine.understand(message, item.ref.account)
            opportunity = understood if isinstance(understood, Opportunity) else opportunity
        context = self._near if opportunity.role == item.assessment.opportunity.role else self._everything
        read = _Read(waiting, MailPage(message, opportunity), opportunity, context)
        stands = item.key not in self.keys and item.key not in self.trial.today.decided_again
        return Preview(
            key=item.key,
            id=item.id,
            title=opportunity.role.title or message.subject,
            company=opportunity.role.company or "",
            agency=opportunity.role.agency or "",
            received_at=item.received_at,
            state=item.state,
            decision=item.decision.action if item.decision else None,
            before=_kept(item.assessment) if stands else self._outlook(item, read, self.trial.today.side),
            after=self._outlook(item, read, self.trial.side),
        )

    def _outlook(self, item: Item, read: _Read, side: _Side) -> Outlook:
        fit, verdict = item.assessment.score, item.assessment.verdict
        if fit.model_id != UNWEIGHED:
            fit = score_page(read.page, read.opportunity, side.configuration.interests, side.model)
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
    page: MailPage
    opportunity: Opportunity
    context: Context
