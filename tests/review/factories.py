"""Makes suggestions as the store gives them, for tests of what is shown and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.factories import NOON, a_draft, a_message, an_opportunity
from triage.codec import encode
from triage.domain import Action, Assessment, Contribution, Item, MessageRef, Role, Score, State, Suggestion, Verdict
from triage.store.kept import Line
from triage.store.lines import derived


def an_item(key: int = 1, fit: float = 0.8, **changes: Any) -> Item:
    """An offer that waits, suggested to be accepted; `role` and `warnings` change what was understood of it."""
    opportunity = an_opportunity()
    if (role := changes.pop("role", None)) is not None:
        opportunity = replace(opportunity, role=Role(**role))
    opportunity = replace(opportunity, warnings=changes.pop("warnings", ()))
    contributions = (
        Contribution("want:python", 2.0, "Python services", "names python"),
        Contribution("base", -0.5, "", "where every offer starts"),
    )
    suggestion = changes.pop("suggestion", Suggestion.ACCEPT)
    item = Item(
        key=key,
        id=f"item{key:02}",
        thread=f"t{key}",
        ref=MessageRef("home", "INBOX", 7, key),
        received_at=NOON,
        message=a_message(),
        assessment=Assessment(opportunity, Score(fit, contributions, "test"), Verdict(suggestion, "Because."), None),
        state=State.SUGGESTED,
        decision=None,
        draft=a_draft(),
        purpose=Action.ACCEPT,
        receipt=None,
    )
    return replace(item, **changes)


def a_line(item: Item) -> Line:
    """What lists tell of it."""
    warned, employer, words = derived(
        (item.id, item.ref.account, encode(item.assessment.opportunity), encode(item.message) if item.message else None)
    )
    action, verdict = item.decision.action if item.decision else None, item.assessment.verdict
    return Line(
        item.key,
        item.id,
        item.received_at.isoformat(),
        item.state,
        action,
        verdict.suggestion,
        item.assessment.score.probability,
        bool(warned),
        employer,
        words,
    )
