"""Employer and recruiting firm are learnt together: whose name it is decides which of the two it can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from training.choice import Question, scores
from training.firms import fit
from triage.understand.organisation import OWN

if TYPE_CHECKING:
    from training.firms import Weights


def _pair(author: int, company: str, agency: str, clue: str) -> tuple[Question, Question]:
    """A message with the names "own" and "other", and a clue of all of it."""
    told = frozenset({"own", f"{clue}|own"}), frozenset({"other", f"{clue}|other"})
    one, two = (Question(str(author), "group", right, ("own", "other"), told, 1.0) for right in (company, agency))
    return one, two


DIRECT = [_pair(author, "own", "", "we hire") for author in range(6)]
NAMED = [_pair(author, "other", "own", "client") for author in range(6)]


@pytest.fixture(scope="module")
def learnt() -> Weights:
    """Weights of senders who hire themselves and senders who recruit for another."""
    return fit([*DIRECT, *NAMED], 0.1)


def test_the_sender_of_a_clients_role_is_the_recruiting_firm(learnt: Weights) -> None:
    company, agency = NAMED[0]
    own, other = scores(agency, learnt.agency)
    assert own > other
    own, other = scores(company, learnt.company)
    assert other > own


def test_the_sender_who_hires_is_the_employer(learnt: Weights) -> None:
    assert scores(DIRECT[0][0], learnt.company)[0] > max(scores(DIRECT[0][1], learnt.agency))


def test_naming_both_counts_less_where_nobody_does() -> None:
    assert fit(DIRECT, 0.1).both < fit(NAMED, 0.1).both


def test_that_the_firm_alone_is_the_senders_own_is_a_clue_of_the_pair() -> None:
    flagged = [[_flagged(one) for one in pair] for pair in (*NAMED, *DIRECT)]
    learnt = fit([(one, two) for one, two in flagged], 0.1)
    assert learnt.own_agency > 0


def _flagged(one: Question) -> Question:
    return replace(one, clues=tuple(clues | {OWN} if "own" in clues else clues for clues in one.clues))


def test_a_field_none_of_whose_candidates_is_right_leaves_the_other_to_be_learnt() -> None:
    unknown = [_pair(author, "own", "third", "we hire") for author in range(6)]
    assert scores(unknown[0][0], fit(unknown, 0.1).company)[0] > 0


def test_the_same_messages_give_the_same_weights(learnt: Weights) -> None:
    assert fit([*DIRECT, *NAMED], 0.1) == learnt
