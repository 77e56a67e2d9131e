"""Lower case keeps positions, quotations are short."""

from __future__ import annotations

from triage.understand.passages import lowered, quote


def test_a_quote_is_one_line_of_at_most_160_characters() -> None:
    text = "first\n" + "a" * 300 + "\nlast"
    assert quote(text, 100, 110) == "a" * 160
    assert quote("one\ntwo three\nfour", 4, 7) == "two three"


def test_lowered_keeps_positions() -> None:
    assert lowered("AİB") == "aib"
