from __future__ import annotations

import pytest

from triage.understand.no_offer import offers_nothing
from triage.understand.passages import passage


@pytest.mark.parametrize(
    "text",
    [
        "I have no vacancy for you today, but would like to stay in touch.",
        "There is nothing specific to tempt you with this month.",
        "Ein konkretes Mandat habe ich im Augenblick nicht für Sie.",
        "Wir haben derzeit keine offene Stelle.",
        "Je n'ai pas de poste à vous proposer, rassurez-vous.",
        "Hoy no tengo nada concreto para ofrecerte.",
        "La empresa ha cancelado la búsqueda por un cambio de accionistas.",
        "Non ho in questo momento una ricerca da sottoporLe.",
        "Er is nu geen concrete functie waarvoor ik je benader.",
        "Não tenho nenhuma vaga neste momento.",
        "Nie mam dziś dla Ciebie żadnej roli.",
        "The search is on hold: the position was frozen last week.",
    ],
)
def test_nothing_is_on_offer(text: str) -> None:
    assert offers_nothing(passage("text", text))


@pytest.mark.parametrize(
    "text",
    [
        "We are hiring a welder. No experience needed.",
        "There is no test. The role is open until May.",
        "Wir suchen keine Stars. Die Stelle ist unbefristet.",
        "Ce n'est pas une annonce : nous cherchons un soudeur.",
        "No te preocupes por el inglés. La vacante es indefinida.",
        "Nie szukamy ideału, tylko spawacza.",
        "There is nothing better than bread from our oven, and we need a baker.",
    ],
)
def test_no_and_nothing_of_something_else(text: str) -> None:
    assert not offers_nothing(passage("text", text))
