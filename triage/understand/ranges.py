"""Joins two figures to a range: "50-60k", "between 96,000 and 104,000", "€ 4.500 – 6.000", "£60-70,000"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from triage.understand.amounts import Amount

_WORDINGS = wordings("pay_wordings")
_RANGE = re.compile(
    rf"[ ]{{0,2}}(?:{_WORDINGS['rising']}"
    r"|up to|jusqu['’]à|fino a|hasta|bis zu|-|–|—|−|‐|to|bis|à|a|al|ai|e|y|i|et|and|und|en|tot|do|até"
    r"|ad|~|〜|～|/|und|po|till|t/m)[ ]{0,2}(?:up to |zu |de |van |max(?:\.|im\w+|imaal)? )?"
    r"(?:about |around |circa |ca\. |environ |etwa |rund |unos |cerca de |około )?$"
)
BETWEEN = re.compile(
    r"\b(?:between|zwischen|entre|tussen|tra|fra|między|mellan|mellem)(?: (?:the|de|los|i"
    r"|gli|os))?[ ]?$"
)
_JOINED_BY_AND = re.compile(
    r"[ ]{0,2}(?:and|und|et|y|e|en|a|i)(?!\w)[ ]{0,2}(?:de |i |gli |los |las |les |the |os |as |die )?$"
)


def is_range(text: str, figures: list[Amount], number: int) -> int:
    """1 if the figure and the next are the two ends of a range, else 0."""
    if number + 1 >= len(figures):
        return 0
    low, high = figures[number], figures[number + 1]
    between = text[low.end : high.start]
    if len(between) > 40 or (not _one_currency(text, low, high)):
        return 0
    if _BY_SHIFT.match(between) and _SHIFT_NEXT.match(text, high.end):
        return int(low.currency != "" and _comparable(low, high))
    between = _PERIOD_BETWEEN.sub("", between)
    if _JOINED_BY_AND.match(between):
        joined = bool(BETWEEN.search(text[max(0, low.start - 24) : low.start])) or between.strip() in {"a", "e", "à"}
    else:
        joined = bool(_RANGE.match(between))
    return int(joined and _comparable(low, high))


#: An hour by day and one by night or at the weekend: "£19.50 ph mon-fri, £22 sat".
_AN_HOUR = rf"(?: ?{_WORDINGS['an_hour']})? ?"
_BY_SHIFT = re.compile(rf"{_AN_HOUR}\(?{_WORDINGS['by_day']}\)?[,;/&]? ?(?:and )?$", re.IGNORECASE)
_SHIFT_NEXT = re.compile(rf"{_AN_HOUR}\(?{_WORDINGS['by_night']}\b", re.IGNORECASE)


def _one_currency(text: str, low: Amount, high: Amount) -> bool:
    """Whether both ends of a range are in one currency; the "$" of one may be the dollars or pesos of the other."""
    if not (low.currency and high.currency) or low.currency == high.currency:
        return True
    return "$" in text[low.start : low.end] and high.currency in _WRITTEN_AS_DOLLARS


_WRITTEN_AS_DOLLARS = frozenset(("MXN", "CAD", "AUD", "NZD", "SGD", "CLP", "COP", "ARS", "HKD", "peso"))
_PERIOD_BETWEEN = re.compile(
    r"^[ ]?(?:(?:per|a) (?:year|annum|hour|month|day)|/ ?(?:yr|year|hr|h|hour|month)|gross"
    r"|brutto|base)(?=[ ]?[-–—])|^ (?:an? |per |de l['’]|par |por |la |al |die |pro |per |za |na )"
    r"(?:hour|heure|hora|ora|stunde|uur|godzinę|month|mois|mes|mês|mese|monat|maand|miesiąc)(?=,? )"
)


def _comparable(low: Amount, high: Amount) -> bool:
    """Two ends of one range are of the same order: 40-45k and 80.000-100.000, but not 2-80000."""
    if _in_thousands_of(low, high):
        low = low._replace(value=low.value * 1000)
    one, other = low.value / low.factor, high.value / high.factor
    if low.scaled == high.scaled or max(one, other) / max(1.0, min(one, other)) > 6:
        one, other = low.value, high.value
    return max(one, other) <= 6 * max(1.0, min(one, other))


def _in_thousands_of(low: Amount, high: Amount) -> bool:
    """Whether the lower end leaves its thousands to the upper one: "£60-70,000"."""
    return (
        high.grouped and not low.grouped and not low.scaled and high.value >= 10_000 and low.value * 1000 < high.value
    )


def same_units(low: Amount, high: Amount) -> tuple[Amount, Amount]:
    """What one end of "50-60k", "€50 - 60", "150k-200" says about scale and currency holds for the other."""
    currency = high.currency or low.currency
    if _in_thousands_of(low, high):
        return low._replace(value=low.value * 1000, currency=currency, scaled=True), high._replace(currency=currency)
    factor_low = (
        high.factor if not low.scaled and high.scaled and low.value < high.value / high.factor * 1.001 + 1e-9 else 1.0
    )
    if not low.scaled and high.scaled and low.value < 1_000 and factor_low == 1.0:
        factor_low = high.factor
    factor_high = low.factor if not high.scaled and low.scaled and high.value < 1_000 else 1.0
    return (
        low._replace(value=low.value * factor_low, currency=currency, scaled=low.scaled or high.scaled),
        high._replace(value=high.value * factor_high, currency=currency, scaled=low.scaled or high.scaled),
    )
