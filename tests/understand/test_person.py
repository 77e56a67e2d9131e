from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.understand.mails import cases, message
from triage.understand.person import name_in_display
from triage.understand.role import read_role

if TYPE_CHECKING:
    from tests.understand.mails import Case


@pytest.mark.parametrize("case", cases("title_mails.toml", "title_mails_fresh.toml", "title_mails_third.toml"), ids=str)
def test_recruiter_is_the_person_who_writes(case: Case) -> None:
    assert read_role(case.message).recruiter == case.said.get("recruiter")


@pytest.mark.parametrize(
    ("display", "name"),
    [
        ("Kim Lee", "Kim Lee"),
        ("Lee, Kim (Talent)", "Kim Lee"),
        ("KIM LEE", "Kim Lee"),
        ("Kim Lee | Acme", "Kim Lee"),
        ("Kim from Acme", "Kim"),
        ("Kim Lee via LinkedIn", "Kim Lee"),
        ("Kim Lee (she/her)", "Kim Lee"),
        ("Dr. Kim Lee", "Kim Lee"),
        ("Ludwig van der Berg", "Ludwig van der Berg"),
        ("Recruiting Team", ""),
        ("Acme Careers", ""),
        ("noreply", ""),
        ("kim.lee@example.org", ""),
        ("", ""),
    ],
)
def test_display_names(display: str, name: str) -> None:
    assert name_in_display(display) == name


def test_a_team_that_nobody_signs_for_has_no_recruiter() -> None:
    assert (
        read_role(message("Talent Team <jobs@x.example>", "Hello", "We are hiring.\n\nYour Talent Team")).recruiter
        is None
    )
