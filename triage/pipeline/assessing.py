"""Assesses new messages as parts of their conversations, and records what they mean for the others."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from triage.checkpoint import checkpoint
from triage.domain import Suggestion
from triage.insight.same_role import WITHIN
from triage.pipeline.context import Context, again
from triage.pipeline.conversations import gives_way, no_offer, note_own_mail, supersede
from triage.pipeline.engine import Basis, Engine
from triage.pipeline.requesting import Situation
from triage.store import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Assessment, Item, Message
    from triage.pipeline.reading import MessageReader, Understood
    from triage.store import Store, Unassessed


@dataclass(frozen=True, slots=True)
class Assessor:
    """What a scan assesses with; imported only when there is something to assess."""

    store: Store
    engine: Engine
    context: Context

    @classmethod
    def load(
        cls, store: Store, configuration: Configuration, data_dir: Path, reader: MessageReader, oldest: datetime
    ) -> Self:
        """With models, templates and what is stored now and matters to mail received from `oldest` on; what the name
        of the interests stands for is kept. Raises as `Engine.load`.
        """
        engine = Engine.load(configuration, data_dir, reader)
        store.keep_wish(Basis.named(engine.basis).interests, configuration.interests)
        return cls(store, engine, Context.of(store, oldest - WITHIN))

    def understood(self, waiting: Iterable[Unassessed]) -> Iterator[tuple[Unassessed, Understood]]:
        """Each with what it says by itself, in order and reading ahead."""
        asked: deque[Unassessed] = deque()

        def messages() -> Iterator[tuple[Message, str]]:
            for one in waiting:
                asked.append(one)
                yield one.message, one.account

        for _, found in self.engine.understand_all(messages()):
            yield asked.popleft(), found

    def assess(self, understood: Iterable[tuple[Unassessed, Understood]]) -> list[int]:
        """Reaches and stores the verdicts; gives the keys of those that are new suggestions for the user."""
        return [one.key for one, found in understood if self._assess(one, found)]

    def assess_again(self, items: Iterable[Item]) -> None:
        """With other interests, models or templates."""
        waiting = [one for item in items if (one := again(item)) is not None]
        for one, understood in self.understood(waiting):
            self.store.assess(one.key, self.engine.basis, self._assessment(one, understood))

    def _assess(self, waiting: Unassessed, understood: Understood) -> bool:
        own = waiting.sent or waiting.message.from_.is_among(self.engine.configuration.me.addresses)
        waiting = self.context.joined(waiting, understood, own=own)
        assessment = self._assessment(waiting, understood, own=own)
        checkpoint("assessed")
        self.store.assess(waiting.key, self.engine.basis, assessment)
        if own:
            checkpoint("own mail")
            note_own_mail(self.store, waiting, self.engine.configuration.accounts)
            return False
        if assessment.verdict.suggestion is Suggestion.NONE or self.store.times(waiting.key, Event.ANSWERED):
            return False
        if gives_way(self.store, waiting, self.engine.configuration.accounts):
            return False
        supersede(self.store, waiting)
        return True

    def _assessment(self, waiting: Unassessed, understood: Understood, *, own: bool = False) -> Assessment:
        message = self.context.message(waiting)
        if bumps := message is not waiting.message:
            understood = self.engine.understand(message, waiting.account)
        situation = Situation.of(self.store, waiting.key, message, waiting.received_at, bumps=bumps)
        assessment = self.engine.assess(message, understood, situation, keep=True)
        return no_offer(assessment) if own else self.context.judged(waiting, assessment)
