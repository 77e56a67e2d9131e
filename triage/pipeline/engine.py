"""Assesses messages: understand → score → decide → draft, with the models, templates and interests in force."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, Self

import triage
from triage.decide import decide, whatever_the_fit
from triage.domain import (
    Action,
    Assessment,
    Contribution,
    Kind,
    Opportunity,
    Role,
    Score,
    Suggestion,
    Verdict,
)
from triage.errors import ConfigurationError, TriageError, UsageError
from triage.pipeline.learning import model as own_model
from triage.pipeline.learning import own_model_id
from triage.pipeline.reading import MessageReader
from triage.pipeline.requesting import request_for
from triage.resources import models_dir, templates_dir
from triage.store.sketch import FORM

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Draft, Message, RawMessage
    from triage.draft import Drafter
    from triage.pipeline.reading import Understood
    from triage.pipeline.requesting import Situation
    from triage.pipeline.worker import Question
    from triage.score import FitModel


#: The model of a message of which nothing was weighed: triage failed on it, or it is no offer and not to be shown.
UNWEIGHED = "none"
_UNWEIGHED = Score(0.5, (Contribution("base", 0.0),), UNWEIGHED)


class Basis(NamedTuple):
    """What a suggestion was made from, by name: while these are the same, so is what comes of them."""

    reading: str  # what was understood
    interests: str  # the numbers, with it
    model: str  # the fit, with these; "" for the model that everybody starts with: the reading tells which that is
    rest: str  # the suggestion and its reply

    @classmethod
    @lru_cache(maxsize=256)
    def named(cls, text: str) -> Self:
        """From a store; an earlier version put its names together in another way."""
        parts = text.split(".")
        return cls(*parts) if len(parts) == len(cls._fields) else cls(text, "", "", "")

    def __str__(self) -> str:
        return ".".join(self)


def basis(configuration: Configuration, own_id: str = "") -> str:
    """Names what suggestions are made from, as a `Basis`: another name means that they would be made anew. Loads no
    model. `own_id` names the user's own, if there is one (`learning.own_model_id`).
    """
    own = configuration.templates_dir.rglob("*.j2") if configuration.templates_dir.is_dir() else ()
    rest = map(repr, (configuration.me, configuration.policy, configuration.replies))
    interests = _digest([repr(configuration.interests)])
    return str(Basis(reading_basis(configuration), interests, own_id, _digest([*rest, *sorted(own)])))


def reading_basis(configuration: Configuration) -> str:
    """Names what an `Opportunity` is made from, apart from the message."""
    trusted = [(account.name, account.authserv_id) for account in configuration.accounts]
    own = (triage.__version__, str(FORM), repr(configuration.me.addresses), repr(trusted))
    return _digest([*own, *sorted(models_dir().glob("*/*.sha256"))])


def _digest(parts: Iterable[str | Path]) -> str:
    """Of words, and of the content of files."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() if isinstance(part, str) else part.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Engine:
    """What a message is assessed with."""

    configuration: Configuration
    basis: str
    drafter: Drafter
    model: FitModel
    reader: MessageReader = field(default_factory=MessageReader)

    @classmethod
    def load(
        cls, configuration: Configuration, data_dir: Path | None = None, reader: MessageReader | None = None
    ) -> Engine:
        """Loads models and templates; the user's own model from `data_dir`, if there is one. Mail is read with
        `reader`, or one of its own.

        Raises `DamagedError` for a model and `ConfigurationError` for a template.
        """
        from triage.draft import Drafter

        drafter = Drafter.load(templates_dir(), configuration.templates_dir)
        in_use, model = basis(configuration, own_model_id(data_dir)), own_model(data_dir)
        return cls(configuration, in_use, drafter, model, reader or MessageReader())

    def assess(
        self, message: Message, understood: Understood, situation: Situation | None = None, *, keep: bool = False
    ) -> Assessment:
        """What triage makes of one message. What is to be kept in a store has its gist, which takes half a
        millisecond, and if it is no offer no fit, which takes one: of that nothing is kept.

        Never raises for a message: one that some stage cannot cope with is held for the user to look at.
        """
        if not isinstance(understood, Opportunity):
            return _unassessable(understood.reason)
        try:
            return self._assess(message, understood, situation, keep=keep)
        except TriageError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad mail must not stop the others (faults.md, P8)
            return _unassessable(type(error).__name__)

    def understand(self, message: Message, account: str = "") -> Understood:
        """What a message says, and whether it can be answered: the same whatever the interests are.

        `account` tells whose Authentication-Results to trust. Raises `DamagedError` for a model.
        """
        return next(self.understand_all([(message, account)]))[1]

    def understand_all(self, messages: Iterable[tuple[Message, str]]) -> Iterator[tuple[Message, Understood]]:
        """The same for messages with their accounts, in order and reading ahead."""
        questions = (self._question(message, account) for message, account in messages)
        for message, found in self.reader.understand(questions):
            yield message, self._answerable(message, found) if isinstance(found, Opportunity) else found

    def _answerable(self, message: Message, opportunity: Opportunity) -> Opportunity:
        """What was understood; it cannot be answered if the addresses of the reply would be none."""
        from triage.deliver.compose import check_addresses
        from triage.draft import correspondents

        if not opportunity.replyable or (opportunity.kind is not Kind.OUTREACH and message.from_.addr_spec):
            return opportunity
        try:
            own, theirs = correspondents(message, opportunity, self.configuration.me)
            check_addresses(theirs, *([own] if self.configuration.me.addresses else []))  # `classify` works without
        except ConfigurationError as error:
            return replace(opportunity, replyable=False, not_replyable_because=str(error))
        return opportunity

    def _assess(
        self, message: Message, opportunity: Opportunity, situation: Situation | None, *, keep: bool
    ) -> Assessment:
        from triage.score import MailPage, score_page

        unfitted = whatever_the_fit(opportunity)
        if keep and unfitted is not None and unfitted.suggestion is Suggestion.NONE:
            return Assessment(opportunity, _UNWEIGHED, unfitted, None)
        page = MailPage(message, opportunity)
        fit = score_page(page, opportunity, self.configuration.interests, self.model)
        verdict = decide(opportunity, fit, self.configuration.policy)
        if keep and verdict.suggestion is not Suggestion.NONE:
            fit = replace(fit, gist=page.gist())
        if verdict.suggestion not in {Suggestion.ACCEPT, Suggestion.ASK, Suggestion.DECLINE}:
            return Assessment(opportunity, fit, verdict, None)
        request = request_for(self.configuration, message, opportunity, Action(verdict.suggestion), situation)
        draft = self.drafter.draft(message, opportunity, fit, request, self.configuration.me)
        return Assessment(opportunity, fit, verdict, draft)

    def _question(self, message: Message, account: str) -> Question:
        from triage.pipeline.worker import Question

        trusted = {entry.name: entry.authserv_id for entry in self.configuration.accounts}
        only = next(iter(trusted.values())) if len(set(trusted.values())) == 1 else ""
        return Question(message, self.configuration.me.addresses, trusted.get(account, only))


