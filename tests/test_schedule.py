"""triage.schedule against programs of our own on PATH that behave like systemctl, crontab and launchctl."""

from __future__ import annotations

import plistlib
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from triage import schedule
from triage.errors import CannotWriteError, UsageError
from triage.schedule import Host, Job, Ran, Report, install, remove, show

JOB = Job(("/opt/my apps/triage",), Path("/home/dana/.config/triage/config.toml"), Path("/home/dana/50% $data/triage"))

SYSTEMCTL = """#!/bin/sh
echo "$@" >> "$LOG/systemctl"
[ -e "$LOG/no-bus" ] && { echo "Failed to connect to bus: No medium found" >&2; exit 1; }
case "$*" in
  *enable*--now*) [ -e "$LOG/refuse" ] && { echo "Failed to enable unit: no." >&2; exit 1; } ;;
  *NextElapse*) echo "NextElapseUSecRealtime=Mon 2026-03-02 09:15:00 CET" ;;
esac
exit 0
"""

CRONTAB = """#!/bin/sh
echo "$@" >> "$LOG/crontab"
[ -e "$LOG/denied" ] && { echo "You (dana) are not allowed to use this program (crontab)" >&2; exit 1; }
case "$1" in
  -l) [ -e "$LOG/tab" ] || { echo "no crontab for dana" >&2; exit 1; }; cat "$LOG/tab" ;;
  -r) rm "$LOG/tab" ;;
  -) cat > "$LOG/tab" ;;
esac
"""

LAUNCHCTL = """#!/bin/sh
echo "$@" >> "$LOG/launchctl"
[ "$1" = bootout ] && exit 3
exit 0
"""


