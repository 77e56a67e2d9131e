"""Judges triage by labelled mail or by the user's own decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.contract import role_json
from triage.domain import Action, Kind
from triage.errors import UsageError
from triage.insight.quality import FIELDS, Decided, Labelled, of_decisions, of_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from triage.domain import Assessment
    from triage.insight.quality import Report
    from triage.pipeline.engine import Engine
    from triage.store import Store

#: The file of labels beside labelled messages.
LABELS = "labels.jsonl"
_HINT = f"a labelled folder has {LABELS} beside its messages: see docs/evaluate.md"


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
        raise UsageError(f"{path}: no {LABELS} found", hint=_HINT)
    messages = []
    for labels in files:
        told = dict(_labels(labels))
        read = [assessment for _, _, assessment in classify(engine, told)]
        if len(read) != len(told):
            raise UsageError(f"{labels}: its files hold {len(read)} messages and not {len(told)}", hint=_HINT)
        messages += [_labelled(one, label, path) for one, (path, label) in zip(read, told.items(), strict=True)]
    return of_labels(messages)


def _labels(labels: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """(message, label) of every line. The lines that `classify --json` prints, corrected by hand, are labels, too."""
    try:
        lines = labels.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"{labels}: cannot be read: {getattr(error, 'strerror', None) or error}", hint=_HINT
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            label = json.loads(line)
            path = labels.parent / Path(label.get("file") or label["path"]).name
            Kind(label["kind"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(f"{labels}:{number}: not a label: {error!r}", hint=_HINT) from error
        if not path.is_file():
            raise UsageError(f"{labels}:{number}: there is no {path}", hint=_HINT)
        yield path, label


def _labelled(assessment: Assessment, label: Mapping[str, Any], path: Path) -> Labelled:
    opportunity = assessment.opportunity
    role = label.get("role")
    try:
        true_facts = comparable(role) if role is not None else None
    except (TypeError, AttributeError, ValueError) as error:
        raise UsageError(f"{path}: its role is no role: {error}", hint=_HINT) from error
    suggested = label.get("suggestion") or label.get("verdict")
    also = label.get("verdict_also", [])
    return Labelled(
        opportunity,
        comparable(role_json(opportunity.role)),
        assessment.score.probability,
        assessment.verdict.suggestion,
        Kind(label["kind"]),
        str(label.get("language", "")),
        true_facts,
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
