"""Runs `triage scan` every quarter of an hour: a systemd user timer, a launchd agent or a cron line.

Whatever is written holds paths and no secrets, can be written again without change, and is taken out whole.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from triage import locations
from triage.errors import CannotWriteError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: Runs a program with some text as its input.
    Runner = Callable[[Sequence[str], str], "Ran"]

EVERY_MINUTES = 15
#: The name of the units, and what the agent's label begins with.
NAME = "triage"
#: The code of a program that could not be run, as in a shell.
NOT_FOUND = 127


class Ran(NamedTuple):
    """How a program ended."""

    code: int
    output: str
    errors: str


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be run; every path is absolute."""

    program: tuple[str, ...]
    config: Path
    data_dir: Path

    @property
    def command(self) -> tuple[str, ...]:
        """The arguments of one scan. Raises `UsageError` for a path that no crontab or unit file can hold."""
        words = (*self.program, "scan", "--config", str(self.config), "--data-dir", str(self.data_dir))
        if not all(word.isprintable() for word in words):
            raise UsageError("a path has a line break or control character in it", hint="move it and try again")
        return words


@dataclass(frozen=True, slots=True)
class Report:
    """What is scheduled, or was just now; the texts are for the user."""

    mechanism: str  # "systemd", "launchd" or "cron"; "" if nothing is installed
    files: tuple[tuple[Path | None, str], ...] = ()  # every file with its content; None stands for the crontab
    next_run: str = ""  # as the mechanism says it; "" if it does not
    undo: str = ""
    note: str = ""


