"""The limited children: in order, in bounds, and no mail costs more than itself."""

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

from tests.factories import a_message
from triage.codec import decode
from triage.config import Configuration
from triage.domain import Message, MessageRef, Opportunity, RawMessage, Suggestion, Verdict
from triage.errors import DamagedError
from triage.parse import parse
from triage.pipeline import isolated
from triage.pipeline.engine import Engine, classify
from triage.pipeline.isolated import Failed, Isolated
from triage.pipeline.reading import MessageReader, is_unreadable
from triage.pipeline.worker import PARSE, Question
from triage.understand import Reader, understand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT = Path(__file__).parents[2]


def _raw(number: int, body: bytes = b"Hello\n") -> RawMessage:
    octets = b"From: a@b.example\nSubject: mail %d\n\n" % number + body
    return RawMessage(MessageRef("a", "INBOX", 1, number), None, octets, len(octets))


def _read(children: Isolated, raws: Iterable[RawMessage]) -> Iterator[Message | Failed]:
    found = children.answered(raws, lambda raw: PARSE + raw.octets, lambda answer: decode(Message, answer))
    return (message for _, message in found)


def _subject(answer: Message | Failed) -> str:
    return answer.subject if isinstance(answer, Message) else answer.reason


@pytest.fixture(autouse=True)
def shared_children() -> None:
    """Here every reader starts and ends its own."""


@pytest.fixture(params=[1, 2, 4])
def children(request: pytest.FixtureRequest) -> Iterator[Isolated]:
    made = Isolated(most=request.param)
    yield made
    made.close()


def test_answers_equal_parse_and_come_in_order(children: Isolated) -> None:
    raws = [_raw(number, b"x" * number * 50) for number in range(300)]
    assert list(_read(children, raws)) == [parse(raw) for raw in raws]


def test_what_is_understood_apart_is_what_is_understood_here() -> None:
    messages = [
        a_message(text=f"We offer {number},000 EUR in Berlin for a Python engineer.") for number in range(60, 90)
    ]
    questions = [Question(one, ("dana@example.org",), "mx.example.org") for one in messages]
    reader = Reader.load(frozenset({"dana@example.org"}), "mx.example.org")
    with MessageReader() as apart:
        assert list(apart.understand(questions)) == [(one, understand(one, reader)) for one in messages]


def test_what_is_understood_is_read_meanwhile(children: Isolated) -> None:
    raws = [_raw(number) for number in range(200)]
    reader = MessageReader()
    reader._isolated = children
    questions = (Question(message, (), "") for message in reader.read(raws))
    assert [message.subject for message, _ in reader.understand(questions)] == [f"mail {one}" for one in range(200)]


@pytest.mark.parametrize(("mails", "started"), [(1, 1), (64, 1), (65, 2), (300, 3)])
def test_another_child_starts_when_every_one_has_its_fill(mails: int, started: int) -> None:
    children = Isolated(most=3)
    list(_read(children, map(_raw, range(mails))))
    assert len(children._children) == started
    children.close()


def test_it_streams(children: Isolated) -> None:
    asked: list[int] = []

    def endless() -> Iterator[RawMessage]:
        for number in range(10**9):
            asked.append(number)
            yield _raw(number)

    answers = _read(children, endless())
    assert _subject(next(answers)) == "mail 0"
    assert len(asked) == 64 * children._most


def test_it_streams_when_nested(children: Isolated) -> None:
    asked: list[RawMessage] = []

    def many() -> Iterator[RawMessage]:
        for number in range(1000):
            asked.append(_raw(number))
            yield asked[-1]

    def ask(answer: Message | Failed) -> bytes:
        return PARSE + f"Subject: again {_subject(answer)}\n\n".encode()

    again = children.answered(_read(children, many()), ask, lambda answer: decode(Message, answer))
    subjects = [_subject(next(again)[1]) for _ in range(300)]
    assert subjects == [f"again mail {number}" for number in range(300)]
    assert len(asked) <= 300 + 2 * 64 * children._most


