"""Compares pay in different currencies and periods, by rates that are only meant to be near enough to compare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from triage.domain import Period

if TYPE_CHECKING:
    from triage.domain import PayFloor, Salary

#: How often a period is worked and paid in a year.
PER_YEAR = {Period.YEAR: 1.0, Period.MONTH: 12.0, Period.DAY: 220.0, Period.HOUR: 1760.0}

#: Euros for one unit, of January 2026, rounded to two figures: they move by a few per cent a year.
EUROS_FOR = {
    "EUR": 1.0, "USD": 0.86, "GBP": 1.15, "CHF": 1.07, "PLN": 0.24, "SEK": 0.092, "NOK": 0.085, "DKK": 0.134,
    "CZK": 0.041, "HUF": 0.0026, "RON": 0.20, "BGN": 0.51, "ISK": 0.0068, "TRY": 0.020, "UAH": 0.020, "RUB": 0.011,
    "RSD": 0.0085, "CAD": 0.62, "AUD": 0.57, "NZD": 0.49, "SGD": 0.67, "HKD": 0.11, "JPY": 0.0055, "CNY": 0.12,
    "TWD": 0.027, "KRW": 0.00059, "INR": 0.0095, "IDR": 0.000051, "MYR": 0.21, "PHP": 0.0146, "THB": 0.027,
    "VND": 0.000033, "PKR": 0.0031, "BDT": 0.0070, "AED": 0.234, "SAR": 0.229, "QAR": 0.236, "ILS": 0.27, "EGP": 0.018,
    "ZAR": 0.052, "NGN": 0.0006, "KES": 0.0067, "BRL": 0.16, "MXN": 0.048, "ARS": 0.0006, "CLP": 0.00095,
    "COP": 0.00023, "PEN": 0.25,
}  # fmt: skip

#: Where a currency is what wages are paid in, by ISO 3166 code; left out: currencies that say little.
COUNTRIES = {
    "EUR": frozenset({
        "AT", "BE", "BG", "HR", "CY", "EE", "FI", "FR", "DE", "GR", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "PT",
        "SK", "SI", "ES",
    }),
    "USD": frozenset({"US"}), "GBP": frozenset({"GB"}), "CHF": frozenset({"CH"}), "PLN": frozenset({"PL"}),
    "SEK": frozenset({"SE"}), "NOK": frozenset({"NO"}), "DKK": frozenset({"DK"}), "CZK": frozenset({"CZ"}),
    "HUF": frozenset({"HU"}), "RON": frozenset({"RO"}), "CAD": frozenset({"CA"}), "AUD": frozenset({"AU"}),
    "NZD": frozenset({"NZ"}), "SGD": frozenset({"SG"}), "INR": frozenset({"IN"}), "JPY": frozenset({"JP"}),
    "BRL": frozenset({"BR"}), "MXN": frozenset({"MX"}), "ILS": frozenset({"IL"}), "AED": frozenset({"AE"}),
}  # fmt: skip


def log_ratio(salary: Salary, floor: PayFloor) -> float | None:
    """ln(offered / floor), by the best figure that is offered; None when there is none, or a currency is not known.

    A period that is not stated is taken as the one that makes the figure most like the floor: "60k" is a year's pay.
    """
    best = salary.max if salary.max is not None else salary.min
    currency = salary.currency or floor.currency
    if not best or best <= 0 or floor.amount <= 0 or currency not in EUROS_FOR or floor.currency not in EUROS_FOR:
        return None
    least = floor.amount * EUROS_FOR[floor.currency] * PER_YEAR[floor.period]
    periods = [salary.period] if salary.period else list(Period)
    ratios = [math.log(best * EUROS_FOR[currency] * PER_YEAR[period] / least) for period in periods]
    return min(ratios, key=abs)
