"""The limited child: in order, in bounds, and no mail costs more than itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from triage.domain import Message, MessageRef, RawMessage
from triage.parse import isolated, parse
from triage.parse.isolated import IsolatedParser, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]


def _raw(number: int, body: bytes = b"Hello\n") -> RawMessage:
    octets = b"From: a@b.example\nSubject: mail %d\n\n" % number + body
    return RawMessage(MessageRef("a", "INBOX", 1, number), None, octets, len(octets))


def _subject(answer: Message | Unreadable) -> str:
    return answer.subject if isinstance(answer, Message) else f"unreadable {answer.ref.uid}"


def test_answers_equal_parse_and_come_in_order() -> None:
    raws = [_raw(number, b"x" * number * 50) for number in range(300)]
    with IsolatedParser() as parser:
        assert list(parser.parse(raws)) == [parse(raw) for raw in raws]


def test_it_streams() -> None:
    asked: list[int] = []

    def endless() -> Iterator[RawMessage]:
        for number in range(10**9):
            asked.append(number)
            yield _raw(number)

    with IsolatedParser() as parser:
        answers = parser.parse(endless())
        assert _subject(next(answers)) == "mail 0"
        assert len(asked) <= 65


def test_big_messages_do_not_block_the_pipes() -> None:
    raws = [_raw(number, b"<p>" + b"word " * 400_000) for number in range(4)]
    with IsolatedParser() as parser:
        assert [_subject(answer) for answer in parser.parse(raws)] == [f"mail {number}" for number in range(4)]


def test_an_error_of_the_source_comes_after_what_it_gave() -> None:
    def failing() -> Iterator[RawMessage]:
        yield from (_raw(1), _raw(2))
        raise ConnectionError("cut")

    subjects: list[str] = []

    def record(parser: IsolatedParser) -> None:
        for answer in parser.parse(failing()):
            subjects.append(_subject(answer))  # noqa: PERF401 - a comprehension would lose them at the error

    with IsolatedParser() as parser, pytest.raises(ConnectionError, match="cut"):
        record(parser)
    assert subjects == ["mail 1", "mail 2"]


def test_a_parser_serves_many_runs_and_an_abandoned_one_does_no_harm() -> None:
    with IsolatedParser() as parser:
        next(parser.parse(_raw(number) for number in range(50)))
        assert [_subject(answer) for answer in parser.parse([_raw(7)])] == ["mail 7"]


#: A child that misbehaves when the mail tells it to; else it is the real one.
_SABOTEUR = """
import sys; sys.path.insert(0, sys.argv[1])
import os, time, triage.parse.worker as worker
real = worker.parse
def parse(raw):
    if b"HANG" in raw.octets: time.sleep(60)
    if b"SPIN" in raw.octets:
        while True: pass
    if b"CRASH" in raw.octets: os.kill(os.getpid(), 11)
    if b"RAISE" in raw.octets: raise RuntimeError("secret text")
    if b"EAT" in raw.octets: return real(raw, *[bytearray(10**9)])
    if b"PRINT" in raw.octets: print("noise", flush=True)
    return real(raw)
worker.parse = parse
worker.main()
"""


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (b"HANG", "parsing took longer than 1 s"),
        (b"CRASH", "the parser died of signal 11"),
        (b"RAISE", "parsing failed: RuntimeError"),
        (b"EAT", "parsing took more memory than allowed"),
    ],
)
def test_one_bad_mail_costs_only_itself(monkeypatch: pytest.MonkeyPatch, command: bytes, reason: str) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    raws = [_raw(number) for number in range(5)]
    raws[2] = _raw(2, command)
    with IsolatedParser(wall_seconds=1.0) as parser:
        answers = list(parser.parse(raws))
    assert answers[2] == Unreadable(raws[2].ref, reason)
    assert [_subject(answer) for answer in answers] == ["mail 0", "mail 1", "unreadable 2", "mail 3", "mail 4"]


def test_a_stray_print_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    with IsolatedParser() as parser:
        assert [_subject(answer) for answer in parser.parse([_raw(1, b"PRINT")])] == ["mail 1"]


def test_the_child_gets_no_environment_and_ends_with_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_SECRET", "canary")
    with IsolatedParser() as parser:
        list(parser.parse([_raw(1)]))
        assert parser._child is not None
        process = parser._child._process
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"canary" not in environment.read_bytes()
    assert process.poll() is not None


def test_the_child_ends_with_a_killed_parent() -> None:
    program = (
        "import time; from tests.parse.test_isolated import _raw; from triage.parse.isolated import IsolatedParser\n"
        "p = IsolatedParser(); list(p.parse([_raw(1)])); print(p._child._process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=_ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + 5
    while time.monotonic() < end and _is_running(child):
        time.sleep(0.02)
    assert not _is_running(child)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"


def test_closed_standard_streams_are_no_obstacle() -> None:
    program = (
        "import os; [os.close(n) for n in (0, 1, 2)]\n"
        "from tests.parse.test_isolated import _raw; from triage.parse.isolated import IsolatedParser\n"
        "answers = list(IsolatedParser().parse([_raw(1), _raw(2)]))\n"
        "os._exit(7 if answers[1].subject == 'mail 2' else 1)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=_ROOT, check=False).returncode == 7


def test_more_than_the_cap_is_noted() -> None:
    raw = replace(_raw(1), octets=_raw(1).octets + b"a" * 26 * 1024 * 1024)
    with IsolatedParser() as parser:
        (answer,) = parser.parse([raw])
    assert isinstance(answer, Message)
    assert "larger than 25 MB; the rest was left out" in answer.defects