def run(command: Sequence[str], text: str = "") -> Ran:
    """Runs a program for at most 20 s, with its messages in English. One that cannot be run has code `NOT_FOUND`."""
    import subprocess

    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(
            command,
            input=text,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=20,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(NOT_FOUND, "", str(error))
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Host:
    """The computer that the schedule is for."""

    home: Path = field(default_factory=Path.home)
    platform: str = sys.platform
    path: str = field(default_factory=lambda: os.environ.get("PATH", os.defpath))  # password commands are found on it
    config_home: Path | None = None  # $XDG_CONFIG_HOME
    data_home: Path | None = None  # $XDG_DATA_HOME
    run: Runner = run

    @classmethod
    def this(cls) -> Host:
        """The one we are on."""
        config, data = os.environ.get("XDG_CONFIG_HOME"), os.environ.get("XDG_DATA_HOME")
        return cls(config_home=Path(config) if config else None, data_home=Path(data) if data else None)


def this_program() -> tuple[str, ...]:
    """How to start this installation of triage from anywhere."""
    script = Path(sys.argv[0]).absolute()
    if script.name == "triage" and os.access(script, os.X_OK) and script.is_file():
        return (str(script),)
    return (sys.executable, "-P", "-m", "triage")


# --- the three commands ---------------------------------------------------------------------------------------------


def show(host: Host) -> Report:
    """What is installed."""
    return next((found for each in _mechanisms(host) if (found := each.show()).mechanism), Report(""))


def install(job: Job, host: Host) -> Report:
    """Installs the schedule, or replaces it; the same call twice changes nothing.

    Raises `CannotWriteError` if it cannot be written, or with the command to run if nothing here could run it.
    """
    mechanisms = _mechanisms(host)
    chosen = next((each for each in mechanisms if each.works()), None)
    if chosen is None:
        line = shlex.join(job.command)
        what = "neither `systemctl --user` nor `crontab` works here"
        raise CannotWriteError(what, hint=f"run this every {EVERY_MINUTES} minutes by other means: {line}")
    chosen.install(job)
    for other in mechanisms:  # after, so that a failure leaves what worked before
        if other is not chosen and other.show().mechanism:
            other.remove()
    return chosen.show()


def remove(host: Host) -> Report:
    """Removes the schedule, and returns what it was."""
    found = Report("")
    for each in _mechanisms(host):
        report = each.show()
        if report.mechanism:
            each.remove()
            found = Report(report.mechanism, report.files, note="this is removed")
    return found


class _Mechanism(Protocol):
    def works(self) -> bool: ...
    def show(self) -> Report: ...
    def install(self, job: Job) -> None: ...
    def remove(self) -> None: ...


def _mechanisms(host: Host) -> tuple[_Mechanism, ...]:
    """The best first."""
    return (_Launchd(host),) if host.platform == "darwin" else (_Systemd(host), _Cron(host))


_UNDO = "`triage schedule remove` takes it out"


def _write(path: Path, octets: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise locations.cannot_write(path.parent, error) from error
    locations.write_private(path, octets)


def _must(ran: Ran, what: str) -> None:
    if ran.code:
        why = (ran.errors.strip() or f"exit code {ran.code}").splitlines()[-1]
        raise CannotWriteError(f"{what}: {why}", hint="see to that and run it again")


def _remove_with_empty_parents(path: Path, top: Path) -> None:
    from contextlib import suppress

    path.unlink(missing_ok=True)
    with suppress(OSError):  # not empty: somebody else's
        while (path := path.parent) != top:
            path.rmdir()


# --- systemd --------------------------------------------------------------------------------------------------------

_SERVICE = """\
# Written by `triage schedule install`; `triage schedule remove` takes it out.
[Unit]
Description=triage: one pass over new recruiter mail

[Service]
Type=oneshot
ExecStart={command}
Environment={path}
# 75 is "try again later", which the timer does.
SuccessExitStatus=75
# Each account has a limit of 300 s of its own; this is for what cannot happen.
TimeoutStartSec=1h
Nice=10
IOSchedulingClass=idle
UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
"""

_TIMER = f"""\
# Written by `triage schedule install`; `triage schedule remove` takes it out.
[Unit]
Description=triage: look for new recruiter mail every {EVERY_MINUTES} minutes

[Timer]
OnCalendar=*:0/{EVERY_MINUTES}
# Not all at the full quarter of an hour, but always as far from it.
RandomizedDelaySec={EVERY_MINUTES - 1}min
FixedRandomDelay=yes
AccuracySec=1min
Persistent=yes

[Install]
WantedBy=timers.target
"""

_LINGER = "it runs while you are signed in; `loginctl enable-linger` makes it run always"


class _Systemd:
    def __init__(self, host: Host) -> None:
        self._run = host.run
        self._path = host.path
        self._top = host.config_home or host.home / ".config"
        self._service = self._top / "systemd" / "user" / f"{NAME}.service"
        self._timer = self._service.with_suffix(".timer")
        data = host.data_home or host.home / ".local" / "share"
        self._stamp = data / "systemd" / "timers" / f"stamp-{NAME}.timer"  # left by Persistent=yes

    def works(self) -> bool:
        """Without a user session (containers, some servers) systemctl is there, and its bus is not."""
        return self._systemctl("show-environment").code == 0

    def show(self) -> Report:
        if not self._timer.exists():
            return Report("")
        files = tuple(
            (path, path.read_text(encoding="utf-8")) for path in (self._service, self._timer) if path.exists()
        )
        answer = self._systemctl("show", f"{NAME}.timer", "--property=NextElapseUSecRealtime")
        return Report("systemd", files, answer.output.partition("=")[2].strip(), _UNDO, _LINGER)

    def install(self, job: Job) -> None:
        program, *arguments = job.command
        words = (_unit_word(program, expands=False), *(_unit_word(word) for word in arguments))
        service = _SERVICE.format(command=" ".join(words), path=_unit_word(f"PATH={self._path}", expands=False))
        _write(self._service, service.encode())
        _write(self._timer, _TIMER.encode())
        try:
            _must(self._systemctl("daemon-reload"), "systemd does not read the new units")
            _must(self._systemctl("enable", "--now", f"{NAME}.timer"), "systemd does not start the timer")
        except CannotWriteError:
            self.remove()
            raise

    def remove(self) -> None:
        self._systemctl("disable", "--now", f"{NAME}.timer")
        for path in (self._timer, self._service):
            _remove_with_empty_parents(path, self._top)
        self._stamp.unlink(missing_ok=True)
        self._systemctl("daemon-reload")

    def _systemctl(self, *arguments: str) -> Ran:
        return self._run(("systemctl", "--user", "--no-pager", *arguments), "")


def _unit_word(word: str, *, expands: bool = True) -> str:
    """One word of a unit file, quoted (systemd.syntax(7)); arguments expand $ too, everything expands %."""
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word.replace("$", "$$") if expands else word}"'


# --- launchd --------------------------------------------------------------------------------------------------------

_SIGNED_IN = "it runs while you are signed in"


class _Launchd:
    def __init__(self, host: Host) -> None:
        self._run = host.run
        self._path = host.path
        self._label = f"always-interviewing.{NAME}"
        self._domain = f"gui/{os.getuid()}"
        self._plist = host.home / "Library" / "LaunchAgents" / f"{self._label}.plist"

    def works(self) -> bool:
        return True

    def show(self) -> Report:
        if not self._plist.exists():
            return Report("")
        return Report("launchd", ((self._plist, self._plist.read_text(encoding="utf-8")),), "", _UNDO, _SIGNED_IN)

    def install(self, job: Job) -> None:
        import plistlib

        agent = {
            "Label": self._label,
            "ProgramArguments": list(job.command),
            "EnvironmentVariables": {"PATH": self._path},
            "StartInterval": EVERY_MINUTES * 60,  # counted from sign-in, so that no two computers fall together
            "ProcessType": "Background",
            "LowPriorityIO": True,
            "Nice": 10,
            "Umask": locations.UMASK,
        }
        _write(self._plist, plistlib.dumps(agent))
        self._run(("launchctl", "bootout", f"{self._domain}/{self._label}"), "")  # bootstrap refuses a known label
        _must(
            self._run(("launchctl", "bootstrap", self._domain, str(self._plist)), ""), "launchd does not take the agent"
        )

    def remove(self) -> None:
        self._run(("launchctl", "bootout", f"{self._domain}/{self._label}"), "")
        self._plist.unlink(missing_ok=True)


# --- cron -----------------------------------------------------------------------------------------------------------

_BEGIN = "# triage: begin (`triage schedule remove` takes this out)"
_END = "# triage: end"


class _Cron:
    def __init__(self, host: Host) -> None:
        self._run = host.run
        self._path = host.path
        self._seed = f"{host.home}@{os.uname().nodename}"

    def works(self) -> bool:
        """The crontab can be read, or there is none yet; False too for a user whom cron.deny names."""
        ran = self._run(("crontab", "-l"), "")
        return ran.code == 0 or _has_none(ran)

    def show(self) -> Report:
        ours = self._split()[1]
        return Report("cron", ((None, "\n".join(ours)),), "", _UNDO) if ours else Report("")

    def install(self, job: Job) -> None:
        others, ours = self._split()
        wanted = [_BEGIN, self._line(job), _END]
        if ours != wanted:
            self._replace([*others, *wanted])

    def remove(self) -> None:
        others, ours = self._split()
        if ours and not others:
            _must(self._run(("crontab", "-r"), ""), "the crontab cannot be removed")
        elif ours:
            self._replace(others)

    def _replace(self, lines: list[str]) -> None:
        _must(self._run(("crontab", "-"), "\n".join(lines) + "\n"), "the crontab cannot be written")

    def _split(self) -> tuple[list[str], list[str]]:
        """The lines of the crontab that are not ours, and those that are."""
        ran = self._run(("crontab", "-l"), "")
        lines = ran.output.split("\n") if ran.code == 0 else []
        if lines and not lines[-1]:
            lines.pop()
        if _BEGIN not in lines:
            return lines, []
        begin = lines.index(_BEGIN)
        if _END not in lines[begin:]:
            what = f"the crontab has the line {_BEGIN!r} without {_END!r}"
            raise CannotWriteError(what, hint="take it out with `crontab -e`")
        end = lines.index(_END, begin) + 1
        return lines[:begin] + lines[end:], lines[begin:end]

    def _line(self, job: Job) -> str:
        """Minutes that are the same on every install, and different from one user and computer to the next."""
        offset = int.from_bytes(hashlib.sha256(self._seed.encode()).digest()[:4]) % EVERY_MINUTES
        minutes = ",".join(str(minute) for minute in range(offset, 60, EVERY_MINUTES))
        command = f"PATH={shlex.quote(self._path)} {shlex.join(job.command)}"
        escaped = command.replace("%", "\\%")  # which cron would read as a line break
        return f"{minutes} * * * * {escaped}"


def _has_none(ran: Ran) -> bool:
    """Debian's cron and cronie say the one, BusyBox the other."""
    said = ran.errors.lower()
    return ran.code != NOT_FOUND and ("no crontab" in said or "no such file" in said)
