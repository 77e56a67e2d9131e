"""One run at a time: a kernel lock on a file in the data directory, gone with the process that held it."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from triage.errors import TryLaterError
from triage.locations import cannot_write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def run_lock(data_dir: Path) -> Iterator[None]:
    """Holds the lock while the block runs. Raises `TryLaterError` at once if another run holds it.

    flock and not a lock file: a stale file or a reused process id means nothing to the kernel.
    """
    path = data_dir / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TryLaterError("another triage run is active", hint="it will finish by itself") from error
        yield
    finally:
        os.close(descriptor)
