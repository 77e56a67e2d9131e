"""Which words tell that who writes recruits for others is learnt from several authors' messages."""

from __future__ import annotations

from training.recruits import Writing, fit, judged, left_out

AGENCY = [Writing(f"a{number}", ("client", "you", f"word{number}"), "talent", recruits=True) for number in range(6)]
OWN = [Writing(f"b{number}", ("team", "you", f"word{number}"), "", recruits=False) for number in range(6)]
UNKNOWN = Writing("c", ("client", "digest"), "", recruits=None)


def test_words_of_recruiters_weigh_more_than_those_of_employers() -> None:
    weights = fit([*AGENCY, *OWN, UNKNOWN])
    assert weights["client"] > 0 > weights["team"]
    assert weights["@tal"] > 0
    assert judged(AGENCY[0], weights) > 0 > judged(OWN[0], weights)


def test_words_of_too_few_authors_and_of_messages_nothing_is_known_of_have_no_weight() -> None:
    weights = fit([*AGENCY, *OWN, UNKNOWN])
    assert "digest" not in weights
    assert "word9" not in weights


def test_each_message_is_judged_by_the_words_of_other_authors() -> None:
    mine = [Writing("me", ("client", "only me"), "", recruits=False) for _ in range(6)]
    levels = left_out([*AGENCY, *OWN, *mine])
    assert min(levels[-6:]) >= 0


def test_the_same_messages_give_the_same_weights() -> None:
    assert fit([*AGENCY, *OWN]) == fit([*AGENCY, *OWN])
