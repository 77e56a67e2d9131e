from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.domain import Employment, Interests, Level, PayFloor, Period, Role, Salary, Term, Workplace

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Score

    Fit = Callable[..., Score]

WISH = Interests(
    want=(Term("python"), Term("postgresql", 2.0)),
    avoid=(Term("php"),),
    titles=("backend engineer",),
    level=Level.SENIOR,
    locations=("Berlin", "Germany"),
    workplace=(Workplace.REMOTE, Workplace.HYBRID),
    employment=(Employment.PERMANENT,),
    pay_floor=PayFloor(85000, "EUR", Period.YEAR),
    companies_avoid=("Initech",),
)


def contribution(score: Score, feature: str) -> float:
    return sum(one.value for one in score.contributions if one.feature == feature)


@pytest.mark.parametrize(
    ("role", "feature", "sign"),
    [
        (Role(title="Backend-Entwickler"), "title", 1),
        (Role(title="Sales Engineer"), "title", -1),
        (Role(seniority=Level.SENIOR), "level", 1),
        (Role(seniority=Level.STAFF), "level", 1),
        (Role(seniority=Level.MID), "level", -1),
        (Role(seniority=Level.DIRECTOR), "level", -1),
        (Role(employment=Employment.INTERNSHIP), "level", -1),
        (Role(years=5), "level", 1),
        (Role(years=0), "level", -1),
        (Role(locations=("Berlin",), countries=("DE",)), "location", 1),
        (Role(locations=("München",), countries=("DE",)), "location", 1),
        (Role(locations=("Wien",), countries=("AT",)), "location", -1),
        (Role(workplace=Workplace.REMOTE, countries=("US",)), "location", -1),
        (Role(workplace=Workplace.REMOTE, countries=("DE", "AT")), "location", 1),
        (Role(workplace=Workplace.REMOTE), "workplace", 1),
        (Role(workplace=Workplace.ONSITE), "workplace", -1),
        (Role(employment=Employment.PERMANENT), "employment", 1),
        (Role(employment=Employment.CONTRACT), "employment", -1),
        (Role(salary=Salary(None, 100000, "EUR", Period.YEAR)), "pay", 1),
        (Role(salary=Salary(None, 75000, "EUR", Period.YEAR)), "pay", -1),
        (Role(salary=Salary(None, 20, "EUR", Period.HOUR)), "pay", -1),
        (Role(salary=Salary(None, 85000, "GBP", Period.YEAR)), "pay", 1),
        (Role(salary=Salary(None, 20000, "PLN", Period.MONTH)), "location", -1),
        (Role(company="Initech GmbH"), "company_avoid", -1),
        (Role(agency="Initech"), "company_avoid", -1),
    ],
)
def test_one_fact_speaks_for_or_against(fit: Fit, role: Role, feature: str, sign: int) -> None:
    score = fit(role, WISH)
    assert contribution(score, feature) * sign > 0
    assert {one.feature for one in score.contributions if one.value * sign < 0} <= {"base", "location"}


@pytest.mark.parametrize(
    "role",
    [
        Role(),
        Role(company="Initechnology"),
        Role(salary=Salary(None, None, "EUR", Period.YEAR)),
        Role(salary=Salary(10, 10, "XXX", Period.YEAR)),
        Role(locations=("Schilda",)),
    ],
)
def test_what_is_not_known_is_not_a_mismatch(fit: Fit, role: Role) -> None:
    assert [one.feature for one in fit(role, WISH).contributions] == ["base"]


def test_what_the_user_does_not_state_counts_for_nothing(fit: Fit) -> None:
    role = Role("Nurse", "Acme", locations=("Lima",), countries=("PE",), workplace=Workplace.ONSITE, seniority=Level.VP)
    assert [one.feature for one in fit(role, Interests()).contributions] == ["base"]


