from __future__ import annotations

import pytest

from triage.understand.declension import nominative, polish_nominative
from triage.understand.names import (
    abbreviated,
    as_spelt,
    is_spelt_otherwise,
    squeeze,
    without_legal_form,
)


@pytest.mark.parametrize(
    ("name", "label", "nominative"),
    [
        ("Mgławce", "mglawka", "Mgławka"),
        ("Szpitala Warta", "szpitalwarta", "Szpital Warta"),
        ("Fundacji Szarotka", "fundacjaszarotka", "Fundacja Szarotka"),
        ("Globex", "mglawka", ""),
        ("Cobalt", "cobaltrec", ""),
    ],
)
def test_a_domain_gives_an_inflected_name_in_the_nominative(name: str, label: str, nominative: str) -> None:
    assert as_spelt(name, label) == nominative


@pytest.mark.parametrize(
    "name",
    [
        *("Acme GmbH", "Acme Ltd.", "Acme S.p.A.", "Acme B.V.", "Acme Sp. z o.o.", "Acme GmbH & Co. KG", "Acme S.r.l."),
        *("Acme GbR", "Acme S.A.C.", "Acme ETT"),
    ],
)
def test_names_come_without_legal_forms(name: str) -> None:
    assert without_legal_form(name) == "Acme"


def test_squeeze_spells_accents_as_domains_do() -> None:
    assert squeeze("Café Über Łódź & Co") == "cafeueberlodzco"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Urzędzie Gminy Sarnowo", "Urząd Gminy Sarnowo"),
        ("Szkole Podstawowej nr 7", "Szkoła Podstawowa nr 7"),
        ("Zakładów Mięsnych Sarna", "Zakłady Mięsne Sarna"),
        ("Zespole Szkół Technicznych", "Zespół Szkół Technicznych"),
        ("Banku Podgórskiego", "Bank Podgórski"),
        ("Szpitalu Powiatowym", "Szpital Powiatowy"),
        ("Spółdzielni Mleczarskiej Sarna", "Spółdzielnia Mleczarska Sarna"),
        ("Stadtwerken Auental", "Stadtwerke Auental"),
        ("Klinikums Auental", "Klinikum Auental"),
        ("Gminnym Ośrodku Kultury", "Gminny Ośrodek Kultury"),
        ("Biurze Rachunkowym Sarna", "Biuro Rachunkowe Sarna"),
        ("Freien Gymnasium Auental", "Freies Gymnasium Auental"),
        ("Städtischen Kliniken", "Städtischen Kliniken"),
        ("Acme Robotics", "Acme Robotics"),
        ("Szkoła", "Szkoła"),
    ],
)
def test_what_a_firm_is_comes_in_the_nominative(name: str, plain: str) -> None:
    assert nominative(name) == plain


@pytest.mark.parametrize(
    ("name", "label", "is_so"),
    [
        ("Stadtwerke Auental", "sw-auental", True),
        ("Hochschule Auental", "hs-auental", True),
        ("Zespół Szkół Technicznych", "zst-sarnowo", True),
        ("Marlow Pike Valve & Line", "mpvl", True),
        ("Centre Hospitalier de Saint-Aubin", "chsaintaubin", True),
        ("Lar Nossa Senhora da Luz", "larnsluz", True),
        ("Gale Care International", "galecareintl", True),
        ("Cooperativa Vale do Sado", "coopsado", True),
        ("Gale Care International", "galecarexyz", False),
        ("Acme Robotics", "globex", False),
        ("Acme Robotics", "arrival", False),
        ("Acme", "acme", False),
    ],
)
def test_a_domain_abbreviates_a_name(name: str, label: str, *, is_so: bool) -> None:
    assert abbreviated(name, label) is is_so


@pytest.mark.parametrize(
    ("name", "label", "is_so"),
    [
        ("Fig & Thyme", "figandthyme", True),
        ("Lima & Irmãos", "limaeirmaos", True),
        ("Mgławce", "mglawka", True),
        ("Fig & Thyme", "figorthyme", False),
        ("Halle Coworking", "hallecowork", False),
    ],
)
def test_a_domain_spells_a_name_in_its_own_way(name: str, label: str, *, is_so: bool) -> None:
    assert is_spelt_otherwise(name, label) is is_so


POLISH = frozenset({"w", "z", "się", "szukamy"})


@pytest.mark.parametrize(
    ("name", "before", "plain"),
    [
        ("Stalpozu", "do", "Stalpoz"),
        ("Stalpozu", "w", "Stalpoz"),
        ("Stalpozem", "z", "Stalpoz"),
        ("Drukpolkiem", "z", "Drukpolk"),
        ("Ramkę", "robimy", "Ramka"),
        ("Stalpozu Sarnowo", "w", "Stalpoz Sarnowo"),
        ("Sarniksem", "z", "Sarnix"),
        ("Stalpozu", "czy", "Stalpozu"),  # no case that the word before it asks for
        ("Proszę", ".", "Proszę"),  # begins a sentence
        ("SAP", "do", "SAP"),
        ("Bayou", "do", "Bayou"),
    ],
)
def test_polish_cases_of_names_are_undone(name: str, before: str, plain: str) -> None:
    assert polish_nominative(name, before, POLISH) == plain


def test_other_languages_have_no_polish_cases() -> None:
    assert polish_nominative("Bangu", "do", frozenset({"do", "para"})) == "Bangu"
