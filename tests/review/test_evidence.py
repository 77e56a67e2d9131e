"""Where the quoted evidence stands in the text."""

from __future__ import annotations

from tests.review.factories import an_item
from triage.review.evidence import Span, quotes_of, spans

TEXT = "Hi Dana,\n\nwe use Python and\nPostgreSQL (a lot).\n> - permanent\n> - up to EUR 120,000\n"


def marked(*quotes: str) -> list[str]:
    return [TEXT[span.start : span.end] for span in spans(TEXT, [("x", quote) for quote in quotes])]


def test_quotes_are_found_over_line_ends_and_quote_marks() -> None:
    assert marked("use Python and PostgreSQL") == ["use Python and", "PostgreSQL"]
    assert marked("> - permanent > - up to") == ["permanent", "up to"]
    assert marked("…PostgreSQL (a lot)…") == ["PostgreSQL (a lot)"]


def test_what_is_not_there_is_left_out() -> None:
    assert marked("Rust", "", ">", "…", "Python Python") == []


def test_overlapping_quotes_are_one_span() -> None:
    found = spans(TEXT, [("b", "Python and PostgreSQL"), ("a", "use Python"), ("a", "Python"), ("c", "permanent")])
    assert [span.features for span in found] == [("a", "b"), ("a", "b"), ("c",)]
    assert [TEXT[span.start : span.end] for span in found] == ["use Python and", "PostgreSQL", "permanent"]


def test_marks_of_lists_and_ends_of_sentences_are_not_marked() -> None:
    assert marked(". > - permanent >", "(a lot).") == ["(a lot)", "permanent"]


def test_of_a_term_only_the_term_is_marked_and_words_are_whole() -> None:
    found = spans(TEXT, [("want:postgresql", "use Python and PostgreSQL (a"), ("pay", "p to EUR 120,00")])
    assert [TEXT[span.start : span.end] for span in found] == ["PostgreSQL", "up to EUR 120,000"]
    (alias,) = spans("six engineers, k8s and Postgresql", [("want:kubernetes", "six engineers, k8s and Postgresql")])
    assert (alias.start, alias.end) == (15, 18)


def test_a_long_mail_costs_little() -> None:
    text = "> no word of it\n" * 10_000 + "the end"
    assert spans(text, [("x", "the end"), ("y", "> nothing " * 15)]) == (Span(160_000, 160_007, ("x",)),)


def test_quotes_of_facts_and_reasons() -> None:
    assert quotes_of(an_item().assessment) == (("want:python", "Python services"),)
