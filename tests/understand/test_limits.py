"""A single figure is the most, the least, or the figure itself."""

from __future__ import annotations

import pytest

from triage.understand.limits import is_least, is_limited, is_most


@pytest.mark.parametrize(
    "before", ["up to ", "bis zu ", "jusqu'à ", "hasta ", "fino a ", "tot ", "até ", "llegarían a "]
)
def test_what_makes_a_figure_the_most(before: str) -> None:
    assert is_most(before, "", "EUR")
    assert not is_least(before, "")
    assert is_limited(before)


@pytest.mark.parametrize("before", ["from ", "ab ", "à partir de ", "desde ", "da ", "vanaf ", "od ", "begins at "])
def test_what_makes_it_the_least(before: str) -> None:
    assert is_least(before, "")
    assert is_limited(before)


def test_what_stands_behind_it() -> None:
    assert is_most("", " max", "EUR")
    assert is_least("", "+ base")
    assert not is_least("", " + bonus")


def test_do_is_up_to_in_polish_money_only() -> None:
    assert is_most("do ", "", "PLN")
    assert not is_most("do ", "", "EUR")