def test_any_workplace_or_contract_is_no_wish(fit: Fit) -> None:
    wish = Interests(workplace=tuple(Workplace), employment=tuple(Employment), locations=("Anywhere",))
    role = Role(workplace=Workplace.ONSITE, employment=Employment.CONTRACT, locations=("Lima",), countries=("PE",))
    assert [one.feature for one in fit(role, wish).contributions] == ["base"]


def test_a_step_up_is_preferred_and_only_when_wanted(fit: Fit) -> None:
    same, above = (contribution(fit(Role(seniority=level), WISH), "level") for level in (Level.SENIOR, Level.STAFF))
    settled = Interests(level=Level.SENIOR, step_up=False)
    assert above > same > 0
    assert contribution(fit(Role(seniority=Level.STAFF), settled), "level") < 0


def test_listed_levels_replace_the_own_one(fit: Fit) -> None:
    wish = Interests(level=Level.SENIOR, levels=(Level.MID, Level.SENIOR))
    assert contribution(fit(Role(seniority=Level.MID), wish), "level") > 0
    assert contribution(fit(Role(seniority=Level.STAFF), wish), "level") < 0


def test_wanted_words_by_weight_form_and_language(fit: Fit) -> None:
    score = fit(Role(), WISH, "Python services on Postgres.")
    assert contribution(score, "want:postgresql") > contribution(score, "want:python") > 0
    assert (
        next(one.evidence for one in score.contributions if one.feature == "want:python")
        == "Python services on Postgres"
    )


def test_stuffing_and_length_earn_nothing(fit: Fit) -> None:
    once = fit(Role(), WISH, "Python and PostgreSQL.").probability
    stuffed = fit(Role(), WISH, "Python and PostgreSQL. " * 60).probability
    vague = fit(Role(), WISH, "We do many things in many ways. " * 200 + "Python and PostgreSQL.").probability
    assert stuffed < once + 0.1
    assert vague < once


@pytest.mark.parametrize("text", ["No PHP here.", "We left PHP behind.", "Kein PHP.", "Another team looks after PHP."])
def test_an_avoided_thing_that_is_not_part_of_the_job(fit: Fit, text: str) -> None:
    assert contribution(fit(Role(), WISH, text), "avoid:php") > -1


def test_an_avoided_thing_that_is_the_job(fit: Fit) -> None:
    score = fit(Role("PHP Developer"), WISH, "You will write PHP.")
    assert contribution(score, "avoid:php") < -3
    assert next(one.evidence for one in score.contributions if one.feature == "avoid:php") == "You will write PHP"


def test_avoided_things_are_capped_in_total(fit: Fit) -> None:
    wish = Interests(avoid=tuple(Term(word, 10.0) for word in ("php", "perl", "cobol")))
    score = fit(Role(), wish, "You will write PHP, Perl and COBOL.")
    assert sum(one.value for one in score.contributions if one.feature.startswith("avoid:")) >= -12


def test_good_terms_do_not_make_up_for_the_wrong_work(fit: Fit) -> None:
    terms = Role(
        title="Sales Engineer",
        locations=("Berlin",),
        countries=("DE",),
        workplace=Workplace.HYBRID,
        salary=Salary(None, 200000, "EUR", Period.YEAR),
        seniority=Level.SENIOR,
        employment=Employment.PERMANENT,
    )
    assert fit(terms, WISH).probability <= 0.25


def test_without_a_title_the_prose_names_the_occupation(fit: Fit) -> None:
    assert contribution(fit(Role(), WISH, "We are looking for a backend engineer, who likes data."), "title") > 0
    assert contribution(fit(Role(), WISH, "We have something for you."), "title") == 0


def test_about_is_a_small_help(fit: Fit) -> None:
    wish = Interests(about="Backend engineering on data-heavy systems, close to the database.")
    near = fit(Role(), wish, "We keep a large database for data-heavy systems.")
    assert 0 < contribution(near, "about") < 1


def test_odd_text_does_no_harm(fit: Fit) -> None:
    for text in ("İİİ Python", "\x00", "python" * 10_000, "ﬁ\u202e PYTHON", "🙂" * 2000):
        assert 0 < fit(Role(title=text), WISH, text).probability < 1


