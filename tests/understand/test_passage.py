"""Closing formulas, quotations and anchors, as all readers of facts use them."""

from __future__ import annotations

import re

from triage.understand.passage import lowered, matches, merged, near, quote


def test_a_quote_is_one_line_of_at_most_160_characters() -> None:
    text = "first\n" + "a" * 300 + "\nlast"
    assert quote(text, 100, 110) == "a" * 160
    assert quote("one\ntwo three\nfour", 4, 7) == "two three"


def test_lowered_keeps_positions() -> None:
    assert lowered("AİB") == "aib"


def test_stretches_around_anchors_are_merged() -> None:
    low = "x" * 500 + "pay" + "x" * 20 + "pay" + "x" * 500 + "pay"
    assert len(near(low, ("pay",))) == 2
    assert merged([(5, 9), (0, 6), (12, 13)]) == [(0, 9), (12, 13)]


def test_a_pattern_is_looked_for_near_anchors_only() -> None:
    low = "pay 5" + "x" * 500 + " 7"
    assert [match.group() for match in matches(re.compile(r"\d"), low, near(low, ("pay",)))] == ["5"]
