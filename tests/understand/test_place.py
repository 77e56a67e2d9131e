"""The place of the role is read; those of clients, founders and signatures are not."""

from __future__ import annotations

import time

import pytest

from tests.understand.fact_cases import passages, rows, text
from triage.understand.place import read_places


@pytest.mark.parametrize(("expected", "case"), rows("place", "place_fresh", "place_third", "place_fourth"))
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
    started = time.perf_counter()
    read_places(text(hostile))
    assert time.perf_counter() - started < 1.0