class Computer:
    """A home directory, and the programs that are installed."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.log, self.bin = tmp_path / "home", tmp_path / "log", tmp_path / "bin"
        for directory in (self.home, self.log, self.bin):
            directory.mkdir()
        monkeypatch.setenv("LOG", str(self.log))
        monkeypatch.setenv("PATH", f"{self.bin}:/usr/bin:/bin")
        self.host = Host(home=self.home, platform="linux", path="/usr/local/bin:/usr/bin", run=self.run)

    def has(self, name: str, program: str) -> None:
        path = self.bin / name
        path.write_text(program)
        path.chmod(0o755)

    def run(self, command: tuple[str, ...] | list[str] | object, text: str) -> Ran:
        assert isinstance(command, tuple)
        program = self.bin / command[0]
        return schedule.run((str(program), *command[1:]), text)

    def flag(self, name: str) -> None:
        (self.log / name).touch()

    def said(self, name: str) -> list[str]:
        path = self.log / name
        return path.read_text().splitlines() if path.exists() else []

    def files(self) -> list[str]:
        return sorted(str(path.relative_to(self.home)) for path in self.home.rglob("*"))

    @property
    def tab(self) -> Path:
        return self.log / "tab"


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Computer:
    return Computer(tmp_path, monkeypatch)


# --- systemd --------------------------------------------------------------------------------------------------------


def test_systemd_gets_a_timer_and_a_service(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    computer.has("crontab", CRONTAB)
    report = install(JOB, computer.host)
    assert (report.mechanism, report.next_run) == ("systemd", "Mon 2026-03-02 09:15:00 CET")
    assert report.undo == "`triage schedule remove` takes it out"
    assert "enable-linger" in report.note
    for path, text in report.files:
        assert path is not None
        assert path.read_text() == text
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    service, timer = (text for _, text in report.files)
    assert (
        'ExecStart="/opt/my apps/triage" "scan" "--config" "/home/dana/.config/triage/config.toml"'
        ' "--data-dir" "/home/dana/50%% $$data/triage"\n' in service
    )
    assert 'Environment="PATH=/usr/local/bin:/usr/bin"\n' in service
    for line in ("OnCalendar=*:0/15", "RandomizedDelaySec=14min", "Persistent=yes", "WantedBy=timers.target"):
        assert f"\n{line}\n" in timer
    assert "--user --no-pager enable --now triage.timer" in computer.said("systemctl")
    assert show(computer.host) == report
    assert not computer.tab.exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_itself_finds_nothing_wrong_with_the_units(computer: Computer, tmp_path: Path) -> None:
    computer.has("systemctl", SYSTEMCTL)
    program = tmp_path / "a $strange 50% name" / "triage"
    program.parent.mkdir()
    shutil.copy("/bin/true", program)
    report = install(replace(JOB, program=(str(program),)), computer.host)
    units = [str(path) for path, _ in report.files]
    environment = {"XDG_RUNTIME_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "HOME": str(computer.home)}
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *units], capture_output=True, text=True, check=False, env=environment
    )
    complaints = [line for line in done.stderr.splitlines() if "triage" in line]
    assert not complaints
    assert done.returncode == 0, done.stderr


def test_installing_twice_is_installing_once(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    first = install(JOB, computer.host)
    files = computer.files()
    assert install(JOB, computer.host) == first
    assert computer.files() == files


def test_removing_leaves_nothing_of_systemd_behind(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    report = install(JOB, computer.host)
    stamp = computer.home / ".local/share/systemd/timers/stamp-triage.timer"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    assert remove(computer.host) == Report("systemd", report.files, note="this is removed")
    assert computer.files() == [
        ".config",
        ".local",
        ".local/share",
        ".local/share/systemd",
        ".local/share/systemd/timers",
    ]
    assert computer.said("systemctl")[-2:] == [
        "--user --no-pager disable --now triage.timer",
        "--user --no-pager daemon-reload",
    ]
    assert show(computer.host).mechanism == ""


def test_units_of_others_stay(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    other = computer.home / ".config/systemd/user/backup.timer"
    other.parent.mkdir(parents=True)
    other.touch()
    install(JOB, computer.host)
    remove(computer.host)
    assert computer.files()[-1] == ".config/systemd/user/backup.timer"
    assert len(computer.files()) == 4


def test_a_timer_that_systemd_refuses_is_taken_out_again(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    computer.flag("refuse")
    with pytest.raises(CannotWriteError, match="systemd does not start the timer: Failed to enable unit: no"):
        install(JOB, computer.host)
    assert computer.files() == [".config"]


def test_the_xdg_directories_are_respected(computer: Computer, tmp_path: Path) -> None:
    computer.has("systemctl", SYSTEMCTL)
    report = install(JOB, replace(computer.host, config_home=tmp_path / "elsewhere"))
    assert report.files[0][0] == tmp_path / "elsewhere/systemd/user/triage.service"


# --- cron -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def cron(computer: Computer) -> Computer:
    """A container: systemctl is there, and its bus is not."""
    computer.has("systemctl", SYSTEMCTL)
    computer.has("crontab", CRONTAB)
    computer.flag("no-bus")
    return computer


def test_without_a_user_session_cron_gets_a_line(cron: Computer) -> None:
    report = install(JOB, cron.host)
    assert report.mechanism == "cron"
    begin, line, end = cron.tab.read_text().splitlines()
    assert report.files == ((None, f"{begin}\n{line}\n{end}"),)
    minutes, command = line.split(" * * * * ")
    times = [int(minute) for minute in minutes.split(",")]
    assert times == [times[0], times[0] + 15, times[0] + 30, times[0] + 45]
    assert 0 <= times[0] < 15
    assert command == (
        "PATH=/usr/local/bin:/usr/bin '/opt/my apps/triage' scan --config /home/dana/.config/triage/config.toml"
        " --data-dir '/home/dana/50\\% $data/triage'"
    )
    assert cron.files() == []


def test_the_minutes_differ_between_users_and_not_between_installs(cron: Computer) -> None:
    starts = set()
    for user in range(40):
        host = replace(cron.host, home=cron.home / str(user))
        install(JOB, host)
        first = cron.tab.read_text()
        install(JOB, host)
        assert cron.tab.read_text() == first
        starts.add(first.splitlines()[1].split(",")[0])
    assert len(starts) > 8


@pytest.mark.parametrize(
    "before", ["MAILTO=dana\n# a note\n\n0 5 * * * backup --all 100\\%\n", "\n", "@reboot x\n\n\n"]
)
def test_the_rest_of_the_crontab_stays_as_it_is(cron: Computer, before: str) -> None:
    cron.tab.write_text(before)
    install(JOB, cron.host)
    assert cron.tab.read_text().startswith(before)
    install(replace(JOB, data_dir=Path("/elsewhere")), cron.host)
    assert cron.tab.read_text().count("triage: begin") == 1
    assert "--data-dir /elsewhere\n" in cron.tab.read_text()
    assert remove(cron.host).mechanism == "cron"
    assert cron.tab.read_text() == before
    assert remove(cron.host).mechanism == ""


def test_the_same_line_again_is_not_written(cron: Computer) -> None:
    install(JOB, cron.host)
    install(JOB, cron.host)
    assert cron.said("crontab").count("-") == 1
    assert "-r" not in cron.said("crontab")


def test_a_crontab_of_ours_alone_is_removed(cron: Computer) -> None:
    install(JOB, cron.host)
    remove(cron.host)
    assert not cron.tab.exists()


def test_a_crontab_with_half_of_our_lines_is_left_to_the_user(cron: Computer) -> None:
    cron.tab.write_text(f"{schedule._BEGIN}\n0 5 * * * backup\n")
    with pytest.raises(CannotWriteError, match="crontab -e"):
        install(JOB, cron.host)
    assert cron.tab.read_text() == f"{schedule._BEGIN}\n0 5 * * * backup\n"


def test_a_timer_of_before_is_replaced_and_not_doubled(computer: Computer) -> None:
    computer.has("systemctl", SYSTEMCTL)
    computer.has("crontab", CRONTAB)
    install(JOB, computer.host)
    computer.flag("no-bus")
    assert install(JOB, computer.host).mechanism == "cron"
    assert computer.files() == [".config"]
    (computer.log / "no-bus").unlink()
    assert install(JOB, computer.host).mechanism == "systemd"
    assert not computer.tab.exists()


@pytest.mark.parametrize("denied", [True, False])
def test_with_neither_the_command_to_run_is_named(computer: Computer, *, denied: bool) -> None:
    if denied:
        computer.has("crontab", CRONTAB)
        computer.flag("denied")
    with pytest.raises(CannotWriteError, match=r"run this every 15 minutes by other means: '/opt/my apps/triage' scan"):
        install(JOB, computer.host)
    assert show(computer.host).mechanism == ""
    assert computer.files() == []


# --- launchd --------------------------------------------------------------------------------------------------------


def test_launchd_gets_an_agent(computer: Computer) -> None:
    computer.has("launchctl", LAUNCHCTL)
    host = replace(computer.host, platform="darwin")
    report = install(JOB, host)
    assert report.mechanism == "launchd"
    ((path, text),) = report.files
    assert path == computer.home / "Library/LaunchAgents/always-interviewing.triage.plist"
    agent = plistlib.loads(text.encode())
    assert agent["ProgramArguments"] == list(JOB.command)
    assert agent["StartInterval"] == 900
    assert agent["EnvironmentVariables"] == {"PATH": "/usr/local/bin:/usr/bin"}
    assert [line.split()[0] for line in computer.said("launchctl")] == ["bootout", "bootstrap"]
    assert install(JOB, host) == report
    assert remove(host).files == report.files
    assert computer.files() == ["Library", "Library/LaunchAgents"]


# --- the job --------------------------------------------------------------------------------------------------------


def test_a_path_that_would_break_a_line_is_refused(computer: Computer) -> None:
    computer.has("crontab", CRONTAB)
    with pytest.raises(UsageError, match="line break"):
        install(replace(JOB, config=Path("/x\n* * * * * evil")), computer.host)
    assert not computer.tab.exists()


def test_this_program_is_started_by_an_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "triage"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["triage"])
    assert schedule.this_program() == (str(script),)
    monkeypatch.setattr(sys, "argv", ["/x/__main__.py"])
    assert schedule.this_program() == (sys.executable, "-P", "-m", "triage")


def test_a_program_that_is_not_there_is_a_code() -> None:
    assert schedule.run(("/no/such/program",)).code == schedule.NOT_FOUND
    assert schedule.run(("/bin/cat",), "text") == Ran(0, "text", "")


def test_no_secret_is_in_what_is_written(computer: Computer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRIAGE_SECRET", "canary-8f3a17")
    computer.has("systemctl", SYSTEMCTL)
    report = install(JOB, Host(home=computer.home, platform="linux", run=computer.run))
    assert "canary" not in "".join(text for _, text in report.files)
