"""Who wrote before: senders, colleagues, and persons behind the relay of a network."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from tests.factories import NOON, an_assessment, an_opportunity, recorded
from triage.domain import Address, Role
from triage.pipeline.relating import history, related
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from triage.domain import Item
    from triage.store import Store

RELAY = "hit-reply@linkedin.com"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path)) as opened:
        yield opened


def offer(store: Store, number: int, name: str, address: str, company: str = "Acme", text: str = "") -> Item:
    """An offer of that sender, each a day after the one before."""
    entry = recorded(
        number,
        at=NOON + timedelta(days=number),
        message_id=f"<{number}@offers.example>",
        from_=Address(name, address),
        headers=(("from", f"{name} <{address}>"), ("message-id", f"<{number}@offers.example>")),
        text=text or f"Offer {number}.",
    )
    (key,) = store.record([entry])
    role = Role(title="Backend Engineer", company=company, recruiter=name.removesuffix(" via LinkedIn"))
    store.assess(key, "basis", an_assessment(opportunity=an_opportunity(role=role)))
    return store.items(keys=[key])[0]


def keys(store: Store, item: Item) -> list[int]:
    return [other.key for other in history(store, item)]


def test_an_organisation_is_one_side_and_free_mail_is_not(store: Store) -> None:
    kim = offer(store, 1, "Kim Lee", "kim@bright.example")
    sam = offer(store, 2, "Sam Ode", "sam@mail.bright.example")
    offer(store, 3, "Kim Lee", "kim@other.example", text="I was at bright.example before.")
    one = offer(store, 4, "Alex Moor", "alex.moor@gmail.com")
    offer(store, 5, "Kit Moor", "kit@gmail.com")
    last = offer(store, 6, "Kim Lee", "kim@bright.example")
    assert keys(store, last) == [sam.key, kim.key]
    assert keys(store, offer(store, 7, "Alex Moor", "Alex.Moor@gmail.com")) == [one.key]
    assert keys(store, kim) == []


@pytest.mark.parametrize("name", ["Priyanka Raman", 'Łukasz "Luke" Żak', "李娜", "Ümit Öz"])
def test_behind_a_relay_the_person_counts(store: Store, name: str) -> None:
    first = offer(store, 1, f"{name} via LinkedIn", RELAY)
    offer(store, 2, "Thea Berg via LinkedIn", RELAY)
    assert keys(store, offer(store, 3, f"{name.upper()} via LinkedIn", RELAY)) == [first.key]


def test_a_sender_is_known_after_the_words_are_gone(store: Store) -> None:
    first = offer(store, 1, "Kim Lee", "kim@bright.example")
    store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
    assert keys(store, offer(store, 2, "Kim Lee", "kim@bright.example")) == [first.key]
    assert keys(store, replace(first, message=None)) == []


def test_of_many_only_what_is_asked_for_is_read(store: Store) -> None:
    with store.transaction():
        offers = [offer(store, number, "Kim Lee", "kim@bright.example") for number in range(1, 60)]
    with patch.object(store, "items", wraps=store.items) as items:
        newest = [item.key for item in islice(history(store, offers[-1]), 3)]
    assert newest == [offers[-2].key, offers[-3].key, offers[-4].key]
    assert items.call_count == 1


def test_the_same_role_is_found_among_all_that_is_stored(store: Store) -> None:
    first = offer(store, 1, "Kim Lee", "kim@bright.example", "Acme GmbH")
    offer(store, 2, "Thea Berg", "thea@talent.example", "Initrode")
    (found,) = related(store, offer(store, 3, "Sam Ode", "sam@talent.example", "ACME"))
    assert found.id == first.id
    assert related(store, offer(store, 4, "Sam Ode", "sam@talent.example", "")) == ()
