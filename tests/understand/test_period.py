"""A period is taken as stated, and inferred only where currency and magnitude leave no doubt."""

from __future__ import annotations

import pytest

from triage.domain import Period
from triage.understand.period import certain, fits, stated, without_leading


@pytest.mark.parametrize(
    ("before", "after", "period"),
    [
        ("", " per annum", Period.YEAR),
        ("", "/h", Period.HOUR),
        ("tagessatz ", "", Period.DAY),
        ("annual ", " per month", Period.MONTH),
        ("", " all'ora", Period.HOUR),
        ("salary ", " gross", None),
        ("projektleiter (m/w/d) in bremen, jahresgehalt bis ", "", Period.YEAR),
        ("entwickler (m/w/d), ", " (f/m/d)", None),
    ],
)
def test_the_words_say_the_period(before: str, after: str, period: Period | None) -> None:
    assert stated(before, after, 50.0) == period


def test_a_period_that_cannot_be_the_figures_is_of_something_else() -> None:
    assert stated("ral indicativa ", " euro più diaria di trasferta", 30_000) is Period.YEAR


@pytest.mark.parametrize(
    ("amount", "currency", "words", "period"),
    [
        (85_000, "EUR", "", Period.YEAR),
        (20_000, "PLN", "", Period.MONTH),
        (5_500, "EUR", "brutto", Period.MONTH),
        (5_500, "EUR", "", None),
        (550, "GBP", "outside ir35", Period.DAY),
        (70, "USD", "rate on w2", Period.HOUR),
        (550, "EUR", "", None),
    ],
)
def test_only_certain_periods_are_inferred(amount: float, currency: str, words: str, period: Period | None) -> None:
    assert certain(amount, currency, words) == period


def test_the_period_of_the_figure_before_is_not_this_ones() -> None:
    assert without_leading(" per day and ") == " and "


def test_nobody_earns_a_million_an_hour() -> None:
    assert fits(80, Period.HOUR)
    assert not fits(1_000_000, Period.HOUR)
