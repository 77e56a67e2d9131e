"""triage.locations: where things live, and that nobody else can look or write there."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from triage import locations
from triage.errors import CannotWriteError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("TRIAGE_CONFIG", "TRIAGE_DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "d"))
    return tmp_path


def test_the_option_comes_first_then_the_variable_then_the_users_directory(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.uname().sysname == "Linux":
        assert locations.config_path() == home / "c/triage/config.toml"
        assert locations.data_dir() == home / "d/triage"
    monkeypatch.setenv("TRIAGE_CONFIG", "~/mine.toml")
    monkeypatch.setenv("TRIAGE_DATA_DIR", "~/mine")
    assert locations.config_path() == home / "mine.toml"
    assert locations.data_dir() == home / "mine"
    assert locations.config_path(Path("/x/c.toml")) == Path("/x/c.toml")
    assert locations.data_dir(Path("/x")) == Path("/x")


def test_an_empty_variable_counts_as_unset(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_CONFIG", "")
    monkeypatch.setenv("TRIAGE_DATA_DIR", "")
    assert locations.config_path().name == "config.toml"
    assert locations.data_dir().name == "triage"
    assert home in locations.data_dir().parents


def test_relative_locations_do_not_move_with_the_current_directory(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    assert locations.data_dir(Path("here")) == home / "here"
    assert locations.data_dir(Path("~nobody-of-that-name/x")) == home / "~nobody-of-that-name/x"


def test_directories_are_made_for_the_user_alone(tmp_path: Path) -> None:
    made = locations.private_dir(tmp_path / "share" / "triage")
    assert [mode(made), mode(made.parent)] == [0o700, 0o700]
    assert locations.private_dir(made) == made


@pytest.mark.parametrize("loose", [0o755, 0o750, 0o701])
def test_a_directory_that_others_could_read_is_closed(tmp_path: Path, loose: int) -> None:
    tmp_path.chmod(loose)
    assert mode(locations.private_dir(tmp_path)) == 0o700


@pytest.mark.parametrize("loose", [0o777, 0o1777, 0o770, 0o702])
def test_a_directory_that_others_could_write_is_refused_and_left(tmp_path: Path, loose: int) -> None:
    tmp_path.chmod(loose)
    with pytest.raises(CannotWriteError, match=f"can be written by others .*chmod 700 {tmp_path}"):
        locations.private_dir(tmp_path)
    assert mode(tmp_path) == loose


def test_a_directory_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = tmp_path.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(CannotWriteError, match=f"belongs to another user .uid {owner}.; choose"):
        locations.private_dir(tmp_path)


def test_what_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(CannotWriteError, match=r"cannot be written: .*; make room or get access") as caught:
            locations.private_dir(path)
        assert caught.value.exit_code == 73


@pytest.mark.parametrize(
    ("number", "way_out"),
    [
        (errno.EROFS, "Read-only file system; make it writable, and try it again"),
        (errno.ENOSPC, "No space left on device; free some space there, and try it again"),
        (errno.EACCES, "Permission denied; mend its permissions, and try it again"),
        (errno.EIO, "Input/output error; make room or get access there, and try it again"),
    ],
)
def test_what_to_do_depends_on_what_is_wrong(number: int, way_out: str) -> None:
    error = locations.cannot_write(Path("data"), OSError(number, os.strerror(number)))
    assert str(error) == f"data cannot be written: {way_out}"


def test_files_are_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("old")
    path.chmod(0o644)
    locations.write_private(path, b"new")
    assert (path.read_bytes(), mode(path), list(tmp_path.iterdir())) == (b"new", 0o600, [path])


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "token"
    path.write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWriteError, match="No space left on device"):
        locations.write_private(path, b"new")
    assert (path.read_text(), list(tmp_path.iterdir())) == ("old", [path])
