"""The place of the role is read; those of clients, founders and signatures are not."""

from __future__ import annotations

import time
import timeit

import pytest

from tests.understand.fact_cases import passages, rows, text
from triage.understand.place import read_places


@pytest.mark.parametrize(
    ("expected", "case"),
    rows(
        "place",
        "place_fresh",
        "place_third",
        "place_fourth",
        "place_sixth",
        "place_seventh",
        "place_eighth",
        "place_ninth",
    ),
)
def test_reads_the_places(expected: str, case: str) -> None:
    places, codes, _ = read_places(passages(case))
    assert f"{', '.join(places) or '-'};{' '.join(codes) or '-'}" == expected


def test_the_evidence_quotes_the_line() -> None:
    assert [(one.field, one.quote) for one in read_places(text("Hello\nLocation: Berlin\nBye"))[2]] == [
        ("locations", "Location: Berlin")
    ]


@pytest.mark.parametrize(
    "hostile",
    [
        "San " * 16_384,
        "in " * 21_845,
        "A, " * 21_845,
        "Location: " * 6_553,
        " " * 65_536,
        "Berlin, " * 8_192,
        "| " * 32_768,
    ],
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    seconds = timeit.repeat(lambda: read_places(text(hostile)), time.process_time, repeat=3, number=1)
    assert min(seconds) < 1.0, "the least of three: a busy machine slows a computation down too"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Schaal 11, maximaal 6.110 euro, 36 uur, Arnhem met twee dagen thuis.", "Arnhem"),
        ("Potrzebny mechanik, warsztat w Radomiu.", "Radom"),
        ("Hala stoi pod Rzeszowem.", "Rzeszów"),
        ("Siamo in otto, sparsi per l'Italia.", "Italy"),
        ("Un poste dans notre usine de Dunkerque.", "Dunkerque"),
        ("A manufacturer with its seat in Winterthur seeks a controller.", "Winterthur"),
        ("You can sit anywhere in the Netherlands.", "Netherlands"),
    ],
)
def test_the_only_place_that_is_named(said: str, place: str) -> None:
    assert read_places(text(said))[0] == (place,)


@pytest.mark.parametrize(
    ("said", "places", "countries"),
    [
        ("Szukamy osoby do zakładu w Starogardzie Gdańskim.", "Starogard Gdański", "PL"),
        ("otwieramy magazyn w Komornikach koło Poznania", "Komorniki", "PL"),
        ("Un poste de chaudronnier à Vénissieux, près de Lyon.", "Vénissieux", "FR"),
        ("A welder for Corsham, 20 min from Bath.", "Corsham", "GB"),
        ("Analista Contábil | Betim/MG | presencial", "Betim, MG", "BR"),
        ("j'ai besoin d'une infirmière sur vénissieux cette semaine", "Vénissieux", "FR"),
        ("Wij zoeken een timmerman voor onze werkplaats in Middelburg.", "Middelburg", "NL"),
        ("elementary campus, northwest San\nAntonio, 187 days", "San Antonio", "US"),
        ("Nurses wanted all over Ontario", "Ontario", "CA"),
        ("Dozent gesucht, Brandenburg. Unser Team (14 Leute) sitzt in Potsdam.", "Potsdam", "DE"),
    ],
)
def test_towns(said: str, places: str, countries: str) -> None:
    names, codes, _ = read_places(text(said))
    assert (", ".join(names), " ".join(codes)) == (places, countries)


@pytest.mark.parametrize(
    "said",
    [
        "Sehr geehrte Frau Wolfsberg, wir suchen jemanden.",
        "The search stays quiet until March.",
        "a fellow at the University",
        "ich werde im März 66",
        "Solway Transport paid us",
        "it is, Solway paid us in the end",
        "Local: presencial, com fretado saindo do Barreiro",
        "soy Manolo, del taller de la carretera de Sagunto",
        "© Bridgework Ireland",
    ],
)
def test_a_name_that_is_no_place(said: str) -> None:
    assert read_places(text(said))[0] == ()


@pytest.mark.parametrize(
    "said", ["We met in Lyon.", "Erik van Houten wrote this.", "WHY JOIN US", "Paris Hilton sings."]
)
def test_a_place_that_is_not_the_role_s(said: str) -> None:
    assert read_places(text(said))[0] == ()
