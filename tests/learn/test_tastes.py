from __future__ import annotations

import tomllib
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.domain import Interests, Term
from triage.learn import Example
from triage.learn.tastes import by_chance, propose

WISH = Interests(want=(Term("python"),), avoid=(Term("php"), Term('the "cloud"', 3.0)))


def an_example(
    number: int,
    *,
    accepted: bool,
    known: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    fit: float = 0.7,
    group: str = "",
) -> Example:
    return Example(f"e{number}", accepted, fit, (), known, words, group or f"g{number}")


def decisions(
    *, known: tuple[str, ...] = (), words: tuple[str, ...] = (), fit: float = 0.7, group: str = ""
) -> list[Example]:
    """Ten mails that name a thing, nine of them declined, and ten that do not, nine accepted."""
    with_it = [an_example(n, accepted=n == 0, known=known, words=words, fit=fit, group=group) for n in range(10)]
    return [*with_it, *(an_example(n, accepted=n != 10, fit=fit) for n in range(10, 20))]


def test_a_taste_is_offered_as_a_line_of_the_configuration() -> None:
    (found,) = propose(decisions(known=("on-call",)), WISH)
    assert (found.term, found.side, found.mails, found.agreeing) == ("on-call", "avoid", 10, 9)
    assert (found.others, found.others_agreeing) == (10, 1)
    assert found.text == "you declined 9 of 10 mails that name on-call"
    assert tomllib.loads(found.line) == {"avoid": ["php", {"term": 'the "cloud"', "weight": 3.0}, "on-call"]}


def test_what_is_accepted_against_the_fit_is_wanted() -> None:
    flipped = [
        an_example(n, accepted=not one.accepted, known=one.known, fit=0.3)
        for n, one in enumerate(decisions(known=("rust",)))
    ]
    (found,) = propose(flipped, WISH)
    assert (found.term, found.side, found.agreeing) == ("rust", "want", 9)
    assert found.line == 'want = ["python", "rust"]'


@pytest.mark.parametrize("stated", [Interests(avoid=(Term("on-call"),)), Interests(want=(Term("no on-call"),))])
def test_what_is_stated_is_not_offered(stated: Interests) -> None:
    assert propose(decisions(known=("on-call",)), stated) == ()


def test_what_the_fit_says_anyway_is_no_taste() -> None:
    assert propose(decisions(known=("on-call",), fit=0.1), WISH) == ()


def test_one_persons_mails_show_no_taste() -> None:
    assert propose(decisions(known=("on-call",), group="kim"), WISH) == ()


def test_any_word_needs_more_proof_than_a_known_condition() -> None:
    few = [one for n, one in enumerate(decisions(known=("on-call",), words=("whimsical",))) if n % 10 < 8]
    assert [one.term for one in propose(few, WISH)] == ["on-call"]


def test_words_of_the_same_mails_are_one_taste() -> None:
    assert len(propose(decisions(known=("machine learning", "ai"), words=("models",)), WISH)) == 1


def test_too_few_decisions_show_nothing() -> None:
    assert propose([], WISH) == ()
    assert propose(decisions(known=("on-call",))[:3], WISH) == ()


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_the_chances_of_all_outcomes_sum_to_one(a: int, b: int, c: int, d: int) -> None:
    mails, agreeing, total = a + b, a + c, a + b + c + d
    assert by_chance(0, mails, agreeing, total) == pytest.approx(1.0)
    exact = comb(agreeing, a) * comb(total - agreeing, b) / comb(total, mails)
    assert by_chance(a, mails, agreeing, total) - by_chance(a + 1, mails, agreeing, total) == pytest.approx(exact)
