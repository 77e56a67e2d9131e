"""Finds out which of several likely servers there is, and whether an account can be signed in to."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from triage.errors import TriageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.config import Account

_SECONDS = 3.0
_SIGN_IN_SECONDS = 60.0


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


def refusal(account: Account) -> TriageError | None:
    """Why an IMAP account cannot be signed in to; None if it can. It is tried once, and nothing is opened."""
    from triage.credentials import secret_for
    from triage.imap.connection import Connection

    try:
        secret = secret_for(account)
        with Connection.open(account, secret, deadline=time.monotonic() + _SIGN_IN_SECONDS):
            return None
    except TriageError as error:
        return error
