"""Lower case keeps positions, quotations are short."""

from __future__ import annotations

from triage.understand.passages import lowered, passage, quote


def test_a_quote_is_one_line_of_at_most_160_characters() -> None:
    text = "first\n" + "a" * 300 + "\nlast"
    assert quote(text, 100, 110) == "a" * 160
    assert quote("one\ntwo three\nfour", 4, 7) == "two three"


def test_a_quote_keeps_to_its_sentence_and_begins_and_ends_with_words() -> None:
    text = "We pay well. - up to 90,000 EUR, on-site. Nothing else"
    assert quote(text, text.index("90"), text.index(" EUR")) == "up to 90,000 EUR, on-site"
    words = passage("text", text)
    assert words.quote(words.lows.index("eur"), words.lows.index("eur")) == "to 90,000 EUR, on-site"


def test_lowered_keeps_positions() -> None:
    assert lowered("AİB") == "aib"
