"""Reads single values of the configuration as a person writes them on a command line or into a field."""

from __future__ import annotations

import re

from triage.config.checks import currency
from triage.domain import PayFloor, Period, Term
from triage.errors import UsageError

_FLOOR = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(k?)\s*([a-z]{3})(?:\s*(?:/|per|an?)\s*(year|month|day|hour))?", re.IGNORECASE
)


def term(text: str) -> Term:
    """`T` or `T=W`; what follows the last "=" is only a weight if there is a word before it. Raises `UsageError`."""
    word, equals, weight = text.rpartition("=")
    try:
        return Term(word.strip(), float(weight)) if equals and word.strip() else Term(text.strip())
    except ValueError:
        raise UsageError(f"{text!r}: {weight!r} is no weight", hint="write for example postgresql=2") from None


def pay_floor(text: str) -> PayFloor:
    """For example "85000 EUR/year" or "85k EUR". Raises `UsageError`."""
    match = _FLOOR.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"the pay floor {text!r} cannot be read", hint='write for example "85000 EUR/year"')
    amount, thousand, code, period = match.groups()
    if wrong := currency(code.upper()):
        raise UsageError(f"the pay floor: {wrong}", hint="write it as in EUR, USD, GBP")
    value = float(amount.replace(",", "")) * (1000 if thousand else 1)
    return PayFloor(value, code.upper(), Period((period or "year").lower()))
