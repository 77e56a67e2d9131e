"""What scoring reads from the words of a mail whatever the interests are: each reading is taken once, or was kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.domain import Gist
from triage.score import occupation, terms, topics, work
from triage.score.occupation import Occupation
from triage.score.page import Page, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from triage.domain import Message, Opportunity, Role
    from triage.score.page import Words
    from triage.score.topics import Topic
    from triage.score.work import Work

_FIRST = 800  # characters: in which a role without a title is named


class GistPage(Page):
    """A page, and what it says by itself."""

    def leanings(self, table: Work) -> tuple[float, ...]:
        """See `work.leanings`."""
        return work.leanings(self.lowered, table)

    def telling(self, wish: work.Sought) -> str:
        """See `work.telling`."""
        return work.telling(self.lowered, self.leanings(wish.work), wish)

    @once
    def named(self) -> frozenset[Occupation]:
        """The occupations that the first sentences name."""
        return occupation.named_in(self.text[:_FIRST])

    @once
    def repeats(self) -> terms.Repeats:
        """See `terms.repeats`."""
        return terms.repeats(self.lowered)


class MailPage(GistPage):
    """Read from a message."""

    def __init__(self, message: Message, opportunity: Opportunity) -> None:
        super().__init__(lambda: opportunity.role, lambda: message)
        self._message, self._opportunity = message, opportunity

    @once
    def topics(self) -> tuple[Topic, ...]:
        """See `topics.topics`."""
        return topics.topics(self, self._message, self._opportunity)

    def topics_in(self, weights: Mapping[str, float]) -> list[Topic]:
        """Those that are weighed."""
        return [topic for topic in self.topics if topic.name in weights] if weights else []

    @once
    def _leanings(self) -> tuple[float, ...]:
        return super().leanings(work.shipped())

    def leanings(self, table: Work) -> tuple[float, ...]:
        """See `work.leanings`."""
        return self._leanings if table is work.shipped() else super().leanings(table)

    def gist(self) -> Gist:
        """What is kept of it, for a `KeptPage`."""
        named = () if self.role.title else sorted(f"{one.family}/{one.name}" for one in self.named)
        more = tuple(self.repeats.more.items())
        said = tuple(topic.name for topic in self.topics)
        return Gist(self._leanings, tuple(named), self.repeats.length, more, said)


class KeptPage(GistPage):
    """One that was read before: what its gist tells is not read again, and nothing is quoted for it."""

    def __init__(self, role: Callable[[], Role], words: Callable[[], Words], gist: Callable[[], Gist]) -> None:
        super().__init__(role, words)
        self._read = gist

    @once
    def _gist(self) -> Gist:
        return self._read()

    def topics_in(self, weights: Mapping[str, float]) -> list[Topic]:
        """As they were, those that are weighed."""
        return [topics.Topic(name) for name in self._gist.topics if name in weights] if weights else []

    def leanings(self, table: Work) -> tuple[float, ...]:
        """As they were, by the shipped table."""
        assert table is work.shipped()
        return self._gist.work

    def telling(self, wish: work.Sought) -> str:  # noqa: ARG002 - it is quoted from a mail, not from its gist
        """Nothing."""
        return ""

    @once
    def named(self) -> frozenset[Occupation]:
        """As they were, for a role without a title."""
        return frozenset([Occupation(*name.split("/")) for name in self._gist.named])

    @once
    def repeats(self) -> terms.Repeats:
        """As they were."""
        return terms.Repeats(self._gist.length, dict(self._gist.repeated))
