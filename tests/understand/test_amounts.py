"""Figures are read with their scale and currency; years, telephone numbers and 401(k) are not money."""

from __future__ import annotations

import pytest

from triage.understand.amounts import amounts


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("€80k", 80_000, "EUR"),
        ("80 000 EUR", 80_000, "EUR"),
        ("CHF 120'000", 120_000, "CHF"),
        ("A$140,000", 140_000, "AUD"),
        ("R$ 12.000,50", 12_000.5, "BRL"),
        ("20 tys. zł", 20_000, "PLN"),
        ("30 LPA", 3_000_000, "INR"),
        ("600万円", 6_000_000, "JPY"),
        ("70T€", 70_000, "EUR"),
    ],
)
def test_reads_a_figure(text: str, value: float, currency: str) -> None:
    assert [(amount.value, amount.currency) for amount in amounts(text)] == [(value, currency)]


@pytest.mark.parametrize("text", ["$40M", "401(k)", "401k", "020", "12 Mio. €", "$2bn"])
def test_leaves_out_what_is_nobodys_pay(text: str) -> None:
    assert not amounts(text)


def test_a_price_list_is_cut_off() -> None:
    assert len(amounts("€5 " * 1_000)) == 60
