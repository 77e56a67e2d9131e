"""Filter, sort, and the place where the user left off."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON
from tests.review.factories import a_line, an_item
from triage.domain import Action, Decision, State, Warning, WarningCode
from triage.review.queue import Order, Place, Sheet, View, arrange, load_place, save_place, waits

if TYPE_CHECKING:
    from pathlib import Path

SEEN = (
    an_item(1, 0.9, received_at=NOON - timedelta(days=2), role={"title": "Backend Engineer", "company": "Zeta"}),
    an_item(2, 0.1, received_at=NOON, role={"title": "PHP Developer", "agency": "Alpha", "locations": ("Köln",)}),
    an_item(3, 0.3, received_at=NOON, role={}, warnings=(Warning(WarningCode.ASKS_MONEY, "It asks for money."),)),
    an_item(4, 0.5, state=State.DECIDED, decision=Decision(Action.DECLINE, NOON)),
)


def keys(view: View) -> list[int]:
    return [line.key for line in arrange(map(a_line, SEEN), view)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.NEWEST, [3, 2, 1]),
        (Order.OLDEST, [1, 2, 3]),
        (Order.BEST, [1, 3, 2]),
        (Order.WORST, [2, 3, 1]),
        (Order.COMPANY, [2, 1, 3]),
    ],
)
def test_orders(order: Order, expected: list[int]) -> None:
    assert keys(View(order=order)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", [3, 2, 1]),
        ("php", [2]),
        ("KÖLN developer", [2]),
        ("developer zeta", []),
        ("fit<30", [2]),
        ("fit<=30%", [3, 2]),
        ("fit>=30 fit<90", [3]),
        ("fit>abc", []),
        ("is:warned", [3]),
        ("is:decline", [4]),
        ("is:decided", [4]),
        ("is:waiting", [3, 2, 1]),
        ("is:all fit>40", [4, 1]),
        ("is:nothing", []),
        ("item02", [2]),
    ],
)
def test_filters(words: str, expected: list[int]) -> None:
    assert keys(View(words)) == expected


@pytest.mark.parametrize("words", ["is:foo", "php is:", "bogus:x", "fit>abc", "FIT=30", "is:warned state:sent"])
def test_a_word_that_is_no_filter_is_named(words: str) -> None:
    assert "is no filter: fit<30, is:warned" in View(words).nothing


@pytest.mark.parametrize("words", ["php", "is:warned fit<30%", "is:hold", "Lead: backend", "https://a.example/x"])
def test_what_is_a_filter_is_not_blamed(words: str) -> None:
    assert View(words).nothing == f"No suggestion matches “{words}”."


def test_without_a_filter_nothing_waits() -> None:
    assert View(" ").nothing == "Nothing waits for you here."


def test_orders_follow_one_another_in_a_circle() -> None:
    order = Order.NEWEST
    seen = {order := order.next() for _ in Order}
    assert seen == set(Order)
    assert order is Order.NEWEST


def test_a_draft_made_at_the_scan_still_waits_for_the_user() -> None:
    assert waits(an_item(state=State.DRAFTED))
    assert not waits(an_item(state=State.DRAFTED, decision=Decision(Action.ACCEPT, NOON)))


def test_the_place_is_kept(tmp_path: Path) -> None:
    place = Place("abc123", View("fit<30", Order.WORST))
    save_place(tmp_path, place)
    assert load_place(tmp_path) == place
    assert [stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()] == [0o600]


@pytest.mark.parametrize("octets", [b"", b"{", b"[]", b'{"id": "x", "view": {"words": "", "order": "?"}}', b"\xff"])
def test_a_damaged_place_is_the_beginning(tmp_path: Path, octets: bytes) -> None:
    (tmp_path / "review.json").write_bytes(octets)
    assert load_place(tmp_path) == Place()


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    save_place(tmp_path / "missing", Place("abc123"))
    assert load_place(tmp_path / "missing") == Place()


def test_a_sheet_is_a_part_and_the_nearest_stands_for_one_that_is_not_there() -> None:
    cut = [Sheet.cut(range(5), number, 2) for number in (0, 1, 3, 9)]
    assert [(sheet.shown, sheet.number, sheet.start, sheet.end) for sheet in cut] == [
        ((0, 1), 1, 0, 2),
        ((0, 1), 1, 0, 2),
        ((4,), 3, 4, 5),
        ((4,), 3, 4, 5),
    ]
    assert Sheet.cut((), 1, 2) == Sheet((), 1, 0, 0)
