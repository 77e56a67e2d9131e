"""Makes suggestions as the store gives them, for tests of what is shown and in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.factories import NOON, a_draft, a_message, an_opportunity
from triage.domain import Action, Assessment, Contribution, Item, MessageRef, Role, Score, State, Suggestion, Verdict


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
