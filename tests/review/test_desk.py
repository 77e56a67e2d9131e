"""The desk: mails are read where they are looked at, and one may have been forgotten by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import an_assessment, recorded
from triage.config import Configuration
from triage.review import desk as desks
from triage.review.actions import Review
from triage.review.desk import Desk
from triage.review.queue import View
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = 7


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """With some offers, of which few are read at once."""
    monkeypatch.setattr(desks, "AROUND", 1)
    store = open_store(tmp_path)
    for key in store.record([recorded(uid, text=f"Offer {uid}.") for uid in range(1, COUNT + 1)]):
        store.assess(key, "basis", an_assessment())
    with Review.opened(Configuration(tmp_path / "config.toml"), tmp_path) as review:
        yield Desk(review, tmp_path)
    store.close()


def test_each_place_holds_the_mail_of_its_line(desk: Desk) -> None:
    assert [item.key for item in desk.items] == [line.key for line in desk.lines]
    assert [item and item.key for item in map(desk.item, range(COUNT))] == [line.key for line in desk.lines]


def test_what_was_forgotten_meanwhile_leaves_its_place_to_the_next(desk: Desk, tmp_path: Path) -> None:
    keys = [line.key for line in desk.lines]
    store = open_store(tmp_path)
    store.forget(keys[3:5])
    store.close()
    assert desk.item(4) is None
    desk.move(3)
    assert desk.looked_at().key == keys[5]
    assert [line.key for line in desk.lines] == [*keys[:3], *keys[5:]]
    assert desk.waiting == COUNT - 2


def test_when_all_is_forgotten_nothing_is_looked_at(desk: Desk, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.forget(line.key for line in desk.lines[1:])
    store.close()
    desk.move(COUNT)
    assert desk.current is not None
    desk.look(View("nothing of the kind"))
    assert desk.current is None
