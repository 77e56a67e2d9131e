from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from training.mails import cases
from triage.domain import Level
from triage.understand.level import level_of, read_level, read_years
from triage.understand.passages import passage
from triage.understand.role import read_role

if TYPE_CHECKING:
    from training.mails import Case

MAILS = cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml")
PHRASES = tomllib.loads((Path(__file__).parent / "cases" / "level_phrases.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", MAILS, ids=str)
def test_seniority_and_years_of_a_mail(case: Case) -> None:
    role = read_role(case.message)
    assert (role.seniority, role.years) == (case.said.get("seniority"), case.said.get("years"))


@pytest.mark.parametrize(
    ("level", "title"), [(level, title) for level, titles in PHRASES["title"].items() for title in titles]
)
def test_the_ladder(level: str, title: str) -> None:
    assert level_of(title) == (None if level == "none" else Level(level))


@pytest.mark.parametrize(
    ("level", "text"), [(level, text) for level, texts in PHRASES["text"].items() for text in texts]
)
def test_a_level_that_the_text_states(level: str, text: str) -> None:
    found = read_level((), [passage("text", text)])
    assert (found[0] if found else "none") == level


@pytest.mark.parametrize(
    ("years", "text"), [(int(years), text) for years, texts in PHRASES["years"].items() for text in texts]
)
def test_years_of_experience_and_not_the_companys_age(years: int, text: str) -> None:
    assert (read_years([passage("text", text)]) or 0) == years


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("They would like to speak to a Senior Associate, 4 to 8 PQE.", Level.SENIOR),
        ("Littoral needs a Senior Fundraising Manager for 14 months.", Level.MANAGER),
        ("Buscamos un dev backend semi senior.", Level.MID),
        ("Die Klinik möchte ihre Pflegedienstleitung neu besetzen.", Level.MANAGER),
        ("Mir fehlt eine CTO, die weiß, was ein Audit ist.", Level.EXECUTIVE),
        ("Pensavamo a una direttrice di produzione.", Level.DIRECTOR),
        ("We need somebody to work with senior stakeholders.", None),
        ("We are looking for an engineer who reports to the CTO.", None),
        ("Wir suchen eine Anleitung für Halbleiter.", None),
    ],
)
def test_the_level_of_somebody_wanted(said: str, level: Level | None) -> None:
    found = read_level((), (passage("text", said),))
    assert (found[0] if found else None) is level


def test_a_number_behind_an_occupation_is_a_level() -> None:
    assert level_of("SDE-3") is Level.SENIOR
    assert level_of("Senior Fundraising Manager") is Level.MANAGER
