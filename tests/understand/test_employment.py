"""Forms of contract are read in eight languages, and other contracts are left alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from triage.understand.employment import read_employment

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[tuple[str, str]]:
    """(expected, passage) of each line of a case file."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t", 1)[0], line.split("\t", 1)[1]) for line in lines if line and not line.startswith("#")]


def passages(case: str) -> list[tuple[str, str]]:
    subject, found, text = case.rpartition(" ¦ ")
    read = [("text", text.replace("\\n", "\n"))]
    return [("subject", subject), *read] if found else read


@pytest.mark.parametrize(("expected", "case"), rows("employment") + rows("employment_fresh") + rows("employment_third"))
def test_reads_the_form_of_contract(expected: str, case: str) -> None:
    found = read_employment(passages(case))
    assert (found[0] if found else "none") == expected


def test_the_evidence_quotes_the_words() -> None:
    found = read_employment([("text", "Good pay.\nThis is a permanent role.")])
    assert found is not None
    assert (found[1].field, found[1].quote) == ("employment", "This is a permanent role.")


@pytest.mark.parametrize(
    "hostile", ["contract " * 7_281, "6 month " * 8_192, "perm" * 16_384, " " * 65_536, "b2b/" * 16_384]
)
def test_hostile_text_takes_linear_time(hostile: str) -> None:
    started = time.perf_counter()
    read_employment([("text", hostile)])
    assert time.perf_counter() - started < 1.0
