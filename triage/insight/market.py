"""What recruiters offer, over time: pay, level, skills, workplace, contract and place, each with what it is from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from triage.domain import Role

#: Below so many offers a figure says nothing: three salaries have no median worth the name.
ENOUGH = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """One role that was offered: a conversation counts once."""

    id: str
    received_at: datetime
    role: Role


@dataclass(frozen=True, slots=True)
class Pay:
    """Base pay as stated in one currency and period; of a range its middle, of an open one the end that is given."""

    currency: str
    period: str
    lower: float | None  # quartile; all three are None while there is not `ENOUGH`
    median: float | None
    upper: float | None
    ids: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many offers state it."""
        return len(self.ids)

    @property
    def unit(self) -> str:
        """For example "EUR/year"."""
        return f"{self.currency}/{self.period}"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a topic, such as remote, and the offers that state it."""

    value: str
    ids: tuple[str, ...]

    @property
    def n(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Topic:
    """What offers say on one thing; an offer may name several skills and places."""

    name: str
    n: int  # how many offers say something
    values: tuple[Value, ...]  # the commonest first

    @property
    def enough(self) -> bool:
        """Whether shares of it mean something."""
        return self.n >= ENOUGH


@dataclass(frozen=True, slots=True)
class Span:
    """The offers of a quarter, or all of them."""

    name: str  # "2026-Q1", or "all"
    n: int
    pay: tuple[Pay, ...]  # the commonest first
    topics: tuple[Topic, ...]  # in the order of `TOPICS`


@dataclass(frozen=True, slots=True)
class Market:
    """All offers, and the same by quarter, oldest first."""

    whole: Span
    quarters: tuple[Span, ...]


#: What is counted, and how it is read from a role.
TOPICS: dict[str, Callable[[Role], Iterable[str]]] = {
    "level": lambda role: [role.seniority] if role.seniority else [],
    "workplace": lambda role: [role.workplace] if role.workplace else [],
    "contract": lambda role: [role.employment] if role.employment else [],
    "place": lambda role: role.locations,
    "skill": lambda role: role.skills,
}


def market(offers: Iterable[Offer]) -> Market:
    """The figures of these offers."""
    ordered = sorted(offers, key=lambda offer: (offer.received_at, offer.id))
    quarters: dict[str, list[Offer]] = defaultdict(list)
    for offer in ordered:
        quarters[f"{offer.received_at.year}-Q{(offer.received_at.month + 2) // 3}"].append(offer)
    return Market(_span("all", ordered), tuple(_span(name, found) for name, found in quarters.items()))


def _span(name: str, offers: Sequence[Offer]) -> Span:
    return Span(name, len(offers), _pay(offers), tuple(_topic(topic, offers) for topic in TOPICS))


def _pay(offers: Sequence[Offer]) -> tuple[Pay, ...]:
    stated: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    for offer in offers:
        salary = offer.role.salary
        ends = [end for end in (salary.min, salary.max) if end is not None] if salary else []
        if salary and ends and salary.currency and salary.period:
            stated[salary.currency, salary.period].append((sum(ends) / len(ends), offer.id))
    found = [_pay_in(currency, period, of) for (currency, period), of in stated.items()]
    return tuple(sorted(found, key=lambda pay: (-pay.n, pay.unit)))


def _pay_in(currency: str, period: str, stated: Sequence[tuple[float, str]]) -> Pay:
    ids = tuple(id_ for _, id_ in stated)
    if len(ids) < ENOUGH:
        return Pay(currency, period, None, None, None, ids)
    lower, median, upper = quantiles((amount for amount, _ in stated), n=4, method="inclusive")
    return Pay(currency, period, lower, median, upper, ids)


def _topic(name: str, offers: Sequence[Offer]) -> Topic:
    said: dict[str, list[str]] = defaultdict(list)
    for offer in offers:
        for value in dict.fromkeys(map(str, TOPICS[name](offer.role))):
            said[value].append(offer.id)
    values = (Value(value, tuple(ids)) for value, ids in said.items())
    n = len({id_ for ids in said.values() for id_ in ids})
    return Topic(name, n, tuple(sorted(values, key=lambda value: (-value.n, value.value))))
