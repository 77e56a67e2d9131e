"""Reading a Maildir: nothing moved, nothing renamed, nothing missed."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.source.contract import SourceContract, mail, messages, read, subjects
from triage.config import Account
from triage.errors import ConfigurationError
from triage.source.maildir import MaildirSource, uid_of
from triage.source.of_files import MAX_BATCH

if TYPE_CHECKING:
    from triage.domain import Batch, Cursor


@dataclass
class MaildirPlace:
    """A Maildir whose folders last changed an hour ago and whose messages came a second apart."""

    root: Path
    mailbox: str = "INBOX"
    mailboxes: tuple[str, ...] = ("INBOX",)
    since: date | None = None
    delivered: int = field(default=0)

    def __post_init__(self) -> None:
        for name in ("cur", "new", "tmp"):
            (self.root / name).mkdir(parents=True)
        self._settle()

    def deliver(self, octets: bytes, folder: str = "new", flags: str = "") -> None:
        self.delivered += 1
        path = self.root / folder / f"1772442{self.delivered:03}.M1P2.host{flags}"
        path.write_bytes(octets)
        os.utime(path, (time.time() - 7_200 + self.delivered,) * 2)
        self._settle()

    def _settle(self) -> None:
        for name in ("cur", "new"):
            os.utime(self.root / name, (time.time() - 3_600 + self.delivered,) * 2)

    def source(self) -> MaildirSource:
        return MaildirSource(
            Account(name="md", kind="maildir", path=self.root, mailboxes=self.mailboxes, since=self.since)
        )

    def state(self) -> object:
        files = [path for path in sorted(self.root.rglob("*")) if path.is_file()]
        return [(str(path), path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in files]


class TestContract(SourceContract):
    @pytest.fixture
    def place(self, tmp_path: Path) -> MaildirPlace:
        return MaildirPlace(tmp_path / "Maildir")


@pytest.fixture
def place(tmp_path: Path) -> MaildirPlace:
    return MaildirPlace(tmp_path / "Maildir")


def _read_seen(place: MaildirPlace, seen: set[int], cursors: dict[str, Cursor] | None = None) -> list[Batch]:
    with place.source() as source:
        return list(source.new_mail(cursors or {}, lambda _mailbox, _uidvalidity: seen, lambda _header: True))


def test_recorded_messages_are_not_read_again_also_after_a_move_with_flags(place: MaildirPlace) -> None:
    place.deliver(mail("one"))
    (first,) = messages(read(place))
    (old,) = (place.root / "new").iterdir()
    old.rename(place.root / "cur" / f"{old.name}:2,RS")
    place.deliver(mail("two"))
    assert subjects(_read_seen(place, {first.ref.uid})) == ["two"]


def test_a_folder_that_changed_just_now_gets_no_fingerprint(place: MaildirPlace) -> None:
    place.deliver(mail("one"))
    os.utime(place.root / "new")
    assert read(place)[-1].cursor.modseq is None


def test_a_move_back_in_time_changes_the_fingerprint(place: MaildirPlace) -> None:
    place.deliver(mail("one"))
    cursor = read(place)[-1].cursor
    os.utime(place.root / "cur", (1_000_000, 1_000_000))
    assert read(place, {"INBOX": cursor}) != []


def test_older_than_since_is_left_alone(place: MaildirPlace) -> None:
    place.deliver(mail("old"))
    (path,) = (place.root / "new").iterdir()
    os.utime(path, (86_400 * 365, 86_400 * 365))
    place.deliver(mail("new"))
    place.since = date(2020, 1, 1)
    assert subjects(read(place)) == ["new"]


def test_an_unreadable_message_is_reported_and_the_rest_read(
    place: MaildirPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.deliver(mail("good"))
    place.deliver(mail("bad"))
    original = Path.open

    def refusing(path: Path, mode: str = "r") -> object:
        if "002.M1P2" in path.name:
            raise PermissionError(13, "Permission denied")
        return original(path, mode)

    monkeypatch.setattr(Path, "open", refusing)
    (batch,) = read(place)
    assert subjects([batch]) == ["good"]
    assert "Permission denied" in batch.unfetchable[0].reason
    assert batch.cursor.modseq is None, "or it would never be tried again"


def test_a_vanished_message_is_skipped(place: MaildirPlace) -> None:
    place.deliver(mail("one"))
    place.deliver(mail("two"))
    with place.source() as source:
        entries = source._unrecorded(place.root, set())
        Path(entries[0].path).unlink()
        found, failed = source._read("INBOX", entries, lambda _header: True)
    assert (len(found), failed) == (1, ())


def test_batches_are_bounded(place: MaildirPlace) -> None:
    for number in range(MAX_BATCH + 1):
        (place.root / "new" / f"{number}.x").write_bytes(b"Subject: x\n\n")
    batches = read(place)
    assert [len(batch.messages) for batch in batches] == [MAX_BATCH, 1]
    assert batches[0].cursor.modseq is None


@pytest.mark.parametrize(
    ("mailbox", "folder"), [("Jobs/2026", ".Jobs.2026"), ("Büro", ".B&APw-ro"), ("Lists", "Lists")]
)
def test_other_mailboxes_are_subfolders(place: MaildirPlace, mailbox: str, folder: str) -> None:
    (place.root / folder / "cur").mkdir(parents=True)
    (place.root / folder / "cur" / "1.x:2,S").write_bytes(mail("inside"))
    place.mailboxes = (mailbox,)
    batches = read(place)
    assert subjects(batches) == ["inside"]
    assert batches[0].cursor.mailbox == mailbox


def test_what_is_missing_is_named(place: MaildirPlace, tmp_path: Path) -> None:
    place.mailboxes = ("Nowhere",)
    with pytest.raises(ConfigurationError, match=r"\.Nowhere is no Maildir"):
        read(place)
    place.root = tmp_path / "absent"
    with pytest.raises(ConfigurationError, match=r"there is no Maildir at .*absent"):
        read(place)


def test_uids_do_not_depend_on_flags() -> None:
    assert uid_of("1.M2.host,S=10:2,S") == uid_of("1.M2.host,S=10") == uid_of("1.M2.host,S=10!2,")
    assert uid_of("1.a") != uid_of("1.b")
    assert 1 <= uid_of("1.a") < 2**63