TERMS = ("python", "postgresql", "distributed systems", "kafka")


@pytest.mark.parametrize("titles", [(), ("backend engineer",)])
@pytest.mark.parametrize("text", ["Python PostgreSQL Kafka distributed systems. ", "Backend engineer, Python, Kafka. "])
@pytest.mark.parametrize("times", [1, 12])
def test_nothing_but_the_right_words_is_not_accepted(fit: Fit, titles: tuple[str, ...], text: str, times: int) -> None:
    wish = Interests(titles=titles, want=tuple(map(Term, TERMS)), about="Backend systems in Python, Kafka, PostgreSQL")
    assert fit(Role(), wish, text * times).probability < 0.6
    assert fit(Role("Backend Engineer", skills=TERMS), wish, text * times, "Backend Engineer").probability < 0.6


@pytest.mark.parametrize("titles", [(), ("backend engineer",)])
def test_repeating_the_right_words_moves_nothing(fit: Fit, titles: tuple[str, ...]) -> None:
    wish = Interests(titles=titles, want=tuple(map(Term, TERMS)))
    role = Role("Backend Engineer", "Acme", locations=("Oslo",), skills=TERMS)
    said = "We keep orders moving with Python, PostgreSQL and Kafka, in a team of six."
    once, often = (fit(role, wish, f"{said} {more}").probability for more in ("", "Python, Kafka, PostgreSQL. " * 40))
    assert abs(often - once) < 0.05


def test_a_long_list_of_skills_says_less_of_each(fit: Fit) -> None:
    wish = Interests(want=(Term("python"),))
    few, many = (
        contribution(fit(Role(skills=("python", *(f"tool {n}" for n in range(count)))), wish, "Python."), "want:python")
        for count in (5, 40)
    )
    assert many < few / 2


def test_city_and_country_may_come_apart(fit: Fit) -> None:
    wish = Interests(locations=("Munich",))
    for names in (("Munich, Germany",), ("Munich", "Germany"), ("Germany", "München")):
        assert contribution(fit(Role(locations=names), wish), "location") > 0
        assert contribution(fit(Role(locations=names, countries=("DE",)), wish), "location") > 0
    assert contribution(fit(Role(locations=("Berlin", "Germany")), wish), "location") < 0


def test_one_framework_is_not_its_successor(fit: Fit) -> None:
    score = fit(Role(), Interests(want=(Term("angular"),)), "We maintain AngularJS pages.")
    assert contribution(score, "want:angular") == 0


def test_about_shows_whole_words(fit: Fit) -> None:
    score = fit(Role(), Interests(about="backend engineering"), "Backend Engineering at its best.")
    assert next(one.evidence for one in score.contributions if one.feature == "about") == "Backend, Engineering"


def test_somebody_who_wants_to_lead_is_not_offered_less(fit: Fit) -> None:
    wish = Interests(titles=("head of sales",))
    head, executive = (
        fit(Role(title, "Acme"), wish).probability for title in ("Director of Sales", "Account Executive")
    )
    assert head > executive


@pytest.mark.parametrize(
    ("text", "title", "quote"),
    [
        ("Have a go at this. The stack is Python and Go, on Kafka.", "Backend Engineer", "The stack is Python and Go"),
        ("You would work on storage.", "Go Developer", "go developer"),
        ("You would work on storage.", "Backend Engineer", ""),
    ],
)
def test_a_word_too_common_to_look_for_is_quoted_where_it_is_a_name(
    fit: Fit, text: str, title: str, quote: str
) -> None:
    role = Role(title=title, skills=("go", "python"))
    (found,) = [one for one in fit(role, Interests(want=(Term("go"),)), text).contributions if one.feature == "want:go"]
    assert found.value > 0
    assert found.evidence.startswith(quote)
    assert bool(found.evidence) is bool(quote)
