"""What speaks for a kind is judged by weights that a message's author had no part in."""

from __future__ import annotations

import pytest

from training import kind, roles
from training.mails import message
from triage.understand.role import read

OFFER = message(
    "Kim Lee <kim@acme.example>", "Data Engineer at Acme", "We are hiring a Data Engineer in Leeds. Interested?"
)


def test_a_title_is_judged_by_the_weights_that_are_given() -> None:
    assert roles.judged(read(OFFER), OFFER, {"mail": 2.5}).title_score == 2.5
    assert roles.judged(read(OFFER), OFFER, {}).role == read(OFFER).role


def test_a_message_without_anything_like_a_title_stays_as_it_is() -> None:
    dinner = message("May <may@home.example>", "", "ok")
    assert roles.judged(read(dinner), dinner, {"mail": 2.5}) == read(dinner)


@pytest.mark.parametrize(
    ("right", "answer", "same"),
    [
        ("barista", "barista fri sat", True),
        ("senior java engineer", "java engineer", True),
        ("gas platform", "gas platform", True),
        ("nurse", "nurse manager", False),
        ("data platform", "platform", False),
        ("cook", "", False),
    ],
)
def test_an_occupation_is_the_same_within_a_longer_title(right: str, answer: str, *, same: bool) -> None:
    assert roles.same_occupation(right, answer) is same


def test_the_score_of_the_title_speaks_for_a_kind() -> None:
    _, shipped = kind.features(OFFER, frozenset())
    _, doubtful = kind.features(OFFER, frozenset(), {"mail": -9.0})
    assert "title score 0" in doubtful - shipped
    assert shipped - doubtful == {fact for fact in shipped if fact.startswith("title score")}


@pytest.mark.parametrize("name", ["Kuipers & Zoon", "Kuipers en Zoon", "KUIPERS EN ZOON B.V."])
def test_a_firm_is_the_same_with_and_and_its_sign(name: str) -> None:
    assert roles.firm(name) == "kuiperszoon"
