"""Learns from the user's decisions, and only from these: reads each decided mail once, and fits to all of them."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import triage
from triage.codec import decode, encode
from triage.errors import DamagedError
from triage.learn import Example, keeping
from triage.resources import models_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from triage.config import Configuration
    from triage.domain import Interests, Message, Opportunity
    from triage.learn.fitting import Learned, Weights
    from triage.learn.held_out import HeldOut
    from triage.learn.tastes import Proposal
    from triage.score import FitModel
    from triage.store import Lesson, Store


_OWN = "own-"
#: Counts up when mails are read otherwise than before: what was kept of them is read anew.
_READING = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What learning needs of a mail: its features for the user's interests, and its topics."""

    fit: float
    features: tuple[tuple[str, float], ...]
    known: tuple[str, ...]
    words: tuple[str, ...]


def own_model_id(data_dir: Path | None) -> str:
    """Names the user's own model; "" while there is none. Raises `DamagedError`. Loads nothing heavy."""
    own = _own(data_dir)
    return _own_id(own) if own else ""


def _own(data_dir: Path | None) -> dict[str, Any] | None:
    """The user's own model; None while there is none, or only one that was learned beside another shipped model: it
    may lack what this one weighs, and the next scan learns it anew.
    """
    table = keeping.read(data_dir) if data_dir is not None else None
    if table is None or not table.get("model") or not str(table.get("mark")).endswith(_shipped()):
        return None
    own: dict[str, Any] = table["model"]
    return own


def _own_id(table: dict[str, Any]) -> str:
    return f"{_OWN}{keeping.digest(table)[:12]}"


def own_id(fit_model: FitModel) -> str:
    """The id of a model that is the user's own, else ""."""
    return fit_model.model_id if fit_model.model_id.startswith(_OWN) else ""


def model(data_dir: Path | None) -> FitModel:
    """The user's own model, or the shipped one while there is none. Raises `DamagedError`."""
    from triage.score import FitModel

    own = _own(data_dir)
    if own is None:
        return FitModel.load()
    try:
        return FitModel.from_json(own, model_id=_own_id(own))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        what = f"{keeping.FILE} in {data_dir} is not a model this version can use"
        raise DamagedError(what, hint=keeping.MEND) from error


def refresh(store: Store, configuration: Configuration, data_dir: Path) -> None:
    """Fits anew if anything was decided, taught or taken back since the last time, or the interests are others; else it
    costs a few queries.
    """
    if _is_behind(store, configuration.interests, data_dir):
        relearn(store, configuration, data_dir)


def refreshed(
    store: Store, configuration: Configuration, data_dir: Path | None, known: dict[str, Reading] | None = None
) -> FitModel:
    """The model after a `refresh`, and nothing is written; `known` is what was read of the mails, for the next time."""
    from triage.score import FitModel

    if data_dir is None or not _is_behind(store, configuration.interests, data_dir):
        return model(data_dir)
    read = _readings(store, configuration.interests, {} if known is None else known)
    table = _fitted(_examples(read, configuration.interests))
    return FitModel.from_json(table, model_id=_own_id(table)) if table else FitModel.load()


def _is_behind(store: Store, interests: Interests, data_dir: Path) -> bool:
    table = keeping.read(data_dir)
    return bool(store.lessons()) if table is None else table.get("mark") != _mark(store, interests)


def forget_learned(store: Store, data_dir: Path) -> None:
    """Drops what was learned if some of it has been forgotten since; the next scan learns from what is left."""
    table = keeping.read(data_dir)
    if table is not None and not str(table.get("mark")).startswith(store.lessons_mark()):
        keeping.remove(data_dir)


def relearn(store: Store, configuration: Configuration, data_dir: Path) -> tuple[Example, ...]:
    """Fits to all decisions, whatever was learned before, and keeps the result; gives what it learned from."""
    mark, read = _mark(store, configuration.interests), list(_readings(store, configuration.interests))
    _keep(store, configuration.interests, read)
    found = _examples(read, configuration.interests)
    accepted = sum(example.accepted for example in found)
    counts = {"accepted": accepted, "declined": len(found) - accepted}
    keeping.write(data_dir, {"mark": mark, **counts, "model": _fitted(found)})
    return found


def _fitted(found: tuple[Example, ...]) -> dict[str, Any] | None:
    """The user's own model as it is kept; None for too few decisions."""
    from triage.learn.fitting import fit, is_enough

    return _as_model(fit(found, shipped_weights())) if is_enough(found) else None


def _mark(store: Store, interests: Interests) -> str:
    """Another one whenever there is something else to learn from, to read it for, or to learn with."""
    return f"{store.lessons_mark()}.{_basis(interests)}.{_shipped()}"


def _shipped() -> str:
    """Names this version and the model that ships with it."""
    seal = (models_dir() / "fit" / "model.sha256").read_text("ascii")
    return hashlib.sha256((triage.__version__ + seal).encode()).hexdigest()[:8]


def _as_model(learned: Learned) -> dict[str, Any]:
    from triage.score.model import FORMAT

    return {
        "format": FORMAT,
        "intercept": learned.weights.intercept,
        "weights": dict(learned.weights.features),
        "topics": dict(learned.topics),
    }


