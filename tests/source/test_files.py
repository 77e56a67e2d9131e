"""Reading the files and folders a user names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from triage.errors import DamagedError, UsageError
from triage.source.files import read_files

_MAIL = b"From: a@b.example\nSubject: x\n\nHello\n"
_FROM = b"From a@b.example Mon Mar  2 09:12:00 2026\n"
_TORTURE = Path(__file__).parents[2].parent / "shared" / "torture"


def _labels(path: Path) -> list[str]:
    return [label for label, _ in read_files(path)]


def test_a_folder_is_read_in_sorted_order_without_what_is_no_mail(tmp_path: Path) -> None:
    for name in ("b/2.eml", "a.eml", "b/1.eml", ".hidden/x.eml", "b/.x.eml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(_MAIL)
    (tmp_path / "README.md").write_text("# Mails\nSubject: none")
    (tmp_path / "list.txt").write_text("a.eml\n")
    (tmp_path / "note.txt").write_text("Date: today\nbuy milk")
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "saved").write_bytes(_MAIL)
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert _labels(tmp_path) == ["a.eml", "b/1.eml", "b/2.eml", "empty.eml", "saved"]


def test_a_named_file_is_always_read(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("no mail at all")
    assert _labels(path) == [str(path)]


def test_an_empty_mbox_holds_no_message(tmp_path: Path) -> None:
    (tmp_path / "box.mbox").write_bytes(b"")
    assert _labels(tmp_path / "box.mbox") == []


def test_an_mbox_gives_numbered_messages_but_an_eml_is_one(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(_FROM + _MAIL + b"\n" + _FROM + _MAIL)
    (tmp_path / "one.eml").write_bytes(_FROM + _MAIL + b"\n" + _FROM + _MAIL)
    assert _labels(tmp_path) == ["box#1", "box#2", "one.eml"]
    assert [raw.ref.uid for _, raw in read_files(tmp_path)] == [1, 2, 3]


def test_an_mbox_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(b"\xef\xbb\xbf" + _FROM + _MAIL + b"\n" + _FROM + _MAIL)
    first, second = (raw for _, raw in read_files(tmp_path))
    assert first.octets.strip() == second.octets.strip() == _MAIL.strip()


def test_a_maildir_is_read_with_its_folders(tmp_path: Path) -> None:
    for name in ("cur/1:2,S", "new/2", "tmp/3", ".Jobs/cur/4:2,"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"odd, but a message here")
    (tmp_path / ".Jobs/new").mkdir()
    assert _labels(tmp_path) == [".Jobs/cur/4:2,", "cur/1:2,S", "new/2"]


def test_apple_mail(tmp_path: Path) -> None:
    path = tmp_path / "1.emlx"
    path.write_bytes(b"%d  \n" % len(_MAIL) + _MAIL + b"<?xml version='1.0'?><plist/>")
    assert [raw.octets for _, raw in read_files(path)] == [_MAIL]


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        _labels(tmp_path / "absent")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_files_are_named_after_the_rest(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml"):
        (tmp_path / name).write_bytes(_MAIL)
    (tmp_path / "a.eml").chmod(0)
    labels: list[str] = []
    with pytest.raises(DamagedError, match=r"could not read a\.eml \(Permission denied\)"):
        labels.extend(label for label, _ in read_files(tmp_path))


@pytest.mark.shared
def test_the_torture_corpus_is_found_whole() -> None:
    if not _TORTURE.is_dir():
        pytest.skip("../shared is not there")
    assert sorted(_labels(_TORTURE)) == sorted((_TORTURE / "FILES.txt").read_text("utf-8").split())
