from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.understand.mails import cases, message
from triage.understand.names import is_agency_name
from triage.understand.role import read_role

if TYPE_CHECKING:
    from tests.understand.mails import Case

MAILS = cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml")


@pytest.mark.parametrize("case", MAILS, ids=str)
def test_employer_and_agency_are_told_apart(case: Case) -> None:
    role = read_role(case.message)
    assert (role.company, role.agency) == (case.said.get("company"), case.said.get("agency"))


@pytest.mark.parametrize(
    "text",
    [
        "My client, a leading fintech, is hiring a Java Developer.",
        "One of our clients needs a Java Developer.",
        "Unser Mandant sucht einen Java-Entwickler.",
        "Un de nos clients recherche un développeur Java.",
        "I saw your work at Globex and have a Java Developer role.",
        "Engineers like you often come from Apple or Google.",
    ],
)
def test_an_unnamed_employer_stays_unnamed(text: str) -> None:
    role = read_role(message("Kim Lee <kim@mail.example>", "Java Developer", text))
    assert role.company is None


@pytest.mark.parametrize("address", ["hit-reply@linkedin.com", "kim.lee@gmail.com", "kim@initrode.example"])
def test_a_domain_alone_names_nobody(address: str) -> None:
    role = read_role(message(f"Kim Lee <{address}>", "Java Developer", "Interested in a Java Developer role?"))
    assert (role.company, role.agency) == (None, None)


@pytest.mark.parametrize("name", ["Bright Search Ltd", "Personalhaus GmbH", "Hays", "Michael Page", "Romero Talento"])
def test_agencies_are_known_by_their_names(name: str) -> None:
    assert is_agency_name(name)


@pytest.mark.parametrize("name", ["Acme", "Nordwerk AG", "Klinikum Seeblick", "Researchers United"])
def test_employers_are_not_taken_for_agencies(name: str) -> None:
    assert not is_agency_name(name)


def test_names_carry_the_words_they_were_read_from() -> None:
    role = read_role(message("Kim Lee <kim@x.example>", "Data Engineer at Acme", "Acme is hiring a Data Engineer."))
    quotes = [evidence.quote for evidence in role.evidence if evidence.field == "company"]
    assert len(quotes) == 1
    assert "Acme" in quotes[0]
