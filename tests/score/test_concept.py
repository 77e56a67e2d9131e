from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.domain import Interests, Role, Term
from triage.score.concept import NONE, find_concept, names, tastes_about

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Score

FILLER = "We are forty people, we like our work, and we keep what we promise to each other every single week. " * 30


def against(score: Score, term: str) -> float:
    return sum(one.value for one in score.contributions if one.feature == f"avoid:{term}")


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("gambling", "We are one of the fastest growing online casino groups."),
        ("betting", "You build services that settle every spin and every bet."),
        ("Glücksspiel", "Unser Kunde ist ein Anbieter von Sportwetten."),
        ("the gambling industry", "Nuestro cliente es una casa de apuestas."),
        ("gambling and betting", "Nasz klient to lider zakładów bukmacherskich."),
        ("crypto", "Our client runs a bitcoin exchange."),
        ("web3", "Wir sind eine Kryptobörse."),
        ("crypto or gambling", "We write smart contracts."),
        ("military", "Wir liefern Rüstungselektronik."),
        ("weapons", "un'azienda della difesa"),
        ("defence sector", "A supplier of missile guidance."),
        ("oil & gas", "Une société pétrolière."),
        ("fossil fuels", "Our refineries run day and night."),
        ("adtech", "You optimise bids in real-time bidding."),
        ("payday loans", "Nasza firma udziela chwilówek."),
        ("consulting", "Du arbeitest bei wechselnden Kunden vor Ort."),
        ("body leasing", "Vous interviendrez en régie chez nos clients."),
        ("temp agency", "im Rahmen der Arbeitnehmerüberlassung"),
        ("on-call", "The job includes a pager rota with pagerduty."),
        ("pager duty", "Il y a des astreintes une semaine sur quatre."),
        ("night shifts", "Pracujesz w systemie trzyzmianowym."),
        ("shift work", "Lavoro su turni."),
        ("weekend work", "You work every other weekend."),
        ("travel", "Die Reisetätigkeit liegt bei 40 Prozent."),
        ("relocation", "You must relocate to Oslo."),
        ("commission only", "Ein Fixum gibt es bei uns als Handelsvertreter auf Provisionsbasis."),
        ("cold calling", "Eighty dials a day."),
        ("unpaid work", "Das Praktikum ist unbezahlt."),
        ("take-home test", "After a coding challenge on HackerRank we talk."),
        ("tobacco", "A maker of cigarettes."),
        ("AI", "We train large language models."),
        ("sustainability", "Wir bauen Windparks."),
        ("startups", "A seed-funded team of four."),
        ("public sector", "Für das Landesamt suchen wir jemanden."),
    ],
)
def test_a_concept_is_found_in_other_words(fit: Callable[..., Score], term: str, text: str) -> None:
    assert against(fit(Role(), Interests(avoid=(Term(term),)), text), term) < -3


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("gambling", "There is no gambling here, and no casino either."),
        ("gambling", "We bet on people and plan with planning poker."),
        ("gambling", "Ein fairer Wettbewerb."),
        ("gambling", "You will write real-time video game servers."),
        ("gaming", "Our online casino has forty brands."),
        ("crypto", "You know cryptography."),
        ("AI", "Si rivolge ai nostri clienti."),
        ("military", "Defence in depth is our security model."),
        ("weekend work", "Have a nice weekend!"),
        ("shift work", "Schichtarbeit gibt es bei uns nicht."),
        ("night shifts", "Nachtdienste gibt es nicht."),
        ("travel", "Travel expenses are paid."),
        ("insurance", "Benefits: private health insurance and a gym."),
        ("healthcare", "Benefits: private healthcare and a gym."),
        ("consulting", "Keine Beratung, kein Bodyleasing, sondern ein eigenes Produkt."),
        ("b2b", "Umowa B2B, 25 000 zł."),
        ("alcohol", "No alcoholic drinks at work."),
    ],
)
def test_words_that_say_something_else(fit: Callable[..., Score], term: str, text: str) -> None:
    assert against(fit(Role(), Interests(avoid=(Term(term),)), text), term) > -1


def test_a_passing_mention_counts_for_little(fit: Callable[..., Score]) -> None:
    wish = Interests(avoid=(Term("gambling"),))
    assert -1 < against(fit(Role(), wish, "Our clients include banks, casinos and schools."), "gambling") < 0


def test_the_employers_trade_counts_in_a_long_mail(fit: Callable[..., Score]) -> None:
    wish = Interests(avoid=(Term("gambling"),))
    trade = fit(Role(), wish, f"We are a leading casino group. {FILLER}")
    once = fit(Role(), wish, f"{FILLER} Somebody once took the team to see a casino.")
    assert against(trade, "gambling") < -4 < -2 < against(once, "gambling")


def test_a_firms_name_is_not_its_trade(fit: Callable[..., Score]) -> None:
    wish = Interests(avoid=(Term("consulting"),))
    text = "I am with Blue Lake Consulting, and we fill a role at a bakery."
    assert against(fit(Role(agency="Blue Lake Consulting"), wish, text), "consulting") == 0


def test_a_wanted_concept_is_found_too(fit: Callable[..., Score]) -> None:
    wish = Interests(want=(Term("climate tech"), Term("healthcare")))
    score = fit(Role(company="Acme", employment=None), wish, "Wir bauen Wärmepumpen für Krankenhäuser.")
    assert {"want:climate tech", "want:healthcare"} <= {one.feature for one in score.contributions if one.value > 0}


@pytest.mark.parametrize("term", ["python", "postgresql", "Lego", "", "-", "industry"])
def test_other_terms_name_no_concept(term: str) -> None:
    assert find_concept(term) is NONE


def test_a_taste_is_meant_by_its_first_name_and_by_no_other() -> None:
    assert "venture-backed" in find_concept("venture capital").forms
    assert find_concept("mentorship") is NONE
    assert tastes_about("mentorship") == {"mentoring"}
    assert not tastes_about("gambling")


def test_no_two_blocks_have_the_same_first_name() -> None:
    assert len(set(names())) == len(names())


def test_ambiguous_names_are_looked_up_but_not_looked_for() -> None:
    assert "war" not in find_concept("war").forms
    assert find_concept("war") is find_concept("weapons")
    assert find_concept("gaming") is not find_concept("gambling")
