"""The response reader: any value that can be written comes back, nothing hostile is believed."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.imap.faults import MalformedError
from triage.imap.responses import Continuation, Data, Status, number, pairs, parse, read_response

if TYPE_CHECKING:
    from triage.imap.responses import Value
    from triage.imap.wire import Wire


class Octets:
    """Stands in for a Wire."""

    def __init__(self, octets: bytes) -> None:
        self.octets = octets

    def line(self) -> bytes:
        line, _, self.octets = self.octets.partition(b"\r\n")
        return line

    def exactly(self, size: int) -> bytes:
        got, self.octets = self.octets[:size], self.octets[size:]
        return got


def read(octets: bytes, limit: int = 1000) -> Status | Data | Continuation:
    wire: Wire = Octets(octets)  # type: ignore[assignment]
    return read_response(wire, limit)


class _Atom(bytes):
    """Written as it is."""


class _Literal(bytes):
    """Written as a literal."""


_atoms = st.from_regex(rb"[A-Za-z0-9$.\\*+-]{1,12}", fullmatch=True).filter(lambda a: a.upper() != b"NIL").map(_Atom)
_quoted = st.binary(max_size=30).filter(lambda o: not any(bad in o for bad in b"\r\n\0"))
_values = st.recursive(
    st.one_of(st.none(), _atoms, _quoted, st.binary(max_size=60).map(_Literal)),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=40,
)


def write(value: object) -> bytes:
    if value is None:
        return b"NIL"
    if isinstance(value, list):
        return b"(" + b" ".join(map(write, value)) + b")"
    assert isinstance(value, bytes)
    if isinstance(value, _Atom):
        return bytes(value)
    if isinstance(value, _Literal):
        return b"{%d}\r\n%s" % (len(value), value)
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


@given(st.lists(_values, max_size=6))
def test_what_was_written_is_read(values: list[Value]) -> None:
    data = read(b"* 7 FETCH " + b" ".join(map(write, values)) + b"\r\n", 10_000)
    assert data == Data(b"FETCH", 7, values)


@given(st.binary(max_size=300))
def test_any_octets_are_read_or_refused(octets: bytes) -> None:
    with suppress(MalformedError):
        read(b"* " + octets + b"\r\n" + b")" * 400)


def test_status_responses() -> None:
    assert read(b"T1 OK [APPENDUID 5 7] done\r\n") == Status(b"T1", b"OK", b"APPENDUID 5 7", "done")
    assert read(b"* no not {5}\r\n") == Status(b"*", b"NO", b"", "not {5}")
    assert read(b"* BYE\r\n") == Status(b"*", b"BYE", b"", "")
    assert read(b"+ go on\r\n") == Continuation(b"go on")


def test_sections_with_lists_are_one_name() -> None:
    data = read(b'* 1 FETCH (UID 9 BODY[HEADER.FIELDS (FROM "TO")]<0> {3}\r\nabc FLAGS (\\Seen))\r\n')
    assert isinstance(data, Data)
    assert pairs(data.values[0]) == {
        b"UID": b"9",
        b'BODY[HEADER.FIELDS (FROM "TO")]<0>': b"abc",
        b"FLAGS": [rb"\Seen"],
    }


@pytest.mark.parametrize(
    "octets",
    [
        b"* 1 FETCH (BODY[] {100000000000}\r\n",
        b"* 1 FETCH (BODY[] {-1}\r\n",
        b"* 1 FETCH (BODY[] {99999999999999999999999}\r\n",
        b"* 1 FETCH (A {600}\r\n" + b"x" * 600 + b" B {600}\r\n" + b"y" * 600 + b")\r\n",
        b'* LIST () "/" "unclosed\r\n',
        b'* LIST () "/" "unclosed\\"\r\n',
        b"* LIST (()\r\n",
        b"* LIST )\r\n",
        b"* X " + b"(" * 300 + b")" * 300 + b"\r\n",
        b"HTTP/1.1 400 Bad Request\r\n",
        b"*\r\n",
        b"\r\n",
    ],
)
def test_hostile_responses_are_refused(octets: bytes) -> None:
    with pytest.raises(MalformedError):
        read(octets)


def test_of_an_unreadable_fetch_answer_the_uid_is_kept() -> None:
    assert read(b'* 4 FETCH (UID 17 BODYSTRUCTURE ("text" "plain)\r\n') == Data(b"FETCH", 0, [[b"UID", b"17"]])


@pytest.mark.parametrize(
    "octets", [b'\\"' * 250_000, b"BODY[ " * 100_000, b'"' * 500_000, b"{" * 500_000, b"(" * 500_000]
)
def test_hostile_lines_take_linear_time(octets: bytes) -> None:
    start = time.process_time()
    with suppress(MalformedError):
        parse([b'"' + octets])
    assert time.process_time() - start < 2


def test_numbers() -> None:
    assert number(b"12") == 12
    odd: list[Value] = [b"-1", b"1" * 30, b"", None, []]
    assert [number(value) for value in odd] == [None] * 5
