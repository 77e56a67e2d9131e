from __future__ import annotations

import math

import pytest

from triage.score import work
from triage.score.occupation import Occupation

SMALL = work.Work(
    (Occupation("finance", "accounting"), Occupation("sales", "sales")),
    (-0.5, 0.5),
    {"ledger": ((0, 4.0), (1, -4.0)), "quota": ((1, 4.0),), "team": ((0, 3.0),)},
)
ACCOUNTANT = [Occupation("finance", "accounting")]

LEDGERS = "You reconcile the general ledger, prepare the monthly close and answer the auditors on gaap questions."
TICKETS = "You answer customers, solve their tickets in zendesk and write articles for the help center."


def likeness(text: str, wish: work.Sought) -> float:
    return work.likeness(work.chances(text.lower(), wish.work), wish)


def telling(text: str, wish: work.Sought) -> str:
    return work.telling(text.lower(), work.chances(text.lower(), wish.work), wish)


def test_a_text_reads_like_the_wanted_work_by_words_alone() -> None:
    wish = work.sought(ACCOUNTANT)
    assert likeness(LEDGERS, wish) > 0.3
    assert "ledger" in telling(LEDGERS, wish)
    assert likeness(TICKETS, wish) < 0
    assert {"zendesk", "tickets"} & set(telling(TICKETS, wish).split(", "))


def test_a_text_without_known_words_reads_like_nothing() -> None:
    german = "wir suchen dich für unsere buchhaltung in münster"
    assert likeness("", work.sought(ACCOUNTANT)) == 0
    assert abs(likeness(german, work.sought(ACCOUNTANT))) < 0.15


def test_work_that_the_table_does_not_know_is_never_compared() -> None:
    assert work.sought([Occupation("health", "nurse")]).near == ()
    assert work.sought([]).near == ()
    assert likeness(TICKETS, work.sought([])) == 0


def test_more_known_words_tell_more() -> None:
    wish = work.sought(ACCOUNTANT, SMALL)
    one, two = likeness("a ledger", wish), likeness("a ledger of the team", wish)
    assert 0 < one < two
    assert likeness("a quota", wish) < 0
    assert likeness("ledger ledger ledger", wish) == one


def test_likeness_is_how_far_the_words_move_the_log_odds() -> None:
    found = likeness("ledger", work.sought(ACCOUNTANT, SMALL))
    damped = 1 / math.sqrt(1 + work.DAMPING)
    moved, unmoved = (math.exp(difference) for difference in (-1 + 8 * damped, -1))
    floor = 0.003
    chance, usual = (floor + (1 - 2 * floor) * odds / (1 + odds) for odds in (moved, unmoved))
    assert found == pytest.approx((math.log(chance / (1 - chance)) - math.log(usual / (1 - usual))) / 3, abs=1e-3)


def test_words_that_are_in_every_vague_mail_tell_next_to_nothing() -> None:
    vague = "fantastic opportunity, a great fit for you. quick question: are you open to new roles?"
    for one in work.shipped().occupations:
        assert abs(likeness(vague, work.sought([one]))) < 0.25


def test_a_table_is_read_as_it_is_written() -> None:
    assert work.read(work.written(SMALL)) == SMALL
    shipped = work.shipped()
    assert len(shipped.biases) == len(shipped.occupations)
    assert all(0 <= at < len(shipped.occupations) for weights in shipped.words.values() for at, _ in weights)
