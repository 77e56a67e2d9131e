from __future__ import annotations

import tomllib

import pytest

from triage.domain import Interests, Term
from triage.learn import Example
from triage.learn.tastes import propose

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


def test_few_surprises_are_enough_and_random_words_are_not() -> None:
    words = ("whimsical", "earnest", "brisk", "candid")
    mails = [
        an_example(n, accepted=n % 2 == 0, known=("on-call",) if n % 2 else (), words=(words[n // 2 % 4],), fit=0.8)
        for n in range(6)
    ]
    (found,) = propose(mails, WISH)
    assert found.text == "you declined 3 of 3 mails that name on-call"
    assert 0.5 <= found.share <= 1.0


def test_a_taste_with_several_names_is_as_sure_as_all_of_them() -> None:
    (one,) = propose(decisions(known=("ai", *(f"topic{n}" for n in range(9)))), WISH)
    assert one.term == "ai"
    assert one.share > 0.9


def test_what_is_declined_as_often_as_not_is_no_taste() -> None:
    mixed = [an_example(n, accepted=n % 3 == 0, known=("on-call",), fit=0.95) for n in range(30)]
    assert propose([*mixed, *(an_example(n, accepted=True, fit=0.95) for n in range(30, 50))], WISH) == ()


def test_the_order_of_decisions_does_not_matter() -> None:
    mails = decisions(known=("machine learning", "ai"), words=("models",))
    assert propose(mails, WISH) == propose(mails[::-1], WISH)


def test_words_of_the_same_mails_are_one_taste() -> None:
    assert len(propose(decisions(known=("machine learning", "ai"), words=("models",)), WISH)) == 1


def test_too_few_decisions_show_nothing() -> None:
    assert propose([], WISH) == ()
    assert propose(decisions(known=("on-call",))[:4], WISH) == ()
    assert propose([one for one in decisions(known=("on-call",)) if not one.accepted], WISH) == ()
