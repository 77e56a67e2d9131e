"""Two figures are one range when words or signs join them and they are of one order and currency."""

from __future__ import annotations

import pytest

from triage.understand.amounts import amounts
from triage.understand.ranges import is_range, same_units


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ("50-60k", (50_000, 60_000)),
        ("£60-70,000", (60_000, 70_000)),
        ("between 96,000 and 104,000", (96_000, 104_000)),
        ("tra i 50 e i 60 mila", (50_000, 60_000)),
        ("minimaal 4.100 en maximaal 5.700", (4_100, 5_700)),
        ("entre 320 y 360", (320, 360)),
    ],
)
def test_two_figures_are_a_range(said: str, ends: tuple[float, float]) -> None:
    figures = amounts(said)
    assert is_range(said.lower(), figures, 0)
    low, high = same_units(*figures[:2])
    assert (low.value, high.value) == ends


@pytest.mark.parametrize("said", ["2 to 80000", "€50 and £60", "50k for 2 years, or 60k"])
def test_two_figures_are_two(said: str) -> None:
    assert not is_range(said.lower(), amounts(said), 0)
