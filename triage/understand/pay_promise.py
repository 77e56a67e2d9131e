"""Says whether a message promises pay that is too good to be true: absurd for any work, or for work without effort."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.understand.anchors import matches, merged
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.anchors import Stretches

#: US dollars an hour from which work without skill is too good, and from which a salary for stated hours is.
_HOURLY, _ANY_HOURLY = 60.0, 100.0
#: Hours a day up to which a day's pay of `_HOURLY` for each is too good: interim managers and freelancers work more.
_FEW_HOURS = 3.0
#: Amounts in "$" from this on, whatever the period, are pesos.
_PESOS = 300_000.0
#: US dollars a month after tax from which pay is too good, whatever the work.
_NET_MONTHLY = 15_000.0
_NET = re.compile(r"\b(?:tax.?free|net of tax|nett?[oi]?s?|steuerfrei|libre d'impot|exento de impuestos)\b")
_COUNTS = {
    "ten": 10, "zehn": 10, "dix": 10, "diez": 10, "dieci": 10, "tien": 10, "dez": 10, "fifteen": 15, "quinze": 15,
    "quince": 15, "quindici": 15, "vijftien": 15, "twenty": 20, "zwanzig": 20, "vingt": 20, "veinte": 20, "venti": 20,
    "twintig": 20, "vinte": 20,
}  # fmt: skip
_HOURS = re.compile(
    rf"(?<![\d.,])(\d{{1,3}}|{'|'.join(_COUNTS)})(?: ?(?:-|to|or|bis|a|o|ou|do|tot) ?(\d{{1,3}}))? ?"
    r"(hours?|hrs?|(?:wochen)?stunden?|heures?|horas?|or[ae]|uur|godzin\w*|min\w*)"
    r"(?: ?(?:of work )?(?:a|per|each|every|am|pro|par|al|alla|por|im|in der|na|w) ?"
    r"(day|week|tag|woche|jour|semaine|dia|semana|giorno|settimana|dag|dzien|tydzien)"
    r"| (?:weekly|hebdomadaire|wochentlich|semanal|settimanal|tygodniowo)|(?<=wochenstunden)|(?<=wochenstunde))"
)
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = re.compile(r"\d+")
#: How far from its digits an amount may begin and end, in characters: no currency's name is longer.
_REACH = 40
_THOUSANDS = re.compile(r"[., '](?=\d{3}(?!\d))")


#: Working days of a period.
_DAYS = {"day": 1.0, "week": 5.0, "month": 21.7}


@dataclass(frozen=True, slots=True)
class _Rules:
    currencies: dict[str, float]
    periods: dict[str, str]
    limits: dict[str, tuple[float, float]]
    effortless: re.Pattern[str]
    amount: re.Pattern[str]
    period: re.Pattern[str]
    before: re.Pattern[str]


def is_too_good(text: str) -> bool:
    """Whether folded `text` promises such pay."""
    digits = merged([(max(0, one.start() - _REACH), one.end() + _REACH) for one in _DIGITS.finditer(text)])
    if not any(_names_money(text[start:end]) for start, end in digits):
        return False
    text = text.replace("\n", " ")
    promises = tuple(_promises(text, digits))
    if any(_absurd(text, *promise) for promise in promises):
        return True
    tempting = [pair for pair in promises if pair[0] >= _rules().limits[pair[1]][0] or _hourly(text, *pair) >= _HOURLY]
    return bool(tempting) and bool(_rules().effortless.search(text))


def _names_money(text: str) -> bool:
    """Whether words beside a figure name a currency: without one, as in most mail, none is looked at closely."""
    return "$" in text or not _rules().currencies.keys().isdisjoint(_LETTERS.findall(text))


def _absurd(text: str, value: float, period: str) -> bool:
    """Whether nobody earns this, whatever the work: it is too much, too much after tax, or for too few hours."""
    hourly = _hourly(text, value, period)
    few = period == "day" and hourly >= max(_HOURLY, value / _FEW_HOURS)
    return (
        value >= _rules().limits[period][1]
        or (period == "month" and value >= _NET_MONTHLY and bool(_NET.search(text)))
        or (period in {"week", "month"} and hourly >= _ANY_HOURLY)
        or few
    )


def _promises(text: str, digits: Stretches) -> Iterator[tuple[float, str]]:
    """Amounts of money in US dollars, near `digits`, with the period they are paid for."""
    rules = _rules()
    for match in matches(rules.amount, text, digits):  # the pattern alone takes twice as long
        period = rules.period.match(text, match.end()) or rules.before.search(text, match.start() - 40, match.start())
        if period is None:
            continue
        figure = _THOUSANDS.sub("", (match[2] or match[4]).rstrip("., ")).replace(",", ".")
        if figure.count(".") < 2:
            thousand = 1000 if match[3] or match[5] else 1
            sign, amount = match[1] or match[6], float(figure) * thousand
            if sign != "$" or amount < _PESOS:
                yield amount * rules.currencies[sign], rules.periods[period[1]]


def _hourly(text: str, value: float, period: str) -> float:
    """What a day's, week's or month's pay makes an hour, if the text states the hours; else 0."""
    stated = _HOURS.search(text)
    if stated is None or period not in _DAYS:
        return 0.0
    count = float(stated[2] or _COUNTS.get(stated[1]) or stated[1]) / (60 if stated[3].startswith("min") else 1)
    each = _rules().periods[stated[4]] if stated[4] else "week"
    hours = count * _DAYS[period] / _DAYS[each]
    return value / hours if hours else 0.0


@functools.cache
def _rules() -> _Rules:
    sections = table("trust_pay.txt")
    currencies = {word: float(value) for word, value in (line.split() for line in sections["currencies"])}
    periods = {word: line.split()[0] for line in sections["periods"] for word in line.split()[1:]}
    limits = {name: (float(low), float(high)) for name, low, high in (line.split() for line in sections["too good"])}
    words = "|".join(sorted((word for word in currencies if word.isalpha()), key=len, reverse=True))
    number = r"\d{1,3}(?: \d{3}(?!\d))+|\d[\d.,]{0,9}"
    before, after = rf"(r\$|\$|\b(?:{words})\b)", rf"(\$|\b(?:{words})\b)"
    amount = rf"(?:{before}\.? ?({number})(k)?|(?<![\d.,])({number})(k)? {{0,2}}{after})"
    between = "|".join(sorted(sections["between"], key=len, reverse=True))
    longest_first = "|".join(sorted(periods, key=len, reverse=True))
    period = rf"(?: ?\+)?[ ,]{{0,3}}/?(?:p/)? ?(?:(?:{between})\b[ ']?){{0,3}}({longest_first})s?\b"
    adverbs = "|".join(sections["ahead"])
    ahead = rf"\b({adverbs})\w{{0,2}}:?(?: (?:{between}|salary|pay|income|wage|is|of|von|gehalt|bis zu|up to|fino a))*"
    ahead += r" ?(?:\d[\d.,]* ?- ?)?$"
    return _Rules(
        currencies, periods, limits, re.compile(rf"\b(?:{'|'.join(sections['low effort'])})"), re.compile(amount),
        re.compile(period), re.compile(ahead),
    )  # fmt: skip
