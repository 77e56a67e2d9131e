"""How long one message takes, stage by stage, on the training mail: `python -m benchmarks.throughput`. One core."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from triage.config import load
from triage.domain import MessageRef, RawMessage
from triage.parse import parse
from triage.score import FitModel, score
from triage.understand import Reader, understand

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
GOAL = 1.0  # ms a message for parse, understand and score together
ROUNDS = 3


def main() -> None:
    octets = [path.read_bytes() for path in sorted((ROOT / "training" / "mail").rglob("*.eml"))]
    interests = load(ROOT / "config.example.toml").interests
    reader, model = Reader.load(frozenset({"dana@example.org"}), "mx.example.org"), FitModel.load()
    raws = [RawMessage(MessageRef("", "", 0, uid), None, mail, len(mail)) for uid, mail in enumerate(octets)]
    messages = [parse(raw) for raw in raws]
    opportunities = [understand(message, reader) for message in messages]
    pairs = list(zip(messages, opportunities, strict=True))
    total = 0.0
    for name, stage in (
        ("parse", lambda: [parse(raw) for raw in raws]),
        ("understand", lambda: [understand(message, reader) for message in messages]),
        ("score", lambda: [score(message, opportunity, interests, model) for message, opportunity in pairs]),
    ):
        taken = _fastest(stage) / len(raws)
        total += taken
        print(f"{name:<12} {1e3 * taken:6.3f} ms a message")
    size = sum(map(len, octets)) / len(octets) / 1e3
    print(f"{'all':<12} {1e3 * total:6.3f} ms, {1 / total:,.0f} messages/s (goal {1e3 / GOAL:,.0f})")
    print(f"n = {len(raws)}, mean {size:.1f} kB")


def _fastest(stage: Callable[[], object]) -> float:
    """The fastest of some rounds, in seconds of this process's CPU time: others use the machine too."""
    times = []
    for _ in range(ROUNDS):
        started = time.process_time()
        stage()
        times.append(time.process_time() - started)
    return min(times)


if __name__ == "__main__":
    main()
