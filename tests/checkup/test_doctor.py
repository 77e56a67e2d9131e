"""`triage doctor` on accounts that are files: it says that they can be read only when they can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.checkup.doctor import examine
from triage.config import Account, Configuration

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Literal

MAIL = (
    b"From kit@brightpath.example Mon Nov  9 10:00:00 2026\nFrom: kit@brightpath.example\nSubject: Hello\n\nHi Dana\n"
)


def _finding(tmp_path: Path, kind: Literal["maildir", "mbox"], path: Path, *mailboxes: str) -> str:
    account = Account(name="files", kind=kind, path=path, mailboxes=mailboxes or ("INBOX",))
    configuration = Configuration(path=tmp_path / "config.toml", accounts=(account,))
    finding = next(one for one in examine(configuration, tmp_path / "data") if one.area == "files")
    return f"{'FAIL' if finding.error else 'ok'} {finding.text}"


@pytest.mark.parametrize("filled", [True, False])
def test_files_that_can_be_read(tmp_path: Path, *, filled: bool) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / "Maildir" / folder).mkdir(parents=True)
    (tmp_path / "box").write_bytes(MAIL if filled else b"")
    if filled:
        (tmp_path / "Maildir" / "new" / "1.x").write_bytes(MAIL)
    assert _finding(tmp_path, "maildir", tmp_path / "Maildir") == f"ok maildir {tmp_path / 'Maildir'} can be read"
    assert _finding(tmp_path, "mbox", tmp_path / "box") == f"ok mbox {tmp_path / 'box'} can be read"


def test_files_that_cannot(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    assert _finding(tmp_path, "maildir", absent).startswith(f"FAIL there is no Maildir at {absent}; check `path`")
    assert _finding(tmp_path, "mbox", absent).startswith(f"FAIL there is no mbox file at {absent}; check `path`")
    (tmp_path / "Maildir" / "cur").mkdir(parents=True)
    assert "FAIL" in _finding(tmp_path, "maildir", tmp_path / "Maildir", "INBOX", "Jobs")
    (tmp_path / "letter").write_bytes(b"Dear Dana")
    assert "is no mbox file" in _finding(tmp_path, "mbox", tmp_path / "letter")


def test_damage_that_a_scan_does_not_meet_is_found(tmp_path: Path) -> None:
    configuration = Configuration(path=tmp_path / "config.toml")
    (tmp_path / "data").mkdir(mode=0o700)
    assert _database(configuration, tmp_path / "data").endswith("0 messages, 0 waiting for you")
    path = tmp_path / "data" / "triage.db"
    octets = bytearray(path.read_bytes())
    octets[-4096:] = bytes(4096)
    path.write_bytes(octets)
    assert "triage.db is damaged" in _database(configuration, tmp_path / "data")


def _database(configuration: Configuration, data_dir: Path) -> str:
    return next(one.text for one in examine(configuration, data_dir) if one.area == "database")