def test_big_messages_do_not_block_the_pipes(children: Isolated) -> None:
    raws = [_raw(number, b"<p>" + b"word " * 400_000) for number in range(4)]
    assert [_subject(answer) for answer in _read(children, raws)] == [f"mail {number}" for number in range(4)]


def test_an_error_of_the_source_comes_after_what_it_gave(children: Isolated) -> None:
    def failing() -> Iterator[RawMessage]:
        yield from (_raw(1), _raw(2))
        raise ConnectionError("cut")

    subjects: list[str] = []

    def record() -> None:
        for answer in _read(children, failing()):
            subjects.append(_subject(answer))  # noqa: PERF401 - a comprehension would lose them at the error

    with pytest.raises(ConnectionError, match="cut"):
        record()
    assert subjects == ["mail 1", "mail 2"]


def test_an_abandoned_run_does_no_harm(children: Isolated) -> None:
    other = _read(children, (_raw(number) for number in range(1000, 1050)))
    assert _subject(next(other)) == "mail 1000"
    next(_read(children, (_raw(number) for number in range(50))))
    assert [_subject(answer) for answer in _read(children, [_raw(7)])] == ["mail 7"]
    assert [_subject(answer) for answer in other] == [f"mail {number}" for number in range(1001, 1050)]


#: A child that misbehaves when the mail tells it to; else it is the real one.
_SABOTEUR = """
import sys; sys.path.insert(0, sys.argv[1])
import os, time, triage.pipeline.worker as worker
def sabotaged(real, doing):
    def work(octets):
        if doing + b" HANG" in octets: time.sleep(60)
        if doing + b" CRASH" in octets: os.kill(os.getpid(), 11)
        if doing + b" RAISE" in octets: raise RuntimeError("secret text")
        if doing + b" EAT" in octets: return real(octets, *[bytearray(10**9)])
        if doing + b" LIE" in octets: return '{"subject": "no message"}'
        if doing + b" DEEP" in octets: return '{"subject": ' + "[" * 100_000
        if doing + b" PRINT" in octets: print("noise", flush=True)
        return real(octets)
    return work
def written(descriptor, answer, real=worker._write):
    if b"PARSING FLOOD" in answer: os.write(descriptor, (2**40).to_bytes(8, "big"))
    if b"PARSING DRIP" in answer:
        for octet in len(answer).to_bytes(8, "big") + answer: os.write(descriptor, bytes([octet])); time.sleep(0.1)
    else: real(descriptor, answer)
worker._write = written
worker.parsed = sabotaged(worker.parsed, b"PARSING")
worker.understood = sabotaged(worker.understood, b"UNDERSTANDING")
worker.main()
"""


_BAD = {
    b"HANG": "it took longer than 3 s",
    b"CRASH": "its reader died of signal 11",
    b"RAISE": "RuntimeError",
    b"EAT": "it took more memory than allowed",
    b"LIE": "what its reader answered made no sense",
    b"DEEP": "what its reader answered made no sense",
    b"DRIP": "it took longer than 3 s",
    b"FLOOD": "its reader answered too much",
}


@pytest.mark.parametrize(("command", "reason"), _BAD.items())
def test_one_bad_mail_costs_only_itself(monkeypatch: pytest.MonkeyPatch, command: bytes, reason: str) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    raws = [_raw(number) for number in range(70)]
    raws[2] = _raw(2, b"PARSING " + command)
    children = Isolated(wall_seconds=3.0, most=2)
    answers = [_subject(answer) for answer in _read(children, raws)]
    children.close()
    assert answers == [reason if number == 2 else f"mail {number}" for number in range(70)]


@pytest.mark.parametrize(("command", "reason"), list(_BAD.items())[:3])
def test_one_mail_that_cannot_be_understood_costs_only_itself(
    monkeypatch: pytest.MonkeyPatch, command: bytes, reason: str
) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    raws = [_raw(number) for number in range(5)]
    raws[2] = _raw(2, b"UNDERSTANDING " + command)
    with MessageReader() as reader:
        reader._isolated = Isolated(wall_seconds=3.0)
        found = list(reader.understand(Question(message, (), "") for message in reader.read(raws)))
    assert [message.subject for message, _ in found] == [f"mail {number}" for number in range(5)]
    assert [one.reason for _, one in found if not isinstance(one, Opportunity)] == [reason]
    assert found[2][1] == Failed(reason)


