"""Finds out which of several likely servers there is."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = 3.0


def answering(hosts: Sequence[str], port: int = 993) -> str | None:
    """The first of `hosts` on which something listens; None if there is none. Takes three seconds at most a name."""
    with ThreadPoolExecutor(len(hosts)) as pool:
        listens = list(pool.map(lambda host: _listens(host, port), hosts))
    return next((host for host, there in zip(hosts, listens, strict=True) if there), None)


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=_SECONDS).close()
    except (OSError, UnicodeError):
        return False
    return True
