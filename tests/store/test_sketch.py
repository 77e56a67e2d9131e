"""triage.store.sketch: what is decided by a sketch is what is decided by all that was understood."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, cast

from tests.factories import an_opportunity
from triage.config import Policy
from triage.decide import decide
from triage.domain import Fact, Gist, Kind, Score, Warning, WarningCode
from triage.store.sketch import Sketch, sketched

if TYPE_CHECKING:
    from triage.domain import Opportunity


def test_the_suggestion_is_the_same() -> None:
    chance, seen = random.Random(4), set()
    for _ in range(400):
        offer, replyable = chance.random(), chance.random() < 0.8
        warnings = (Warning(chance.choice([*WarningCode]), "Mind."),) if chance.random() < 0.3 else ()
        read = an_opportunity(
            kind_probability=((Kind.PERSONAL, 1 - offer), (Kind.OUTREACH, offer)),
            missing=tuple(fact for fact in Fact if chance.random() < 0.3),
            warnings=warnings,
            replyable=replyable,
            not_replyable_because="" if replyable else "a robot sent it",
            forwarded_from="Kim Lee" if chance.random() < 0.1 else "",
            also_offered=("PHP Developer",) if chance.random() < 0.2 else (),
        )
        score = Score(chance.random(), (), "test")
        policy = Policy(must_know=tuple(fact for fact in Fact if chance.random() < 0.3))
        sketch = cast("Opportunity", Sketch(sketched(read, score, Gist((), 0, (), 0, (), (), ""))))
        seen.add(decide(read, score, policy).suggestion)
        assert decide(sketch, score, policy).suggestion is decide(read, score, policy).suggestion
    assert len(seen) == 4
