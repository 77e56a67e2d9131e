"""A loopback relay that writes down what the client says, so that a test can see the commands of a session."""

from __future__ import annotations

import socket
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
    with socket.create_server(("127.0.0.1", 0)) as server:
        tap.port = server.getsockname()[1]
        threading.Thread(target=_serve, args=(server, target, tap), daemon=True).start()
        yield tap


def _serve(server: socket.socket, target: int, tap: Tap) -> None:
    while True:
        try:
            client, _ = server.accept()
        except OSError:
            return
        upstream = socket.create_connection(("127.0.0.1", target))
        threading.Thread(target=_pump, args=(client, upstream, tap.said), daemon=True).start()
        threading.Thread(target=_pump, args=(upstream, client, None), daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, said: bytearray | None) -> None:
    while True:
        try:
            octets = source.recv(65536)
            if said is not None:
                said.extend(octets)
            if not octets:
                sink.shutdown(socket.SHUT_WR)
                return
            sink.sendall(octets)
        except OSError:
            return
