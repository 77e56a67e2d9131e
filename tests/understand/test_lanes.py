"""Packed rows add up lane by lane, whatever the signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.understand.lanes import pack, unpack

_NUMBERS = st.lists(st.integers(-(2**24), 2**24), min_size=8, max_size=8)


@given(st.lists(_NUMBERS, min_size=1, max_size=20))
def test_the_sum_of_packed_rows_holds_the_sums_of_the_numbers(rows: list[list[int]]) -> None:
    assert unpack(sum(map(pack, rows)), 8) == [sum(column) for column in zip(*rows, strict=True)]


def test_no_rows_sum_to_nothing() -> None:
    assert unpack(0, 3) == [0, 0, 0]


def test_a_number_that_leaves_the_last_lane_is_an_error() -> None:
    with pytest.raises(OverflowError):
        unpack(pack([0, 2**31]), 2)
