"""Opportunity + action → Draft: finds the template, fills it in, and addresses the reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from triage.domain import Draft
from triage.draft import envelope
from triage.draft.asked import asked_for
from triage.draft.rendering import Templates
from triage.draft.values import attaches, example_values, values_for
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

    from triage.config import Me
    from triage.domain import Message, Opportunity, Score
    from triage.draft.request import Request


#: Templates that word the action's reply for a situation, and what they take as given.
_VARIANTS: dict[str, dict[str, Any]] = {"follow_up": {"follow_up": True}, "inmail": {"relay": True}}


@dataclass(frozen=True, slots=True)
class Drafter:
    """Renders replies; `load` finds the templates and tries the user's own first."""

    templates: Templates

    @classmethod
    def load(cls, shipped: Path, own: Path) -> Drafter:
        """The drafter over both template folders. What is shipped is held by the tests; the user's is tried here.

        Raises `ConfigurationError` with one `file:line: what is wrong` for every template that cannot be used.
        """
        drafter = cls(Templates(shipped, own))
        names = [source.name for source in drafter.templates.sources() if source.own]
        problems = [problem for name in names for problem in drafter.problems(name)]
        if problems:
            raise ConfigurationError(list(dict.fromkeys(problems)))
        return drafter

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of which there are templates."""
        return self.templates.languages

    @property
    def names(self) -> tuple[str, ...]:
        """Every reply that can be asked for, such as "en/accept"."""
        return tuple(source.name for source in self.templates.sources())

    def problems(self, name: str) -> list[str]:
        """What is wrong with a template, tried with values of each kind: all there, nothing there."""
        found: list[str] = []
        for values in example_values(name):
            try:
                self.templates.render(name, values)
            except ConfigurationError as error:
                found += error.problems
        return found

    def draft(self, message: Message, opportunity: Opportunity, score: Score, request: Request, me: Me) -> Draft:
        """The reply to `message`. Raises `ConfigurationError` if the template fails on it."""
        language, _, purpose = self.name(opportunity, request, me).partition("/")
        name = f"{language}/{purpose}"
        request = replace(request, **_VARIANTS.get(purpose, {}))
        body = request.body
        if body is None:
            values = values_for(message, opportunity, score, request, me, language, purpose)
            body = self.templates.render(name, values)
        identity, recipient = envelope.correspondents(message, opportunity, me)
        return Draft(
            message_id=envelope.message_id(message, body, identity, request.attempt),
            in_reply_to=message.message_id,
            references=envelope.references(message),
            from_=identity,
            to=recipient,
            subject=envelope.subject_line(message.subject),
            body=body,
            template=name,
            quote="none" if request.relay else request.replies.quote,
            html=request.replies.html,
            attachments=_attachments(message, request),
            valid_until=request.slots[0].start if request.slots and request.body is None else None,
        )

    def name(self, opportunity: Opportunity, request: Request, me: Me) -> str:
        """The template to use: "de/later" as asked for, else the language's."""
        wanted = request.template or str(request.action)
        return wanted if "/" in wanted else f"{self.language(opportunity.language, me)}/{wanted}"

    def language(self, language: str, me: Me) -> str:
        """The sender's language if the user writes it and templates exist, else the user's first that has templates."""
        wanted = (language, *me.languages) if language in me.languages else me.languages
        return next((code for code in wanted if code in self.languages), "en")


def _attachments(message: Message, request: Request) -> tuple[str, ...]:
    if not attaches(asked_for(message.text), request):
        return ()
    return (str(request.replies.cv),)
