"""triage.insight.market: the figures of offers, with what they are from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories import NOON
from triage.domain import Employment, Level, Period, Role, Salary, Workplace
from triage.insight.market import ENOUGH, Offer, market
from triage.insight.market_plots import on_terminal, save

if TYPE_CHECKING:
    from pathlib import Path


def paid(low: float | None, high: float | None, currency: str | None = "EUR") -> Role:
    return Role(salary=Salary(low, high, currency, Period.YEAR))


def offers(*roles: Role, days: int = 0) -> list[Offer]:
    return [Offer(f"m{n}", NOON + timedelta(days=days, minutes=n), role) for n, role in enumerate(roles)]


#: Ten offers in two quarters, 2026-Q1 and 2026-Q2.
TWO_QUARTERS = [
    *offers(*(paid(70_000 + 5_000 * n, 80_000 + 5_000 * n) for n in range(5))),
    *offers(*(paid(90_000, 90_000) for _ in range(5)), days=90),
]


def test_pay_by_currency_and_period_with_quartiles() -> None:
    roles = [paid(70_000, 80_000), paid(None, 90_000), paid(95_000, None), paid(80_000, 80_000), paid(100_000, 110_000)]
    found = market(offers(*roles, paid(100_000, 120_000, "CHF"), paid(1, 2, None), Role())).whole
    assert [(pay.unit, pay.n) for pay in found.pay] == [("EUR/year", 5), ("CHF/year", 1)]
    assert (found.pay[0].lower, found.pay[0].median, found.pay[0].upper) == (80_000, 90_000, 95_000)
    assert found.pay[0].ids == ("m0", "m1", "m2", "m3", "m4")
    assert (found.pay[1].median, found.pay[1].ids) == (None, ("m5",)), "too few for a figure, not to be named"
    assert found.n == 8


def test_a_topic_counts_the_offers_that_say_something() -> None:
    senior = Role(seniority=Level.SENIOR, workplace=Workplace.REMOTE, employment=Employment.PERMANENT)
    both = Role(skills=("python", "rust", "python"), locations=("Berlin",))
    found = {topic.name: topic for topic in market(offers(senior, senior, both, Role())).whole.topics}
    assert [*found] == ["level", "workplace", "contract", "place", "skill"]
    assert (found["level"].n, found["level"].values[0].value, found["level"].values[0].n) == (2, "senior", 2)
    assert (found["skill"].n, [value.ids for value in found["skill"].values]) == (1, [("m2",), ("m2",)])
    assert not found["level"].enough
    assert market(offers(*[senior] * ENOUGH)).whole.topics[0].enough


def test_by_quarter_oldest_first() -> None:
    found = market(reversed(TWO_QUARTERS))
    assert [(span.name, span.n) for span in found.quarters] == [("2026-Q1", 5), ("2026-Q2", 5)]
    assert [span.pay[0].median for span in found.quarters] == [85_000, 90_000]


def test_nothing_is_no_error(tmp_path: Path) -> None:
    found = market([])
    assert (found.whole.n, found.quarters) == (0, ())
    assert on_terminal(found, 80, colour=False) == ""
    save(found, tmp_path / "nothing.svg")
    assert (tmp_path / "nothing.svg").stat().st_size > 1000


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_pictures_are_the_same_each_time(tmp_path: Path, name: str) -> None:
    drawn = set()
    for _ in range(2):
        save(market(TWO_QUARTERS), tmp_path / name)
        drawn.add((tmp_path / name).read_bytes())
    assert len(drawn) == 1


def test_on_a_terminal() -> None:
    drawn = on_terminal(market(TWO_QUARTERS), 60, colour=False)
    assert "Median pay and its quartiles, EUR/year" in drawn
    assert "2026-Q1" in drawn
    assert "2026-Q2" in drawn
    assert "\x1b" not in drawn
    assert max(map(len, drawn.splitlines())) <= 60
