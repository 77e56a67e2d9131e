"""Whose a place is, is told by the words around it, in eight languages."""

from __future__ import annotations

import pytest

from tests.understand.fact_cases import rows, text
from triage.understand.place import read_places


@pytest.mark.parametrize(("expected", "said"), rows("place_said"))
def test_whose_place_it_is_in_eight_languages(expected: str, said: str) -> None:
    assert ", ".join(read_places(text(said))[0]) == expected.replace("-", "")


@pytest.mark.parametrize(
    "said",
    [
        "When you worked in Bristol we met twice.",
        "My brother still lives in Bristol.",
        "Ich habe gesehen, dass du in Bristol wohnst.",
        "Ik zag dat je in Bristol woont en Duits spreekt.",
        "Je vous avais croisée à Bordeaux.",
        "Auf der Fortbildung in Leipzig haben Sie davon erzählt.",
        "Mieszka Pani w Żywcu.",
        "Já temos gente em Braga.",
        "One earns less than in Bristol.",
        "We have offices in Bristol, Paris and Rome. The work is remote.",
    ],
)
def test_where_somebody_else_is_or_was_is_not_the_roles(said: str) -> None:
    assert read_places(text(said))[0] == ()


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("Un juriste pour notre siège de Namur, et des clients en Wallonie.", ("Namur",)),
        ("La Clinique Sainte-Agathe de Haguenau recrute.", ("Haguenau",)),
        ("On a des bureaux à Nantes et à Rennes.", ("Nantes", "Rennes")),
        ("Un poste sur la Drôme et l'Ardèche.", ("Drôme", "Ardèche")),
        ("In Westerstede sind wir neu.", ("Westerstede",)),
        ("Szukam automatyka do zakładu w Zawierciu.", ("Zawiercie",)),
        ("Un négoce installé à Lure cherche quelqu'un.", ("Lure",)),
        ("You were at the fair in Leeds. Our workshop in Bristol needs a joiner.", ("Bristol",)),
    ],
)
def test_where_the_role_is(said: str, places: tuple[str, ...]) -> None:
    assert read_places(text(said))[0] == places


def test_a_town_that_the_firm_is_called_is_the_firm() -> None:
    said = text("Sou a Ana, da Pontal. A base é na Maia.")
    assert read_places(said, "grupopontal.example")[0] == ("Maia",)
