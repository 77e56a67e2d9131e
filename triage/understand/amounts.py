"""Finds figures with their currency and scale: "€80k", "80 000 EUR", "CHF 120'000", "25-30 LPA", "20 tys. zł"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.currency import CODES, SIGNS
from triage.understand.passages import lowered
from triage.understand.spelt import spelt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.spelt import Spelt


def _any_of(names: Iterable[str]) -> str:
    """A pattern of these names, a longer one before what it begins with."""
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_MOST = 60  # figures looked at in one text: an offer is among the first, a price list is not an offer

_THOUSANDS = r"[.,'’   ]"
#: A letter or more that a figure may follow without a blank: "R45k", "N650,000", "RM5000", "KSh45,000", "EUR50".
_GLUED = (
    rf"(?<={'|'.join(CODES)})\d[\d.,]{{0,12}}(?!\d)|(?:(?<=Rs\.)|(?<=RS\.)|(?<=\bRs)|(?<=\bRM)|(?<=K[Ss]h)|(?<=\bDhs))"
    r"\d[\d.,]{0,12}(?!\d)"
    r"|(?<=\bR)(?:\d{2,3}[ ,]\d{3}|\d{1,2}[.,]?\d?(?=[ ]?(?:m\b|M\b|million))|\d{2,3}(?:[.,]\d)?(?=[ ]?[kK]\b)"
    r"|\d{2,5}(?:[.,]\d\d)?(?=[ ]?(?:[-–] ?R|/|p[.]?[hmd]\b|ph\b|per\b|an? )))(?!\d)"
    r"|(?<=\bN)(?:\d{1,3}(?:,\d{3}){1,3}|\d{2,4}(?=[kK]\b)|\d(?:\.\d{1,2})?(?=[mM]\b))(?!\d)"
)
_NUMBER = re.compile(
    r"(?:(?<![\w.,+#@/:])|(?<=[\u3040-\u9fff]))(?:\d{1,2}(?:,\d\d){1,3},\d{3}(?!\d)|"
    rf"\d{{1,3}}(?:{_THOUSANDS}\d{{3}}){{1,3}}(?:[.,]\d{{1,2}})?|\d{{1,7}}(?:[.,]\d{{1,2}})?)(?![\d])"
    r"|(?:(?<=[/\-–—])(?<!\w/)|(?<=[kK€]/)|(?<=\d/)(?=\d{2,3}[ ]?[kK])|(?<=\d\d\d/)"
    r"(?=\d{1,3}[.,'’ ]?\d{3}(?![\d/])|\d{3}(?![\d/])))"
    rf"(?:\d{{1,3}}(?:{_THOUSANDS}\d{{3}}){{1,3}}|\d{{1,7}}(?:[.,]\d{{1,2}})?)(?!\d)|{_GLUED}"
)
_DIGITS = re.compile(r"\d+")
#: In front of a figure stand codes, signs and abbreviations; one that is a single letter touches it.
_LETTERS = frozenset("RNQ")
_LEADING = [name for name in SIGNS if not name.islower() and name not in _LETTERS] + ["zł", "euro", "euros"]
_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:(?:(?i:{_any_of(CODES)}|Rs\.?|RM|Kshs?\.?)|{_any_of(_LEADING)})[ \u00a0\u202f]{{0,2}}"
    r"|[RNQ][ ]?)$"
)
_SCALE = (
    r"(?P<scale>[kK](?![^\W\d_])|[kK](?=EUR\b|USD\b|GBP\b|PLN\b|CHF\b)|T(?=€|EUR\b)|T€|Tsd\.?|Tausend"
    r"|thousand|mille|mila|mil\b|duizend|tys\.?|tis(?:íc)?\b\.?|lakhs?\b|lacs?\b|LPA\b|L(?=PA| ?per annum)"
    r"|L(?= ?(?:fixed|ctc|base|\+|/|in hand|pa\b))"
    r"|万|m(?=[ ]?(?:€|EUR|USD|PLN|z[łl]|kr)\b)|M\b|m\b|mln\b|mm\b|[Mm]io\b\.?|Mrd\.?|mill[oó]n(?:es)?"
    r"|[Mm]illion(?:s|en|er)?\b|[Mm]illiard(?:s|en|es)?\b|[Mm]l[dn]\b|[Mm]rd\b|miljard\b"
    r"|milioni|milionów|milhões|miljoen|bn\b|B\b|billion|crores?\b|cr\b)"
)
_BEHIND = [name for name in SIGNS if name[-1].isalpha() and name not in _LETTERS]
_AFTER = re.compile(
    rf"(?:[.,][-–—]{{1,2}})?\+?[   ]{{0,2}}(?:{_SCALE})?\.?[   ]{{0,2}}"
    rf"(?:brutto |netto |net |gross |bruto |de )?(?P<currency>(?:{_any_of(CODES)}|eur|usd)\b"
    rf"|(?:(?i:{_any_of(filter(str.islower, _BEHIND))})"
    rf"|{_any_of(name for name in _BEHIND if not name.islower())})(?!\w)"
    rf"|{_any_of(name for name in SIGNS if not name[-1].isalpha() and name != '$')}|円|\$(?!\d))?"
)
_FACTORS = {
    "lakh": 1e5,
    "lac": 1e5,
    "lakhs": 1e5,
    "lacs": 1e5,
    "lpa": 1e5,
    "l": 1e5,
    "万": 1e4,
    "crore": 1e7,
    "crores": 1e7,
    "cr": 1e7,
}
#: Currencies in which a year's or a month's pay runs into millions.
_IN_MILLIONS = frozenset((
    "JPY", "KRW", "ZAR", "CLP", "COP", "ARS", "IDR", "HUF", "NGN", "VND", "TZS", "UGX", "PYG", "XOF", "XAF", "peso",
    "cfa", "shilling",
))  # fmt: skip
_PERCENT = re.compile(r"[ \u00a0]?%|[ ]?percent|[ ]?prozent")
_THOUSAND = frozenset(
    {"k", "t", "t€", "tsd", "tausend", "thousand", "mille", "mila", "mil", "duizend", "tys", "tis", "tisíc"}
)
_MILLION = frozenset({"m", "mm", "mln", "mio", "million", "millions", "millones", "millón", "milhões", "milioni"})
_LOCAL_DOLLAR = ((re.compile(r"\bsuper(?:annuation)?\b|\bAUD\b|australia", re.IGNORECASE), "AUD"),
                 (re.compile(r"\bCAD\b|\bcanad", re.IGNORECASE), "CAD"))  # fmt: skip


class Amount(NamedTuple):
    """One figure in full units at [start, end), its currency and scale included; currency "" when it has none."""

    value: float
    currency: str
    start: int
    end: int
    factor: float  # 1000 for "k", 1 without
    scaled: bool
    grouped: bool  # written with thousands separators


def amounts(
    text: str, stretches: Iterable[tuple[int, int]] | None = None, worded: Iterable[tuple[int, int]] = ()
) -> list[Amount]:
    """The figures of `text` in order, at most 60; telephone numbers, "401(k)" and dates are left out.

    `stretches` limits the search to parts of the text, as [start, end); in those of `worded` thousands in words are
    looked for as well.
    """
    found: list[Amount] = []
    for start, end in ((0, len(text)),) if stretches is None else stretches:
        for number in _numbers(text, start, end):
            amount = _amount(text, number)
            if amount is not None:
                found.append(amount)
            if len(found) == _MOST:
                return found
    low = lowered(text) if worded else ""
    in_words = [_in_words(text, number) for start, end in worded for number in spelt(low, start, end)]
    return sorted([*found, *in_words], key=lambda amount: amount.start) if in_words else found


def _in_words(text: str, number: Spelt) -> Amount:
    """Thousands in words, with the currency behind them."""
    behind = _AFTER.match(text, number.end)
    written = behind["currency"] if behind and not behind["scale"] else None
    if behind and written:
        currency, end = _code(text, written, behind.start("currency")), behind.end("currency")
        return Amount(number.value, currency, number.start, end, 1000.0, scaled=True, grouped=False)
    return Amount(number.value, "", number.start, number.end, 1000.0, scaled=True, grouped=False)


def _numbers(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """What _NUMBER finds; looking for digits first is four times faster, as `re` can skip to them."""
    done = start
    for digit in _DIGITS.finditer(text, start, end):
        number = _NUMBER.match(text, digit.start()) if digit.start() >= done else None
        if number:
            done = number.end()
            yield number


def _amount(text: str, number: re.Match[str]) -> Amount | None:
    digits = number.group()
    value = _value(digits)
    prefix = _prefix(text, number.start())
    suffix = _AFTER.match(text, number.end())
    assert suffix is not None  # every part of it is optional
    scale = (suffix["scale"] or "").rstrip(".").lower()
    currency = _currency(text, prefix, suffix, scale)
    monthly = _MONTHLY.match(text, suffix.end()) is not None
    factor = _factor(scale, suffix["scale"] or "", currency, monthly=monthly)
    if (
        value is None
        or _PERCENT.match(text, number.end())
        or factor == 0
        or (digits.startswith("401") and factor == 1000)
        or text.startswith("(k)", number.end())
    ):
        return None
    grouped = len(digits) > 4 and not digits.isdigit()
    start = prefix.start() if prefix else number.start()
    end = max(suffix.end("currency"), suffix.end("scale"), number.end() + _dash(text, number.end()))
    return Amount(value * factor, currency, start, end, factor, factor != 1.0, grouped)


def _prefix(text: str, end: int) -> re.Match[str] | None:
    """The currency right before `end`; its last letters are looked up first, as most figures have none."""
    before = text[max(0, end - 7) : end].rstrip(" \u00a0\u202f").lower()
    if before[-1:] in _ENDS or before[-2:] in _ENDS or before[-3:] in _ENDS:
        return _BEFORE.search(text, max(0, end - 7), end)
    return None


#: The last three letters of what may stand in front of a figure.
_ENDS = frozenset(name[-3:].lower() for name in (*CODES, *_LEADING, *_LETTERS, "Rs", "RM", "Ksh", "Kshs"))


def _dash(text: str, end: int) -> int:
    """The length of a Swiss or Dutch ",-" behind the figure."""
    return 2 if text[end : end + 2] in {",-", ".-", ".–", ",–"} else 0


def _factor(scale: str, written: str, currency: str, *, monthly: bool) -> float:
    """1 without a scale, 0 for millions: but for small units nobody's base pay, and everybody's funding."""
    if not scale:
        return 1.0
    if scale in _THOUSAND:
        return 1000.0
    if scale in _MILLION and (currency in _IN_MILLIONS or (not currency and monthly)):
        return 1e6
    return 1.0 if written == "m" else _FACTORS.get(scale, 0.0)


_MONTHLY = re.compile(r" ?(?:mensuales|al mes|por mês|mensais|par mois|mensuels|a month|per month)\b")
_COUNTS_WHO = re.compile(r"\s*(?:人|以上|用户|名|多|家)")  # 800 万用户 are users
_LAKHS = re.compile(r"\d{1,2}(?:,\d\d)+,\d{3}")


def _value(digits: str) -> float | None:
    if digits[0] == "0" or not digits[-1].isdigit():
        return None
    whole = digits.replace(",", "") if _LAKHS.fullmatch(digits) else re.sub(r"[.,'’   ](?=\d{3}(?!\d))", "", digits)
    try:
        return float(whole.replace(",", ".").replace(" ", ""))
    except ValueError:
        return None


def _currency(text: str, prefix: re.Match[str] | None, suffix: re.Match[str], scale: str) -> str:
    if scale in {"l", "lpa", "lakh", "lakhs", "lac", "lacs", "crore"}:
        return "INR"
    behind = _code(text, suffix["currency"] or "", suffix.start("currency"))
    if prefix:
        sign = prefix.group().strip()
        return behind if behind and (sign == "$" or behind != "USD") else _code(text, sign, prefix.start())
    if scale == "t€":
        return "EUR"
    return behind or ("JPY" if scale == "万" and not _COUNTS_WHO.match(text, suffix.end()) else "")


def _code(text: str, written: str, at: int) -> str:
    """The ISO 4217 code of what is `written` at `at`, or the kind of money ("kr") that several countries have."""
    if written in _DOLLARS:
        return _dollar(text, at)
    return SIGNS.get(written) or SIGNS.get(written.lower()) or written.upper()


#: An American dollar unless the words beside it are of another country.
_DOLLARS = frozenset(("$", "dollars", "Dollars", "dollar", "Dollar"))


def _dollar(text: str, position: int) -> str:
    """A bare "$" is American unless the words beside it are Australian or Canadian."""
    line_end = text.find("\n", position)
    near = text[max(0, position - 40) : position + 60 if line_end < 0 else min(line_end, position + 60)]
    return next((code for words, code in _LOCAL_DOLLAR if words.search(near)), "USD")


_CODE = re.compile(r"\b(?:EUR|USD|GBP|PLN|CHF)\b")


def only_currency(line: str) -> str | None:
    """The one currency that a line states, with a figure or by its code, if there is just one."""
    stated = {amount.currency for amount in amounts(line) if amount.currency} or set(_CODE.findall(line))
    return stated.pop() if len(stated) == 1 else None
