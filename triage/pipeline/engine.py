"""Assesses messages: understand → score → decide → draft, with the models, templates and interests in force."""

from __future__ import annotations

import hashlib
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import triage
from triage.decide import decide, deciding_questions
from triage.domain import Action, Address, Assessment, Message, Suggestion
from triage.draft import Drafter, Request
from triage.errors import ConfigurationError
from triage.resources import models_dir, templates_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Draft, Opportunity, RawMessage, Score
    from triage.parse.isolated import IsolatedParser
    from triage.score import FitModel
    from triage.understand import Reader


def basis(configuration: Configuration) -> str:
    """Names what suggestions are made from: another name means that they would be made anew. Loads no model."""
    digest = hashlib.sha256(triage.__version__.encode())
    for part in (configuration.me, configuration.interests, configuration.policy):
        digest.update(repr(part).encode())
    for seal in sorted(models_dir().glob("*/*.sha256")):
        digest.update(seal.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Engine:
    """What a message is assessed with."""

    configuration: Configuration
    basis: str
    drafter: Drafter
    model: FitModel
    readers: dict[str, Reader] = field(default_factory=dict)  # by account: each trusts its own server's results

    @classmethod
    def load(cls, configuration: Configuration) -> Engine:
        """Loads models and templates. Raises `DamagedError` for a model and `ConfigurationError` for a template."""
        from triage.score import FitModel

        drafter = Drafter.load(templates_dir(), configuration.templates_dir)
        return cls(configuration, basis(configuration), drafter, FitModel.load())

    def assess(self, message: Message, account: str = "") -> Assessment:
        """What triage makes of one message; `account` tells whose Authentication-Results to trust."""
        from triage.score import score
        from triage.understand import understand

        opportunity = understand(message, self._reader(account))
        fit = score(message, opportunity, self.configuration.interests, self.model)
        verdict = decide(opportunity, fit, self.configuration.policy)
        draft = None
        if verdict.suggestion in {Suggestion.ACCEPT, Suggestion.ASK, Suggestion.DECLINE}:
            draft = self.draft(message, opportunity, fit, Action(verdict.suggestion))
        return Assessment(opportunity, fit, verdict, draft)

    def draft(self, message: Message, opportunity: Opportunity, fit: Score, action: Action) -> Draft:
        """The reply for one action. Raises `ConfigurationError` if the template fails."""
        return _draft(self.drafter, self.configuration, message, opportunity, fit, action)

    def _reader(self, account: str) -> Reader:
        from triage.understand import Reader

        if account not in self.readers:
            trusted = {entry.name: entry.authserv_id for entry in self.configuration.accounts}
            own = frozenset(self.configuration.me.addresses)
            only = next(iter(trusted.values())) if len(set(trusted.values())) == 1 else ""
            self.readers[account] = Reader.load(own, trusted.get(account, only))
        return self.readers[account]


def check_templates(configuration: Configuration) -> None:
    """Raises `ConfigurationError` with a line for every template that cannot be used."""
    Drafter.load(templates_dir(), configuration.templates_dir)


def draft_reply(
    configuration: Configuration, message: Message, assessment: Assessment, action: Action, *, template: str = ""
) -> Draft:
    """The reply for an action on an assessed message; loads templates, but no model."""
    drafter = Drafter.load(templates_dir(), configuration.templates_dir)
    return _draft(drafter, configuration, message, assessment.opportunity, assessment.score, action, template=template)


def _draft(
    drafter: Drafter,
    configuration: Configuration,
    message: Message,
    opportunity: Opportunity,
    fit: Score,
    action: Action,
    *,
    template: str = "",
) -> Draft:
    policy = configuration.policy
    questions = deciding_questions(opportunity, policy) or opportunity.missing or policy.must_know
    request = Request(action, questions if action is Action.ASK else (), policy.availability)
    return drafter.draft(message, opportunity, fit, request, configuration.me, template=template)


class MessageReader:
    """Parses mail in one limited child process, started for the first message and ended with the block."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._parser: IsolatedParser | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, raws: Iterable[RawMessage]) -> Iterator[Message]:
        """The messages in order; what cannot be read comes out as a message that says so."""
        from triage.parse.isolated import IsolatedParser, Unreadable

        if self._parser is None:
            self._parser = self._stack.enter_context(IsolatedParser())
        kept: deque[RawMessage] = deque()

        def keep() -> Iterator[RawMessage]:
            for raw in raws:
                kept.append(raw)
                yield raw

        for parsed in self._parser.parse(keep()):
            raw = kept.popleft()
            yield unreadable(raw, parsed.reason) if isinstance(parsed, Unreadable) else parsed


def unreadable(raw: RawMessage, reason: str) -> Message:
    """Stands for a message that could not be parsed: it is recorded, shown to nobody, and lost to nobody."""
    nobody = Address("", "")
    return Message(
        message_id="",
        in_reply_to=(),
        references=(),
        date=None,
        from_=nobody,
        sender=None,
        reply_to=(),
        to=(),
        cc=(),
        subject="",
        text="",
        quoted="",
        signature="",
        attachments=(),
        headers=(),
        defects=(f"unreadable: {reason}",),
        content_hash=hashlib.sha256(raw.octets).hexdigest(),
    )


def classify(engine: Engine, paths: Iterable[Path]) -> Iterator[tuple[str, Message, Assessment]]:
    """(path, message, assessment) for .eml files, folders of them, Maildirs and mbox files, in order.

    Touches no state and no network. Raises `ConfigurationError` for a path that is not there.
    """
    from triage.source import read_files

    names: deque[str] = deque()

    def raws() -> Iterator[RawMessage]:
        for path in paths:
            if not path.exists():
                raise ConfigurationError([f"{path}: no such file or folder"])
            for name, raw in read_files(path):
                names.append(name)
                yield raw

    with MessageReader() as reader:
        for message in reader.read(raws()):
            yield names.popleft(), message, engine.assess(message)
