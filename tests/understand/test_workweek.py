"""Sentences about the working week, as people write them, come out as the contract counts office days."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.understand.fact_cases import text
from triage.domain import Workplace
from triage.understand.passages import passage
from triage.understand.words import table
from triage.understand.workplace import read_workplace
from triage.understand.workweek import PATTERNS, SAYING, read_week


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("We are in the office on Tuesdays and Thursdays, the rest of the week is yours.", Workplace.HYBRID),
        ("Monday to Wednesday in the lab, because hardware, the rest wherever.", Workplace.HYBRID),
        ("Three days a week in Leeds.", Workplace.HYBRID),
        ("Two of the three days at home, once you know people.", Workplace.HYBRID),
        ("Zwei Tage pro Woche solltest du bei uns im Büro sein.", Workplace.HYBRID),
        ("2-3 Tage Homeoffice", Workplace.HYBRID),
        ("Présence au bureau le mardi, le reste est libre.", Workplace.HYBRID),
        ("Oficina en Barcelona y vamos martes y jueves.", Workplace.HYBRID),
        ("Vier dagen kantoor, één dag thuis.", Workplace.HYBRID),
        ("Chiediamo di esserci in ufficio un paio di giorni la settimana.", Workplace.HYBRID),
        ("Presença no escritório à terça e à quinta.", Workplace.HYBRID),
        ("Biuro raz w tygodniu, reszta z domu.", Workplace.HYBRID),
        ("One day a month in Bristol is enough.", Workplace.REMOTE),
        ("Fully remote; we meet in Lisbon twice a year.", Workplace.REMOTE),
        ("Wir haben kein Büro.", Workplace.REMOTE),
        ("L'ufficio non ce l'abbiamo proprio.", Workplace.REMOTE),
        ("Pracujesz skąd chcesz, byle z Polski.", Workplace.REMOTE),
        ("Au bureau à Rochefort ou chez vous, ça m'est égal.", Workplace.REMOTE),
        ("Op kantoor in Utrecht, thuis of in de trein.", Workplace.REMOTE),
        ("Se trabaja desde casa salvo una visita mensual al cliente.", Workplace.REMOTE),
        ("Homeoffice ist dort leider nicht vorgesehen.", Workplace.ONSITE),
        ("Lavoriamo tutti in sede, niente lavoro da casa.", Workplace.ONSITE),
        ("Thuiswerken gaat niet.", Workplace.ONSITE),
        ("We all work in the studio.", Workplace.ONSITE),
        ("Pracujemy na miejscu, pięć dni w tygodniu.", Workplace.ONSITE),
        ("Five days a week in the office.", Workplace.ONSITE),
    ],
)
def test_a_week_as_people_describe_it(said: str, expected: Workplace) -> None:
    found = read_workplace(text(said))
    assert found is not None
    assert found[0] is expected


@pytest.mark.parametrize(
    "said",
    [
        "It is a 4-day week.",
        "We have offices in Leeds and 32 days of holiday.",
        "Our clients are spread over three days of travel.",
        "Interviews are at our office on Tuesday and Wednesday.",
        "You may work remotely up to 4 weeks a year from abroad.",
        "They will not do fully remote.",
        "North Devon is two hours from anywhere.",
    ],
)
def test_what_is_not_the_working_week(said: str) -> None:
    assert read_workplace(text(said)) is None


@pytest.mark.parametrize("hostile", ["2 days ", "tuesday and ", "office monday ", "no remote not ", "2-", "once "])
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    one = passage("text", hostile * (65_536 // len(hostile)))
    started = time.process_time()
    tuple(read_week(one))
    assert time.process_time() - started < 0.5


@given(st.text(alphabet=sorted({*table("workweek_words.txt"), "x"} - SAYING)))
def test_nothing_is_said_without_a_letter_that_a_sentence_is_kept_for(letters: str) -> None:
    assert not any(pattern.search(letters) for pattern in PATTERNS)
