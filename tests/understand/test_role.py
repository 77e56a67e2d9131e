from __future__ import annotations

import time
import timeit
from typing import TYPE_CHECKING

import pytest

from training.mails import cases, message
from triage.domain import Employment, Fact, Level, Role, Salary, Workplace
from triage.understand.level import read_level, read_years
from triage.understand.organisation import read_organisations
from triage.understand.passages import parts, passage
from triage.understand.person import read_recruiter
from triage.understand.role import missing, read_role
from triage.understand.skills import read_skills
from triage.understand.title import read_titles

if TYPE_CHECKING:
    from collections.abc import Callable


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


HOSTILE = [
    "a", "A ", "Ä", "(", "'", "a-", "A A-", "Senior ", "Acme & ", "looking for a ", "at Acme ", "5+ years ",
    "Engineer, ", "Position: ", "- Engineer\n", "C++/", "Best\n", "Sp. z o.o. ", "Kim Lee\n", "a client ",
    "with a b, ", "für ein ", "soy de ", "i'm ", "we are ", "been engaged ", "Engineer (a) ", "Engineer/", "Head of ",
    "Title, Acme, ",
]  # fmt: skip


#: Of CPU time; the slowest takes 0.02, three times that beside other work, and one that is quadratic takes seconds.
_MOST_SECONDS = 0.2


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_reader_takes_long_over_hostile_text(piece: str) -> None:
    text = piece * (65_536 // len(piece))
    hostile = message("Kim <kim@x-acme.example>", text[:2000], text, quoted=text, signature=text)
    passages = tuple(passage(*part) for part in parts(hostile))
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_titles(passages, frozenset()),
        lambda: read_organisations(passages, "Kim", "x-acme.example", frozenset(), ""),
        lambda: read_skills(passages),
        lambda: read_level((), passages),
        lambda: read_years(passages),
        lambda: read_recruiter(hostile.from_, text[:2000], text[:800]),
    )
    for reader in readers:
        assert min(timeit.repeat(reader, time.process_time, repeat=3, number=1)) < _MOST_SECONDS


def test_a_bounce_offers_nothing_whatever_it_quotes() -> None:
    bounce = message("Mail Delivery System <mailer-daemon@mx.example>", "Undelivered", "Role: Data Engineer at Acme")
    assert read_role(bounce) == Role()
