"""A conditional logit learns which clue marks the right candidate, and that sometimes none is right."""

from __future__ import annotations

from training.choice import Question, fit, scores


def _question(author: int, right: str) -> Question:
    clues = (frozenset({"good", f"own {author}"}), frozenset({"bad"}))
    return Question(str(author), "group", right, ("a", "b"), clues, 1.0)


QUESTIONS = [_question(author, "a") for author in range(6)]


def test_the_clue_of_the_right_candidate_weighs_more() -> None:
    weights = fit(QUESTIONS, 0.1)
    assert weights["good"] > 0 > weights["bad"]
    first, second = scores(QUESTIONS[0], weights)
    assert first > 0 > second


def test_a_clue_of_one_author_is_not_learnt() -> None:
    assert not [clue for clue in fit(QUESTIONS, 0.1) if clue.startswith("own")]


def test_where_none_is_right_every_candidate_scores_below_none() -> None:
    weights = fit([_question(author, "") for author in range(6)], 0.1)
    assert max(scores(QUESTIONS[0], weights)) < 0


def test_the_same_questions_give_the_same_weights() -> None:
    assert fit(QUESTIONS, 0.1) == fit(list(QUESTIONS), 0.1)
