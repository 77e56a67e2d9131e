"""How long a what-if over 20,000 stored offers takes, and what it changes: `python -m benchmarks.tune`. One core.

Of each the least of some runs: other work on the machine only adds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.startup import environment
from triage.config import load
from triage.config.changes import Changes
from triage.demo import sample
from triage.domain import Level, MessageRef, PayFloor, Period, RawMessage, State, Suggestion, Term
from triage.parse import parse
from triage.pipeline import learning
from triage.pipeline.engine import Basis, Engine
from triage.pipeline.tuning import as_it_is, what_if
from triage.store import Event, Recorded, open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from triage.config import Configuration
    from triage.domain import Assessment, Message
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
#: As a user types them.
TYPED = (["--accept-at", "0.8"], ["--avoid", "on-call"], [])
RUNS = 3


def main() -> None:
    configuration = load(ROOT / "config.example.toml")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = open_store(folder)
        mails = _mails()
        _fill(store, Engine.load(configuration), mails)
        print(f"{OFFERS:,} stored offers, {(folder / 'triage.db').stat().st_size / 1e6:.0f} MB")
        _measure_all(configuration, store, folder)
        policy = replace(configuration.policy, accept_at=0.65)
        _measure("suggested by others", replace(configuration, policy=policy), store, folder, TRIED["accept_at 0.8"])
        wanted = replace(configuration.interests, want=configuration.interests.want[1:])
        _measure("for other interests", replace(configuration, interests=wanted), store, folder, TRIED["accept_at 0.8"])
        _decide(store)
        print(f"{DECISIONS} decisions, made since the last scan: everything is weighed anew, before and after")
        _measure_all(configuration, store, folder)
        learning.relearn(store, configuration, folder)
        _score_again(store, Engine.load(configuration, folder), mails)
        print("the same, scanned since")
        _measure_all(configuration, store, folder)
        store.close()


def _measure_all(configuration: Configuration, store: Store, folder: Path) -> None:
    for name, changes in TRIED.items():
        _measure(name, configuration, store, folder, changes)
    _told("no change: proposals", lambda: len(as_it_is(configuration, store, data_dir=folder)[1]), "proposals")
    _measure_commands(folder)


def _measure(name: str, configuration: Configuration, store: Store, folder: Path, changes: Changes) -> None:
    _told(name, lambda: len(what_if(configuration, store, changes, data_dir=folder).flips), "flips")


def _told(name: str, what: Callable[[], int], of: str) -> None:
    taken, found = float("inf"), 0
    for _ in range(RUNS):
        started = time.process_time()
        found = what()
        taken = min(taken, time.process_time() - started)
    kept = "" if taken < GOAL else f"  MORE THAN {GOAL:.0f} s"
    print(f"{name:<20} {taken:5.2f} s of CPU, {found:6,} {of}{kept}", flush=True)


def _measure_commands(folder: Path) -> None:
    """The whole command, its start and what it prints included, with byte code as pip installs it."""
    program = [sys.executable, "-m", "triage", "--config", str(ROOT / "config.example.toml"), "--data-dir", str(folder)]
    installed = environment(folder / "byte code")
    subprocess.run([*program, "tune"], check=True, stdout=subprocess.DEVNULL, env=installed)
    for options in TYPED:
        wall, started = time.perf_counter(), os.times()
        subprocess.run([*program, "tune", *options], check=True, stdout=subprocess.DEVNULL, env=installed)
        wall, ended = time.perf_counter() - wall, os.times()
        taken = ended.children_user + ended.children_system - started.children_user - started.children_system
        print(f"{' '.join(['triage tune', *options]):<30} {taken:5.2f} s of CPU, {wall:5.2f} s by the clock")


def _decide(store: Store) -> None:
    """Accepts the best of what waits and declines the worst."""
    ranked = sorted(store.items(limit=OFFERS // 20), key=lambda item: item.assessment.score.probability)
    for item in ranked[: DECISIONS // 2]:
        store.add_event(item.key, Event.DECLINE)
    for item in ranked[-DECISIONS // 2 :]:
        store.add_event(item.key, Event.ACCEPT)


def _mails() -> list[Message]:
    """The training mail and the sample mailbox; a copy of an answer would join the conversation of the others."""
    octets = [path.read_bytes() for path in sorted((ROOT / "training" / "mail").rglob("*.eml"))]
    octets += 10 * [one.octets for one in sample.messages()]
    raws = [RawMessage(MessageRef("home", "INBOX", 1, 1), None, mail, len(mail)) for mail in octets]
    mails = [parse(raw) for raw in raws]
    return [mail for mail in mails if not mail.in_reply_to and ":" not in mail.subject[:5]]


def _offers(engine: Engine, mails: Sequence[Message]) -> Iterator[tuple[int, Message, Assessment]]:
    """Those of some mails that are offers, again and again, numbered."""
    understood = engine.understand_all((message, "home") for message in mails)
    assessed = [(message, engine.assess(message, found, keep=True)) for message, found in understood]
    offers = [(message, one) for message, one in assessed if one.verdict.suggestion is not Suggestion.NONE]
    for number in range(OFFERS):
        message, assessment = offers[number % len(offers)]
        role = assessment.opportunity.role
        named = replace(role, company=f"{role.company} {number}" if role.company else None)
        yield number, message, replace(assessment, opportunity=replace(assessment.opportunity, role=named))


def _fill(store: Store, engine: Engine, mails: Sequence[Message]) -> None:
    """Each time with a line of its own."""
    store.keep_wish(Basis.named(engine.basis).interests, engine.configuration.interests)
    with store.transaction():
        for number, message, assessment in _offers(engine, mails):
            own = replace(
                message,
                text=f"{message.text}\n{number}\n",
                content_hash=f"{number:064x}",
                message_id=f"<{number}@agency.example>",
                in_reply_to=(),
                references=(),
            )
            ref = MessageRef("home", "INBOX", 1, number + 1)
            (key,) = store.record([Recorded(ref, NOON + timedelta(hours=number), own)])
            store.assess(key, engine.basis, assessment)


def _score_again(store: Store, engine: Engine, mails: Sequence[Message]) -> None:
    """What waits, as a scan does it."""
    waiting = [(kept.key, kept.state is State.SUGGESTED) for kept in store.kept()]
    with store.transaction():
        for (_, _, assessment), (key, waits) in zip(_offers(engine, mails), reversed(waiting), strict=True):
            if waits:
                store.assess(key, engine.basis, assessment)


if __name__ == "__main__":
    main()
