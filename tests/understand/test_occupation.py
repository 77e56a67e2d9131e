"""Occupations that no list has, read by their ending where the words before them ask for one."""

from __future__ import annotations

import pytest

from triage.understand.occupation import asked_for, nominative
from triage.understand.passages import passage

NOWHERE: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("text", "occupation"),
    [
        ("We are looking for a falconer for the estate.", "falconer"),
        ("Open to a role as a piano tuner in our hall?", "piano tuner"),
        ("Wir suchen einen Orgelstimmer für unsere Werkstatt.", "Orgelstimmer"),
        ("Nous recherchons un campaniste pour notre agence.", "campaniste"),
        ("Necesitamos un campanero en la costa.", "campanero"),
        ("Per un cliente cerchiamo un arrotiere con esperienza.", "arrotiere"),
        ("Voor een bedrijf zoeken wij een ervaren rietdekker.", "rietdekker"),
        ("Procuramos um latoador para a oficina.", "latoador"),
        ("Szukamy garncarza do naszego zespołu.", "garncarza"),
    ],
)
def test_an_unlisted_occupation_is_read_where_it_is_asked_for(text: str, occupation: str) -> None:
    item = passage("text", text)
    assert [item.span(first, last) for first, last in asked_for(item, NOWHERE)] == [occupation]


@pytest.mark.parametrize(
    "text",
    [
        "We are looking for an answer by Friday.",
        "Are you looking for a falconer?",
        "We need to worry about our supplier.",
        "Wir suchen einen Termin im Sommer.",
        "The falconer was there.",
        "Nous avons besoin de modifier la date.",
    ],
)
def test_other_words_with_such_an_ending_are_none(text: str) -> None:
    assert not list(asked_for(passage("text", text), NOWHERE))


@pytest.mark.parametrize(
    ("inflected", "plain"), [("dekarza", "dekarz"), ("lakiernika", "lakiernik"), ("tuner", "tuner")]
)
def test_polish_occupations_are_named_in_the_nominative(inflected: str, plain: str) -> None:
    assert nominative(inflected) == plain
