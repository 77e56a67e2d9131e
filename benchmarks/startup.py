"""How long looking takes, over bare Python: `python -m benchmarks.startup`. Medians of fresh processes, in turns, with
byte code beside the modules, as pip installs them, and without, as in a checkout that none can be written to. In
November 2026 as installed, while both cores were busy, over bare Python: --help 80 to 90, list 115, show 145 to 160 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
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
        times: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
        installed, source = environment(Path(folder) / "byte code"), environment(None)
        for _ in range(ROUNDS):
            for name, command in commands.items():
                for way, variables in (("installed", installed), ("from source", source)):
                    started = time.perf_counter()
                    subprocess.run(command, capture_output=True, check=True, env=variables)
                    times[name, way].append(time.perf_counter() - started)
    for (name, way), taken in times.items():
        over = 1e3 * (statistics.median(taken) - statistics.median(times["bare Python", way]))
        print(f"{name:<12} {way:<12} {1e3 * statistics.median(taken):6.1f} ms   {over:+6.1f} ms (goal {GOAL})")


def environment(byte_code: Path | None) -> dict[str, str]:
    """That of a process that keeps its byte code in a folder; None: that compiles every module anew."""
    rest = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return rest | ({"PYTHONPYCACHEPREFIX": str(byte_code)} if byte_code else {"PYTHONDONTWRITEBYTECODE": "1"})


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
            store.assess(key, engine.basis, engine.assess(message, engine.understand(message)))
    chosen = store.items()[0].id
    store.close()
    return chosen


if __name__ == "__main__":
    main()
