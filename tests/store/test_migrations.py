"""Databases of every earlier schema open with what they hold, after a copy was put aside (promise P18)."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON, a_draft, a_message, an_assessment, recorded
from triage.codec import encode
from triage.domain import Interests, State
from triage.errors import CannotWriteError
from triage.store import migrations, open_store

if TYPE_CHECKING:
    from pathlib import Path


def made_by(version: int, folder: Path) -> Path:
    """A database as a triage with this schema left it: one offer, accepted and drafted."""
    path = folder / "triage.db"
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
    for number, (_, statements) in enumerate(migrations.STEPS[:version], start=1):
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    at, message, assessment = NOON.isoformat(), a_message(), an_assessment()
    rows = {
        "message": (1, "abc234", "home", message.content_hash, message.message_id, message.message_id, "hash", at, at),
        "message_text": (1, encode(message)),
        "location": ("home", "INBOX", 7, 1, 1),
        "cursor": ("home", "INBOX", 7, 2, None),
        "opportunity": (1, 1, "basis", "outreach", encode(assessment.opportunity), at),
        "score": (1, 1, "basis", 0.8, encode(assessment.score), at),
        "verdict": (1, 1, "basis", "accept", "Because.", at),
        "draft": (1, 1, "decided", "accept", a_draft().message_id, encode(a_draft()), at),
        "event": (1, 1, "accept", 1, "", at),
    }
    if version == 7:
        rows["gist"] = (1, "[]")
    if version >= 8:
        rows["sketch"], rows["wish"] = (1, "[1,null]"), ("name", encode(Interests(about="Ships")))
    for table, row in rows.items():
        columns = [column[1] for column in connection.execute(f"PRAGMA table_info({table})")][: len(row)]
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", row)
    connection.close()
    return path


@pytest.mark.parametrize("version", range(1, migrations.VERSION + 1))
def test_an_earlier_database_opens_whole(tmp_path: Path, version: int) -> None:
    path = made_by(version, tmp_path)
    store = open_store(tmp_path)
    try:
        (item,) = store.items()
        assert (item.id, item.state, item.draft, item.message) == ("abc234", State.DECIDED, a_draft(), a_message())
        assert store.cursors("home")["INBOX"].uidnext == 2
        assert store.concerns(["home"], [a_message().message_id])
        assert store.record([replace(recorded(5, text="New."), sent=True)])
        assert store.counts()["recorded"] == 1
        assert [(kept.has_words, kept.sketch) for kept in store.kept()] == [(True, None)], "to be made anew"
        assert (store.wish("name") is not None) == (version >= 8)
    finally:
        store.close()
    assert len([*tmp_path.glob("triage.db.*")]) == (version < migrations.VERSION), "a copy from before"
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (migrations.VERSION,)


def version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return migrations.version_of(connection)


OPENS = """
import sys
from pathlib import Path
from triage.store import open_store
print("ready", flush=True)
open_store(Path(sys.argv[1])).close()
"""


def test_processes_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    path = made_by(4, tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        command = [sys.executable, "-c", OPENS, str(tmp_path)]
        started = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)
        ]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)  # both have seen the old version and wait for the lock
        connection.execute("ROLLBACK")
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0), ("", 0)]
    assert [copy.name for copy in tmp_path.glob("triage.db.*")] == ["triage.db.before-0005"]
    assert (version_of(tmp_path / "triage.db.before-0005"), version_of(path)) == (4, migrations.VERSION)


def test_a_migration_that_fails_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made_by(3, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "STEPS", (*migrations.STEPS[:-1], ("broken", ("DROP TABLE nowhere",))))
        with pytest.raises(CannotWriteError):
            open_store(tmp_path)
    assert version_of(path) == 3
    open_store(tmp_path).close()
    assert (version_of(tmp_path / "triage.db.before-0004"), version_of(path)) == (3, migrations.VERSION)
