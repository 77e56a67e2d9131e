from __future__ import annotations

import pytest

from triage.understand.mentions import mentions
from triage.understand.passages import passage

NOWHERE: frozenset[str] = frozenset()


def titles(subject: str, text: str = "") -> set[str]:
    named = {field: passage(field, part) for field, part in (("subject", subject), ("text", text)) if part}
    return {mention.title.lower() for mention in mentions(named, NOWHERE)}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Poste de responsable qualité à Brest", "responsable qualité"),
        ("un poste de sage-femme coordinatrice", "sage-femme coordinatrice"),
        ("we need a Salesforce release manager", "salesforce release manager"),
        ("cerchiamo una capo ricevimento con inglese", "capo ricevimento"),
        ("Director, Engineering - Maps", "director, engineering - maps"),
        ("the Embedded Linux role", "embedded linux"),
        ("we need a falconer for the estate", "falconer"),
        ("Position: Netzmeister Strom", "netzmeister strom"),
        ("potrzebujemy kierownika budowy", "kierownik budowy"),
        ("nous recherchons une HYDROBODE pour le bloc", "hydrobode"),
        ("La vaga é de Facilitador Instrucional, remoto", "facilitador instrucional"),
        ("a Lead Engineer for Marine Structures in Porto", "lead engineer for marine structures"),
        ("Je veux une Head of FP&A à Lyon", "head of fp&a"),
        ("on cherche un chargé d'affaires pour Lyon", "chargé d'affaires"),
        ("szukamy inspektora ds. zamówień publicznych", "inspektor ds. zamówień publicznych"),
        ("I need a fitter, yard in Leeds", "fitter"),
    ],
)
def test_a_title_is_among_the_mentions(text: str, title: str) -> None:
    assert title in titles("Hello", text)


def test_a_subject_is_cut_at_its_signs() -> None:
    assert "ml engineer" in titles("ML Engineer / Leeds / up to £72k")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Trzebiarka wanted from Saturday", "trzebiarka"),
        ("Dispensatrice a Parma, part time", "dispensatrice"),
        ("the gas platform role", "gas platform"),
    ],
)
def test_what_leads_a_subject_is_a_mention(subject: str, title: str) -> None:
    assert title in titles(subject)


@pytest.mark.parametrize(
    "text", ["einen Werkstattmeister hier in Passau", "Mon mécanicien part en juin", "Remote Java Developer"]
)
def test_small_words_and_conditions_are_no_part_of_a_title(text: str) -> None:
    assert not {"werkstattmeister hier", "mon mécanicien", "remote java developer"} & titles("Hello", text)


def test_a_salutation_is_known_for_one() -> None:
    text = passage("text", "Gentile Professoressa Rossi,\ncerchiamo un docente di fisica.")
    found = {mention.title: mention.clues for mention in mentions({"text": text}, NOWHERE)}
    assert any("text:salutation" in clues for title, clues in found.items() if "Professoressa" in title)
    assert not any("text:salutation" in clues for title, clues in found.items() if "Docente" in title)


def test_text_without_occupations_mentions_no_titles() -> None:
    assert titles("Hello", "See you on Friday, bring the cake.") <= {"hello"}


def test_a_title_reaches_as_far_as_subject_and_text_agree() -> None:
    subject = passage("subject", "Quick question - Engineer - Gifting, Late Payments @ acorns")
    text = passage("text", "We are looking for an Engineer - Gifting, Late Payments to join acorns.")
    found = mentions({"subject": subject, "text": text}, NOWHERE)
    assert "Engineer - Gifting, Late Payments" in {one.title for one in found if "subject:both+" in one.clues}
