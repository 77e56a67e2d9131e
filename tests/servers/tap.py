"""A loopback relay that writes down what the client says, so that a test can see the commands of a session."""

from __future__ import annotations

import socket
import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Tap:
    """The port to connect to, and what clients have said so far."""

    port: int = 0
    said: bytearray = field(default_factory=bytearray)

    def commands(self) -> list[str]:
        """The verbs of the commands, in order: "LOGIN", "STATUS", "UID FETCH"."""
        verbs = []
        for line in bytes(self.said).decode("latin-1").split("\r\n"):
            words = line.split()
            if len(words) > 1:
                verbs.append(" ".join(words[1:3]).upper() if words[1].upper() == "UID" else words[1].upper())
        return verbs


@contextmanager
def tapped(target: int) -> Iterator[Tap]:
    """Relays connections to 127.0.0.1:`target`."""
    tap = Tap()

    class Relay(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", target)) as upstream:
                back = threading.Thread(target=_pump, args=(upstream, self.request, None))
                back.start()
                _pump(self.request, upstream, tap.said)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Relay) as server:
        tap.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield tap
        finally:
            server.shutdown()
            thread.join()


def _pump(source: socket.socket, sink: socket.socket, said: bytearray | None) -> None:
    try:
        while octets := source.recv(65536):
            if said is not None:
                said.extend(octets)
            sink.sendall(octets)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return
