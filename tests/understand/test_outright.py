"""Employers that are named outright, also beside the firm that recruits; domains of every country tell who writes."""

from __future__ import annotations

import pytest

from tests.factories import a_message
from triage.domain import Address
from triage.understand.domains import label_of
from triage.understand.role import read_role


@pytest.mark.parametrize(
    "said",
    [
        "Vintora is hiring a Platform Engineer in Leeds.",
        "Vintora are looking for a Platform Engineer in Leeds.",
        "I'm recruiting a Platform Engineer at Vintora in Leeds.",
        "Company: Vintora\nRole: Platform Engineer\nLocation: Leeds",
    ],
)
@pytest.mark.parametrize("domain", ["holliscrane.co.uk", "holliscrane.example"])
def test_both_firms_are_named(said: str, domain: str) -> None:
    text = f"Hi Dana,\n\n{said}\n\nWould you be free for a call?\n\nPriya Nair\nHollis & Crane Recruitment Ltd\n"
    role = read_role(a_message(from_=Address("Priya Nair", f"priya@{domain}"), subject="A role", text=text))
    assert (role.company, role.agency) == ("Vintora", "Hollis & Crane Recruitment")


@pytest.mark.parametrize(
    ("domain", "label"),
    [
        ("acme.example", "acme"),
        ("mail.acme.de", "acme"),
        ("acme.co.uk", "acme"),
        ("jobs.acme.com.br", "acme"),
        ("acme.com.pl", "acme"),
        ("localhost", ""),
    ],
)
def test_the_part_of_a_domain_that_somebody_chose(domain: str, label: str) -> None:
    assert label_of(domain) == label
