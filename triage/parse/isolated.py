"""Parses in a limited child process, so that a mail made to hang, crash or fill the memory costs only itself."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from triage.codec import decode
from triage.domain import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from triage.domain import MessageRef, RawMessage

WALL_SECONDS = 15.0  # for one message
MAX_OCTETS = 25 * 1024 * 1024 + 1  # one more than the parser reads, so that it notes the cut
_AHEAD_MESSAGES = 64
_AHEAD_OCTETS = 1024 * 1024
_CHUNK = 256 * 1024
_START = "import sys; sys.path.insert(0, sys.argv[1]); from triage.parse.worker import main; main()"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message the parser could not cope with: to be recorded as such, and given up after three runs."""

    ref: MessageRef
    reason: str


class IsolatedParser:
    """A context manager around the child, which starts with the first message and is replaced when it fails."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._child: _Child | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the child; the next message would start another."""
        if self._child is not None:
            self._child.kill()
            self._child = None

    def parse(self, raws: Iterable[RawMessage]) -> Iterator[Message | Unreadable]:
        """Yields one answer for each message, in order, reading ahead by at most 64 messages or 1 MB.

        What `raws` raises is raised when everything that came before has been answered.
        """
        source = iter(raws)
        waiting: deque[RawMessage] = deque()
        waiting_octets = 0
        is_dry = False
        failure: Exception | None = None
        try:
            while True:
                while not is_dry and len(waiting) < _AHEAD_MESSAGES and waiting_octets < _AHEAD_OCTETS:
                    try:
                        raw = next(source, None)
                    except Exception as problem:  # noqa: BLE001 - raised below, after what came before it is answered
                        raw, failure = None, problem
                    if raw is None:
                        is_dry = True
                        break
                    waiting.append(raw)
                    waiting_octets += len(raw.octets)
                    self._send(raw)
                if not waiting:
                    break
                answer = self._answer(waiting)
                waiting_octets -= len(waiting.popleft().octets)
                yield answer
        finally:
            if waiting:
                self.close()  # what the child still holds belongs to nobody
        if failure is not None:
            raise failure

    def _send(self, raw: RawMessage) -> None:
        if self._child is None:
            self._child = _Child()
        self._child.send(raw.octets[:MAX_OCTETS])

    def _answer(self, waiting: deque[RawMessage]) -> Message | Unreadable:
        """The answer to the oldest message; if the child fails, another one gets those behind it."""
        child = self._child
        assert child is not None
        try:
            text = child.receive(self._wall_seconds)
            if text.startswith(b"{"):
                return decode(Message, text)
            reason = text.decode("utf-8", "replace") or "the parser gave no answer"
        except _ChildFailedError as failure:
            reason = str(failure)
        except (ValueError, TypeError, KeyError):
            reason = "the parser's answer made no sense"
        else:
            return Unreadable(waiting[0].ref, reason)
        self.close()
        for raw in list(waiting)[1:]:
            self._send(raw)
        return Unreadable(waiting[0].ref, reason)


class _ChildFailedError(Exception):
    """The child hung, died or said something that is no frame."""


class _Child:
    """The process and its two pipes, of which neither is ever waited for without looking at the other."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, root],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            start_new_session=True,  # an interrupt is the parent's to handle
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._busy_since = time.monotonic()
        self._unanswered = 0

    def send(self, octets: bytes) -> None:
        if not self._unanswered:
            self._busy_since = time.monotonic()
        self._unanswered += 1
        self._outgoing += (memoryview(len(octets).to_bytes(8, "big")), memoryview(octets))
        self._write()

    def receive(self, wall_seconds: float) -> bytes:
        """The next answer. Raises _ChildFailedError if it comes later than that after the one before, or never."""
        while (answer := self._framed()) is None:
            left = self._busy_since + wall_seconds - time.monotonic()
            if not self._wait(max(0.0, left)) and left <= 0:
                raise _ChildFailedError(f"parsing took longer than {wall_seconds:g} s")
        self._busy_since = time.monotonic()
        self._unanswered -= 1
        return answer

    def _framed(self) -> bytes | None:
        if len(self._incoming) < 8:
            return None
        end = 8 + int.from_bytes(self._incoming[:8], "big")
        if len(self._incoming) < end:
            return None
        answer = bytes(self._incoming[8:end])
        del self._incoming[:end]
        return answer

    def _wait(self, seconds: float) -> bool:
        """Moves octets in either direction; False if nothing could be moved within `seconds`."""
        poll = select.poll()
        poll.register(self._from, select.POLLIN)
        if self._outgoing:
            poll.register(self._to, select.POLLOUT)
        events = dict(poll.poll(seconds * 1000))
        if events.get(self._to):
            self._write()
        if events.get(self._from):
            self._read()
        return bool(events)

    def _read(self) -> None:
        with suppress(BlockingIOError):
            chunk = os.read(self._from, _CHUNK)
            if not chunk:
                raise _ChildFailedError(self._cause_of_death())
            self._incoming += chunk

    def _write(self) -> None:
        while self._outgoing:
            head = self._outgoing[0]
            if not head:
                self._outgoing.popleft()
                continue
            try:
                written = os.write(self._to, head)
            except BlockingIOError:
                return
            except BrokenPipeError:
                self._outgoing.clear()  # its death is noticed by the next read
                return
            self._outgoing[0] = head[written:]

    def _cause_of_death(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=5)
            return f"the parser died of signal {-code}" if code < 0 else f"the parser ended with code {code}"
        return "the parser stopped answering"

    def kill(self) -> None:
        """Ends the process at once and closes the pipes; does not fail."""
        self._outgoing.clear()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()
