"""A word is of the kinds that the table, the places and the occupations give it."""

from __future__ import annotations

import pytest

from triage.understand.word_kinds import CAPITAL, HEAD, NAME, PLACE, kinds_of


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("remote", {"at_home"}),
        ("€", {"currency"}),
        ("65k", {"scale", CAPITAL}),
        ("berlin", {PLACE, NAME}),
        ("Berlin", {PLACE, NAME, CAPITAL}),
        ("nrw", {PLACE}),
        ("softwareentwickler", {HEAD}),
        ("bereikbaarheid", set()),
    ],
)
def test_a_word_is_of_these_kinds(word: str, kinds: set[str]) -> None:
    assert set(kinds_of(word)) == kinds
