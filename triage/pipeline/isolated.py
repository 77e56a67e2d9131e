"""Reads mail in limited child processes, so that one made to hang, crash or fill the memory costs only itself."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
import weakref
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
R = TypeVar("R")

WALL_SECONDS = 15.0  # for one question
_GRACE_SECONDS = 0.5  # when nobody has listened for long, as while a pager holds up what is printed
MOST_CHILDREN = 4
_AHEAD_QUESTIONS = 64  # for each child
_AHEAD_OCTETS = 1024 * 1024
_CHUNK = 256 * 1024
_MOST_ANSWERED = 256 * 1024 * 1024  # octets: several times what the largest mail can become
_START = "import sys; sys.path.insert(0, sys.argv[1]); from triage.pipeline.worker import main; main()"


@dataclass(frozen=True, slots=True)
class Failed:
    """What came of a message that the children could not cope with."""

    reason: str


class Isolated:
    """The children: the first starts with the first question, another when every one has its fill of questions and a
    processor is free, and one that fails is replaced. They end when this is closed or forgotten.
    """

    def __init__(self, *, wall_seconds: float = WALL_SECONDS, most: int | None = None) -> None:
        self._wall_seconds = wall_seconds
        self._most = most or min(_processors(), MOST_CHILDREN)
        self._children: list[_Child] = []
        weakref.finalize(self, _end, self._children)

    def close(self) -> None:
        """Ends the children; the next question would start another."""
        _end(self._children)

    def answered(
        self, things: Iterable[T], ask: Callable[[T], bytes], read: Callable[[bytes], R]
    ) -> Iterator[tuple[T, R | Failed]]:
        """Each thing with what `read` makes of the answer to what `ask` makes of it: in order, reading ahead by at most
        64 questions or 1 MB for each child. May be nested: the things may be made of other answers.

        What `things` raises is raised when everything that came before has been answered.
        """
        source = iter(things)
        waiting: deque[tuple[T, _Question]] = deque()
        octets = 0
        is_dry = False
        failure: Exception | None = None
        try:
            while True:
                while not is_dry and self._may_read_ahead(octets, len(waiting)):
                    try:
                        thing = next(source)
                    except StopIteration:
                        is_dry = True
                    except Exception as problem:  # noqa: BLE001 - raised below, after what came before it is answered
                        is_dry, failure = True, problem
                    else:
                        waiting.append((thing, self._asked(_Question(ask(thing)))))
                        octets += len(waiting[-1][1].octets)
                if not waiting:
                    break
                answer = self._answer(waiting[0][1])
                thing, question = waiting.popleft()
                octets -= len(question.octets)
                yield thing, answer if isinstance(answer, Failed) else self._understood(answer, read)
        finally:
            if waiting:
                self.close()  # what the children still hold belongs to nobody
        if failure is not None:
            raise failure

    def _may_read_ahead(self, octets: int, questions: int) -> bool:
        return questions < self._most * _AHEAD_QUESTIONS and octets < self._most * _AHEAD_OCTETS

    def _asked(self, question: _Question) -> _Question:
        """Hands a question to the child with the least to do."""
        if not any(child.has_room for child in self._children) and len(self._children) < self._most:
            self._children.append(_Child())
        child = min(self._children, key=lambda child: len(child.questions))
        child.send(question)
        return question

    def _understood(self, answer: bytes, read: Callable[[bytes], R]) -> R | Failed:
        try:
            return read(answer)
        except (ValueError, TypeError, KeyError, RecursionError):
            self.close()  # who said that is not to be asked again
            return Failed("what its reader answered made no sense")

    def _answer(self, question: _Question) -> bytes | Failed:
        """The answer to a question; if its child fails, others get what was behind it."""
        self._move(0.0)
        began = time.monotonic()
        while question.answer is None:
            child = next((child for child in self._children if question in child.questions), None)
            if child is None:  # what was given up with another's questions
                self._asked(question)
                continue
            end = max(child.busy_since + self._wall_seconds, began + _GRACE_SECONDS)
            left = max(0.0, end - time.monotonic())
            idle = not self._move(left) and left == 0.0
            if idle or time.monotonic() > end + self._wall_seconds:  # it may also answer an octet at a time
                self._replace(child, f"it took longer than {self._wall_seconds:g} s")
        return question.answer

    def _move(self, seconds: float) -> bool:
        """Moves octets to and from all children; False if there was nothing to move within `seconds`.

        No pipe is ever waited for without looking at the others.
        """
        poll = select.poll()
        for child in self._children:
            poll.register(child.out_of, select.POLLIN)
            if child.outgoing:
                poll.register(child.into, select.POLLOUT)
        events = dict(poll.poll(seconds * 1000))
        for child in [child for child in self._children if child.into in events]:
            child.write()
        for child in [child for child in self._children if child.out_of in events]:
            try:
                child.read()
            except _ChildFailedError as failure:
                self._replace(child, str(failure))
        return bool(events)

    def _replace(self, child: _Child, reason: str) -> None:
        """Ends a child: the question it was at has failed, and the ones behind it are asked again."""
        self._children.remove(child)
        child.kill()
        if child.questions:
            child.questions.popleft().answer = Failed(reason)
        for question in child.questions:
            self._asked(question)


def _processors() -> int:
    """How many this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # Linux
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _end(children: list[_Child]) -> None:
    while children:
        children.pop().kill()


