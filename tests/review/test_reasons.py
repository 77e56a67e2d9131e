"""Contributions as bars and as sentences."""

from __future__ import annotations

import pytest

from triage.domain import Contribution, Score
from triage.review.reasons import bar, for_and_against, reasons, total

SCORE = Score(
    0.6,
    (
        Contribution("pay", -1.0, "70k", "pays 12 % under your floor"),
        Contribution("want:python", 0.9, "Python", "names python"),
        Contribution("level", -0.5, "Mid", "mid level: one level below yours"),
        Contribution("want:postgresql", 0.5, "PostgreSQL", "names postgresql"),
        Contribution("location", 0.4, "Berlin", "in Berlin"),
        Contribution("base", -0.5, "", "where every offer starts"),
    ),
    "test",
)


def test_sentences() -> None:
    assert for_and_against(SCORE) == (
        "names Python and PostgreSQL; in Berlin",
        "pays 12 % under your floor; mid level: one level below yours",
    )
    assert for_and_against(Score(0.4, (Contribution("base", -0.5),), "test")) == ("", "")


def test_reasons_sum_to_the_fit_and_are_shares_of_the_largest() -> None:
    found = reasons(SCORE)
    assert sum(reason.value for reason in found) == pytest.approx(total(SCORE))
    assert [reason.share for reason in found] == [-1.0, 0.9, -0.5, 0.5, 0.4, -0.5]
    assert reasons(Score(0.5, (Contribution("base", 0.0),), "none"))[0].share == 0


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (1.0, "    │████"),
        (-1.0, "████│    "),
        (0.5, "    │██  "),
        (-0.01, "   █│    "),
        (0.0, "    │    "),
    ],
)
def test_bars(share: float, drawn: str) -> None:
    assert bar(share, 4) == drawn
