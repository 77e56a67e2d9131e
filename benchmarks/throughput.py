"""How long one message takes, stage by stage, on the training mail: `python -m benchmarks.throughput`. One core."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

from triage.config import load
from triage.domain import MessageRef, RawMessage
from triage.parse import parse
from triage.score import FitModel, score
from triage.understand import Reader, understand

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from triage.domain import Interests

ROOT = Path(__file__).parents[1]
GOAL = 1.0  # ms a message for parse, understand and score together
ROUNDS = 3
#: So many messages go first, so that every table is loaded when messages at first sight are measured.
WARM = 100

Times = tuple[float, float, float]  # seconds for parse, understand, score


def main() -> None:
    paths = sorted((ROOT / "training" / "mail").rglob("*.eml"))
    random.Random(0).shuffle(paths)
    octets = [path.read_bytes() for path in paths]
    raws = [RawMessage(MessageRef("", "", 0, uid), None, mail, len(mail)) for uid, mail in enumerate(octets)]
    assess = _assessor(load(ROOT / "config.example.toml").interests)
    assess(raws[:WARM])
    _report("first sight", assess(raws[WARM:]), len(raws) - WARM)
    rounds = [assess(raws) for _ in range(ROUNDS)]
    _report("known words", (min(each) for each in zip(*rounds, strict=True)), len(raws))
    print(
        f"n = {len(raws)}, mean {sum(map(len, octets)) / len(octets) / 1e3:.1f} kB; goal {1e3 / GOAL:,.0f} messages/s"
    )


def _assessor(interests: Interests) -> Callable[[Sequence[RawMessage]], Times]:
    reader, model = Reader.load(frozenset({"dana@example.org"}), "mx.example.org"), FitModel.load()

    def assess(raws: Sequence[RawMessage]) -> Times:
        """The CPU time of this process that each stage takes, one message after the other, as a scan reads them."""
        parsing, reading, scoring = 0.0, 0.0, 0.0
        for raw in raws:
            began = time.process_time()
            message = parse(raw)
            parsed = time.process_time()
            opportunity = understand(message, reader)
            understood = time.process_time()
            score(message, opportunity, interests, model)
            parsing += parsed - began
            reading += understood - parsed
            scoring += time.process_time() - understood
        return parsing, reading, scoring

    return assess


def _report(name: str, times: Iterable[float], count: int) -> None:
    stages = [1e3 * taken / count for taken in times]
    parts = ", ".join(
        f"{stage} {each:.2f}" for stage, each in zip(("parse", "understand", "score"), stages, strict=True)
    )
    print(f"{name}: {parts}, together {sum(stages):.2f} ms a message: {1e3 / sum(stages):,.0f} messages/s")


if __name__ == "__main__":
    main()
