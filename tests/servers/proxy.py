"""A loopback proxy that cuts every connection after so many octets from the server."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def cutting(target: int, after: int) -> Iterator[int]:
    """Yields the port of a proxy to `target` that passes on `after` octets from the server, then closes both sides."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def start(function: object, *args: object) -> None:
        thread = threading.Thread(target=function, args=args, daemon=True)  # type: ignore[arg-type]
        threads.append(thread)
        thread.start()

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(("127.0.0.1", target))
                start(_pass_on, client, server, 1 << 40)
                start(_pass_on, server, client, after)

    start(accept)
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in threads:
            thread.join(5)


def _pass_on(source: socket.socket, sink: socket.socket, left: int) -> None:
    with suppress(OSError):
        while left > 0 and (octets := source.recv(min(left, 65536))):
            sink.sendall(octets)
            left -= len(octets)
    for sock in (source, sink):
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
    source.close()
