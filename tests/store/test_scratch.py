"""Words in folders of their own: found when nobody waits for them any more, and gone without a trace."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from triage.domain import Action, Edit
from triage.errors import CannotWriteError
from triage.store import scratch

if TYPE_CHECKING:
    from pathlib import Path

EDIT = Edit(Action.ASK, "en/my, own", "Words.\n")
AT = 1_700_000_000


def left_behind(data: Path, at: int = AT) -> Path:
    """Words whose process is not there; returns their folder."""
    path = scratch.put_out(data, "abcdef", EDIT)
    os.utime(path, (at, at))
    return path.parent.rename(path.parent.with_name(path.parent.name.replace(str(os.getpid()), "999999999")))


def test_what_is_put_out_is_private_and_not_saved_yet(tmp_path: Path) -> None:
    path = scratch.put_out(tmp_path, "abcdef", EDIT)
    assert [one.stat().st_mode & 0o777 for one in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]
    assert scratch.saved(path) is None
    path.write_text("Saved.")
    assert scratch.left_over(tmp_path) == [], "this process still waits for it"
    found = scratch.saved(path)
    assert found is not None
    assert found[0] == "Saved."


def test_what_was_saved_is_found(tmp_path: Path) -> None:
    folder = left_behind(tmp_path)
    assert scratch.left_over(tmp_path) == [scratch.LeftOver("abcdef", EDIT, datetime.fromtimestamp(AT, UTC), folder)]


def test_what_was_not_saved_is_removed_with_its_backups(tmp_path: Path) -> None:
    folder = left_behind(tmp_path, 0)
    (folder / "reply.txt~").write_text("A backup.")
    assert scratch.left_over(tmp_path) == []
    assert not folder.exists()


def test_what_goes_while_it_is_looked_at_is_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = left_behind(tmp_path)
    runs = scratch._runs

    def faster(process: int) -> bool:
        scratch.remove(folder)
        return runs(process)

    monkeypatch.setattr(scratch, "_runs", faster)
    assert scratch.left_over(tmp_path) == []
    scratch.remove(folder)


def test_a_data_directory_that_has_gone_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CannotWriteError, match="cannot be written"):
        scratch.put_out(tmp_path / "gone", "abcdef", EDIT)
    assert not (tmp_path / "gone").exists()
    assert scratch.left_over(tmp_path / "gone") == []
