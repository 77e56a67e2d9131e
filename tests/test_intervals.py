"""triage.intervals: what few mails can say."""

from __future__ import annotations

import pytest

from triage.intervals import of_average_precision, wilson


def test_wilson_intervals() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(95, 100) == pytest.approx((0.888, 0.978), abs=5e-4)
    for n in range(1, 60):
        for hits in range(n + 1):
            low, high = wilson(hits, n)
            assert 0.0 <= low <= hits / n <= high <= 1.0


def test_a_perfect_ranking_of_few_is_not_certain() -> None:
    assert of_average_precision(1.0, 5) == pytest.approx((0.566, 1.0), abs=5e-4)
    assert of_average_precision(0.9, 400) == pytest.approx((0.867, 0.926), abs=5e-4)
