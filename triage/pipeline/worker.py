"""The child of `triage.pipeline.isolated`: reads framed questions, answers with framed JSON, under hard limits.

A frame is a length of eight octets, big-endian, and that many octets. Of a question the first one says what is asked
for. An answer that does not start with "{" is the reason why there is none. The child ends with its parent: its input
ends, or its processor time does.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from triage.codec import decode, encode
from triage.domain import MessageRef, RawMessage

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Message
    from triage.understand import Reader

#: What can be asked for: the rest of the question is the octets of a mail, or a `Question`.
PARSE, UNDERSTAND = b"p", b"u"
MAX_MEMORY = 480 * 1024 * 1024  # octets of address space; faults.md P7 asks for less than 512 MB
CPU_SECONDS = 20  # for one question
_NOWHERE = MessageRef("", "", 0, 0)


@dataclass(frozen=True, slots=True)
class Question:
    """Asks what a message says to somebody with these addresses, whose server signs its results so."""

    message: Message
    own_addresses: tuple[str, ...]
    authserv_id: str


def main() -> None:
    """Serves until the input ends."""
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)  # a stray print must not look like an answer
    _limit()
    with open(0, "rb", buffering=256 * 1024) as requests:
        while (octets := _framed(requests.read(8), requests.read)) is not None:
            _renew_cpu_limit()
            _write(answers, _answer(octets))


def _framed(prefix: bytes, read: Callable[[int], bytes]) -> bytes | None:
    if len(prefix) < 8:
        return None
    length = int.from_bytes(prefix, "big")
    octets = read(length)
    return octets if len(octets) == length else None


def _limit() -> None:
    """Bounds memory, files and processes; what a system does not know is left out."""
    sys.dont_write_bytecode = True
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_AS, MAX_MEMORY)]
    limits.append((resource.RLIMIT_NPROC, 0))
    for which, most in limits:
        with suppress(OSError, ValueError):
            resource.setrlimit(which, (most, most))


def _renew_cpu_limit() -> None:
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + CPU_SECONDS, hard))


def _answer(question: bytes) -> bytes:
    asked, rest = question[:1], question[1:]
    try:
        return (parsed(rest) if asked == PARSE else understood(rest)).encode("ascii")
    except MemoryError:
        return b"it took more memory than allowed"
    except Exception as problem:  # noqa: BLE001 - one bad mail must not matter, whatever it found (faults.md P8)
        return type(problem).__name__.encode()


def parsed(octets: bytes) -> str:
    """The JSON of the `Message`."""
    from triage.parse import parse

    return encode(parse(RawMessage(_NOWHERE, None, octets, len(octets))))


def understood(text: bytes) -> str:
    """The JSON of the `Opportunity`."""
    from triage.understand import understand  # a child that only parses does without

    question = decode(Question, text)
    return encode(understand(question.message, _reader(question.own_addresses, question.authserv_id)))


@lru_cache(maxsize=8)
def _reader(own_addresses: tuple[str, ...], authserv_id: str) -> Reader:
    from triage.understand import Reader

    return Reader.load(frozenset(own_addresses), authserv_id)


def _write(descriptor: int, answer: bytes) -> None:
    left = memoryview(len(answer).to_bytes(8, "big") + answer)
    while left:
        left = left[os.write(descriptor, left) :]
