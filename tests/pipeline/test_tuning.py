"""triage.pipeline.tuning: what `triage tune` shows is what the next scan makes of it."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import recorded
from triage.config import editing, load
from triage.config.changes import Changes
from triage.demo import sample
from triage.domain import (
    Action,
    Employment,
    Level,
    MessageRef,
    PayFloor,
    Period,
    RawMessage,
    State,
    Suggestion,
    Term,
    Workplace,
)
from triage.errors import UsageError
from triage.insight.tune import WhatIf
from triage.parse import parse
from triage.pipeline import engine
from triage.pipeline.scanning import scan
from triage.pipeline.tuning import Idea, what_if
from triage.store import Event, Recorded, open_store, sketch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.domain import Interests, Item
    from triage.store import Store

TERMS = ("python", "postgresql", "kubernetes", "rust", "on-call", "java", "storage", "c++", "crypto", "sales", "Go")
TITLES = ("data engineer", "platform engineer", "engineering manager", "sales engineer")
PLACES = ("Berlin", "Munich", "Ireland", "Netherlands", "Remote", "Zürich")
SEVERAL = b"""From: Kim Lee <kim@lee.example>
To: dana@example.org
Subject: Two openings in Berlin
Message-ID: <several@lee.example>

Hi Dana,

I have two openings: a Platform Engineer (Python, Kubernetes) at Acme in Berlin for EUR 105k, and a Sales Engineer
(Java, crypto) at Corvid Systems in Munich for EUR 60k. Both are permanent. Which one interests you?

