"""A small IMAP server that does what its script says: faults no real server shows on demand.

A script maps a command ("LOGIN", "UID FETCH", …; "GREETING" for the first line) to what is sent back. `{tag}` stands
for the command's tag. A list gives one answer for each time the command comes, and its last one from then on.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from triage.config import Account

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping
    from typing import Self


@dataclass(frozen=True)
class Cut:
    """Send `first`, then close the connection; with `reset` as RST instead of FIN."""

    first: bytes = b""
    reset: bool = False


@dataclass(frozen=True)
class Drip:
    """Send `octets` one at a time with `pause` seconds between, again and again until the client goes."""

    octets: bytes
    pause: float = 0.05


@dataclass(frozen=True)
class Flood:
    """Send `octets` again and again, as fast as the client reads."""

    octets: bytes


@dataclass(frozen=True)
class Literal:
    """Ask for the literal that ends the command line, then send `answer`."""

    answer: bytes | Cut


class Silence:
    """Send nothing, ever."""


if TYPE_CHECKING:
    Answer = bytes | Cut | Drip | Flood | Literal | Silence
    Script = Mapping[str, Answer | list[Answer]]

DEFAULTS: dict[str, Any] = {
    "GREETING": b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n",
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 UIDPLUS SPECIAL-USE\r\n{tag} OK done\r\n",
    "LOGIN": b"{tag} OK [CAPABILITY IMAP4rev1 UIDPLUS SPECIAL-USE] signed in\r\n",
    "LOGOUT": Cut(b"* BYE bye\r\n{tag} OK bye\r\n"),
    "STATUS": b"* STATUS INBOX (UIDNEXT 1 UIDVALIDITY 1)\r\n{tag} OK done\r\n",
    "EXAMINE": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n{tag} OK [READ-ONLY] done\r\n",
    "SELECT": b"* 0 EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 1] ok\r\n{tag} OK [READ-WRITE] done\r\n",
}
_LITERAL = re.compile(rb"\{(\d+)\}$")


class ScriptedServer:
    """Listens on a loopback port until its `with` block ends; `received` holds every line that came, in order."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None) -> None:
        self._script = DEFAULTS | dict(script)
        self._tls = tls
        self._turns: dict[str, int] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._peers: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self.received: list[bytes] = []
        self.connections = 0
        self.port: int = self._socket.getsockname()[1]

    def account(self, **changes: Any) -> Account:
        """An account on this server."""
        values: dict[str, Any] = {
            "name": "lab",
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "user": "me",
        }
        return Account(**(values | changes))

    def commands(self) -> list[str]:
        """The commands that came, without tags and arguments."""
        return [_name(line) for line in self.received if line.count(b" ")]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        for sock in (self._socket, *self._peers):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                peer, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            self._peers.append(peer)
            self._start(self._serve, peer)

    def _serve(self, peer: socket.socket) -> None:
        try:
            if self._tls is not None:
                peer = self._tls.wrap_socket(peer, server_side=True)
                self._peers.append(peer)
            self._talk(peer)
        except (OSError, ValueError):
            pass
        finally:
            peer.close()

    def _talk(self, peer: socket.socket) -> None:
        lines = peer.makefile("rb")
        alive = self._answer(peer, lines, "GREETING", b"*")
        while alive and (line := lines.readline()):
            self.received.append(line.rstrip(b"\r\n"))
            name, tag = _name(line), line.split(b" ")[0]
            alive = self._answer(peer, lines, name, tag)

    def _answer(self, peer: socket.socket, lines: Any, name: str, tag: bytes) -> bool:
        """Sends what the script says; False ends the connection."""
        answer = self._next(name)
        if isinstance(answer, Literal):
            size = _LITERAL.search(self.received[-1])
            peer.sendall(b"+ go on\r\n")
            self.received.append(lines.read(int(size[1]) + 2 if size else 0))
            answer = answer.answer
        if isinstance(answer, bytes):
            peer.sendall(answer.replace(b"{tag}", tag))
        elif isinstance(answer, Cut):
            peer.sendall(answer.first.replace(b"{tag}", tag))
            if answer.reset:
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return False
        elif isinstance(answer, Drip | Flood):
            self._go_on(peer, answer)
        return True

    def _go_on(self, peer: socket.socket, answer: Drip | Flood) -> None:
        if isinstance(answer, Flood):
            while True:
                peer.sendall(answer.octets)
        while True:
            for octet in answer.octets:
                peer.sendall(bytes([octet]))
                threading.Event().wait(answer.pause)

    def _next(self, name: str) -> Any:
        answers = self._script.get(name, b"{tag} BAD unknown command\r\n")
        if not isinstance(answers, list):
            return answers
        turn = self._turns.get(name, 0)
        self._turns[name] = turn + 1
        return answers[min(turn, len(answers) - 1)]


def _name(line: bytes) -> str:
    words = line.decode("latin-1").upper().split(" ")
    return " ".join(words[1:3] if words[1:2] == ["UID"] else words[1:2]).strip()


@pytest.fixture
def scripted() -> Iterator[Callable[..., ScriptedServer]]:
    """Starts scripted servers that stop when the test ends."""
    with ExitStack() as stack:
        yield lambda script, **options: stack.enter_context(ScriptedServer(script, **options))
