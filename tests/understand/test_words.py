"""Folding, words, phrases and literals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from triage.understand.words import Literals, fold


def test_folding() -> None:
    assert fold("Łódź, Größe, €\u00a05") == "lodz, grosse,  eur  5"
    assert fold("Привет, Dana, α-Test") == ", dana, -test"


def test_letters_that_pose_as_latin_ones_are_read_as_these() -> None:
    assert fold("Соurt Сlеrk: your wɑllеt, P\u200dr\u200dime") == "court clerk: your wallet, prime"


def test_literals_are_found_wherever_they_stand() -> None:
    literals = Literals(["do not reply", "pas repondre", "dni", "noreply"])
    assert sorted(literals.found("please do not reply to this; noreply@x.example")) == ["do not reply", "noreply"]
    assert literals.found("adding") == set()
    assert literals.found("su dni, por favor") == {"dni"}


@given(st.lists(st.text("abc ", min_size=1, max_size=8)), st.text("abc ", max_size=40))
def test_no_literal_is_missed(literals: list[str], text: str) -> None:
    assert Literals(literals).found(text) == {literal for literal in literals if literal in text}
