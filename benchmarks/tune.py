"""How long a what-if over 20,000 stored offers takes, and what it changes: `python -m benchmarks.tune`. One core."""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from triage.config import load
from triage.config.changes import Changes
from triage.demo import sample
from triage.domain import Level, MessageRef, PayFloor, Period, RawMessage, Suggestion, Term
from triage.parse import parse
from triage.pipeline.engine import Engine
from triage.pipeline.tuning import what_if
from triage.store import Event, Recorded, open_store

if TYPE_CHECKING:
    from triage.config import Configuration
    from triage.store import Store

ROOT = Path(__file__).parents[1]
OFFERS = 20_000
DECISIONS = 50
GOAL = 2.0  # seconds
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TRIED = {
    "accept_at 0.8": Changes(accept_at=0.8),
    "avoid a rare term": Changes(avoid=(Term("on-call"),)),
    "want a common term": Changes(want=(Term("kubernetes"),)),
    "another weight": Changes(want=(Term("python", 3.0),)),
    "drop a term": Changes(drop=("php",)),
    "another level": Changes(level=Level.STAFF),
    "another place": Changes(locations=("Munich",)),
    "another title": Changes(titles=("data engineer",)),
    "a higher floor": Changes(pay_floor=PayFloor(120_000.0, "EUR", Period.YEAR)),
    "five at once": Changes(
        want=(Term("rust"),), drop=("gambling",), avoid=(Term("java"),), level=Level.LEAD, accept_at=0.7
    ),
}
#: What is tried again once something is learned.
LEARNED = ("accept_at 0.8", "avoid a rare term", "another level", "another title")


def main() -> None:
    configuration = load(ROOT / "config.example.toml")
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        _fill(store, configuration)
        size = (Path(folder) / "triage.db").stat().st_size / 1e6
        print(f"{OFFERS:,} stored offers, {size:.0f} MB")
        for name, changes in TRIED.items():
            _measure(name, configuration, store, changes)
        policy = replace(configuration.policy, accept_at=0.65)
        _measure("suggested by others", replace(configuration, policy=policy), store, TRIED["accept_at 0.8"])
        _decide(store)
        print(f"{DECISIONS} decisions, learned from since the last scan: everything is weighed anew, before and after")
        for name in LEARNED:
            _measure(name, configuration, store, TRIED[name], Path(folder))


def _decide(store: Store) -> None:
    """Accepts the best of what waits and declines the worst."""
    ranked = sorted(store.items(limit=OFFERS // 20), key=lambda item: item.assessment.score.probability)
    for item in ranked[: DECISIONS // 2]:
        store.add_event(item.key, Event.DECLINE)
    for item in ranked[-DECISIONS // 2 :]:
        store.add_event(item.key, Event.ACCEPT)


def _measure(
    name: str, configuration: Configuration, store: Store, changes: Changes, data_dir: Path | None = None
) -> None:
    wall, started = time.perf_counter(), time.process_time()
    found = what_if(configuration, store, changes, data_dir=data_dir)
    taken, wall = time.process_time() - started, time.perf_counter() - wall
    kept = "" if taken < GOAL else f"  MORE THAN {GOAL:.0f} s"
    print(f"{name:<20} {taken:5.2f} s of CPU, {wall:5.2f} s by the clock, {len(found.flips):6,} flips{kept}")


def _fill(store: Store, configuration: Configuration) -> None:
    """The offers of the training mail and the sample mailbox, again and again, each time with a line of its own."""
    engine = Engine.load(configuration)
    octets = [path.read_bytes() for path in sorted((ROOT / "training" / "mail").rglob("*.eml"))]
    octets += 10 * [one.octets for one in sample.messages()]
    raws = [RawMessage(MessageRef("home", "INBOX", 1, 1), None, mail, len(mail)) for mail in octets]
    assessed = [(message, engine.assess(message, "home", keep=True)) for message in map(parse, raws)]
    offers = [  # a copy of an answer would join the conversation of the others
        (message, one)
        for message, one in assessed
        if one.verdict.suggestion is not Suggestion.NONE and not message.in_reply_to and ":" not in message.subject[:5]
    ]
    with store.transaction():
        for number in range(OFFERS):
            message, assessment = offers[number % len(offers)]
            own = replace(
                message,
                text=f"{message.text}\n{number}\n",
                content_hash=f"{number:064x}",
                message_id=f"<{number}@agency.example>",
                in_reply_to=(),
                references=(),
            )
            ref = MessageRef("home", "INBOX", 1, number + 1)
            role = assessment.opportunity.role
            named = replace(role, company=f"{role.company} {number}" if role.company else None)
            opportunity = replace(assessment.opportunity, role=named)
            (key,) = store.record([Recorded(ref, NOON + timedelta(hours=number), own)])
            store.assess(key, engine.basis, replace(assessment, opportunity=opportunity))


if __name__ == "__main__":
    main()