Best regards
Kim Lee
Lee Search
"""
COMPANIES = ("Acme", "Fernweh Logistics", "Corvid Systems")


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(sample.configuration(1), encoding="utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture
def store(tmp_path: Path, config: Path) -> Iterator[Store]:
    """The sample mailbox and a mail that offers several roles, scanned."""
    (tmp_path / "data").mkdir(mode=0o700)
    opened = open_store(tmp_path / "data")
    mails = [(mail.octets, mail.internal_date) for mail in sample.messages()]
    for number, (octets, date) in enumerate([*mails, (SEVERAL, mails[0][1])]):
        raw = RawMessage(MessageRef("home", "INBOX", 1, number + 1), None, octets, len(octets))
        opened.record([Recorded(raw.ref, date, parse(raw))])
    scan(load(config), tmp_path / "data", ())
    yield opened
    opened.close()


def random_changes(chance: random.Random, present: Interests) -> Changes:
    """One to three changes of any kind."""
    return _together([_one_change(chance, present) for _ in range(chance.randint(1, 3))])


def _one_change(chance: random.Random, present: Interests) -> Changes:
    weight = chance.choice((0.25, 1.0, 1.0, 2.0, 5.0))
    term = Term(chance.choice(TERMS), weight)
    there = [entry.text for entry in (*present.want, *present.avoid)]
    there += [*present.titles, *present.locations, *present.workplace, *present.employment, *present.companies_avoid]
    there += ["pay_floor"] * (present.pay_floor is not None) + ["about"] * bool(present.about)
    return chance.choice(
        (
            Changes(want=(term,)),
            Changes(avoid=(term,)),
            Changes(drop=(chance.choice(there),)) if there else Changes(about="Storage and databases."),
            Changes(titles=(chance.choice(TITLES),)),
            Changes(locations=(chance.choice(PLACES),)),
            Changes(levels=(chance.choice(list(Level)),)),
            Changes(workplace=(chance.choice(list(Workplace)),)),
            Changes(employment=(chance.choice(list(Employment)),)),
            Changes(companies_avoid=(chance.choice(COMPANIES),)),
            Changes(level=chance.choice(list(Level))),
            Changes(step_up=chance.random() < 0.5),
            Changes(about=chance.choice(("", "Close to the database.", "Storage engines in Rust."))),
            Changes(pay_floor=PayFloor(chance.randint(40, 160) * 1000.0, chance.choice(("EUR", "USD")), Period.YEAR)),
            Changes(accept_at=chance.uniform(0.3, 0.99)),
            Changes(decline_at=chance.uniform(0.01, 0.7)),
        )
    )


def _together(several: list[Changes]) -> Changes:
    """The first of several changes of one kind."""
    together = Changes()
    for changes in several:
        for name in changes.__slots__:
            if getattr(together, name) == getattr(Changes(), name):
                together = replace(together, **{name: getattr(changes, name)})
    return together


@pytest.mark.parametrize(
    ("seed", "configurations"), [(23, 4), pytest.param(21, 100, marks=pytest.mark.soak)], ids=["sample", "hundred"]
)
def test_the_preview_equals_the_real_scan_in_random_configurations(
    config: Path, store: Store, tmp_path: Path, seed: int, configurations: int
) -> None:
    chance = random.Random(seed)
    _decide_on_some(store, chance)
    tried = flipped = 0
    while tried < configurations:
        if tried % 4 == 0:  # not ever further away from what the sample is about
            config.write_text(sample.configuration(1), encoding="utf-8")
            scan(load(config), tmp_path / "data", ())
        present = load(config)
        changes = random_changes(chance, present.interests)
        try:
            found = what_if(present, store, changes, data_dir=tmp_path / "data", explained=1000)
            editing.apply(config, changes)
        except UsageError:  # contradictory thresholds, a word that is gone, nothing new
            continue
        assert _figures(what_if(present, store, changes, data_dir=tmp_path / "data", explained=0)) == _figures(found)
        before = {item.key: item for item in store.items()}
        scan(load(config), tmp_path / "data", ())
        after = {item.key: item for item in store.items()}
        assert len(found.previews) == len(after)
        for preview in found.previews:
            now = after[preview.key]
            if now.state is not State.SUGGESTED:
                assert now == before[preview.key]
                continue
            assert preview.before.fit == before[preview.key].assessment.score.probability
            assert preview.before.suggestion is before[preview.key].assessment.verdict.suggestion
            assert preview.after.fit == now.assessment.score.probability
            assert preview.after.suggestion is now.assessment.verdict.suggestion
            if preview.flips:
                assert preview.after.why == now.assessment.verdict.why
                assert preview.after.reasons == now.assessment.score.contributions
            assert (now.draft is not None) == _has_reply(now)
            assert now.purpose is None or str(now.purpose) == str(preview.after.suggestion)
        tried += 1
        flipped += len(found.flips)
    assert flipped > configurations / 2


def _figures(found: WhatIf) -> list[tuple[object, ...]]:
    return [
        (one.key, one.before.fit, one.before.suggestion, one.after.fit, one.after.suggestion, one.title * one.flips)
        for one in found.previews
    ]


def _has_reply(item: Item) -> bool:
    return item.assessment.verdict.suggestion in {Suggestion.ACCEPT, Suggestion.ASK, Suggestion.DECLINE}


def _decide_on_some(store: Store, chance: random.Random) -> None:
    """All but seven are decided, so that a hundred scans take seconds."""
    items = store.items(states=(State.SUGGESTED,))
    for item in chance.sample(items, len(items) - 7):
        store.add_event(item.key, Event(chance.choice(list(Action))))


def test_what_was_decided_since_the_last_scan_is_learned_from_and_nothing_is_written(
    config: Path, store: Store, tmp_path: Path
) -> None:
    data, change = tmp_path / "data", Changes(avoid=(Term("kubernetes"),))
    for number, item in enumerate(store.items(states=(State.SUGGESTED,))[:12]):
        store.add_event(item.key, Event.ACCEPT if number % 2 else Event.DECLINE)
    rows = list(store.rows())
    found = what_if(load(config), store, change, data_dir=data)
    assert list(store.rows()) == rows
    assert not (data / "learned.json").exists()
    editing.apply(config, change)
    scan(load(config), data, ())
    assert (data / "learned.json").exists()
    now = {item.key: item.assessment for item in store.items(states=(State.SUGGESTED,))}
    shown = {one.key: one.after for one in found.previews if one.key in now}
    assert {key: (one.fit, one.suggestion) for key, one in shown.items()} == {
        key: (one.score.probability, one.verdict.suggestion) for key, one in now.items()
    }
    assert {one.score.model_id[:4] for one in now.values()} == {"own-"}


def test_what_was_decided_by_another_policy_is_as_a_full_assessment_says(
    config: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.pipeline import tuning

    _decide_on_some(store, random.Random(3))
    editing.apply(config, Changes(accept_at=0.99, decline_at=0.9))
    present = load(config)
    for changes in (Changes(), Changes(accept_at=0.5, decline_at=0.2), Changes(want=(Term("rust"),), decline_at=0.1)):
        quick = what_if(present, store, changes)
        with monkeypatch.context() as patched:
            patched.setattr(tuning._Today, "of_kept", lambda self, kept: self._mark(kept))
            full = what_if(present, store, changes)
        assert _figures(quick) == _figures(full)
        assert [one.before.why for one in quick.flips] == [one.before.why for one in full.flips]
    assert any(
        one.before.suggestion is not store.find(one.id)[0].assessment.verdict.suggestion for one in quick.previews
    )


def test_what_was_learned_is_weighed_anew_without_reading_mail_again(
    config: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.pipeline import tuning

    data, present = tmp_path / "data", load(config)
    items = store.items(states=(State.SUGGESTED,))
    for scanned in (False, True):  # learned since the last scan, and by it
        for number, item in enumerate(items[scanned::3]):
            store.add_event(item.key, Event.ACCEPT if number % 2 else Event.DECLINE)
        if scanned:
            scan(present, data, ())
        for changes in (
            Changes(),
            Changes(want=(Term("rust"),)),
            Changes(titles=("data engineer",), level=Level.STAFF),
        ):
            quick = what_if(present, store, changes, data_dir=data)
            with monkeypatch.context() as patched:
                patched.setattr(tuning._Today, "of_kept", lambda self, kept: self._mark(kept))
                full = what_if(present, store, changes, data_dir=data)
            assert _figures(quick) == _figures(full)
            with monkeypatch.context() as patched:
                read = list[set[int]]()
                patched.setattr(tuning._Full, "previews", lambda _, keys, read=read: read.append(keys) or {})
                what_if(present, store, changes, data_dir=data, explained=0)
            assert sum(map(len, read)) < len(quick.previews) / 3


def test_what_was_scored_for_other_interests_is_compared_by_what_is_kept(
    config: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.pipeline import tuning

    editing.apply(config, Changes(want=(Term("rust", 2.0),), titles=("data engineer",), level=Level.STAFF))
    present, tried = load(config), Changes(avoid=(Term("java"),), accept_at=0.5)
    with monkeypatch.context() as patched:
        patched.setattr(tuning._Today, "of_kept", lambda self, kept: self._mark(kept))
        full = what_if(present, store, tried)
    with monkeypatch.context() as patched:
        read = list[set[int]]()
        patched.setattr(tuning._Full, "previews", lambda _, keys, read=read: read.append(keys) or {})
        what_if(present, store, tried, explained=0)
        assert sum(map(len, read)) < len(full.previews) / 3
    assert _figures(what_if(present, store, tried)) == _figures(full)
    for spoilt in ("UPDATE sketch SET value = '[0,1]'", "DELETE FROM sketch", "DELETE FROM wish"):
        with closing(sqlite3.connect(tmp_path / "data" / "triage.db", isolation_level=None)) as database:
            assert database.execute(spoilt).rowcount > 0, "of another version, or none"
        assert _figures(what_if(present, store, tried)) == _figures(full)


def test_what_an_earlier_version_read_is_read_anew_as_a_scan_does(config: Path, store: Store, tmp_path: Path) -> None:
    item = store.items(states=(State.SUGGESTED,))[0]
    role = replace(item.assessment.opportunity.role, title="Head Gardener", salary=None)
    opportunity = replace(item.assessment.opportunity, role=role)
    store.assess(item.key, "another-version.and-wishes", replace(item.assessment, opportunity=opportunity))
    found = what_if(load(config), store, Changes())
    scan(load(config), tmp_path / "data", ())
    (preview,) = (one for one in found.previews if one.key == item.key)
    assert preview.title == item.assessment.opportunity.role.title
    assert preview.after.fit == store.find(item.id)[0].assessment.score.probability


def test_a_sketch_of_another_form_is_made_anew_by_the_next_scan(config: Path, store: Store, tmp_path: Path) -> None:
    before, plain = _vocabularies(store), what_if(load(config), store, Changes())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sketch, "FORM", sketch.FORM - 1)
        patched.setattr(engine, "FORM", sketch.FORM)
        scan(load(config), tmp_path / "data", ())
    assert before
    assert not _vocabularies(store)
    assert _figures(what_if(load(config), store, Changes())) == _figures(plain)
    scan(load(config), tmp_path / "data", ())
    assert _vocabularies(store) == before


def _vocabularies(store: Store) -> dict[int, str]:
    """Of what waits."""
    waiting = (kept for kept in store.kept() if kept.state is State.SUGGESTED and kept.sketch)
    return {kept.key: kept.vocabulary() for kept in waiting}


def test_what_triage_failed_on_stays_as_it_is(config: Path, store: Store) -> None:
    from triage.pipeline import engine

    item = store.items(states=(State.SUGGESTED,))[0]
    failed = engine._unassessable("ValueError")
    store.assess(item.key, engine.basis(load(config)), failed)
    (preview,) = (one for one in what_if(load(config), store, Changes(accept_at=0.3)).previews if one.key == item.key)
    assert preview.after.suggestion is Suggestion.HOLD


def test_mail_whose_words_are_gone_is_counted_and_left_out(config: Path, store: Store) -> None:
    from datetime import UTC, datetime, timedelta

    (key,) = store.record([recorded(900)])
    item = store.items()[0]
    store.assess(key, "x.y", item.assessment)
    everything = len(store.items())
    store.remove_texts(datetime.now(UTC) + timedelta(days=1))
    found = what_if(load(config), store, Changes(want=(Term("rust"),)))
    assert (len(found.previews), found.without_words) == (0, everything)


def test_a_what_if_writes_nothing(config: Path, store: Store) -> None:
    rows = list(store.rows())
    what_if(load(config), store, Changes(avoid=(Term("python", 3.0),)))
    assert list(store.rows()) == rows


def test_a_change_that_is_taken_back_leaves_nothing_of_what_was_learned_with_it(
    config: Path, store: Store, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    for number, item in enumerate(store.items(states=(State.SUGGESTED,))[:12]):
        store.add_event(item.key, Event.ACCEPT if number % 3 else Event.DECLINE)
    scan(load(config), data, ())
    learned, fits = (data / "learned.json").read_bytes(), _scores(store)
    change = Changes(avoid=(Term("postgresql", 3.0),), pay_floor=PayFloor(120_000.0, "EUR", Period.YEAR))
    before = editing.apply(config, change)
    scan(load(config), data, ())
    assert (data / "learned.json").read_bytes() != learned
    assert _scores(store) != fits
    assert before.backup is not None
    editing.undo(config)
    scan(load(config), data, ())
    assert (data / "learned.json").read_bytes() == learned
    assert _scores(store) == fits


def _scores(store: Store) -> dict[str, tuple[float, Suggestion]]:
    waiting = store.items(states=(State.SUGGESTED,))
    return {item.id: (item.assessment.score.probability, item.assessment.verdict.suggestion) for item in waiting}


@pytest.mark.parametrize(
    ("learned", "said"),
    [
        (True, "0 suggestions would flip (your decisions have taught this already; stated, it stays)"),
        (False, "0 suggestions would flip"),
    ],
)
def test_a_proposal_without_effect_says_that_it_is_learned_already(learned: bool, said: str) -> None:  # noqa: FBT001 - a parameter of the test
    assert Idea("", Changes(avoid=(Term("on-call"),)), WhatIf((), 0), learned).outcome == said
