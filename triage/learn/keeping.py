"""Keeps what was learned in the data directory: one JSON file that carries its seal, a SHA-256."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from triage.errors import DamagedError
from triage.locations import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FILE = "learned.json"
MEND = "run `triage learn` to make it anew from your decisions"


def read(data_dir: Path) -> dict[str, Any] | None:
    """What was learned last; None if nothing ever was. Raises `DamagedError` if the seal is broken."""
    path = data_dir / FILE
    try:
        sealed = json.loads(path.read_bytes())
        table, seal = sealed["learned"], sealed["sha256"]
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedError(f"{path} is damaged: it cannot be read", hint=MEND) from error
    if not isinstance(table, dict) or seal != digest(table):
        raise DamagedError(f"{path} is damaged: its SHA-256 is not the one it was sealed with", hint=MEND)
    kept: dict[str, Any] = table
    return kept


def write(data_dir: Path, table: Mapping[str, Any]) -> None:
    """Puts a table in place of the last one, whole or not at all. Raises `CannotWriteError`."""
    text = json.dumps({"sha256": digest(table), "learned": table}, indent=1, sort_keys=True) + "\n"
    write_private(data_dir / FILE, text.encode("ascii"))


def remove(data_dir: Path) -> None:
    """Back to the shipped model."""
    (data_dir / FILE).unlink(missing_ok=True)


def digest(table: Mapping[str, Any]) -> str:
    """The SHA-256 of a table, whatever the order of its keys."""
    return hashlib.sha256(json.dumps(table, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
