"""What scoring reads from the words of a mail whatever the interests are: each reading is taken once, or was kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, cast

from triage.domain import Gist
from triage.score import occupation, terms, topics, work
from triage.score.occupation import Occupation
from triage.score.page import Page, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from triage.domain import Message, Opportunity, Role
    from triage.score.page import Words
    from triage.score.topics import Topic
    from triage.score.work import Work

_FIRST = 800  # characters: in which a role without a title is named


class GistPage(Page):
    """A page, and what it says by itself."""

    def chances(self, table: Work) -> tuple[float, ...]:
        """See `work.chances`."""
        return work.chances(self.lowered, table)

    def telling(self, wish: work.Sought) -> str:
        """See `work.telling`."""
        return work.telling(self.lowered, self.chances(wish.work), wish)

    @once
    def named(self) -> frozenset[Occupation]:
        """The occupations that the first sentences name."""
        return occupation.named_in(self.text[:_FIRST])

    @once
    def stated(self) -> int:
        """How many of employer, pay, place and contract the role has."""
        role = self.role
        place = bool(role.locations or role.countries or role.workplace)
        return sum((bool(role.company), bool(role.salary), place, bool(role.employment)))

    @once
    def repeats(self) -> terms.Repeats:
        """See `terms.repeats`."""
        return terms.repeats(self.lowered)


class MailPage(GistPage):
    """Read from a message."""

    def __init__(self, message: Message, opportunity: Opportunity) -> None:
        if aside := opportunity.said_of_others:  # the fit is that of the one role
            message = replace(message, text=message.text.replace(aside, "\n", 1))
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
    def _chances(self) -> tuple[float, ...]:
        return super().chances(work.shipped())

    def chances(self, table: Work) -> tuple[float, ...]:
        """See `work.chances`."""
        return self._chances if table is work.shipped() else super().chances(table)

    def gist(self) -> Gist:
        """What is kept of it, for a `KeptPage`."""
        named = () if self.role.title else sorted(f"{one.family}/{one.name}" for one in self.named)
        more = tuple(self.repeats.more.items())
        said = tuple(topic.name for topic in self.topics)
        words = " ".join(dict.fromkeys(self.lowered.split()))
        return Gist(self._chances, self.stated, tuple(named), self.repeats.length, more, said, words)


class Sketch(Protocol):
    """What is kept of a mail: of its role (in whose place it can be looked at), of its gist and of its score."""

    @property
    def stated(self) -> int:
        """`Gist.stated`."""
        ...

    @property
    def named(self) -> Sequence[str]:
        """`Gist.named`."""
        ...

    @property
    def length(self) -> int:
        """`Gist.length`."""
        ...

    @property
    def repeated(self) -> Mapping[str, int]:
        """`Gist.repeated`."""
        ...

    @property
    def topics(self) -> Sequence[str]:
        """`Gist.topics`."""
        ...

    @property
    def work(self) -> tuple[float, ...]:
        """`Gist.work`."""
        ...

    @property
    def skills(self) -> Sequence[str]:
        """`Role.skills`, in lower case."""
        ...


class KeptPage(GistPage):
    """One that was read before: what its sketch tells is not read again, and nothing is quoted for it.

    `vocabulary` gives `Gist.vocabulary`; that and `words` are only asked for if they are compared.
    """

    def __init__(self, sketch: Sketch, vocabulary: Callable[[], str], words: Callable[[], Words]) -> None:
        self._sketch, self._vocabulary, self._words = sketch, vocabulary, words

    @once
    def vocabulary(self) -> str:
        """As it was."""
        return self._vocabulary()

    @once
    def role(self) -> Role:
        """As it was, to be looked at only."""
        return cast("Role", self._sketch)

    @once
    def skills(self) -> frozenset[str]:
        """As they were."""
        return frozenset(self._sketch.skills)

    @once
    def said(self) -> Sequence[str]:
        """The names of its topics, as they were."""
        return self._sketch.topics

    def chances(self, table: Work) -> tuple[float, ...]:
        """As they were, by the shipped table."""
        assert table is work.shipped()
        return self._sketch.work

    def quote(self, start: int) -> str:  # noqa: ARG002 - it is quoted from a mail, not from its sketch
        """Nothing."""
        return ""

    def begun_with(self, stems: list[str]) -> str:  # noqa: ARG002 - as `quote`
        """Nothing."""
        return ""

    def telling(self, wish: work.Sought) -> str:  # noqa: ARG002 - as `quote`
        """Nothing."""
        return ""

    @once
    def named(self) -> frozenset[Occupation]:
        """As they were, for a role without a title."""
        return frozenset([Occupation(*name.split("/")) for name in self._sketch.named])

    @once
    def stated(self) -> int:
        """As it was."""
        return self._sketch.stated

    @once
    def repeats(self) -> terms.Repeats:
        """As they were."""
        return terms.Repeats(self._sketch.length, self._sketch.repeated)
