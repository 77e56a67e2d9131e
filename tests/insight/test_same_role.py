"""One role through two agencies: warned of when much agrees and nothing contradicts, and else not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON
from triage.domain import Level, Period, Role, Salary, Workplace
from triage.insight.same_role import Offer, Offers, is_same_role, warning

PAY = Salary(90_000, 105_000, "EUR", Period.YEAR)
ROLE = Role(
    title="Senior Backend Engineer", company="Acme GmbH", locations=("Berlin",), seniority=Level.SENIOR, salary=PAY,
    skills=("python", "postgresql", "kafka"),
)  # fmt: skip
TEXT = "A payments platform with settlement, ledger and reconciliation services; Kafka streams, Postgres clusters."


def offer(key: int = 1, *, days: int = 0, party: str = "", text: str = TEXT, **changes: Any) -> Offer:
    role = replace(ROLE, **changes)
    return Offer(
        key, f"id{key}", NOON + timedelta(days=days), party or f"agency{key}.example", "Kim Lee of X", role, text
    )


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"company": "ACME"},
        {"title": "Backend Engineer (Python)"},
        {"title": "Backend Engineer (Python)", "salary": None, "locations": ()},
        {"title": "Software Developer"},
        {"seniority": Level.LEAD},
        {"company": None},
        {"company": None, "skills": ()},
        {"company": "Agency2"},
        {"days": 80},
    ],
)
def test_the_same_role(changes: dict[str, Any]) -> None:
    assert is_same_role(offer(), offer(2, **changes))
    assert is_same_role(offer(2, **changes), offer())


@pytest.mark.parametrize(
    "changes",
    [
        {"company": "Globex"},
        {"company": "Agency2", "text": "A company of our own, and quite other words about gardens and flowers."},
        {"company": "Acme Robotics"},
        {"title": "Data Scientist", "salary": None},
        {"locations": ("Munich",)},
        {"salary": Salary(120_000, 130_000, "EUR", Period.YEAR)},
        {"seniority": Level.DIRECTOR},
        {"company": None, "salary": None},
        {"company": None, "locations": ()},
        {"company": None, "title": None},
        {"company": None, "skills": (), "text": "Something else entirely, about gardens and flowers."},
        {"days": 100},
        {"party": "agency1.example"},
    ],
)
def test_not_the_same_role(changes: dict[str, Any]) -> None:
    assert not is_same_role(offer(), offer(2, **changes))
    assert not is_same_role(offer(2, **changes), offer())


def test_remote_is_a_place() -> None:
    remote: dict[str, Any] = {"company": None, "locations": (), "workplace": Workplace.REMOTE}
    assert is_same_role(offer(**remote), offer(2, **remote))


def test_others_are_found_oldest_first_and_an_offer_is_not_its_own_double() -> None:
    offers = Offers([offer(3, days=2), offer(2, days=1), offer(9, company="Globex")])
    offers.add(offer(1, days=3))
    assert [other.key for other in offers.same_role(offer(1, days=3))] == [2, 3]
    assert warning(offer()) == "looks like the role that Kim Lee of X offered on 2 March: accept only one"
