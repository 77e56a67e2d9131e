"""Joins what was sent with the facts of the mail it answered, so that `learn.wording` can compare replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.draft import first_name
from triage.learn.wording import Reply

if TYPE_CHECKING:
    from triage.domain import Role
    from triage.store import Store


def replies(store: Store) -> list[Reply]:
    """Every reply that was drafted and sent, oldest first."""
    return [
        Reply(
            wording.draft.template,
            wording.draft.body,
            wording.sent,
            wording.kept,
            wording.at,
            _facts(wording.item.assessment.opportunity.role),
        )
        for wording in store.wordings()
    ]


def _facts(role: Role) -> tuple[tuple[str, str], ...]:
    """What templates are given, by the names they know (docs/templates.md)."""
    return (
        ("full_name", role.recruiter or ""),
        ("name", first_name(role.recruiter or "")),
        ("title", role.title or ""),
        ("company", role.company or ""),
        ("location", role.locations[0] if role.locations else ""),
    )