def test_what_cannot_be_understood_is_held_for_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    for number, body in enumerate((b"Hello\n", b"UNDERSTANDING RAISE", b"Hello\n")):
        (tmp_path / f"{number}.eml").write_bytes(_raw(number, body).octets)
    engine = Engine.load(Configuration(path=tmp_path / "config.toml"))
    verdicts = [assessment.verdict for _, _, assessment in classify(engine, [tmp_path])]
    assert verdicts[1] == Verdict(
        Suggestion.HOLD, "triage failed on this mail (RuntimeError): please look at it yourself."
    )
    assert [verdicts[0].suggestion, verdicts[2].suggestion] == [Suggestion.NONE, Suggestion.NONE]


def test_a_stray_print_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    with MessageReader() as reader:
        assert [message.subject for message in reader.read([_raw(1, b"PARSING PRINT")])] == ["mail 1"]


def test_what_cannot_be_read_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    with MessageReader() as reader:
        (message,) = reader.read([_raw(1, b"PARSING RAISE")])
    assert is_unreadable(message)
    assert message.defects == ("unreadable: RuntimeError",)


def test_a_damaged_model_is_no_fault_of_the_mail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(isolated, "_START", _SABOTEUR)
    monkeypatch.setattr("triage.resources.models_dir", lambda: tmp_path)
    bad = Question(parse(_raw(1, b"UNDERSTANDING RAISE")), (), "")
    with MessageReader() as reader, pytest.raises(DamagedError, match=r"model\.json cannot be read"):
        list(reader.understand([bad]))


def test_who_is_late_to_listen_fails_nobody() -> None:
    """As while a pager holds up what is printed."""
    children = Isolated(wall_seconds=0.3, most=1)
    answers = _read(children, [_raw(number, b"x" * 90_000) for number in range(30)])
    assert _subject(next(answers)) == "mail 0"
    time.sleep(0.5)
    assert [_subject(answer) for answer in answers] == [f"mail {number}" for number in range(1, 30)]
    children.close()


@pytest.mark.parametrize("end", ["close", "forget"])
def test_children_get_no_environment_and_end_with_their_parent_object(
    monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    monkeypatch.setenv("CANARY_SECRET", "canary")
    children = Isolated(most=2)
    list(_read(children, map(_raw, range(65))))
    processes = [child._process for child in children._children]
    assert len(processes) == 2
    for process in processes:
        environment = Path(f"/proc/{process.pid}/environ")
        if environment.exists():
            assert b"canary" not in environment.read_bytes()
    if end == "close":
        children.close()
    else:
        del children
    assert all(process.poll() is not None for process in processes)


def test_the_children_end_with_a_killed_parent() -> None:
    program = (
        "import time; from tests.pipeline.test_isolated import _raw, _read\n"
        "from triage.pipeline.isolated import Isolated\n"
        "p = Isolated(most=2); list(_read(p, map(_raw, range(65))))\n"
        "print(*[child._process.pid for child in p._children], flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=_ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        parent.send_signal(signal.SIGKILL)
    end = time.monotonic() + 5
    while time.monotonic() < end and any(map(_is_running, pids)):
        time.sleep(0.02)
    assert [_is_running(pid) for pid in pids] == [False, False]


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
        "from tests.pipeline.test_isolated import _raw, _read; from triage.pipeline.isolated import Isolated\n"
        "answers = list(_read(Isolated(), [_raw(1), _raw(2)]))\n"
        "os._exit(7 if answers[1].subject == 'mail 2' else 1)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=_ROOT, check=False).returncode == 7


def test_more_than_the_cap_is_noted() -> None:
    raw = replace(_raw(1), octets=_raw(1).octets + b"a" * 26 * 1024 * 1024)
    with MessageReader() as reader:
        (message,) = reader.read([raw])
    assert "larger than 25 MB; the rest was left out" in message.defects
