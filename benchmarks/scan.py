"""A first scan and one with nothing new, on a real Dovecot: `python -m benchmarks.scan [-n 2000] [--profile real]`.

The mailbox is made by ../shared/lab/mkmail.py, with the sample mailbox after it; without ../shared it says so and ends.
Processes have byte code beside the modules, as pip installs them.

In November 2026, on two busy cores: with nothing new, one round trip after sign-in and 127 ms of CPU over bare Python
(180 from source), a third of it for click and for making dataclasses. Of 10,045 mails at first sight no process took
more than 94 MB, and the database 40 MB; of 50 s of CPU the process that fetches, records and scores had 11.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.startup import environment
from tests.servers.dovecot import running, why_not
from tests.servers.tap import tapped
from triage.demo import sample

MAKER = Path(__file__).parents[1].parent / "shared" / "lab" / "mkmail.py"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=2000)
    parser.add_argument("--profile", default="real", choices=["real", "small"])
    options = parser.parse_args()
    if reason := why_not() or ("" if MAKER.exists() else f"{MAKER} is not there"):
        sys.exit(f"benchmarks.scan cannot run: {reason}")
    with tempfile.TemporaryDirectory() as folder, running() as dovecot, tapped(dovecot.port) as tap:
        user = dovecot.user()
        box = dovecot.maildir(user)
        made = Path(folder) / "load"
        subprocess.run(
            [sys.executable, str(MAKER), str(made), "--profile", options.profile, "-n", str(options.n)],
            check=True,
            capture_output=True,
        )
        box.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, box)
        subprocess.run(["chown", "-R", "mail:mail", str(box.parent)], check=True)
        dovecot.deliver(user, [message.octets for message in sample.messages()])
        config = Path(folder) / "config.toml"
        text = sample.configuration(tap.port).replace('user = "dana@example.org"', f'user = "{user}"')
        config.write_text(text.replace("echo demo", "echo secret").replace("since = 2026-09-01", "since = 2020-01-01"))
        config.chmod(0o600)
        common = ["--json", "--config", str(config), "--data-dir", f"{folder}/data"]
        installed = environment(Path(folder) / "byte code")
        subprocess.run(
            [sys.executable, "-m", "triage", "scan", "--help"], env=installed, check=True, capture_output=True
        )
        before = _cpu_seconds()
        taken, report = _scan(common, installed)
        cpu = _cpu_seconds() - before
        print(f"first scan: {taken:.2f} s, {cpu:.1f} s of CPU, {json.dumps(report['accounts'][0])}")
        print(f"peak memory of a process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
        size = sum(file.stat().st_size for file in Path(folder, "data").iterdir())
        print(f"database: {size / 1e6:.1f} MB")
        times = []
        for _ in range(7):
            tap.said.clear()
            times.append(_scan(common, installed)[0])
        bare = statistics.median(_bare() for _ in range(7))
        median = statistics.median(times)
        print(f"nothing new: {1e3 * median:.0f} ms, {1e3 * (median - bare):.0f} ms over bare Python")
        print(f"said: {' '.join(tap.commands())}")


def _scan(common: list[str], environment: dict[str, str]) -> tuple[float, dict[str, list[dict[str, object]]]]:
    started = time.perf_counter()
    command = [sys.executable, "-m", "triage", "scan", *common]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return time.perf_counter() - started, json.loads(done.stdout)


def _cpu_seconds() -> float:
    """What all processes that have ended took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _bare() -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
