from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.factories import an_assessment, recorded
from tests.store.contract import StoreContract
from triage.errors import CannotWriteError, DamagedError, TryLaterError
from triage.store import migrations, open_store, reading
from triage.store.lock import run_lock
from triage.store.opening import check_file
from triage.store.repair import check, put_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.store import Store


class TestSqliteStore(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = open_store(tmp_path)
        yield store
        store.close()


def filled(folder: Path) -> Path:
    """A database with a few hundred messages, closed."""
    store = open_store(folder)
    for key in store.record([recorded(uid, text=f"Number {uid}. " + "x" * 500) for uid in range(1, 300)]):
        store.assess(key, "basis", an_assessment())
    store.close()
    return folder / "triage.db"


def test_the_database_is_private_and_careful(tmp_path: Path) -> None:
    path = filled(tmp_path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store = open_store(tmp_path)
    pragmas = {
        name: store._connection.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[attr-defined]
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
    }
    store.close()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


@pytest.mark.parametrize("octets", [b"", b"not a database at all" * 20, os.urandom(4096)])
def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path, octets: bytes) -> None:
    path = tmp_path / "triage.db"
    path.write_bytes(octets)
    with pytest.raises(DamagedError, match="triage repair"):
        open_store(tmp_path)
    assert path.read_bytes() == octets


def test_a_database_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = filled(tmp_path)
    whole = path.read_bytes()
    for size in (100, 4096, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:size])
        with pytest.raises(DamagedError):
            open_store(tmp_path)
        assert path.stat().st_size == size
    path.write_bytes(whole)
    check_file(path)


def test_a_damaged_page_is_named_when_it_is_met(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(DamagedError):
        store = open_store(tmp_path)
        try:
            store.items()
            store.counts()
            list(store.rows())
        finally:
            store.close()
    problem = check(path)
    assert problem is not None
    assert "damaged" in problem.what
    assert "--start-over" in problem.hint
    aside = put_aside(path)
    assert aside.exists()
    assert not path.exists()
    assert check(path) is None


def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    path = filled(tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DamagedError, match="newer version"):
        open_store(tmp_path)
    assert path.read_bytes() == before
    problem = check(path)
    assert problem is not None
    assert (problem.what, problem.hint) == (
        f"{path} was made by a newer version of triage",
        "It is whole: update triage.",
    )


def test_a_database_in_a_folder_that_is_gone_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError):
        open_store(tmp_path / "absent")


@pytest.mark.parametrize("again", [False, True])
def test_nothing_is_written_to_a_file_that_has_gone(tmp_path: Path, *, again: bool) -> None:
    path = filled(tmp_path)
    store = open_store(tmp_path)
    aside = path.rename(tmp_path / "aside")
    if again:  # something made a new one meanwhile
        path.write_bytes(b"")
    with pytest.raises(CannotWriteError, match="has gone; put it back"):
        store.record([recorded(5000, text="Lost?")])
    aside.rename(path)
    assert store.record([recorded(5000, text="Kept.")])
    store.close()


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = filled(tmp_path)
    store = open_store(tmp_path)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[attr-defined]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]
    with pytest.raises(CannotWriteError, match="free some space"):
        for uid in range(1000, 2000):
            store.record([recorded(uid, text=f"More {uid}. " + "y" * 2000)])
    assert store.counts()["suggested"] == 299
    store.close()
    assert check(path) is None


def test_a_second_writer_waits_its_turn(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    failures: list[Exception] = []

    def write(account: str) -> None:
        store = open_store(tmp_path)
        try:
            for uid in range(50):
                store.record([recorded(uid, account=account, text=f"{uid}")])
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            failures.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=write, args=(f"account{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    store = open_store(tmp_path)
    assert store.counts()["recorded"] == 200
    store.close()


def test_forgotten_words_are_not_on_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    keys = store.record([recorded(1, text="the secret word is zyxomma " * 50)])
    store.assess(keys[0], "basis", an_assessment())
    store.forget(keys)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    store.close()
    assert b"zyxomma" not in on_disk


def test_one_run_at_a_time_by_a_kernel_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("12345")  # a stale file means nothing
    with run_lock(tmp_path), pytest.raises(TryLaterError, match="another triage run"), run_lock(tmp_path):
        pass
    with run_lock(tmp_path):
        pass


def test_opening_it_again_in_the_same_process_keeps_the_locks_of_the_first(tmp_path: Path) -> None:
    """POSIX: closing any descriptor of a file drops the process's locks on it; SQLite cannot know of one of ours."""
    look = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); print(*c.execute('SELECT COUNT(*) FROM message'))"
    counted = [sys.executable, "-c", f"{look}; c.close()", str(tmp_path / "triage.db")]
    with closing(open_store(tmp_path)) as first:
        for number in (1, 2):  # without its lock, the other process would throw the write-ahead log away
            first.record([recorded(number, text=f"Number {number}.")])
            open_store(tmp_path).close()
            assert subprocess.run(counted, check=True, capture_output=True).stdout == b"(%d,)\n" % number


@pytest.mark.parametrize("those", [reading.OFFERS, reading.MOVED])
def test_mail_that_is_no_offer_is_not_gone_through(tmp_path: Path, those: str) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "triage.db")) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {reading.ITEM} WHERE {those}")]
    assert plan[0] == "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)", plan
    assert not any(step.startswith("SCAN m") for step in plan), plan
