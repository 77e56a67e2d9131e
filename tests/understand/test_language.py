"""The language of a mail is told from its function words, whatever jargon it is full of."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.understand.language import detect

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[tuple[str, str]]:
    """(expected, text) of each line of a case file."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t", 1)[0], line.split("\t", 1)[1]) for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(("expected", "text"), rows("language") + rows("language_fresh"))
def test_tells_the_language(expected: str, text: str) -> None:
    assert (detect(text) or "-") == expected


def test_a_few_foreign_letters_do_not_make_a_foreign_mail() -> None:
    assert detect("Hi Sam, our office in Москва is closed, but are you open to a role with the team in Berlin?") == "en"
