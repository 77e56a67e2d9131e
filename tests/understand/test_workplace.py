"""Remote, hybrid and on site are told apart, and remote things that are not the workplace are left alone."""

from __future__ import annotations

import time

import pytest

from tests.understand.fact_cases import passages, rows, text
from triage.understand.workplace import read_workplace


@pytest.mark.parametrize(
    ("expected", "case"),
    rows(
        "workplace",
        "workplace_fresh",
        "workplace_third",
        "workplace_fourth",
        "workplace_fifth",
        "workplace_sixth",
        "workplace_seventh",
        "workplace_eighth",
        "workplace_ninth",
    ),
)
def test_reads_the_workplace(expected: str, case: str) -> None:
    found = read_workplace(passages(case))
    assert (found[0] if found else "none") == expected


def test_the_evidence_quotes_the_words() -> None:
    found = read_workplace(text("Good pay.\nHybrid, 2 days in the office."))
    assert found is not None
    assert (found[1].field, found[1].quote) == ("workplace", "Hybrid, 2 days in the office.")


@pytest.mark.parametrize(
    "hostile", ["remote " * 9_362, "2 days " * 9_362, "office " * 9_362, " " * 65_536, "100% " * 13_107]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    started = time.process_time()
    read_workplace(text(hostile))
    assert time.process_time() - started < 1.0
