"""Looks over a database for damage, and puts a damaged one aside when the user says so."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.errors import DamagedError
from triage.store import migrations
from triage.store.opening import check_file

if TYPE_CHECKING:
    from pathlib import Path


#: What helps a damaged database.
_WAYS_OUT = "Restore it from a backup, or run `triage repair --start-over` to put it aside and begin a new one."


def check(path: Path) -> DamagedError | None:
    """What is wrong with the database at `path`, and what helps; None if nothing is, or if there is none."""
    if not path.exists():
        return None
    try:
        check_file(path)
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        finally:
            connection.close()
    except DamagedError as error:
        return DamagedError(error.what, hint=_WAYS_OUT)
    except sqlite3.DatabaseError as error:
        return DamagedError(f"{path} is damaged ({error})", hint=_WAYS_OUT)
    if version > migrations.VERSION:
        return DamagedError(f"{path} was made by a newer version of triage", hint="It is whole: update triage.")
    return None if found == "ok" else DamagedError(f"{path} is damaged ({' '.join(found.split())})", hint=_WAYS_OUT)


def put_aside(path: Path) -> Path:
    """Renames a damaged database and its write-ahead log; returns the new name."""
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(path.with_name(f"{path.name}.damaged-{stamp}{suffix}"))
    return path.with_name(f"{path.name}.damaged-{stamp}")
