"""Joins what was sent with the facts of the mail it answered, and takes edits over into the user's templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.draft import first_name
from triage.draft.rewording import can_be_written, including, reworded, rewording
from triage.draft.values import spoken_company, spoken_title
from triage.errors import ConfigurationError
from triage.learn.wording import RECURRING, Reply, occurs, recurring
from triage.locations import private_dir, write_private
from triage.pipeline.templates import problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Role
    from triage.learn.wording import Edit
    from triage.store import Store


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that comes back, in how many replies, and whether it can be written into a template."""

    edit: Edit
    times: int
    can_be_saved: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The template that has an edit now, and what it was before; None if there was none of the user's."""

    path: Path
    backup: Path | None


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
        ("title", spoken_title(role.title or "")),
        ("company", spoken_company(role.company or "")),
        ("location", role.locations[0] if role.locations else ""),
    )


def proposals(configuration: Configuration, sent: Sequence[Reply], least: int = RECURRING) -> list[Proposal]:
    """The edits that come back and are in no template of the user's yet, the most frequent first."""
    return [
        Proposal(edit, times, can_be_written(edit.before) and any(occurs(edit, reply) for reply in sent))
        for edit, times in recurring(sent, least)
        if rewording(edit.before, edit.after) not in _own_text(configuration, edit.template)
    ]


def save(configuration: Configuration, edit: Edit) -> Saved:
    """Writes an edit into the user's own template, which is made if there is none; the old one is kept beside it.

    Raises `CannotWriteError`, and `ConfigurationError` if the template could not be used then: it stays as it was.
    """
    path, old = _own(configuration, edit.template), _own_text(configuration, edit.template)
    shared = f"reply/{edit.template.partition('/')[2]}.txt.j2"
    backup = path.with_name(f"{path.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}") if old else None
    private_dir(path.parent)
    if backup:
        write_private(backup, old.encode())
    write_private(path, reworded(old or including(shared), edit.before, edit.after).encode())
    if wrong := problems(configuration, [edit.template])[edit.template]:
        backup.replace(path) if backup else path.unlink()
        raise ConfigurationError(wrong)
    return Saved(path, backup)


def _own(configuration: Configuration, template: str) -> Path:
    return configuration.templates_dir / "reply" / f"{template}.txt.j2"


def _own_text(configuration: Configuration, template: str) -> str:
    path = _own(configuration, template)
    return path.read_text("utf-8") if path.is_file() else ""
