"""Reads what a person says of labelled mail, and names the file and line of what cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.config.table import did_you_mean, quoted
from triage.domain import Kind, Suggestion
from triage.errors import UsageError
from triage.insight.quality import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The file of labels beside labelled messages.
LABELS = "labels.jsonl"
HINT = f"a labelled folder has {LABELS} beside its messages: see docs/evaluate.md"
_EXAMPLE = 'write a line such as {"file": "001.eml", "kind": "outreach"} for each message'
_ROLE = (*FIELDS, "skills")
_LISTS = ("locations", "skills")
_OF_ROLE = f'write "role": {{"title": "…"}}, of {", ".join(_ROLE)}'


class _Wrong(ValueError):  # noqa: N818 - it never leaves this module
    """A line that cannot be used: what is wrong with it, and what to write."""


def read_labels(labels: Path) -> dict[Path, dict[str, Any]]:
    """The label of every message. The lines that `classify --json` prints, corrected by hand, are labels, too.

    Raises `UsageError` naming the file and line of the first that cannot be used.
    """
    try:
        lines = labels.read_text("utf-8").splitlines()
    except OSError as error:
        raise UsageError(f"{labels}: cannot be read: {error.strerror or error}", hint=HINT) from error
    except UnicodeError as error:
        raise UsageError(f"{labels}: is not text in UTF-8", hint=f"save it as UTF-8; {_EXAMPLE}") from error
    found: dict[Path, dict[str, Any]] = {}
    lines_of: dict[Path, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            path, label = _label(line, labels.parent, lines_of)
        except _Wrong as wrong:
            what, hint = wrong.args
            raise UsageError(f"{labels}:{number}: {what}", hint=hint) from wrong
        found[path], lines_of[path] = label, number
    if not found:
        raise UsageError(f"{labels}: there is no label in it", hint=_EXAMPLE)
    return found


def _label(line: str, folder: Path, lines_of: Mapping[Path, int]) -> tuple[Path, dict[str, Any]]:
    try:
        label = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _Wrong("is not one line of JSON", _EXAMPLE) from error
    if not isinstance(label, dict):
        raise _Wrong("is no JSON object", _EXAMPLE)
    name = label.get("file") or label.get("path")
    if not isinstance(name, str):
        raise _Wrong("names no file", 'add "file": "NAME.eml"')
    path = folder / Path(name).name
    if not path.is_file():
        raise _Wrong(f"there is no {path}", "correct the name, or take the line out")
    if path in lines_of:
        raise _Wrong(f"{path.name} has a label already, in line {lines_of[path]}", "take one of the two out")
    _check_word(label, "kind", [str(kind) for kind in Kind], needed=True)
    for key in ("suggestion", "verdict"):
        _check_word(label, key, [str(one) for one in Suggestion])
    if not isinstance(label.get("fits"), bool | None):
        raise _Wrong('"fits" is neither true nor false', "correct it, or leave it out")
    if label.get("role") is not None:
        _check_role(label["role"])
    return path, label


def _check_word(label: dict[str, Any], key: str, valid: list[str], *, needed: bool = False) -> None:
    value = label.get(key)
    if value is None and not needed:
        return
    if value is None:
        raise _Wrong(f"has no {key}", f'add "{key}": one of {", ".join(valid)}')
    if value not in valid:
        raise _Wrong(f"unknown {key} {_shown(value)}", did_you_mean(str(value), valid))


def _check_role(role: object) -> None:
    if not isinstance(role, dict):
        raise _Wrong('"role" is no JSON object', _OF_ROLE)
    if not role.keys() & set(_ROLE) and role:
        raise _Wrong(f'"role" has none of the facts that are compared: {", ".join(map(quoted, role))}', _OF_ROLE)
    for field, value in role.items():
        if value is None or field not in _ROLE:  # others' labels say more than is read
            continue
        if field == "salary":
            _check_salary(value)
        elif field in _LISTS:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise _Wrong(f'"{field}" of the role is no list of words', f'write "{field}": ["…", "…"], or []')
        elif not isinstance(value, str):
            raise _Wrong(f'"{field}" of the role is no text', f'write "{field}": "…", or null where it is not stated')


def _check_salary(salary: object) -> None:
    example = 'write "salary": {"min": 80000, "max": null, "currency": "EUR", "period": "year"}, or null'
    if not isinstance(salary, dict):
        raise _Wrong('"salary" of the role is no JSON object', example)
    for end in ("min", "max"):
        value = salary.get(end)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise _Wrong(f'"{end}" of the salary is {_shown(value)} and no number', example)
    for key in ("currency", "period"):
        if not isinstance(salary.get(key), str | None):
            raise _Wrong(f'"{key}" of the salary is no text', example)


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else quoted(json.dumps(value))
