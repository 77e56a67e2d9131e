"""triage.pipeline.aiming: an overdue goal lowers the bar of the next scan, visibly, and of no scan twice."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import a_score, an_assessment, an_opportunity, recorded
from triage.config import load
from triage.config.changes import Changes
from triage.demo import sample
from triage.domain import Kind, MessageRef, RawMessage, Suggestion, Verdict
from triage.parse import parse
from triage.pipeline.aiming import counted, in_force, standing
from triage.pipeline.engine import basis
from triage.pipeline.scanning import scan
from triage.pipeline.tuning import what_if
from triage.store import Event, Recorded, Run, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.config import Configuration
    from triage.store import Store

NOW = datetime.now(UTC)
LOWERED = "your bar is lowered from 70% to 55%: no interview since"


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    path = tmp_path / "config.toml"
    path.write_text(sample.configuration(1), encoding="utf-8")
    path.chmod(0o600)
    return load(path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """The sample mailbox, recorded."""
    (tmp_path / "data").mkdir(mode=0o700)
    with closing(open_store(tmp_path / "data")) as opened:
        for number, mail in enumerate(sample.messages()):
            raw = RawMessage(MessageRef("home", "INBOX", 1, number + 1), None, mail.octets, len(mail.octets))
            opened.record([Recorded(raw.ref, mail.internal_date, parse(raw))])
        yield opened


def a_run(ago: timedelta) -> Run:
    at = NOW - ago
    return Run("home", at, at, 1, 0, 0, "")


def long_in_use(store: Store) -> None:
    """First scanned 300 days ago, and last yesterday."""
    store.add_run(a_run(timedelta(days=300)))
    store.add_run(a_run(timedelta(days=1)))


def overdue(configuration: Configuration) -> Configuration:
    """The sample's configuration with a goal of one a month, and a bar that one offer just misses."""
    path = configuration.path
    text = path.read_text(encoding="utf-8").replace("[policy]\n", "[policy]\naccept_at = 0.70\n")
    path.write_text(text.replace('per = "year"', 'per = "month"'), encoding="utf-8")
    return load(path)


def forget_interviews(store: Store) -> None:
    """The sample has mail that arranges them."""
    ids = {one.id for one in store.interviews()}
    assert ids
    store.forget([row["id"] for table, row in store.rows() if table == "message" and row["public_id"] in ids])


def verdicts(store: Store) -> int:
    return sum(table == "verdict" for table, _ in store.rows())


def test_a_first_scan_and_a_goal_on_course_change_nothing(configuration: Configuration, store: Store) -> None:
    assert in_force(configuration, store) is configuration
    long_in_use(store)
    assert in_force(configuration, store) is configuration


def test_an_overdue_goal_lowers_the_bar_and_says_so(configuration: Configuration, store: Store) -> None:
    configuration, data = overdue(configuration), configuration.path.parent / "data"
    scan(configuration, data, ())
    before = {item.key: item.assessment for item in store.items()}
    long_in_use(store)
    forget_interviews(store)
    in_use = in_force(configuration, store)
    assert in_use.policy.accept_at == 0.55
    preview = what_if(configuration, store, Changes(), data_dir=data)
    scan(configuration, data, ())
    after = {item.key: item.assessment for item in store.items()}
    assert {one.key: one.after.suggestion for one in preview.previews} == {
        key: one.verdict.suggestion for key, one in after.items()
    }
    told = [one for one in after.values() if LOWERED in one.verdict.why]
    assert told
    for key, one in after.items():
        between = one.verdict.suggestion is Suggestion.ACCEPT and one.score.probability < 0.70
        assert (LOWERED in one.verdict.why) == between
        assert between or one.verdict == before[key].verdict
    many = verdicts(store)
    scan(configuration, data, ())
    assert verdicts(store) == many, "nothing is decided anew while nothing has changed"
    store.add_interview(NOW.date())
    assert in_force(configuration, store) is configuration
    scan(configuration, data, ())
    assert not any("lowered" in item.assessment.verdict.why for item in store.items())


def test_the_preview_of_another_bar_is_lowered_too(configuration: Configuration, store: Store) -> None:
    configuration, data = overdue(configuration), configuration.path.parent / "data"
    long_in_use(store)
    scan(configuration, data, ())
    forget_interviews(store)
    scan(configuration, data, ())
    preview = what_if(configuration, store, Changes(accept_at=0.9), data_dir=data)
    path = configuration.path
    path.write_text(path.read_text(encoding="utf-8").replace("accept_at = 0.70", "accept_at = 0.90"), encoding="utf-8")
    scan(load(path), data, ())
    found = {item.key: item.assessment.verdict.suggestion for item in store.items()}
    assert {one.key: one.after.suggestion for one in preview.previews} == found
    assert preview.flips


def test_a_clock_that_jumped_ahead_is_not_believed_at_once(configuration: Configuration, store: Store) -> None:
    store.add_run(a_run(timedelta(days=20)))
    store.add_run(a_run(timedelta(days=1)))
    assert in_force(configuration, store, NOW + timedelta(days=3650)) is configuration
    assert in_force(configuration, store, NOW - timedelta(days=3650)) is configuration
    store.add_run(Run("home", datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC), 1, 0, 0, ""))
    assert standing(configuration, store, NOW.date()).since == (NOW - timedelta(days=20)).date()


def test_the_name_of_what_was_decided_from_changes_by_steps(configuration: Configuration, store: Store) -> None:
    configuration = overdue(configuration)
    long_in_use(store)
    days = [NOW + timedelta(days=n) for n in range(3)]
    names = {basis(in_force(configuration, store, day)) for day in days}
    assert len(names) == 1
    assert names != {basis(configuration)}


def test_what_counts_as_an_interview(store: Store) -> None:
    uids = iter(range(100, 200))

    def keep(kind: Kind, suggestion: Suggestion, days: int) -> int:
        name = f"<{next(uids)}@agency.example>"
        entry = recorded(next(uids), message_id=name, subject=name, text=name, at=NOW - timedelta(days=days))
        (key,) = store.record([entry])
        verdict = Verdict(suggestion, "Because.")
        understood = an_opportunity(kind=kind)
        store.assess(key, "basis", an_assessment(suggestion, opportunity=understood, score=a_score(), verdict=verdict))
        return key

    keep(Kind.INTERVIEW, Suggestion.NONE, 40)
    keep(Kind.PERSONAL, Suggestion.NONE, 30)
    accepted = keep(Kind.OUTREACH, Suggestion.ACCEPT, 20)
    assert [one.sign for one in counted(store)] == ["mail"]
    store.add_event(accepted, Event.ACCEPT)
    assert len(counted(store)) == 1, "a yes that was not sent is no interview"
    store.add_event(accepted, Event.SENT)
    store.add_interview((NOW - timedelta(days=10)).date())
    store.add_interview((NOW - timedelta(days=10)).date())
    assert [one.sign for one in counted(store)] == ["mail", "recorded", "recorded", "accepted"]
    assert store.drop_interview((NOW - timedelta(days=10)).date())
    assert not store.drop_interview((NOW - timedelta(days=10)).date())
    store.forget([accepted])
    assert [one.sign for one in counted(store)] == ["mail"]
