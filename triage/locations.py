"""Where the configuration and the data live, and how they are kept private (contract.md, section 1)."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from triage.errors import CannotWriteError

#: What every file and directory made by this process is masked with; the command line sets it first of all.
UMASK = 0o077


def config_path(option: Path | None = None) -> Path:
    """`--config`, else $TRIAGE_CONFIG, else config.toml in the user's configuration directory; it need not exist."""
    if given := option or _from_environment("TRIAGE_CONFIG"):
        return _absolute(given)
    import platformdirs  # costs 6 to 9 ms

    return Path(platformdirs.user_config_dir("triage", appauthor=False)) / "config.toml"


def data_dir(option: Path | None = None) -> Path:
    """`--data-dir`, else $TRIAGE_DATA_DIR, else the user's data directory; it need not exist."""
    if given := option or _from_environment("TRIAGE_DATA_DIR"):
        return _absolute(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("triage", appauthor=False))


def private_dir(path: Path) -> Path:
    """Makes `path` and its missing parents with mode 0700, and returns it.

    A directory of the user's own that others may only read is closed to them. Raises `CannotWriteError` if it cannot be
    made, belongs to somebody else, or could have been written by others: what lies in it could then be anybody's.
    """
    try:
        _make(path)
        _check_and_close(path, path.stat())
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def write_private(path: Path, octets: bytes) -> None:
    """Replaces the file at `path` by one with mode 0600, at once or not at all. Raises `CannotWriteError`."""
    from tempfile import mkstemp  # makes it 0600 whatever the umask is

    try:
        descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise cannot_write(path, error) from error


def cannot_write(path: Path, error: OSError) -> CannotWriteError:
    """The error for a file or directory that the system would not let us write."""
    why = error.strerror or type(error).__name__
    what = _WAYS_OUT.get(error.errno or 0, "make room or get access there")
    return CannotWriteError(f"{path} cannot be written: {why}", hint=f"{what}, and try it again")


_WAYS_OUT = {
    errno.ENOSPC: "free some space there",
    errno.EDQUOT: "free some space there",
    errno.EACCES: "mend its permissions",
    errno.EPERM: "mend its permissions",
    errno.EROFS: "make it writable",
    errno.ENOENT: "put its folder back",
}


def _absolute(path: Path) -> Path:
    try:
        return path.expanduser().absolute()
    except RuntimeError:  # ~name of somebody who is not there: taken as it is, and then not found
        return path.absolute()


def _from_environment(name: str) -> Path | None:
    """A variable that is set but empty counts as unset, as in the XDG specification."""
    return Path(value) if (value := os.environ.get(name)) else None


def _make(path: Path) -> None:
    """Like mkdir -p, but the parents are 0700 too: Path.mkdir gives its mode to the last one only."""
    if not path.is_dir():
        if path.parent != path:
            _make(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def _check_and_close(path: Path, status: os.stat_result) -> None:
    mode = stat.S_IMODE(status.st_mode)
    if status.st_uid != os.geteuid():
        raise CannotWriteError(
            f"{path} belongs to another user (uid {status.st_uid})",
            hint="choose a directory of your own with --data-dir",
        )
    if mode & 0o022:
        raise CannotWriteError(
            f"{path} can be written by others (mode {mode:o})",
            hint=f"run `chmod 700 {path}` if you trust what is in it",
        )
    if mode & 0o077:
        path.chmod(0o700)