class _Question:
    """One request, until it is answered."""

    __slots__ = ("answer", "octets")

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.answer: bytes | Failed | None = None


class _ChildFailedError(Exception):
    """The child died or said something that is no frame."""


class _Child:
    """A process, its two pipes, and the questions it has not answered yet."""

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
        self.into, self.out_of = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self.into, False)
        os.set_blocking(self.out_of, False)
        self.questions: deque[_Question] = deque()
        self.outgoing: deque[memoryview] = deque()
        self._incoming = bytearray()
        self._octets = 0  # of the questions
        self.busy_since = time.monotonic()

    @property
    def has_room(self) -> bool:
        """Whether it has less to do than is read ahead."""
        return len(self.questions) < _AHEAD_QUESTIONS and self._octets < _AHEAD_OCTETS

    def send(self, question: _Question) -> None:
        """Asks, when what was asked before has been answered."""
        if not self.questions:
            self.busy_since = time.monotonic()
        self.questions.append(question)
        self._octets += len(question.octets)
        self.outgoing += (memoryview(len(question.octets).to_bytes(8, "big")), memoryview(question.octets))
        self.write()

    def write(self) -> None:
        """Moves what the pipe takes."""
        while self.outgoing:
            head = self.outgoing[0]
            if not head:
                self.outgoing.popleft()
                continue
            try:
                written = os.write(self.into, head)
            except BlockingIOError:
                return
            except BrokenPipeError:
                self.outgoing.clear()  # its death is noticed by the next read
                return
            self.outgoing[0] = head[written:]

    def read(self) -> None:
        """Moves what the pipe holds, and answers questions with it. Raises _ChildFailedError if its end has come."""
        with suppress(BlockingIOError):
            chunk = os.read(self.out_of, _CHUNK)
            if not chunk:
                raise _ChildFailedError(self._cause_of_death())
            self._incoming += chunk
        while (answer := self._framed()) is not None:
            if not self.questions:
                raise _ChildFailedError("its reader answered what nobody asked")
            question = self.questions.popleft()
            self._octets -= len(question.octets)
            reason = "" if answer.startswith(b"{") else answer.decode("utf-8", "replace") or "its reader gave no answer"
            question.answer = Failed(reason) if reason else answer
            self.busy_since = time.monotonic()

    def _framed(self) -> bytes | None:
        if len(self._incoming) < 8:
            return None
        end = 8 + int.from_bytes(self._incoming[:8], "big")
        if end > _MOST_ANSWERED:
            raise _ChildFailedError("its reader answered too much")
        if len(self._incoming) < end:
            return None
        answer = bytes(self._incoming[8:end])
        del self._incoming[:end]
        return answer

    def _cause_of_death(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            code = self._process.wait(timeout=5)
            return f"its reader died of signal {-code}" if code < 0 else f"its reader ended with code {code}"
        return "its reader stopped answering"

    def kill(self) -> None:
        """Ends the process at once and closes the pipes; does not fail."""
        self.outgoing.clear()
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        self._process.wait()
