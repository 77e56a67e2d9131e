"""How good triage is, judged by labels or by the user's own decisions: per kind, language and field."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from triage.domain import Action, Kind, Suggestion
from triage.insight.figures import curves, ranking, rate, recall_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from triage.domain import Opportunity
    from triage.insight.figures import Curves, Figure

_T = TypeVar("_T")

#: A language is told apart from so many mails on.
_ENOUGH_OF_A_LANGUAGE = 10
_PRECISION = 0.95
#: The facts of a role, as contract.md names them.
FIELDS = (
    "title", "company", "agency", "recruiter", "locations", "workplace", "salary", "seniority", "employment",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    """A message as triage read it, beside what a person says about it; None: the label does not say."""

    read: Opportunity
    facts: Mapping[str, object]  # the role as read: comparable values by `FIELDS`, None or empty if not stated
    fit: float
    suggestion: Suggestion
    kind: Kind
    language: str
    true_facts: Mapping[str, object] | None
    true_suggestions: frozenset[str] = frozenset()
    fits: bool | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A suggestion, the fit it was made with, and what the user did."""

    suggestion: Suggestion
    fit: float
    action: Action
    language: str

    @property
    def taken(self) -> bool:
        """Whether the user did what was suggested."""
        return self.suggestion.value == self.action.value


@dataclass(frozen=True, slots=True)
class Report:
    """All the figures, in the order to show them, and what to draw."""

    n: int
    figures: tuple[Figure, ...]
    curves: Curves


def of_labels(messages: Sequence[Labelled]) -> Report:
    """The figures of labelled messages."""
    chances = [dict(one.read.kind_probability).get(Kind.OUTREACH, 0.0) for one in messages]
    is_offer = [one.kind is Kind.OUTREACH for one in messages]
    hits, _ = recall_at(_PRECISION, chances, is_offer)
    figures = [
        rate("kind", "right", sum(one.read.kind is one.kind for one in messages), len(messages)),
        *(figure for kind in Kind for figure in _of_kind(messages, kind)),
        rate("outreach", f"recall at precision {_PRECISION}", hits, sum(is_offer)),
        *ranking("outreach", chances, is_offer),
        *_by_language(messages, lambda one: one.language, _of_language),
        *_of_fields([one for one in messages if one.kind is Kind.OUTREACH]),
        *_of_suggestions(messages),
    ]
    judged = [one for one in messages if one.fits is not None]
    if judged:
        figures += ranking("fit", [one.fit for one in judged], [bool(one.fits) for one in judged])
    return Report(len(messages), tuple(figures), curves("Is it an offer?", chances, is_offer))


def of_decisions(decided: Sequence[Decided]) -> Report:
    """The figures of the user's own decisions: what they accepted fits, what they declined does not."""
    plain = [one for one in decided if one.action in {Action.ACCEPT, Action.DECLINE}]
    fits, accepted = [one.fit for one in plain], [one.action is Action.ACCEPT for one in plain]
    figures = [
        rate("suggestions", "taken as they were", sum(one.taken for one in decided), len(decided)),
        *(figure for action in (Action.ACCEPT, Action.ASK, Action.DECLINE) for figure in _of_action(decided, action)),
        *ranking("fit", fits, accepted),
        *_by_language(decided, lambda one: one.language, _taken),
    ]
    return Report(len(decided), tuple(figures), curves("Would you accept it?", fits, accepted))


def _of_kind(messages: Sequence[Labelled], kind: Kind) -> list[Figure]:
    hits = sum(one.kind is kind is one.read.kind for one in messages)
    return [
        rate(str(kind), "recall", hits, sum(one.kind is kind for one in messages)),
        rate(str(kind), "precision", hits, sum(one.read.kind is kind for one in messages)),
    ]


def _of_action(decided: Sequence[Decided], action: Action) -> list[Figure]:
    hits = sum(one.taken and one.action is action for one in decided)
    return [
        rate(f"suggested {action}", "recall", hits, sum(one.action is action for one in decided)),
        rate(f"suggested {action}", "precision", hits, sum(one.suggestion.value == action.value for one in decided)),
    ]


def _by_language(
    all_of_them: Sequence[_T],
    language_of: Callable[[_T], str],
    figures: Callable[[str, Sequence[_T]], Iterable[Figure]],
) -> list[Figure]:
    """Only where there is more than one language to tell apart."""
    spoken = Counter(language_of(one) or "?" for one in all_of_them)
    common = [language for language, count in spoken.most_common() if count >= _ENOUGH_OF_A_LANGUAGE]
    if len(spoken) < 2:
        return []
    return [
        figure
        for language in common
        for figure in figures(language, [one for one in all_of_them if (language_of(one) or "?") == language])
    ]


def _of_language(language: str, messages: Sequence[Labelled]) -> list[Figure]:
    offers = [one for one in messages if one.kind is Kind.OUTREACH]
    found = sum(one.read.kind is Kind.OUTREACH for one in offers)
    right = sum(one.read.kind is one.kind for one in messages)
    stated, exact = _exact(offers)
    return [
        rate(f"in {language}", "kind right", right, len(messages)),
        rate(f"in {language}", "offers found", found, len(offers)),
        rate(f"in {language}", "facts exact", exact, stated),
    ]


def _taken(language: str, decided: Sequence[Decided]) -> list[Figure]:
    return [rate(f"in {language}", "taken as they were", sum(one.taken for one in decided), len(decided))]


def _exact(offers: Sequence[Labelled]) -> tuple[int, int]:
    """How many facts the offers state, and how many of these were read exactly."""
    pairs = [(one.true_facts[field], one.facts[field]) for one in offers if one.true_facts for field in FIELDS]
    stated = [(true, read) for true, read in pairs if true]
    return len(stated), sum(true == read for true, read in stated)


def _of_fields(offers: Sequence[Labelled]) -> list[Figure]:
    figures = []
    for field in FIELDS:
        pairs = [(one.true_facts[field], one.facts[field]) for one in offers if one.true_facts is not None]
        stated = [(true, read) for true, read in pairs if true]
        silent = [read for true, read in pairs if not true]
        figures.append(rate(field, "exact where stated", sum(true == read for true, read in stated), len(stated)))
        figures.append(rate(field, "invented where not", sum(bool(read) for read in silent), len(silent)))
    return figures if any(one.true_facts is not None for one in offers) else []


def _of_suggestions(messages: Sequence[Labelled]) -> list[Figure]:
    judged = [one for one in messages if one.true_suggestions]
    right = sum(str(one.suggestion) in one.true_suggestions for one in judged)
    scams = [one for one in messages if one.kind is Kind.SCAM]
    accepted = sum(one.suggestion is Suggestion.ACCEPT for one in scams)
    figures = [rate("suggestions", "as labelled", right, len(judged))] if judged else []
    return [*figures, rate("scam", "would be accepted", accepted, len(scams))] if scams else figures