def shipped_weights() -> Weights:
    """The weights that everybody starts with."""
    from triage.learn.fitting import Weights
    from triage.score import FitModel

    shipped = FitModel.load()
    return Weights(shipped.intercept, shipped.weights)


# --- reading what was decided -----------------------------------------------------------------------------------------


def examples(store: Store, configuration: Configuration) -> tuple[Example, ...]:
    """Every decision as it is learned from, in the order of the ids.

    A mail whose words have been removed since counts as it was read last; one that never was read cannot count.
    """
    return _examples(_readings(store, configuration.interests), configuration.interests)


def _examples(read: Iterable[tuple[Lesson, Reading]], interests: Interests) -> tuple[Example, ...]:
    said = stated(interests)
    found = (_example(lesson, _without(said, reading)) for lesson, reading in read)
    return tuple(sorted(found, key=lambda example: example.id))


def _without(said: frozenset[str], reading: Reading) -> Reading:
    known, words = (tuple(name for name in names if name not in said) for names in (reading.known, reading.words))
    return replace(reading, known=known, words=words)


def stated(interests: Interests) -> frozenset[str]:
    """The topics that the user wants or avoids by name, in all their forms: their own word counts, and decisions teach
    nothing against it.
    """
    from triage.score.concept import tastes_about
    from triage.score.terms import forms
    from triage.vocabulary import canonical

    said = [term.text for term in (*interests.want, *interests.avoid)]
    names = (name for text in said for name in (*forms(text), canonical(text), *tastes_about(text)))
    return frozenset(name.removesuffix("*") for name in names)


def _readings(
    store: Store, interests: Interests, known: dict[str, Reading] | None = None
) -> Iterator[tuple[Lesson, Reading]]:
    """What was read of each decided mail, or is read now if that was for other interests; `known` by its content."""
    from triage.score import FitModel

    basis, shipped = _basis(interests), FitModel.load()
    for lesson in store.lessons():
        former = decode(Reading, lesson.reading) if lesson.reading else None
        if former and (lesson.basis == basis or lesson.message is None):
            yield lesson, former
        elif lesson.message is not None:
            if not lesson.basis.startswith(_reads_as()):
                former = (known or {}).get(lesson.content_hash)
            found = read(lesson.message, lesson.opportunity, interests, shipped, former)
            if known is not None:
                known[lesson.content_hash] = found
            yield lesson, found


def _keep(store: Store, interests: Interests, found: Iterable[tuple[Lesson, Reading]]) -> None:
    """So that each mail is read once for the interests as they are, and counts when its words have been removed."""
    basis = _basis(interests)
    with store.transaction():
        for lesson, reading in found:
            if lesson.message is not None and lesson.basis != basis:
                store.set_reading(lesson.content_hash, basis, encode(reading))


def _basis(interests: Interests) -> str:
    return f"{_reads_as()}{_digest(repr(interests))}"


def _reads_as() -> str:
    """How every basis begins for which the same topics are read."""
    return f"{_digest(f'{triage.__version__} {_READING}')}-"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read(
    message: Message, opportunity: Opportunity, interests: Interests, shipped: FitModel, former: Reading | None = None
) -> Reading:
    """What learning needs of one mail; `former` was read of it for other interests: finding its topics took longest."""
    from triage.score import MailPage
    from triage.score.features import extract
    from triage.score.model import weigh

    page = MailPage(message, opportunity)
    found = extract(page, interests)
    said = () if former else page.topics
    return Reading(
        fit=weigh(found, shipped).probability,
        features=tuple((feature.name, round(feature.value, 6)) for feature in found),
        known=former.known if former else tuple(topic.name for topic in said if topic.known),
        words=former.words if former else tuple(topic.name for topic in said if not topic.known),
    )


def _example(lesson: Lesson, reading: Reading) -> Example:
    role = lesson.opportunity.role
    group = hashlib.sha256(f"{lesson.sender} {role.company} {role.recruiter}".encode()).hexdigest()[:12]
    return Example(id=lesson.id, accepted=lesson.accepted, group=group, **asdict(reading))


# --- how far it has come ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """What was learned from, how much it helps on decisions it has not seen, and what it could mean in words."""

    accepted: int
    declined: int
    learned: bool
    missing: tuple[int, int]  # accepts and declines before it can be said how much that helps
    held_out: HeldOut | None
    proposals: tuple[Proposal, ...]


def learn(store: Store, configuration: Configuration, data_dir: Path) -> Progress:
    """Fits to all decisions and measures that. Takes a second for fifty decisions."""
    from triage.learn.fitting import is_enough
    from triage.learn.held_out import held_out, missing
    from triage.learn.tastes import propose

    found = relearn(store, configuration, data_dir)
    accepted = sum(example.accepted for example in found)
    figures = held_out(found, shipped_weights())
    return Progress(
        accepted,
        len(found) - accepted,
        is_enough(found),
        missing(found),
        figures,
        propose(found, configuration.interests),
    )
