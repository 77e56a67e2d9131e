"""Whether triage lasts for months: ten thousand passes in one process, `python -m benchmarks.months [PASSES]`.

Against Dovecot, as `triage watch` makes them: with one every quarter of an hour it is more than three months. Before
every twentieth pass a mail comes; after every hundredth a suggestion is decided, and now and then another decision
undone. Memory, open files and the database are looked at every thousand passes (promise P19: memory grows by less than
1 MB for each thousand, open files are flat, the WAL stays under 8 MB).

In November 2026, on two busy cores: 10,000 of 10,000 passes ended with 0, six open files throughout, a database of 5 MB
with 500 mails in it, no WAL left. Memory was 69 MB after a thousand passes, 160 MB after two, when enough was decided
for learning to load scikit-learn, and 168 MB at the end.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.dovecot import running, why_not
from triage.config import load
from triage.demo import sample
from triage.domain import Action, State
from triage.errors import UsageError
from triage.pipeline.scanning import scan
from triage.review.actions import Review
from triage.review.digest import worded
from triage.review.queue import View

if TYPE_CHECKING:
    from triage.config import Configuration

PASSES, LOOK = 10_000, 1_000
_MAIL, _ACT = 20, 100
_PAGE = os.sysconf("SC_PAGE_SIZE")


def look(folder: Path) -> tuple[float, int, float, float]:
    """Resident memory (MB), open files, and the sizes of the database and its write-ahead log (MB)."""
    resident = int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE
    sizes = [file.stat().st_size if file.exists() else 0 for file in (folder / "triage.db", folder / "triage.db-wal")]
    return resident / 1e6, len([*Path("/proc/self/fd").iterdir()]), sizes[0] / 1e6, sizes[1] / 1e6


def told(memory: float, files: int, database: float, log: float) -> str:
    return f"{memory:6.1f} MB  {files} open files  database {database:5.2f} MB  WAL {log:4.2f} MB"


def new_mail(number: int) -> bytes:
    """One of the sample's mails as if it were new: another Message-ID, and one more line."""
    messages = sample.messages()
    octets = messages[number % len(messages)].octets
    head, _, body = octets.partition(b"\r\n\r\n")
    head = head.replace(b"Message-ID: <", b"Message-ID: <%d." % number).replace(
        b"Message-Id: <", b"Message-Id: <%d." % number
    )
    return head + b"\r\n\r\n" + body + b"\r\nRef. %d\r\n" % number


def act(configuration: Configuration, folder: Path, rng: random.Random) -> None:
    """A person decides one suggestion and takes another decision back."""
    with Review.opened(configuration, folder) as review:
        waiting = review.items(View())
        decided = [item for item in review.items(View("is:drafted")) if item.state is State.DRAFTED]
        try:
            if waiting:
                review.decide(rng.choice(waiting), rng.choice([*Action]), confirmed=True)
            if decided and rng.random() < 0.5:
                review.undo(rng.choice(decided).id)
        except UsageError:
            return  # such a mail cannot be answered, or its draft is the user's by now


def main(passes: int) -> None:
    """Prints a line for each thousand passes."""
    rng, started = random.Random(7), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="triage-months-"))
    with running() as dovecot:
        user = dovecot.user()
        text = sample.configuration(dovecot.port).replace('"dana@example.org"\npass', f'"{user}"\npass')
        text = text.replace("echo demo", "echo secret").replace("enabled = true", 'enabled = true\ndigest = "00:00"')
        (folder / "config.toml").write_text(text, encoding="utf-8")
        (folder / "config.toml").chmod(0o600)
        configuration = load(folder / "config.toml")
        codes: dict[int, int] = {}
        for number in range(1, passes + 1):
            if number % _MAIL == 1:
                dovecot.deliver(user, [new_mail(number)])
            report = scan(configuration, folder, configuration.accounts, worded=worded)
            codes[report.exit_code] = codes.get(report.exit_code, 0) + 1
            for error in (error for entry in report.accounts for error in entry.errors):
                print(f"{number:>6} passes  {error}", flush=True)
            if number % _ACT == 0:
                act(configuration, folder, rng)
            if number % LOOK == 0 or number in {1, 100}:
                pace = (time.monotonic() - started) / number * 1000
                print(
                    f"{number:>6} passes  {told(*look(folder))}  {pace:.0f} ms a pass  exit codes {codes}", flush=True
                )
    shutil.rmtree(folder)


if __name__ == "__main__":
    if reason := why_not():
        sys.exit(reason)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PASSES)
