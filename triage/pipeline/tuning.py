"""What would be suggested with other interests or thresholds, over all stored mail: nothing is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.config.changes import changed
from triage.decide import decide
from triage.domain import Assessment, State
from triage.insight.tune import Outlook, Preview, WhatIf
from triage.pipeline.context import Context, again
from triage.pipeline.engine import FAILED, Engine, reading_basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.config import Configuration
    from triage.config.changes import Changes
    from triage.domain import Item, Message, Opportunity
    from triage.score import FitModel
    from triage.store import Store, Unassessed


def what_if(configuration: Configuration, store: Store, changes: Changes) -> WhatIf:
    """Every suggestion whose words are kept, as it is with this configuration and as it would be with the changes.

    What waits for the user comes out exactly as the next scan with such a configuration would suggest it; of what is
    decided or closed, a scan would change nothing. Raises `UsageError` for changes that cannot be made.
    """
    from triage.score import FitModel

    after, model = changed(configuration, changes), FitModel.load()
    items, context = store.items(), Context.of(store)
    previews = tuple(
        _preview(item, read, context, configuration, after, model)
        for item, read in _understood(configuration, context, items)
    )
    return WhatIf(previews, len(items) - len(previews))


@dataclass(frozen=True, slots=True)
class _Read:
    """What one message says, as a part of its conversation."""

    waiting: Unassessed
    message: Message
    opportunity: Opportunity


def _understood(configuration: Configuration, context: Context, items: list[Item]) -> Iterator[tuple[Item, _Read]]:
    """The items that have their words; what waits and was read by an earlier version is read anew, as a scan does."""
    bases, reading = context.store.bases(), reading_basis(configuration)
    engine: Engine | None = None
    for item in items:
        waiting = again(item)
        if waiting is None:
            continue
        message = context.message(waiting)
        opportunity = item.assessment.opportunity
        if item.state is State.SUGGESTED and bases.get(item.key, "").partition(".")[0] != reading:
            engine = engine or Engine.load(configuration)
            opportunity = engine.understand(message, item.ref.account)
        yield item, _Read(waiting, message, opportunity)


def _preview(
    item: Item, read: _Read, context: Context, before: Configuration, after: Configuration, model: FitModel
) -> Preview:
    role = read.opportunity.role
    return Preview(
        key=item.key,
        id=item.id,
        title=role.title or read.message.subject,
        company=role.company or role.agency or "",
        received_at=item.received_at,
        state=item.state,
        decision=item.decision.action if item.decision else None,
        before=_outlook(item, read, context, before, model),
        after=_outlook(item, read, context, after, model),
    )


def _outlook(item: Item, read: _Read, context: Context, configuration: Configuration, model: FitModel) -> Outlook:
    from triage.score import score

    fit, verdict = item.assessment.score, item.assessment.verdict
    if fit.model_id != FAILED:
        fit = score(read.message, read.opportunity, configuration.interests, model)
        verdict = decide(read.opportunity, fit, configuration.policy)
        verdict = context.judged(read.waiting, Assessment(read.opportunity, fit, verdict, None)).verdict
    return Outlook(fit.probability, verdict.suggestion, verdict.why, fit.contributions)
