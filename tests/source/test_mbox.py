"""Reading mbox files: every dialect, any size, while they grow."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.source.contract import SourceContract, mail, messages, read, subjects
from triage.config import Account
from triage.domain import MessageRef
from triage.errors import ConfigurationError, DamagedError
from triage.source import mbox
from triage.source.mbox import MboxSource, as_message, split_mbox

if TYPE_CHECKING:
    from pathlib import Path

_FROM = b"From kim@agency.example Mon Mar  2 09:12:00 2026\n"


def _entry(octets: bytes) -> bytes:
    """A message as an mboxrd writer appends it."""
    octets = octets.replace(b"\r\n", b"\n")
    return _FROM + re.sub(rb"(?m)^(>*From )", rb">\1", octets) + (b"" if octets.endswith(b"\n") else b"\n") + b"\n"


@dataclass
class MboxPlace:
    path: Path
    mailbox: str = "INBOX"
    since: date | None = None

    def __post_init__(self) -> None:
        self.path.write_bytes(b"")

    def deliver(self, octets: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(_entry(octets))

    def source(self) -> MboxSource:
        return MboxSource(Account(name="box", kind="mbox", path=self.path, since=self.since))

    def state(self) -> object:
        return self.path.read_bytes(), self.path.stat().st_mtime_ns


class TestContract(SourceContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> MboxPlace:
        return MboxPlace(tmp_path / "mail.mbox")


@pytest.fixture
def place(tmp_path: Path) -> MboxPlace:
    return MboxPlace(tmp_path / "mail.mbox")


def _split(octets: bytes) -> list[bytes]:
    stretches = list(split_mbox(io.BytesIO(octets), 0))
    return [as_message(stretch, MessageRef("", "", 0, 1)).octets for stretch in stretches]


def test_from_in_prose_is_no_boundary() -> None:
    body = b"Subject: x\n\nFrom today on we hire.\n\nFrom Monday 10:00 on, call me.\n\n>From the team\n"
    assert _split(_FROM + body + b"\n" + _FROM + b"Subject: y\n\n") == [
        body.replace(b">From", b"From") + b"\n",
        b"Subject: y\n\n",
    ]


@pytest.mark.parametrize(
    "line",
    [
        b"From 1789234567890123456@xxx Mon Mar 02 09:12:00 +0000 2026\r\n",
        b"From - Mon Mar  2 09:12:00 2026\n",
        b"From MAILER-DAEMON Mon Mar  2 09:12 CET 2026\n",
        b'From "a b"@x.example Mon, 2 Mar 2026 09:12:00 +0000\n',
    ],
)
def test_dialects_of_the_from_line(line: bytes) -> None:
    assert _split(line + b"A: 1\n\nx\n\n" + line + b"B: 2\n\ny\n") == [b"A: 1\n\nx\n\n", b"B: 2\n\ny\n"]


def test_a_right_content_length_is_believed_and_a_wrong_one_is_not() -> None:
    body = b"text\n\n" + _FROM + b"Subject: attached mailbox\n\n"
    right = _FROM + b"Content-Length: %d\n\n" % len(body) + body + b"\n"
    wrong = _FROM + b"Content-Length: 99999\n\nshort\n\n"
    assert len(_split(right + wrong + _FROM + b"A: 1\n\n")) == 3


def test_the_from_line_dates_the_message(place: MboxPlace) -> None:
    place.deliver(mail("one"))
    (message,) = messages(read(place))
    assert message.internal_date == datetime(2026, 3, 2, 9, 12, tzinfo=UTC)
    place.since = date(2026, 3, 3)
    assert messages(read(place)) == []


def test_a_byte_order_mark_at_the_beginning_is_no_part_of_a_message(place: MboxPlace) -> None:
    place.path.write_bytes(b"\xef\xbb\xbf")
    place.deliver(mail("one"))
    place.deliver(mail("two"))
    (batch,) = read(place)
    assert [message.internal_date for message in batch.messages] == [datetime(2026, 3, 2, 9, 12, tzinfo=UTC)] * 2
    place.deliver(mail("three"))
    assert subjects(read(place, {"INBOX": batch.cursor})) == ["three"]


@given(st.lists(st.binary(max_size=60), max_size=6))
def test_what_was_appended_comes_back(bodies: list[bytes]) -> None:
    sent = [b"Subject: s\n\n" + body.replace(b"\r", b"") + b"\n" for body in bodies]
    assert _split(b"".join(map(_entry, sent))) == [octets + b"\n" for octets in sent]


def test_a_line_that_is_read_in_pieces_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "_LONGEST_LINE", 64)
    octets = _FROM + b"A: 1\n\n" + b"x" * 64 + _FROM + b"B: 2\n\n" + _FROM + b"C: 3\n\n"
    assert [stretch.offset for stretch in split_mbox(io.BytesIO(octets), 0)] == [0, octets.rindex(_FROM)]


def test_a_message_longer_than_the_cap_is_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "MAX_OCTETS", 10_000)
    octets = _entry(b"A: 1\n\n" + b"line\n" * 20_000) + _entry(b"B: 2\n\n")
    long, short = split_mbox(io.BytesIO(octets), 0)
    assert (len(long.octets), long.size, long.offset) == (10_000, octets.index(b"\nFrom ") + 1, 0)
    assert b"B: 2" in short.octets


def test_a_rewritten_file_is_read_from_the_start_under_another_uidvalidity(place: MboxPlace) -> None:
    middle = mail("two")
    for octets in (mail("one"), middle, mail("three")):
        place.deliver(octets)
    cursor = read(place)[-1].cursor
    place.path.write_bytes(place.path.read_bytes().replace(_entry(middle), b""))
    place.deliver(mail("four"))
    batches = read(place, {"INBOX": cursor})
    assert subjects(batches) == ["one", "three", "four"]
    assert batches[-1].cursor.uidvalidity != cursor.uidvalidity
    assert read(place, {"INBOX": batches[-1].cursor}) == []


def test_an_unfinished_message_waits(place: MboxPlace) -> None:
    place.deliver(mail("one"))
    with place.path.open("ab") as file:
        file.write(_FROM + b"Subject: two\n\nhalf a li")
    batches = read(place)
    assert subjects(batches) == ["one"]
    with place.path.open("ab") as file:
        file.write(b"ne\n\n")
    assert subjects(read(place, {"INBOX": batches[-1].cursor})) == ["two"]


def test_what_is_missing_or_no_mbox_is_named(place: MboxPlace) -> None:
    place.path.write_bytes(b"PK\x03\x04")
    with pytest.raises(DamagedError, match=r"box: .*mail\.mbox is no mbox file"):
        read(place)
    place.path.unlink()
    with pytest.raises(ConfigurationError, match="there is no mbox file at"):
        read(place)
