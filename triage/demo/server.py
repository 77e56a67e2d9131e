"""An IMAP server on the loopback interface, for `triage demo` and for tests on machines without Dovecot.

It speaks IMAP4rev1 (RFC 3501) with LITERAL+, SASL-IR, UIDPLUS, UNSELECT and SPECIAL-USE, keeps everything in memory and
has one user. What it leaves out (IDLE, CONDSTORE, SEARCH, COMPRESS, creating and copying) it answers with BAD, as a
poorer server does. Why it is our own: docs/decisions/0001-embedded-imap-server.md.
"""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from triage.demo.mailboxes import Mailbox, Mailstore
from triage.demo.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.demo.mailboxes import Delivered

CAPABILITIES = ("AUTH=PLAIN", "LITERAL+", "SASL-IR", "SPECIAL-USE", "UIDPLUS", "UNSELECT")


class DemoServer:
    r"""One user's mailboxes, served on 127.0.0.1 from `with` on, in threads of this process.

    `inbox` fills INBOX; Drafts (\Drafts) and Sent (\Sent) are empty; `mailboxes` adds others or replaces these by name.
    `without` takes capabilities away, to play a poorer server.
    """

    host = "127.0.0.1"
    user = "dana@example.org"
    password = "demo"  # noqa: S105 - of a server that only this machine reaches

    def __init__(
        self,
        inbox: Iterable[Delivered] = (),
        *,
        mailboxes: Sequence[Mailbox] = (),
        without: frozenset[str] = frozenset(),
    ) -> None:
        standard = (Mailbox("INBOX"), Mailbox("Drafts", "\\Drafts"), Mailbox("Sent", "\\Sent"))
        self.mailstore = Mailstore(
            self.user,
            self.password,
            tuple(name for name in CAPABILITIES if name not in without),
            {mailbox.name: mailbox for mailbox in (*standard, *mailboxes)},
        )
        for delivered in inbox:
            self.deliver(delivered)
        self._listener: _Listener | None = None

    @property
    def port(self) -> int:
        """The port it listens on, once started."""
        assert self._listener
        return int(self._listener.server_address[1])

    def deliver(self, delivered: Delivered, mailbox: str = "INBOX") -> int:
        """Puts a message into a mailbox, as a delivery agent does, and returns its UID."""
        with self.mailstore.lock:
            return self.mailstore.mailboxes[mailbox].add(delivered)

    def __enter__(self) -> Self:
        self._listener = _Listener((self.host, 0), Session)
        self._listener.mailstore = self.mailstore
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), name="demo-imap", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._listener
        self._listener.shutdown()
        self._listener.server_close()
        for connection in tuple(self._listener.connections):
            with suppress(OSError):  # gone already
                connection.shutdown(socket.SHUT_RDWR)


class _Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False  # a client that keeps its connection open must not keep the demo from ending
    request_queue_size = 64
    mailstore: Mailstore

    def __init__(self, address: tuple[str, int], handler: type[Session]) -> None:
        self.connections: set[socket.socket] = set()
        super().__init__(address, handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serves one connection, in its thread."""
        self.connections.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            self.connections.discard(request)
