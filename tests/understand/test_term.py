"""For how long somebody is engaged is read in eight languages."""

from __future__ import annotations

import time

import pytest

from tests.understand.fact_cases import text
from triage.domain import Employment, Evidence, Period, Salary
from triage.understand.employment import read_employment
from triage.understand.term import terms


@pytest.mark.parametrize(
    "said",
    [
        "Le poste est ouvert (contrat de trois ans, renouvelable).",
        "Il contratto di 12 mesi può essere confermato.",
        "Der Vertrag läuft über zwei Jahre.",
        "Contrato de 6 meses.",
        "Een contract voor een jaar.",
        "Umowa na 12 miesięcy.",
        "Nights from November to April.",
        "Cerco un cuoco da maggio a fine settembre.",
        "Chef de partie pour la saison.",
        "Juf Annelies gaat na de kerst met verlof.",
        "A professora entrou de licença maternidade.",
        "Just until the end of September.",
    ],
)
def test_an_engagement_for_a_time_is_temporary(said: str) -> None:
    found = read_employment(text(said))
    assert found is not None
    assert found[0] is Employment.TEMPORARY


@pytest.mark.parametrize("said", ["Five years of experience.", "Monday to Friday.", "Reply by the end of May, please."])
def test_other_lengths_and_times_are_none(said: str) -> None:
    assert list(terms(text(said)[0])) == []


@pytest.mark.parametrize(
    ("covers", "employment"), [(Period.HOUR, Employment.CONTRACT), (Period.YEAR, Employment.TEMPORARY)]
)
def test_the_pay_says_whether_one_is_hired_or_employed(covers: Period, employment: Employment) -> None:
    salary = Salary(40.0, 40.0, "USD", covers), Evidence("salary", "40")
    found = read_employment(text("A one-year contract."), salary)
    assert found is not None
    assert found[0] is employment


@pytest.mark.parametrize(
    "hostile", ["contract for " * 4_000, "12 months " * 5_000, "from may " * 6_000, "saison " * 8_000]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    started = time.process_time()
    list(terms(text(hostile)[0]))
    assert time.process_time() - started < 1.0
