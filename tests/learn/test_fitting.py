from __future__ import annotations

from dataclasses import replace

import pytest

from triage.learn import Example
from triage.learn.fitting import Weights, fit, fits, is_enough, shares
from triage.learn.held_out import held_out, missing

SHIPPED = Weights(-0.5, {"good": 2.0, "bad": -2.0, "never": 1.0, "avoid": -4.5})


def an_example(
    number: int, *, accepted: bool, known: tuple[str, ...] = (), words: tuple[str, ...] = (), bad: float = 0.0
) -> Example:
    bare = Example(f"{number:03}", accepted, 0.5, (("good", 1.0), ("bad", bad)), known, words, f"g{number}")
    return replace(bare, fit=fits([bare], SHIPPED, {})[0])


def decisions(count: int) -> list[Example]:
    """Every other mail names travel, and is declined."""
    return [
        an_example(n, accepted=n % 2 == 0, known=("sql", "travel") if n % 2 else ("sql",), words=("calm", f"word{n}"))
        for n in range(count)
    ]


def test_a_taste_is_told_from_what_all_mails_name() -> None:
    learned = fit(decisions(12), SHIPPED)
    assert learned.topics["travel"] < -2
    assert abs(learned.topics.get("sql", 0.0)) < 0.3
    assert abs(learned.topics.get("calm", 0.0)) < 0.3
    assert (learned.accepted, learned.declined) == (6, 6)
    chances = fits(decisions(12), learned.weights, learned.topics)
    assert min(chances[::2]) > 0.6
    assert max(chances[1::2]) < 0.25


def test_one_persons_words_and_a_single_mails_are_no_topics() -> None:
    same = [replace(one, group="kim") for one in decisions(12)]
    assert set(fit(same, SHIPPED).topics) <= {"travel", "sql"}
    assert not any(topic.startswith("word") for topic in fit(decisions(12), SHIPPED).topics)


def test_signs_hold_whatever_is_decided_and_the_unseen_stays() -> None:
    contrary = [an_example(n, accepted=n % 5 != 0, bad=1.0) for n in range(60)]
    learned = fit(contrary, SHIPPED)
    assert -2.0 < learned.weights.features["bad"] <= 0.0
    assert learned.weights.features["good"] >= 2.0
    assert learned.weights.features["never"] == 1.0


def test_the_intercept_is_stiff_until_twenty_decisions() -> None:
    def moved(count: int) -> float:
        eager = [an_example(n, accepted=n != 0) for n in range(count)]
        return abs(fit(eager, SHIPPED).weights.intercept - SHIPPED.intercept)

    assert moved(19) < 0.15
    assert moved(20) > 1.5 * moved(19)


def test_the_same_decisions_give_the_same_weights_to_six_digits() -> None:
    learned = fit(decisions(12), SHIPPED)
    assert learned == fit(decisions(12), SHIPPED)
    numbers = (*learned.topics.values(), *learned.weights.features.values(), learned.weights.intercept)
    assert all(number == float(f"{number:.6g}") for number in numbers)


def test_how_much_is_enough() -> None:
    assert not is_enough(decisions(4))
    assert is_enough(decisions(5))
    assert not is_enough([one for one in decisions(12) if one.accepted])
    assert missing(decisions(4)) == (3, 3)
    assert held_out(decisions(8), SHIPPED) is None


def test_held_out_figures_see_the_taste() -> None:
    figures = held_out(decisions(16), SHIPPED)
    assert figures is not None
    assert figures.decisions == 16
    assert figures.before == pytest.approx(0.5, abs=0.2)
    assert figures.now > 0.9
    assert figures.low <= figures.now <= figures.high + 1e-9


def test_a_taste_in_words_of_no_table_is_learned_too() -> None:
    mails = [
        an_example(n, accepted=n % 3 == 0, words=(f"word{n % 7}", "calm", *(() if n % 3 == 0 else ("fast-paced",))))
        for n in range(30)
    ]
    learned = fit(mails, SHIPPED)
    assert learned.topics["fast-paced"] < -2
    assert "calm" not in learned.topics  # every mail names it
    assert all(abs(weight) < 0.6 for word, weight in learned.topics.items() if word.startswith("word"))


def test_one_odd_accept_is_no_taste_and_no_taste_says_more_than_what_is_avoided_by_name() -> None:
    odd = [an_example(n, accepted=n == 0, known=("python",) if n == 0 else (), bad=1.0) for n in range(11)]
    assert 0.0 < fit(odd, SHIPPED).topics["python"] <= 4.5 / 4
    clear = [an_example(n, accepted=n % 2 == 0, known=("sql",) if n % 2 == 0 else (), bad=1.0) for n in range(60)]
    assert 2.0 < fit(clear, SHIPPED).topics["sql"] <= 4.5


@pytest.mark.parametrize(("accepts", "declines"), [(10, 12), (11, 11), (12, 10)])
def test_a_topic_tells_to_the_side_of_most_decisions_on_it(accepts: int, declines: int) -> None:
    named = [an_example(n, accepted=n < accepts, known=("python",), bad=1.0) for n in range(accepts + declines)]
    others = [an_example(100 + n, accepted=False, bad=1.0) for n in range(12)]
    weight = fit([*named, *others], SHIPPED).topics.get("python", 0.0)
    assert (weight > 0) <= (accepts > declines)
    assert (weight < 0) <= (accepts < declines)


def test_the_shares_tell_which_topic_a_taste_is_about() -> None:
    found = shares(decisions(12))
    assert found["travel"] > 0.5 > found["sql"]
    assert sum(found.values()) <= 1.0 + 1e-2  # one taste at most, over the least share of each
    assert shares([]) == {}


def test_a_topic_of_the_tables_and_a_word_of_the_same_mails_share_one_taste() -> None:
    mails = [replace(one, words=("queues",) if "travel" in one.known else ()) for one in decisions(12)]
    alone, beside = shares(decisions(12)), shares(mails)
    assert beside["travel"] + beside["queues"] == pytest.approx(alone["travel"], abs=0.01)
    assert min(beside["travel"], beside["queues"]) > 0.4
    assert shares([replace(one, known=()) for one in mails])["queues"] > 0.9
