"""How long looking takes, over bare Python: `python -m benchmarks.startup`. Medians of fresh processes, in turns."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 15
GOAL = 150  # ms over bare Python


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        data, config = Path(folder) / "data", Path(folder) / "config.toml"
        config.write_text('[me]\naddresses = ["dana@example.org"]\n')
        chosen = _fill(data)
        common = ["--config", str(config), "--data-dir", str(data)]
        commands = {
            "bare Python": [sys.executable, "-c", "pass"],
            "--help": [sys.executable, "-m", "triage", "--help"],
            "list": [sys.executable, "-m", "triage", "list", *common],
            "show": [sys.executable, "-m", "triage", "show", chosen, *common],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, capture_output=True, check=True)
                times[name].append(time.perf_counter() - started)
    bare = statistics.median(times["bare Python"])
    for name, taken in times.items():
        over = 1e3 * (statistics.median(taken) - bare)
        print(f"{name:<12} {1e3 * statistics.median(taken):6.1f} ms   {over:+6.1f} ms over bare Python (goal {GOAL})")


def _fill(data: Path) -> str:
    """A database with the sample mailbox's suggestions; gives the id of one."""
    from triage.config import Configuration
    from triage.demo import sample
    from triage.domain import MessageRef, RawMessage
    from triage.locations import private_dir
    from triage.parse import parse
    from triage.pipeline.engine import Engine
    from triage.store import Recorded, open_store

    store = open_store(private_dir(data))
    engine = Engine.load(Configuration(path=data / "config.toml"))
    for uid, one in enumerate(sample.messages(), start=1):
        ref = MessageRef("demo", "INBOX", 1, uid)
        message = parse(RawMessage(ref, one.internal_date, one.octets, len(one.octets)))
        for key in store.record([Recorded(ref, one.internal_date, message)]):
            store.assess(key, engine.basis, engine.assess(message))
    chosen = store.items()[0].id
    store.close()
    return chosen


if __name__ == "__main__":
    main()
