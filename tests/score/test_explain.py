from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from triage.domain import (
    Employment,
    Interests,
    Level,
    PayFloor,
    Period,
    Role,
    Salary,
    Term,
    Workplace,
)
from triage.score import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import (
        Opportunity,
        Score,
    )

WISH = Interests(
    about="databases and more databases",
    want=(Term("Python"), Term("PostgreSQL")),
    avoid=(Term("gambling"),),
    titles=("backend engineer",),
    level=Level.SENIOR,
    locations=("Berlin",),
    workplace=(Workplace.REMOTE, Workplace.HYBRID),
    employment=(Employment.PERMANENT,),
    pay_floor=PayFloor(100000, "EUR", Period.YEAR),
    companies_avoid=("Initech",),
)


@pytest.mark.parametrize(
    ("role", "feature", "words"),
    [
        (Role(salary=Salary(None, 88000, "EUR", Period.YEAR)), "pay", "pays 12 % under your floor"),
        (Role(salary=Salary(None, 110000, "EUR", Period.YEAR)), "pay", "pays up to 10 % over your floor"),
        (Role(salary=Salary(110000, 110000, "EUR", Period.YEAR)), "pay", "pays 10 % over your floor"),
        (Role(salary=Salary(110000, None, "EUR", Period.YEAR)), "pay", "pays 10 % over your floor"),
        (Role(salary=Salary(90000, 110000, "EUR", Period.YEAR)), "pay", "pays up to 10 % over your floor"),
        (Role(salary=Salary(110000, 120000, "EUR", Period.YEAR)), "pay", "pays 10 to 20 % over your floor"),
        (Role(salary=Salary(70000, 88000, "EUR", Period.YEAR)), "pay", "pays at best 12 % under your floor"),
        (Role(salary=Salary(None, 100000, "EUR", Period.YEAR)), "pay", "pays your floor"),
        (Role(salary=Salary(None, 100000, "GBP", Period.YEAR)), "pay", "pays up to about 15 % over your floor"),
        (Role(seniority=Level.MID), "level", "mid level: one level below yours"),
        (Role(seniority=Level.JUNIOR), "level", "junior level: two levels below yours"),
        (Role(seniority=Level.STAFF), "level", "staff level: a step up"),
        (Role(seniority=Level.SENIOR), "level", "senior level, as you want"),
        (Role(seniority=Level.PRINCIPAL), "level", "principal level: two levels above yours"),
        (Role(seniority=Level.VP), "level", "vp level: four levels above yours"),
        (Role(employment=Employment.INTERNSHIP), "level", "intern level: three levels below yours"),
        (Role(locations=("Lisbon",), countries=("PT",)), "location", "in Lisbon, not in Berlin"),
        (Role(locations=("Berlin",), countries=("DE",)), "location", "in Berlin"),
        (Role(salary=Salary(None, 90000, "PLN", Period.MONTH)), "location", "pays in PLN, which is not paid in Berlin"),
        (Role(workplace=Workplace.ONSITE), "workplace", "onsite work, not remote or hybrid"),
        (Role(employment=Employment.PART_TIME), "employment", "part time, not permanent"),
        (Role(title="Sales Engineer"), "title", "Sales Engineer is not backend engineer"),
        (Role(title="Backend Developer"), "title", "Backend Developer is close to backend engineer"),
        (Role(company="Initech"), "company_avoid", "Initech is a company you avoid"),
        (Role(), "want:Python", "names Python"),
        (Role(), "avoid:gambling", "involves gambling, which you avoid"),
        (Role(), "base", "where every offer starts"),
    ],
)
def test_a_reason_in_plain_words(
    fit: Callable[..., Score], offer: Callable[[Role], Opportunity], role: Role, feature: str, words: str
) -> None:
    score = fit(role, WISH, "You will write Python" + (" for gambling." if feature.startswith("avoid") else "."))
    reason = next(one for one in score.contributions if one.feature == feature)
    assert explain.sentence(reason, offer(role), WISH) == words


def test_levels_that_are_listed_are_not_called_ones_own(
    fit: Callable[..., Score], offer: Callable[[Role], Opportunity]
) -> None:
    wish = replace(WISH, levels=(Level.STAFF, Level.PRINCIPAL))
    role = Role(seniority=Level.SENIOR)
    reason = next(one for one in fit(role, wish, "").contributions if one.feature == "level")
    assert explain.sentence(reason, offer(role), wish) == "senior level: one level below those you want"


def test_every_reason_has_words(fit: Callable[..., Score], offer: Callable[[Role], Opportunity]) -> None:
    role = Role("Nurse", "Initech", locations=("Lima",), countries=("PE",), workplace=Workplace.ONSITE, years=1)
    score = fit(role, WISH, "You will write Python for gambling and databases.")
    assert all(explain.sentence(one, offer(role), WISH).strip() for one in score.contributions)
