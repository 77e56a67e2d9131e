"""One SQLite file: transactions that nest, reading and writing, and every fault as an error of triage."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from triage.checkpoint import checkpoint
from triage.errors import CannotWriteError, DamagedError
from triage.store.opening import REPAIR, close_database, named_errors, open_database

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from typing import Self


R = TypeVar("R")
N = TypeVar("N")


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies there; None if none does."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


class Database:
    """A connection in autocommit mode; `now` gives the time that facts are stamped with."""

    def __init__(self, connection: sqlite3.Connection, path: Path, now: Callable[[], datetime] = _utc_now) -> None:
        self._connection = connection
        self._path = path
        self._now = now
        self._identity = _identity(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Opens or creates the database at `path`; see `triage.store.open_store`."""
        return cls(open_database(path), path)

    def close(self) -> None:
        """Closes the file; the write-ahead log is folded into it."""
        close_database(self._connection, self._path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction it is part of that one."""
        if self._connection.in_transaction:
            yield
            return
        if _identity(self._path) != self._identity:  # SQLite goes on writing to a file that nobody will find again
            raise CannotWriteError(f"{self._path} has gone", hint="put it back as it was, or start triage again")
        with named_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            checkpoint("commit")
            with named_errors(self._path):
                self._connection.execute("COMMIT")
        except BaseException:
            self._roll_back()
            raise
        checkpoint("committed")

    def _roll_back(self) -> None:
        if self._connection.in_transaction:  # SQLite may have done it itself, for example on a full disk
            self._connection.execute("ROLLBACK")

    def _read(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with named_errors(self._path):
            return self._connection.execute(sql, parameters).fetchall()

    def _write(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        with self.transaction(), named_errors(self._path):
            return int(self._connection.execute(sql, parameters).lastrowid or 0)

    def _decoded(self, read: Callable[[R], N], row: R) -> N:
        """What a row says. Raises `DamagedError` for one that cannot have been written by this program."""
        try:
            return read(row)
        except (ValueError, TypeError, KeyError, LookupError) as error:
            raise DamagedError(f"{self._path} holds a row that makes no sense ({error})", hint=REPAIR) from error

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every row of every table, for export: (table, {column: value})."""
        tables = self._read("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for (table,) in tables:
            with named_errors(self._path):
                cursor = self._connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
                names = [column[0] for column in cursor.description]
                for row in cursor:
                    yield table, dict(zip(names, row, strict=True))
