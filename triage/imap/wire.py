"""A byte stream to a server on which nothing runs past one wall-clock deadline and nothing grows without bound."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

from triage.imap.faults import MalformedError

if TYPE_CHECKING:
    import ssl

MAX_LINE = 1 << 20
_CHUNK = 1 << 18  # 256 KiB a read: measured on loopback, larger reads gain nothing
_IDLE = 60.0  # seconds without a single octet
#: What ssl does not tell in a class of its own.
Closed = ConnectionAbortedError


class Wire:
    """Lines and literals in, octets out. Raises OSError (TimeoutError past the deadline) and MalformedError."""

    __slots__ = ("_at", "_buffer", "_sock", "deadline")

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock = sock
        self._buffer = b""
        self._at = 0
        self.deadline = deadline

    @classmethod
    def connect(cls, host: str, port: int, deadline: float) -> Wire:
        """Opens a TCP connection to the first address of `host` that answers.

        The time until the deadline is shared out, so that an address that swallows everything leaves some to the next.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise socket.gaierror(socket.EAI_NONAME, "no host name") from error
        problem = OSError("the host has no address")
        for place, (family, kind, protocol, _, address) in enumerate(found):
            sock = socket.socket(family, kind, protocol)
            try:
                sock.settimeout(remaining(deadline) / (len(found) - place))
                sock.connect(address)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            except OSError as error:
                sock.close()
                problem = error
            else:
                return cls(sock, deadline)
        raise problem

    def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Encrypts, verifying the certificate for `host`; whatever was read in the clear before is thrown away."""
        self._buffer, self._at = b"", 0
        self._sock.settimeout(remaining(self.deadline))
        self._sock = context.wrap_socket(self._sock, server_hostname=host)

    def send(self, octets: bytes) -> None:
        """Sends all of `octets`."""
        self._sock.settimeout(min(remaining(self.deadline), _IDLE))
        self._sock.sendall(octets)

    def line(self) -> bytes:
        """The next line without its end; at most 1 MiB."""
        searched = self._at
        while (end := self._buffer.find(b"\n", searched)) < 0:
            unread = len(self._buffer) - self._at
            if unread > MAX_LINE:
                raise MalformedError("a line of more than 1 MiB")
            self._buffer = self._buffer[self._at :] + self._receive()
            self._at, searched = 0, unread
        start, self._at = self._at, end + 1
        return self._buffer[start : end - 1 if self._buffer[end - 1 : end] == b"\r" and end > start else end]

    def exactly(self, size: int) -> bytes:
        """The next `size` octets: a literal (RFC 9051 section 4.3)."""
        end = self._at + size
        if end <= len(self._buffer):
            start, self._at = self._at, end
            return self._buffer[start:end]
        pieces = [self._buffer[self._at :]]
        missing = size - len(pieces[0])
        while missing > 0:
            pieces.append(self._receive())
            missing -= len(pieces[-1])
        last = pieces[-1]
        pieces[-1], self._buffer = last[: len(last) + missing], last[len(last) + missing :]
        self._at = 0
        return b"".join(pieces)

    def _receive(self) -> bytes:
        # The deadline is looked at before every read: a server that drips one octet a second resets any read timeout.
        self._sock.settimeout(min(remaining(self.deadline), _IDLE))
        octets = self._sock.recv(_CHUNK)
        if not octets:
            raise Closed("the server closed the connection")
        return octets

    def close(self) -> None:
        """Closes the connection; never fails."""
        try:
            self._sock.close()
        except OSError:
            return


def remaining(deadline: float) -> float:
    """Seconds until `deadline`. Raises TimeoutError when there are none left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the deadline has passed")
    return left
