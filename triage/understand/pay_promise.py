"""Says whether a message promises pay that is too good to be true: absurd for any work, or for work without effort."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: An hour of work without skill for more than this (US dollars) is too good, when the hours are stated.
_HOURLY = 60.0
_HOURS = re.compile(
    r"(?<![\d.,])(\d{1,3})(?: ?(?:-|to|or|bis|a|o|ou|do|tot) ?(\d{1,3}))? ?(hours?|hrs?|stunden?|heures?|horas?"
    r"|or[ae]|uur|godzin\w*|min\w*) ?(?:of work )?(?:a|per|each|every|am|pro|par|al|por|im) ?"
    r"(day|week|tag|woche|jour|semaine|dia|semana|giorno|settimana|dag|dzien|tydzien)"
)
_THOUSANDS = re.compile(r"[.,](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class _Rules:
    currencies: dict[str, float]
    periods: dict[str, str]
    limits: dict[str, tuple[float, float]]
    effortless: tuple[str, ...]
    amount: re.Pattern[str]
    period: re.Pattern[str]


def is_too_good(text: str) -> bool:
    """Whether folded `text` promises such pay."""
    if not any(digit in text for digit in "123456789"):
        return False
    promises = tuple(_promises(text))
    if any(value >= _rules().limits[period][1] for value, period in promises):
        return True
    tempting = [pair for pair in promises if pair[0] >= _rules().limits[pair[1]][0] or _hourly(text, *pair) >= _HOURLY]
    return bool(tempting) and any(mark in text for mark in _rules().effortless)


def _promises(text: str) -> Iterator[tuple[float, str]]:
    """Amounts of money in US dollars with the period they are paid for."""
    rules = _rules()
    for match in rules.amount.finditer(text):
        period = rules.period.match(text, match.end())
        if period is None:
            continue
        figure = _THOUSANDS.sub("", (match[2] or match[4]).rstrip(".,")).replace(",", ".")
        if figure.count(".") < 2:
            thousand = 1000 if match[3] or match[5] else 1
            yield float(figure) * thousand * rules.currencies[match[1] or match[6]], rules.periods[period[1]]


def _hourly(text: str, value: float, period: str) -> float:
    """What a day's or week's pay makes an hour, if the text states the hours; else 0."""
    stated = _HOURS.search(text)
    if stated is None or period not in {"day", "week"}:
        return 0.0
    hours = float(stated[2] or stated[1]) / (60 if stated[3].startswith("min") else 1)
    each = _rules().periods[stated[4]]
    days = {("day", "week"): 5.0, ("week", "day"): 0.2}.get((each, period), 1.0)
    return value / (hours * days) if hours else 0.0


@functools.cache
def _rules() -> _Rules:
    sections = table("trust_pay.txt")
    currencies = {word: float(value) for word, value in (line.split() for line in sections["currencies"])}
    periods = {word: line.split()[0] for line in sections["periods"] for word in line.split()[1:]}
    limits = {name: (float(low), float(high)) for name, low, high in (line.split() for line in sections["too good"])}
    words = "|".join(sorted((word for word in currencies if word.isalpha()), key=len, reverse=True))
    before, after = rf"(r\$|\$|\b(?:{words})\b)", rf"(\$|\b(?:{words})\b)"
    amount = rf"(?:{before}\.? ?(\d[\d.,]{{0,9}})(k)?|(?<![\d.,])(\d[\d.,]{{0,9}})(k)? {{0,2}}{after})"
    between = "|".join(sorted(sections["between"], key=len, reverse=True))
    longest_first = "|".join(sorted(periods, key=len, reverse=True))
    period = rf"(?: ?\+)?[ ,]{{0,3}}/?(?:p/)? ?(?:(?:{between})\b[ ']?){{0,3}}({longest_first})s?\b"
    return _Rules(
        currencies, periods, limits, sections["low effort"], re.compile(amount), re.compile(period),
    )  # fmt: skip
