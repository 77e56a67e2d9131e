"""triage.understand.several: the first of several roles is read with its own facts, and one role stays one."""

from __future__ import annotations

import pytest

from benchmarks.several import report
from tests.factories import a_message
from training.mails import CASES
from triage.domain import Employment, Period, Salary
from triage.understand.role import read

BACKEND, PHP = "Senior Backend Engineer", "PHP Developer"


def _read(text: str, subject: str = "Hello") -> tuple[str | None, float | None, tuple[str, ...], tuple[str, ...]]:
    """(title, most pay, places, other roles)."""
    found = read(a_message(subject=subject, text=f"Hi Dana,\n\n{text}\n\nKim Lee\nLee Search\n"))
    salary = found.role.salary
    return found.role.title, salary.max if salary else None, found.role.locations, found.others


@pytest.mark.parametrize(
    "text",
    [
        "I have two openings: a Senior Backend Engineer at Acme in Berlin for EUR 95k, and a PHP Developer in Bonn.",
        "I recruit a Senior Backend Engineer for Acme, Berlin, EUR 95k, and a PHP Developer in Bonn, EUR 60k.",
        "Role 1: Senior Backend Engineer, Acme, Berlin, EUR 95,000\nRole 2: PHP Developer, Bolt, Munich, EUR 60,000",
        "See below:\n\n1. Senior Backend Engineer - Acme, Berlin - EUR 95k\n2. PHP Developer - Bolt, Munich - EUR 60k",
        "Senior Backend Engineer\n- Acme, Berlin\n- EUR 95k\n\nPHP Developer\n- Bolt, Munich\n- EUR 60k",
        "Role: Senior Backend Engineer\nBerlin, EUR 95k\n\nRole: PHP Developer\nMunich, EUR 60k",
        "Role | Place | Pay\nSenior Backend Engineer | Berlin | EUR 95k\nPHP Developer | Munich | EUR 60k",
        "Acme, Berlin, seeks a Senior Backend Engineer, EUR 95k.\n\nWe also seek a PHP Developer in Bonn, EUR 60k.",
    ],
)
def test_the_facts_are_the_first_ones(text: str) -> None:
    title, most, places, others = _read(text)
    assert (title, most, places, others) == (BACKEND, 95_000, ("Berlin",), (PHP,))


def test_a_postscript_may_offer_another() -> None:
    text = "Acme in Berlin needs a Senior Backend Engineer, EUR 95k.\n\nBest regards\nKim\n\nPS: {}"
    assert _read(text.format("we are also looking for a PHP Developer in Munich, EUR 60k."))[2:] == (
        ("Berlin",),
        (PHP,),
    )
    assert _read(text.format("the Senior Backend Engineer can work from home."))[3] == ()


def test_what_holds_for_all_holds_for_the_first() -> None:
    text = "I have two roles: a Senior Backend Engineer at Acme and a PHP Developer at Bolt. Both are permanent."
    found = read(a_message(subject="Two roles", text=text))
    assert found.role.employment is Employment.PERMANENT
    assert found.others == (PHP,)


def test_what_is_said_of_another_role_only_is_not_said_of_the_first() -> None:
    text = "I have two roles: a Senior Backend Engineer at Acme, and a PHP Developer at Bolt on a contract, EUR 60k."
    role = read(a_message(subject="Two roles", text=text)).role
    assert (role.title, role.salary, role.employment) == (BACKEND, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "You report to the Engineering Manager and work with two designers and a product manager.",
        "The process:\n1. Recruiter call, 30 minutes\n2. Engineering Manager: design\n3. Product Manager: the team",
        "What you do:\n- Data engineers: pair with them\n- Product managers: shape experiments",
        "B2B at EUR 80 an hour or permanent at EUR 95k a year.",
        "We also have designers and testers in Munich, and two Senior Backend Engineers left for Madrid.",
    ],
)
def test_one_role_is_one(text: str) -> None:
    title, _, _, others = _read(f"Acme in Berlin is looking for a Senior Backend Engineer.\n\n{text}")
    assert (title, others) == (BACKEND, ())


def test_mail_by_three_writers() -> None:
    for path in sorted(CASES.glob("several*.jsonl")):
        counts = report(path, show=False)
        assert counts["told"] >= 0.75 * counts["several"], path.name
        assert counts["invented"] <= 0.1 * counts["one"], path.name


def test_pay_of_another_role_is_not_taken() -> None:
    found = read(a_message(text="Role 1: Nurse, Leeds\nRole 2: Midwife, York, GBP 40,000 a year"))
    assert (found.role.salary, found.others) == (None, ("Midwife",))
    found = read(a_message(text="Role 1: Nurse, Leeds, GBP 35,000 a year\nRole 2: Midwife, York, GBP 40,000 a year"))
    assert found.role.salary == Salary(35_000, 35_000, "GBP", Period.YEAR)
