"""Judges triage by labelled mail or by the user's own decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from triage.contract import role_json
from triage.domain import Action, Kind
from triage.errors import UsageError
from triage.insight.quality import FIELDS, Decided, Labelled, of_decisions, of_labels
from triage.pipeline.labels import HINT, LABELS, read_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from triage.domain import Assessment
    from triage.insight.quality import Report
    from triage.pipeline.engine import Engine
    from triage.store import Store


def on_decisions(store: Store) -> Report:
    """The figures of all decisions, each beside the suggestion and the fit that it was made on."""
    decided = [
        Decided(item.assessment.verdict.suggestion, item.assessment.score.probability, item.decision.action, language)
        for item in store.items()
        if item.decision is not None and item.decision.action is not Action.SKIP
        for language in [item.assessment.opportunity.language]
    ]
    return of_decisions(decided)


def on_labels(engine: Engine, path: Path) -> Report:
    """The figures of a folder of labelled messages, or of folders of such.

    Raises `UsageError` naming the file and line of a label that cannot be used.
    """
    from triage.pipeline.engine import classify

    files = [path] if path.is_file() else sorted(path.rglob(LABELS))
    if not files:
        raise UsageError(f"{path}: no {LABELS} found", hint=HINT)
    messages = []
    for labels in files:
        told = read_labels(labels)
        read = [assessment for _, _, assessment in classify(engine, told)]
        if len(read) != len(told):
            raise UsageError(f"{labels}: its files hold {len(read)} messages and not {len(told)}", hint=HINT)
        messages += [_labelled(one, label) for one, label in zip(read, told.values(), strict=True)]
    return of_labels(messages)


def _labelled(assessment: Assessment, label: Mapping[str, Any]) -> Labelled:
    opportunity = assessment.opportunity
    role = label.get("role")
    suggested = label.get("suggestion") or label.get("verdict")
    also = label.get("verdict_also", [])
    return Labelled(
        opportunity,
        comparable(role_json(opportunity.role)),
        assessment.score.probability,
        assessment.verdict.suggestion,
        Kind(label["kind"]),
        str(label.get("language", "")),
        comparable(role) if role is not None else None,
        frozenset([suggested, *also]) if suggested else frozenset(),
        label.get("fits"),
    )


def comparable(role: Mapping[str, Any]) -> dict[str, object]:
    """The facts of a role in the contract's JSON as values that are equal when they say the same."""
    return {field: _plain(role.get(field)) for field in FIELDS}


def _plain(value: object) -> object:
    """Case, spaces and the order of places do not matter; a salary is its four parts."""
    if isinstance(value, str):
        return " ".join(value.casefold().split()) or None
    if isinstance(value, dict):
        low, high = (None if value.get(end) is None else float(value[end]) for end in ("min", "max"))
        return (low, high, value.get("currency"), value.get("period"))
    if isinstance(value, (list, tuple)):
        return frozenset(_plain(one) for one in _strings(value)) or None
    return None


def _strings(values: Iterable[object]) -> Iterator[str]:
    return (str(value) for value in values)
