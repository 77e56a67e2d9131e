from __future__ import annotations

import time

import pytest

from tests.understand.mails import cases, message
from triage.domain import Employment, Fact, Level, Role, Salary, Workplace
from triage.understand.role import missing, read_role


def test_every_filled_field_has_its_evidence() -> None:
    for case in cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml"):
        role = read_role(case.message)
        shown = {evidence.field for evidence in role.evidence}
        for field in ("title", "company", "agency", "recruiter", "seniority", "skills"):
            assert bool(getattr(role, field)) == (field in shown), (case.name, field)
        assert all(0 < len(evidence.quote) <= 160 and "\n" not in evidence.quote for evidence in role.evidence), (
            case.name
        )


def test_missing_facts_in_the_contracts_order() -> None:
    assert missing(Role()) == (Fact.COMPANY, Fact.PAY, Fact.LOCATION, Fact.LEVEL, Fact.EMPLOYMENT)
    assert missing(Role(workplace=Workplace.REMOTE, seniority=Level.MID)) == (Fact.COMPANY, Fact.PAY, Fact.EMPLOYMENT)
    full = Role(
        company="Acme",
        salary=Salary(1, 2, "EUR", None),
        locations=("Berlin",),
        seniority=Level.LEAD,
        employment=Employment.PERMANENT,
    )
    assert missing(full) == ()


def test_an_empty_message_states_nothing() -> None:
    assert read_role(message("", "", "")) == Role()


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A ",
        "Senior ",
        "Acme & ",
        "looking for a ",
        "at Acme ",
        "5+ years ",
        "Engineer, ",
        "(",
        "Position: ",
        "- Engineer\n",
        "C++/",
        "'",
        "Best\n",
        "Sp. z o.o. ",
    ],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    hostile = message("Kim <kim@x.example>", text[:2000], text, quoted=text, signature=text)
    start = time.process_time()
    read_role(hostile)
    assert time.process_time() - start < 2.0
