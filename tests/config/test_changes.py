"""triage.config.changes: the configuration that a user's changes make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from triage.config import Configuration, Me, Policy
from triage.config.changes import Changes, changed, pay_floor, term
from triage.domain import Interests, Level, PayFloor, Period, Term, Workplace
from triage.errors import UsageError

BEFORE = Configuration(
    path=Path("config.toml"),
    me=Me(level=Level.SENIOR),
    interests=Interests(
        about="Databases.",
        want=(Term("python"), Term("rust", 2.0)),
        avoid=(Term("php", 3.0),),
        titles=("backend engineer",),
        level=Level.SENIOR,
        locations=("Berlin",),
        workplace=(Workplace.REMOTE,),
        pay_floor=PayFloor(85000.0, "EUR", Period.YEAR),
    ),
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"want": (Term("go"),)}, {"want": (Term("python"), Term("rust", 2.0), Term("go"))}),
        ({"want": (Term("Rust", 5.0),)}, {"want": (Term("python"), Term("Rust", 5.0))}),
        ({"want": (Term("go"), Term("Go", 2.0))}, {"want": (Term("python"), Term("rust", 2.0), Term("Go", 2.0))}),
        ({"avoid": (Term("python"),)}, {"want": (Term("rust", 2.0),), "avoid": (Term("php", 3.0), Term("python"))}),
        ({"drop": ("PHP", "rust")}, {"want": (Term("python"),), "avoid": ()}),
        ({"drop": ("berlin",), "locations": ("Munich",)}, {"locations": ("Munich",)}),
        ({"drop": ("pay floor", "about")}, {"pay_floor": None, "about": ""}),
        ({"titles": ("Backend Engineer", "sre")}, {"titles": ("Backend Engineer", "sre")}),
        ({"workplace": (Workplace.HYBRID,)}, {"workplace": (Workplace.REMOTE, Workplace.HYBRID)}),
        ({"level": Level.STAFF, "step_up": False}, {"level": Level.STAFF, "step_up": False}),
    ],
)
def test_interests_change_and_the_rest_stays(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    after = changed(BEFORE, Changes(**changes)).interests
    for key in Interests.__slots__:
        assert getattr(after, key) == expected.get(key, getattr(BEFORE.interests, key))


def test_the_own_level_is_that_of_me_too() -> None:
    after = changed(BEFORE, Changes(level=Level.STAFF, step_up=False))
    assert (after.me.level, after.me.step_up) == (Level.STAFF, False)


def test_thresholds_change() -> None:
    assert changed(BEFORE, Changes(accept_at=0.7, decline_at=0.0)).policy == Policy(accept_at=0.7, decline_at=0.0)


def test_no_changes_change_nothing() -> None:
    assert not Changes()
    assert changed(BEFORE, Changes()) == BEFORE


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"drop": ("pyhton",)}, "nothing in [interests] is called 'pyhton'; did you mean 'python'?"),
        ({"drop": ("zebra",)}, "nothing in [interests] is called 'zebra'; config.toml says what there is"),
        ({"want": (Term("go"),), "avoid": (Term("GO"),)}, "'go' cannot be wanted and avoided at once"),
        ({"want": (Term("go", -1.0),)}, "the weight of 'go' must be above 0"),
        ({"want": (Term("go", float("nan")),)}, "the weight of 'go' must be above 0"),
        ({"titles": (" ",)}, "titles: must not be empty"),
        ({"locations": ("a\nb",)}, "locations: must be one line"),
        ({"accept_at": 1.5}, "accept_at must be from 0 to 1, not 1.5"),
        ({"decline_at": 0.6}, "decline_at (0.6) must be below accept_at (0.6)"),
        ({"pay_floor": PayFloor(0.0, "EUR", Period.YEAR)}, "the pay floor must be above 0"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        changed(BEFORE, Changes(**changes))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("rust", Term("rust")),
        (" postgresql = 2.5 ", Term("postgresql", 2.5)),
        ("a=b=2", Term("a=b", 2.0)),
        ("=2", Term("=2")),
    ],
)
def test_a_term_may_have_a_weight(text: str, read: Term) -> None:
    assert term(text) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("85000 EUR/year", PayFloor(85000, "EUR", Period.YEAR)),
        ("85,000 eur", PayFloor(85000, "EUR", Period.YEAR)),
        ("85k EUR a year", PayFloor(85000, "EUR", Period.YEAR)),
        ("640 GBP per day", PayFloor(640, "GBP", Period.DAY)),
    ],
)
def test_a_pay_floor_is_read_as_people_write_it(text: str, read: PayFloor) -> None:
    assert pay_floor(text) == read


@pytest.mark.parametrize("text", ["a lot", "EUR", "85000", "5 ZZZ", "-5 EUR"])
def test_what_is_no_pay_is_said(text: str) -> None:
    with pytest.raises(UsageError, match="the pay floor"):
        pay_floor(text)
