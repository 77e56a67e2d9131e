"""Assesses new messages as parts of their conversations, and records what they mean for the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Self

from triage.checkpoint import checkpoint
from triage.domain import Suggestion
from triage.pipeline.context import Context, again
from triage.pipeline.conversations import no_offer, note_own_mail, supersede
from triage.pipeline.engine import Basis, Engine
from triage.pipeline.requesting import Situation
from triage.store import Event

if TYPE_CHECKING:
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Assessment, Item
    from triage.store import Store, Unassessed


@dataclass(frozen=True, slots=True)
class Assessor:
    """What a scan assesses with; imported only when there is something to assess."""

    store: Store
    engine: Engine
    context: Context

    @classmethod
    def load(cls, store: Store, configuration: Configuration, data_dir: Path) -> Self:
        """With models, templates and all that is stored now; what the name of the interests stands for is kept. Raises
        as `Engine.load`.
        """
        engine = Engine.load(configuration, data_dir)
        store.keep_wish(Basis.named(engine.basis).interests, configuration.interests)
        return cls(store, engine, Context.of(store))

    def assess(self, waiting: Unassessed) -> bool:
        """Reaches and stores the verdict; says whether it is a new suggestion for the user."""
        own = waiting.sent or waiting.message.from_.is_among(self.engine.configuration.me.addresses)
        understand = partial(self.engine.understand, waiting.message, waiting.account)
        waiting = self.context.joined(waiting, understand, own=own)
        assessment = self._assessment(waiting, own=own)
        checkpoint("assessed")
        self.store.assess(waiting.key, self.engine.basis, assessment)
        if own:
            checkpoint("own mail")
            note_own_mail(self.store, waiting)
            return False
        if assessment.verdict.suggestion is Suggestion.NONE or self.store.times(waiting.key, Event.ANSWERED):
            return False
        supersede(self.store, waiting)
        return True

    def assess_again(self, item: Item) -> None:
        """With other interests, models or templates."""
        if (waiting := again(item)) is not None:
            self.store.assess(item.key, self.engine.basis, self._assessment(waiting))

    def _assessment(self, waiting: Unassessed, *, own: bool = False) -> Assessment:
        message = self.context.message(waiting)
        bumps = message is not waiting.message
        situation = Situation.of(self.store, waiting.key, message, waiting.received_at, bumps=bumps)
        assessment = self.engine.assess(message, waiting.account, situation, keep=True)
        return no_offer(assessment) if own else self.context.judged(waiting, assessment)
