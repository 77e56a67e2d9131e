"""triage.score.renewal: a fit from kept numbers is the fit that scoring gives, to the last bit."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.factories import a_message, an_opportunity
from triage.domain import Employment, Interests, Level, PayFloor, Period, Role, Salary, Score, Term, Workplace
from triage.score import FitModel, KeptPage, MailPage, score
from triage.score.renewal import Fitted, Renewal
from triage.store.sketch import Sketch, sketched

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Message, Opportunity
    from triage.score.page import Words

WISH = Interests(
    about="Databases and storage.",
    want=(Term("python"), Term("postgresql", 2.0)),
    avoid=(Term("php", 3.0), Term("on-call")),
    titles=("backend engineer",),
    level=Level.SENIOR,
    locations=("Berlin",),
    workplace=(Workplace.REMOTE,),
    employment=(Employment.PERMANENT,),
    pay_floor=PayFloor(85000.0, "EUR", Period.YEAR),
    companies_avoid=("Initech",),
)
OTHER = Interests(
    about="Rust.",
    want=(Term("postgresql", 3.0), Term("rust"), Term("storage")),
    avoid=(Term("php", 0.5), Term("kubernetes")),
    titles=("data engineer", "platform engineer"),
    level=Level.STAFF,
    step_up=False,
    levels=(Level.LEAD,),
    locations=("Munich", "Anywhere"),
    workplace=(Workplace.HYBRID, Workplace.ONSITE),
    employment=(Employment.CONTRACT,),
    pay_floor=PayFloor(140000.0, "USD", Period.YEAR),
    companies_avoid=("Acme",),
)
MAILS: tuple[tuple[Message, Opportunity], ...] = (
    (
        a_message(text="Python and PostgreSQL all day, some Kubernetes, no PHP. Storage in Berlin.\n" * 3),
        an_opportunity(
            role=Role(
                title="Senior Backend Engineer",
                company="Acme GmbH",
                locations=("Berlin",),
                countries=("DE",),
                workplace=Workplace.HYBRID,
                salary=Salary(80000.0, 95000.0, "EUR", Period.YEAR),
                seniority=Level.SENIOR,
                employment=Employment.PERMANENT,
                skills=("python", "postgresql"),
            )
        ),
    ),
    (a_message(text="We need somebody for PHP and on-call. Data engineers welcome."), an_opportunity(role=Role())),
    (a_message(text="rust rust rust python python"), an_opportunity(role=Role(company="Initech"))),
    (a_message(text="Hello.", subject="Hi"), an_opportunity(role=Role(years=8, workplace=Workplace.REMOTE))),
)


def mixed(chance: random.Random) -> Interests:
    """Each part of one wish or the other, or nothing."""
    parts = (WISH, OTHER, Interests())
    return replace(WISH, **{name: getattr(chance.choice(parts), name) for name in Interests.__slots__})


@pytest.fixture(scope="module")
def model() -> FitModel:
    return FitModel.load()


def test_it_is_the_fit_that_scoring_gives(model: FitModel) -> None:
    chance = random.Random(5)
    for _ in range(150):
        before, after = mixed(chance), mixed(chance)
        renewal = Renewal.between(before, after, model, by_this_model=True)
        third = mixed(chance)
        back = Renewal.between(third, before, model, by_this_model=True)
        for message, opportunity in MAILS:
            page = stored(message, opportunity)
            kept = fitted(score(message, opportunity, before, model))
            assert renewal.of(kept, page).fit == score(message, opportunity, after, model).probability
            other = fitted(score(message, opportunity, third, model))
            assert back.of(other, page).fit == kept.fit
            assert renewal.of(back.of(other, page), page).fit == renewal.of(kept, page).fit


def fitted(kept: Score) -> Fitted:
    return Fitted(kept.probability, dict(kept.numbers), kept.taught)


def test_it_is_the_fit_that_scoring_gives_by_another_model(model: FitModel) -> None:
    chance = random.Random(6)
    said = sorted({topic.name for mail in MAILS for topic in MailPage(*mail).topics})
    assert {"kubernetes", "storage", "welcome"} & {*said}
    for _ in range(150):
        before, after = mixed(chance), mixed(chance)
        models = [model, *(another(chance, model, said) for _ in range(2))]
        old, new = chance.sample(models, 2)
        for message, opportunity in MAILS:
            page = stored(message, opportunity)
            kept = fitted(score(message, opportunity, before, old))
            renewal = Renewal.between(before, after, new, by_this_model=False)
            assert renewal.of(kept, page).fit == score(message, opportunity, after, new).probability


def another(chance: random.Random, model: FitModel, said: list[str]) -> FitModel:
    """A model as decisions may teach it."""
    weights = {name: weight * chance.uniform(0.2, 2.0) for name, weight in model.weights.items()}
    topics = {name: chance.uniform(-2.0, 2.0) for name in chance.sample(said, len(said) // 2)}
    return FitModel(model.intercept + chance.uniform(-1.0, 1.0), weights, "own-model", topics)


def stored(message: Message, opportunity: Opportunity, words: Callable[[], Words] | None = None) -> KeptPage:
    """As a store keeps it."""
    read = MailPage(message, opportunity).gist()
    sketch = Sketch(sketched(opportunity, Score(0.5, (), "test"), read))
    return KeptPage(sketch, lambda: read.vocabulary, words or (lambda: message))


def must_not_be_read() -> Words:
    raise AssertionError("the words were read")


def test_words_are_only_read_where_the_change_is_about_words(model: FitModel) -> None:
    message, opportunity = MAILS[0]
    kept = score(message, opportunity, WISH, model)
    page = stored(message, opportunity, must_not_be_read)
    for after in (
        replace(WISH, level=Level.STAFF),
        replace(WISH, locations=("Munich",)),
        replace(WISH, pay_floor=None),
        replace(WISH, want=(Term("python", 5.0), Term("postgresql"))),
        replace(WISH, want=WISH.want[:1], avoid=()),
        replace(WISH, titles=("data engineer", "nurse")),
        replace(WISH, want=(*WISH.want, Term("cobol")), about="Fishing boats"),
    ):
        renewed = Renewal.between(WISH, after, model, by_this_model=True).of(fitted(kept), page)
        assert renewed.fit == score(message, opportunity, after, model).probability


def test_every_number_comes_from_a_part_that_says_so() -> None:
    from triage.score.features import PARTS, compare, compile_interests

    known = set(itertools.chain.from_iterable(part.keys for part in PARTS))
    for message, opportunity in MAILS:
        found = compare(MailPage(message, opportunity), compile_interests(WISH))
        assert {number.key for number in found if ":" not in number.key} <= known
