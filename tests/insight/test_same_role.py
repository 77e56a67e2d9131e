"""One role through two agencies: warned of when much agrees and nothing contradicts, and else not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.factories import NOON
from triage.domain import Level, Period, Role, Salary, Workplace
from triage.insight.same_role import Offer, Offers, is_repetition, is_same_role, may_be_about, warning

PAY = Salary(90_000, 105_000, "EUR", Period.YEAR)
ROLE = Role(
    title="Senior Backend Engineer", company="Acme GmbH", locations=("Berlin",), seniority=Level.SENIOR, salary=PAY,
    skills=("python", "postgresql", "kafka"), countries=("DE",),
)  # fmt: skip
TEXT = "A payments platform with settlement, ledger and reconciliation services; Kafka streams, Postgres clusters."


def offer(key: int = 1, *, days: int = 0, party: str = "", text: str = TEXT, **changes: Any) -> Offer:
    role = replace(ROLE, **changes)
    party = party or f"agency{key}.example"
    places = frozenset(place.lower() if len(place) > 2 else place for place in role.locations)
    return Offer(key, f"id{key}", NOON + timedelta(days=days), party, "Kim Lee of X", role, text, places)


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
        {"locations": ("DE",), "countries": ("DE",)},
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


def test_two_employers_that_write_themselves_in_the_same_words_are_two() -> None:
    roboto, globex = (
        offer(key, company=name, party=f"{name.lower()}.example") for key, name in ((1, "Roboto"), (2, "Globex"))
    )
    assert not is_same_role(roboto, globex)
    assert is_same_role(roboto, offer(3, company="Acme"))  # Roboto may be an agency that was taken for the employer


SHORT = "Hi Dana, {} in Berlin is hiring a Senior Backend Engineer, permanent, remote, 90k to 105k. Regards, {}"


def test_the_words_that_every_offer_has_do_not_make_two_employers_one() -> None:
    acme = offer(1, company="Acme", skills=(), text=SHORT.format("Acme", "Ana, Roboto Recruit"))
    globex = offer(2, company="Globex", party="globex.example", text=SHORT.format("Globex", "Zoe, Globex"))
    unnamed = offer(3, company=None, skills=(), text=SHORT.format("Somebody", "Bo"))
    assert not is_same_role(acme, globex)
    assert not is_same_role(acme, unnamed)


def test_what_may_be_an_agency_taken_for_the_employer_has_the_words_of_its_client() -> None:
    acme = offer(text=f"{TEXT} Relocation is possible, and the interviews are short.")
    other = "Settlement, ledger and reconciliation services, streams; gardens, flowers, kitchens, weddings, catering."
    assert is_same_role(acme, offer(2, company="Agency2"))
    assert is_same_role(acme, offer(2, company=None, skills=(), text=other))
    assert not is_same_role(acme, offer(2, company="Agency2", text=other))
    assert is_same_role(acme, offer(2, company="Acme Payments", party="acmepayments.example", text=other))


def test_remote_is_a_place() -> None:
    remote: dict[str, Any] = {"company": None, "locations": (), "workplace": Workplace.REMOTE}
    assert is_same_role(offer(**remote), offer(2, **remote))


def test_others_are_found_oldest_first_and_an_offer_is_not_its_own_double() -> None:
    offers = Offers([offer(3, days=2), offer(2, days=1), offer(9, company="Globex")])
    offers.add(offer(1, days=3))
    assert [other.key for other in offers.same_role(offer(1, days=3))] == [2, 3]
    assert warning(offer()) == "looks like the role that Kim Lee of X offered on 2 March: accept only one"


OTHER_TEXT = "Another of our clients, a hospital group, modernises its patient records and appointment bookings."


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"text": OTHER_TEXT},
        {"text": OTHER_TEXT, "title": "Backend Engineer", "salary": None},
        {"company": None, "text": OTHER_TEXT},
        {"company": None, "salary": None},
        {"title": None, "seniority": None},
    ],
)
def test_a_sender_repeats_an_offer(changes: dict[str, Any]) -> None:
    assert is_repetition(offer(party="a"), offer(2, party="a", **changes))
    assert Offers([offer(party="a")]).before(offer(2, party="a", days=14, **changes)) != []


@pytest.mark.parametrize(
    "changes",
    [
        {"company": "Globex"},
        {"title": "Frontend Engineer"},
        {"seniority": Level.STAFF},
        {"locations": ("Munich",)},
        {"salary": Salary(90_000, 110_000, "EUR", Period.YEAR)},
        {"company": None, "salary": None, "text": OTHER_TEXT},
        {"title": None, "seniority": None, "text": OTHER_TEXT},
    ],
)
def test_a_sender_offers_another_role(changes: dict[str, Any]) -> None:
    assert not is_repetition(offer(party="a"), offer(2, party="a", **changes))


def test_who_asks_after_an_offer_without_naming_it_may_mean_it() -> None:
    asks = offer(2, party="a", title=None, company=None, salary=None, seniority=None, locations=(), text="Any news?")
    assert may_be_about(asks, offer(party="a"))
    assert not may_be_about(replace(asks, role=replace(asks.role, company="Globex")), offer(party="a"))


def test_what_was_long_ago_or_is_of_others_is_not_repeated() -> None:
    offers = Offers([offer(party="a"), offer(3, party="b", days=3)])
    assert offers.before(offer(2, party="a", days=60)) == []
    assert [other.key for other in offers.before(offer(2, party="a", days=20))] == [1]
