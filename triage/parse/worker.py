"""The child of `triage.parse.isolated`: reads framed octets, answers with framed JSON, under hard limits.

A frame is a length of eight octets, big-endian, and that many octets. An answer that does not start with "{" is the
reason why the message could not be read. The child ends with its parent: its input ends, or its processor time does.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from triage.codec import encode
from triage.domain import MessageRef, RawMessage
from triage.parse.message import parse

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_MEMORY = 480 * 1024 * 1024  # octets of address space; faults.md P7 asks for less than 512 MB
CPU_SECONDS = 20  # for one message
_NOWHERE = MessageRef("", "", 0, 0)


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


def _answer(octets: bytes) -> bytes:
    try:
        return encode(parse(RawMessage(_NOWHERE, None, octets, len(octets)))).encode("ascii")
    except MemoryError:
        return b"parsing took more memory than allowed"
    except Exception as problem:  # noqa: BLE001 - one bad mail must not matter, whatever it found (faults.md P8)
        return f"parsing failed: {type(problem).__name__}".encode()


def _write(descriptor: int, answer: bytes) -> None:
    left = memoryview(len(answer).to_bytes(8, "big") + answer)
    while left:
        left = left[os.write(descriptor, left) :]