def _unassessable(reason: str) -> Assessment:
    """What is made of a message that a stage of ours failed on."""
    chances = tuple((kind, 1.0 if kind is Kind.PERSONAL else 0.0) for kind in Kind)
    because = "triage failed on it"
    opportunity = Opportunity(
        Kind.PERSONAL, chances, "", Role(), (), (), replyable=False, not_replyable_because=because
    )
    why = f"triage failed on this mail ({reason}): please look at it yourself."
    return Assessment(opportunity, _UNWEIGHED, Verdict(Suggestion.HOLD, why), None)


def check_templates(configuration: Configuration) -> None:
    """Raises `ConfigurationError` with a line for every template that cannot be used."""
    from triage.draft import Drafter

    Drafter.load(templates_dir(), configuration.templates_dir)


def _drafter(configuration: Configuration) -> Drafter:
    """The templates, read again only when one has changed: a screen asks for replies as often as a key is pressed."""
    folders = (templates_dir(), configuration.templates_dir)
    files = [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob("*.j2"))]
    return _drafter_of(*folders, tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files))


@lru_cache(maxsize=1)
def _drafter_of(shipped: Path, own: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Drafter:
    from triage.draft import Drafter

    return Drafter.load(shipped, own)


def template_names(configuration: Configuration) -> tuple[str, ...]:
    """The names of the reply templates in the user's languages, such as "en/accept". Raises as `check_templates`."""
    names = _drafter(configuration).names
    return tuple(name for name in names if name.partition("/")[0] in configuration.me.languages)


def draft_reply(
    configuration: Configuration,
    message: Message,
    assessment: Assessment,
    action: Action,
    *,
    template: str = "",
    body: str | None = None,
    attempt: int = 0,
    situation: Situation | None = None,
) -> Draft:
    """The reply for an action on an assessed message; loads templates, but no model."""
    drafter = _drafter(configuration)
    request = request_for(configuration, message, assessment.opportunity, action, situation)
    request = replace(request, template=template, body=body, attempt=attempt)
    return drafter.draft(message, assessment.opportunity, assessment.score, request, configuration.me)


def classify(engine: Engine, paths: Iterable[Path]) -> Iterator[tuple[str, Message, Assessment]]:
    """(path, message, assessment) for .eml files, folders of them, Maildirs and mbox files, in order.

    Touches no state and no network. Raises `UsageError` for a path that is not there.
    """
    from triage.source.files import read_files

    names: deque[str] = deque()

    def raws() -> Iterator[RawMessage]:
        for path in paths:
            if not path.exists():
                raise UsageError(
                    f"{path}: no such file or folder", hint="name .eml files, folders, Maildirs or mbox files"
                )
            for name, raw in read_files(path):
                names.append(name)
                yield raw

    with engine.reader as reader:
        for message, understood in engine.understand_all((message, "") for message in reader.read(raws())):
            yield names.popleft(), message, engine.assess(message, understood)
