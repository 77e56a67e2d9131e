"""What SEARCH finds in the demo's IMAP server (RFC 3501 section 6.4.4), as far as mail programs use it."""

from __future__ import annotations

from datetime import datetime
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

from triage.demo import mime, wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from triage.demo.mailboxes import Stored

    Test = Callable[[int, Stored], bool]

_FLAG_KEYS = ("ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN")
_HEADER_KEYS = ("BCC", "CC", "FROM", "SUBJECT", "TO")


def search(keys: Sequence[wire.Token], view: Sequence[Stored]) -> list[tuple[int, Stored]]:
    """The (sequence number, message) pairs of `view` for which all `keys` hold. Raises `BadCommandError`."""
    largest = (len(view), view[-1].uid if view else 0)
    matches = _all_of(keys, largest)
    return [(number, one) for number, one in enumerate(view, 1) if matches(number, one)]


def _all_of(keys: Sequence[wire.Token], largest: tuple[int, int]) -> Test:
    pending = iter(keys)
    tests = [_test(key, pending, largest) for key in pending]
    return lambda number, one: all(test(number, one) for test in tests)


def _test(key: wire.Token, rest: Iterator[wire.Token], largest: tuple[int, int]) -> Test:
    """The test of one search key, taking its arguments from `rest`; `largest` is what * means, for numbers and UIDs."""
    if isinstance(key, list):
        return _all_of(key, largest)
    name = wire.text(key).upper()
    if name in {"NOT", "OR"}:
        tests = [_test(_next(rest), rest, largest) for _ in range(1 if name == "NOT" else 2)]
        return lambda number, one: any(test(number, one) for test in tests) is (name == "OR")
    if name.removeprefix("UN") in _FLAG_KEYS:
        return _flag_test(name)
    if name == "UID":
        among = wire.numbers(wire.text(_next(rest)), largest[1])
        return lambda _, one: among(one.uid)
    if name == "HEADER" or name in _HEADER_KEYS:
        header = wire.text(_next(rest)) if name == "HEADER" else name
        return _header_test(header, wire.text(_next(rest)))
    return _plain_test(name, rest, largest)


def _plain_test(name: str, rest: Iterator[wire.Token], largest: tuple[int, int]) -> Test:
    if name == "ALL":
        return lambda _number, _one: True
    if name in {"SINCE", "BEFORE", "ON"}:
        return _date_test(name, _day(wire.text(_next(rest))))
    if name in {"LARGER", "SMALLER"}:
        size = int(wire.text(_next(rest)))
        return lambda _, one: len(one.octets) > size if name == "LARGER" else len(one.octets) < size
    if name in {"TEXT", "BODY"}:
        sought = wire.text(_next(rest)).lower().encode("utf-8", "surrogateescape")
        return lambda _, one: sought in (one.octets if name == "TEXT" else one.part.body).lower()
    among = wire.numbers(name, largest[0])
    return lambda number, _: among(number)


def _next(rest: Iterator[wire.Token]) -> wire.Token:
    try:
        return next(rest)
    except StopIteration:
        raise wire.BadCommandError from None


def _flag_test(name: str) -> Test:
    flag = "\\" + name.removeprefix("UN").capitalize()
    return lambda _, one: (flag in one.flags) is not name.startswith("UN")


def _header_test(header: str, sought: str) -> Test:
    name = header.lower().encode()

    def test(_: int, one: Stored) -> bool:
        values = mime.header_values(one.part, name)
        return any(sought.lower() in readable.lower() for value in values for readable in _readable(value))

    return test


def _readable(value: bytes) -> tuple[str, str]:
    """A header as it stands and decoded (RFC 2047), the only difference that matters to a search."""
    raw = value.decode("utf-8", "replace")
    try:
        return raw, str(make_header(decode_header(raw)))
    except (LookupError, ValueError):
        return raw, raw


def _date_test(name: str, day: date) -> Test:
    if name == "ON":
        return lambda _, one: one.internal_date.date() == day
    return lambda _, one: (one.internal_date.date() >= day) is (name == "SINCE")


def _day(value: str) -> date:
    try:
        return datetime.strptime(value, "%d-%b-%Y").date()  # noqa: DTZ007 - a day has no zone (RFC 3501 section 6.4.4)
    except ValueError:
        raise wire.BadCommandError from None
