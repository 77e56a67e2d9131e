"""Forms of contract are read in eight languages, and other contracts are left alone."""

from __future__ import annotations

import time

import pytest

from tests.understand.fact_cases import passages, rows, text
from triage.domain import Employment
from triage.understand.employment import read_employment


@pytest.mark.parametrize(
    ("expected", "case"),
    rows(
        "employment",
        "employment_fresh",
        "employment_third",
        "employment_fourth",
        "employment_fifth",
        "employment_sixth",
        "employment_seventh",
        "employment_ninth",
    ),
)
def test_reads_the_form_of_contract(expected: str, case: str) -> None:
    found = read_employment(passages(case))
    assert (found[0] if found else "none") == expected


def test_the_evidence_quotes_the_words() -> None:
    found = read_employment(text("Good pay.\nThis is a permanent role."))
    assert found is not None
    assert (found[1].field, found[1].quote) == ("employment", "This is a permanent role.")


@pytest.mark.parametrize(
    "hostile", ["contract " * 7_281, "6 month " * 8_192, "perm" * 16_384, " " * 65_536, "b2b/" * 16_384]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    started = time.process_time()
    read_employment(text(hostile))
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize(
    ("said", "employment"),
    [
        ("€16,20/u, interim met optie vast", Employment.TEMPORARY),
        ("Je start op uitzendbasis.", Employment.TEMPORARY),
        ("A 13 week placement on an ICU ward.", Employment.TEMPORARY),
        ("They need a designer for a four month contract.", Employment.CONTRACT),
        ("B2B 100-140 PLN/h + VAT", Employment.CONTRACT),
        ("matin et soir, 22 h par semaine", Employment.PART_TIME),
        ("0.6 FTE from August", Employment.PART_TIME),
        ("£56,000 pro rata", Employment.PART_TIME),
        ("Interim manager wanted", None),
        ("40 hours a week", None),
    ],
)
def test_forms_as_people_word_them(said: str, employment: Employment | None) -> None:
    found = read_employment(text(said))
    assert (found[0] if found else None) is employment
