"""Adjectives behind the noun of a field: which they are, and that a title ends in none of the two halves."""

from __future__ import annotations

import pytest

from triage.understand.adjectives import agrees, sort_of
from triage.understand.passages import passage


@pytest.mark.parametrize(
    ("word", "sort"),
    [("pastoral", "adjective"), ("zabytkowego", "genitive"), ("morskich", "genitive"), ("vergers", "word")],
)
def test_the_end_tells_what_sort_of_word_it_is(word: str, sort: str) -> None:
    assert sort_of(word) == sort


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("conservateur du patrimoine industriel", "adjective"),
        ("gardienne de phares automatiques", "adjective"),
        ("restaurador de arte sacro", ""),  # no end that tells
        ("perita en daños ambientales", "adjective"),
        ("tecnico di acque termali", "adjective"),
        ("latarnik portu rybackiego", "genitive"),
        ("inspektor ds. dróg wodnych", "genitive"),
        ("guide de montagne bilingues", ""),  # several who speak two languages, but one mountain
        ("head of music local", ""),  # "of" leads no noun of a Romance language
        ("berger nomade", ""),
    ],
)
def test_an_adjective_belongs_to_the_noun_of_the_field(text: str, pair: str) -> None:
    words = passage("text", text)
    assert agrees(words, len(words.lows) - 1) == pair


def test_beyond_the_ends_of_a_text_nothing_agrees() -> None:
    words = passage("text", "portu rybackiego")
    assert not agrees(words, 1)
    assert not agrees(words, 2)
