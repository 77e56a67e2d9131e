"""Finds the shipped models/ and templates/, installed or in a checkout, and reads models and tables of words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from triage.errors import DamagedError

if TYPE_CHECKING:
    from collections.abc import Callable

Model = TypeVar("Model")

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """`triage/_shipped/NAME` in a wheel, `../NAME` in a checkout or an editable install."""
    installed = _PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def models_dir() -> Path:
    """The folder that holds kind/ and fit/."""
    return _shipped("models")


def templates_dir() -> Path:
    """The folder that holds reply/<language>/."""
    return _shipped("templates")


def load_model(folder: Path, made_of: Callable[[Any, str], Model]) -> Model:
    """What `made_of(table, SHA-256)` makes of `model.json` in a folder, checked against `model.sha256` beside it.

    Raises `DamagedError`, naming the file, if either is missing, was changed, or is not a model.
    """
    import hashlib  # these two cost 15 ms, and not every command loads a model
    import json

    path = folder / "model.json"
    try:
        octets = path.read_bytes()
        expected = path.with_name("model.sha256").read_text("ascii").split()[0]
    except (OSError, ValueError, IndexError) as error:
        raise _damaged(path, "cannot be read") from error
    digest = hashlib.sha256(octets).hexdigest()
    if digest != expected:
        raise _damaged(path, "is damaged: its SHA-256 is not the one in model.sha256")
    try:
        return made_of(json.loads(octets), digest)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(path, "is not a model this version can use") from error


def _damaged(path: Path, what: str) -> DamagedError:
    return DamagedError(f"{path} {what}", hint="reinstall triage, or run `make model` in a checkout")


def sections(table: Path) -> dict[str, tuple[str, ...]]:
    """The lines under each `[heading]` of a table of words, in order, without blank lines and comments ("# …")."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in table.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[([^\]]+)\]", line):
            lines = found.setdefault(heading[1], [])
        elif line and not line.startswith("# "):
            lines.append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}
