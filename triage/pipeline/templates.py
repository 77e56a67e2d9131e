"""The reply templates as their user works on them: which there are, what is in them, what they make of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.domain import Action
from triage.draft import Drafter
from triage.draft.rendering import Templates
from triage.errors import UsageError
from triage.resources import templates_dir

if TYPE_CHECKING:
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Assessment, Message
    from triage.draft.rendering import Source


def sources(configuration: Configuration) -> list[Source]:
    """Every reply that can be asked for, those in the user's languages first."""
    mine = configuration.me.languages
    found = Templates(templates_dir(), configuration.templates_dir).sources()
    return sorted(found, key=lambda source: mine.index(source.language) if source.language in mine else len(mine))


def file_of(configuration: Configuration, name: str) -> Path:
    """The file of a template "en/accept", or of the sentences "en/phrases"; without a language, of the user's first.

    Raises `UsageError` if there is none.
    """
    templates = Templates(templates_dir(), configuration.templates_dir)
    full = _full(configuration, name)
    language, _, purpose = full.partition("/")
    file = f"reply/{language}/phrases.j2" if purpose == "phrases" else templates.file(full)
    if file not in templates.names:
        raise UsageError(f"there is no template {full}", hint="`triage templates list` shows what there is")
    return templates.path(file)


def test(configuration: Configuration, name: str, message: Message, assessment: Assessment) -> str:
    """What the template makes of a mail. Raises `ConfigurationError` as drafting does."""
    from triage.pipeline.engine import draft_reply

    full = _full(configuration, name)
    purpose = full.partition("/")[2]
    action = Action(purpose) if purpose in {"accept", "ask", "decline"} else Action.DECLINE
    return draft_reply(configuration, message, assessment, action, template=full).body


def problems(configuration: Configuration, names: list[str]) -> dict[str, list[str]]:
    """By template, what is wrong with it, tried with values of every kind. Raises `UsageError` if there is none."""
    drafter = Drafter(Templates(templates_dir(), configuration.templates_dir))
    found = [_full(configuration, name) for name in names]
    for full in found:
        file_of(configuration, full)
    return {full: drafter.problems(full) for full in found}


def copy(configuration: Configuration, name: str) -> Path:
    """Copies a template into the user's folder, to be changed there; returns its new file.

    Raises `UsageError` if the user has one of that name: nothing is ever overwritten.
    """
    full = _full(configuration, name)
    kind = ".j2" if full.endswith("/phrases") else ".txt.j2"
    own = configuration.templates_dir / "reply" / f"{full}{kind}"
    if own.exists():
        raise UsageError(f"{own} is there already", hint="edit it, or move it away first")
    text = file_of(configuration, full).read_text("utf-8")
    own.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own.write_text(text, "utf-8")
    own.chmod(0o600)
    return own


def _full(configuration: Configuration, name: str) -> str:
    return name if "/" in name else f"{configuration.me.languages[0]}/{name}"
