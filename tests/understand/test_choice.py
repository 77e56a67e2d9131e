from __future__ import annotations

import pytest

from triage.understand.choice import HUNDREDTHS, scores, weights


@pytest.mark.parametrize("field", ["title", "company", "agency"])
def test_a_score_is_the_sum_of_the_weights_of_the_clues(field: str) -> None:
    table = weights(field)
    clues = sorted(table)[:20]
    assert len(clues) == 20
    assert scores((field,), clues) == [sum(table[clue] for clue in clues) / HUNDREDTHS]


def test_unknown_clues_say_nothing() -> None:
    assert scores(("company", "agency"), ["no such clue"]) == [0.0, 0.0]
