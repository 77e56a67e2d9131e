"""Opens the database file: checks it before SQLite touches it, migrates it after a backup, and names every fault."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import Counter
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from triage.errors import CannotWriteError, DamagedError, TryLaterError
from triage.locations import cannot_write
from triage.store import migrations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.errors import TriageError

#: How long a writer waits for another one, in seconds.
BUSY_TIMEOUT = 10.0
_WRITABLE = "make it and its folder writable"
REPAIR = "nothing was changed; run `triage repair` to see what can be saved"

#: How many connections of this process are open to each file. Reading the file past SQLite would, on closing it, drop
#: the locks that SQLite holds on it for all of them (https://www.sqlite.org/howtocorrupt.html, section 2.2).
_connections: Counter[Path] = Counter()
_opening = threading.Lock()


def open_database(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode to a database of the newest schema.

    Raises `DamagedError` (damaged, or newer than this program), `CannotWriteError`, `TryLaterError`.
    """
    with _opening, named_errors(path):
        if not _connections[path]:
            check_file(path)
            _create_private(path)
        connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        _connections[path] += 1
        return connection


def close_database(connection: sqlite3.Connection, path: Path) -> None:
    """Closes what `open_database` gave; the write-ahead log is folded into the file by the last one."""
    with _opening:
        connection.close()
        _connections[path] -= 1


def check_file(path: Path) -> None:
    """Raises `DamagedError` if the file at `path` cannot be a whole SQLite database; a missing one is fine.

    SQLite itself takes an empty file for a new database, and notices a truncated one only when it reads the lost pages.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CannotWriteError(f"{path}: {error.strerror}", hint="mend its permissions") from error
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise DamagedError(f"{path} is not a database", hint=REPAIR)
    page_size = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    wal = path.with_name(f"{path.name}-wal")
    if wal.exists() and wal.stat().st_size:
        return  # what seems to be missing may lie there: SQLite puts it in place
    if size < pages * (65536 if page_size == 1 else page_size):
        raise DamagedError(f"{path} is cut short", hint=REPAIR)


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Turns SQLite's exceptions into triage's."""
    try:
        yield
    except sqlite3.Error as error:
        raise _named(error, path) from error
    except OSError as error:
        raise cannot_write(path, error) from error


def _named(error: sqlite3.Error, path: Path) -> TriageError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in str(error):
        return DamagedError(f"{path} is damaged ({error})", hint=REPAIR)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TryLaterError(f"{path} is in use by another program", hint="run it again when that has finished")
    ways_out = {"SQLITE_FULL": "free some space", "SQLITE_READONLY": _WRITABLE, "SQLITE_CANTOPEN": _WRITABLE}
    what = next((way for code, way in ways_out.items() if name.startswith(code)), "free some space or mend its disk")
    return CannotWriteError(f"{path} cannot be written ({error})", hint=f"{what}, and try it again")


def _create_private(path: Path) -> None:
    """Creates the file 0600 before SQLite would with the umask's mode; a killed creation leaves no empty file behind
    that would look damaged, because the schema is written to a neighbour which is then moved here.
    """
    if path.exists():
        return
    new = path.with_name(f"{path.name}.new-{os.getpid()}")
    os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    connection = sqlite3.connect(new, isolation_level=None)
    try:
        connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
        migrations.apply(connection)
    finally:
        connection.close()
    try:
        os.link(new, path)  # unlike rename, never over a database that another process has just made
    except FileExistsError:
        pass
    finally:
        new.unlink()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA application_id").fetchone()[0] != migrations.APPLICATION_ID:
        raise DamagedError(f"{path} is not a database of triage", hint="it was left alone; move it away")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_size_limit = 4194304")
    if migrations.version_of(connection) < migrations.VERSION:
        migrations.apply(connection, partial(_back_up, path))
    version = migrations.version_of(connection)
    if version > migrations.VERSION:
        raise DamagedError(
            f"{path} was made by a newer version of triage (schema {version}, this one knows {migrations.VERSION})",
            hint="it was left untouched; update triage",
        )


def _back_up(path: Path, version: int) -> None:
    """Copies what is committed, from a connection of its own: one that writes is not copied from. A kill leaves no half
    copy under the name of a whole one.
    """
    backup = path.with_name(f"{path.name}.before-{version + 1:04}")
    new = backup.with_name(f"{backup.name}.new")
    os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(new)) as copy:
        source.backup(copy)
    new.replace(backup)
