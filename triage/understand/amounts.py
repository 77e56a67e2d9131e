"""Finds figures with their currency and scale: "€80k", "80 000 EUR", "CHF 120'000", "25-30 LPA", "20 tys. zł"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MOST = 60  # figures looked at in one text: an offer is among the first, a price list is not an offer

_NUMBER = re.compile(
    r"(?<![\w.,+#@/:])(?:\d{1,2}(?:,\d\d){1,3},\d{3}(?!\d)|"
    r"\d{1,3}(?:[.,'’   ]\d{3}){1,3}(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?)(?![\d])"
    r"|(?:(?<=[/\-–—])(?<!\w/)|(?<=[kK€]/)|(?<=\d/)(?=\d{2,3}[ ]?[kK])|(?<=\d\d\d/)"
    r"(?=\d{1,3}[.,'’ ]?\d{3}(?![\d/])|\d{3}(?![\d/])))(?:\d{1,3}(?:[.,'’   ]\d{3}){1,3}"
    r"|\d{1,7}(?:[.,]\d{1,2})?)(?!\d)"
    r"|(?<=PLN|EUR|USD|GBP|CHF|CAD|AUD|INR|SEK|NOK|DKK|CZK|SGD)\d[\d.,]{0,12}(?!\d)|(?<=Rs\."
    r"|RS\.)\d[\d.,]{0,12}(?!\d)"
    r"|(?<=\bRM)\d[\d.,]{0,12}(?!\d)|(?<=\bR)(?:\d{2,3}[ ,]\d{3}|\d{1,2}[.,]?\d?(?=[ ]?(?:m\b|M\b|million)))(?!\d)"
)
_DIGITS = re.compile(r"\d+")
_BEFORE = re.compile(
    r"(?:(?P<us>US ?\$|USD ?\$?)|(?P<au>A(?:U)?\$|AUD ?\$?)|(?P<ca>C(?:A|AN)?\$|CAD ?\$?)"
    r"|(?P<nz>NZ\$|NZD ?\$?)|(?P<sg>S\$|SGD ?\$?)|(?P<hk>HK\$|HKD)|(?P<mx>MX\$|MXN)|(?P<br>R\$"
    r"|BRL)"
    r"|(?P<eur>€|EUR|euros?)|(?P<gbp>£|GBP)|(?P<usd>\$)|(?P<jpy>¥|JPY)|(?P<inr>₹|INR|Rs\.?)"
    r"|(?P<chf>CHF|Fr\.|SFr\.?)|(?P<pln>PLN|zł)|(?P<sek>SEK)|(?P<nok>NOK)|(?P<dkk>DKK)|(?P<czk>CZK"
    r"|Kč)"
    r"|(?P<huf>HUF)|(?P<ron>RON)|(?P<ils>ILS|₪)|(?P<aed>AED)|(?P<sar>SAR)|(?P<zar>ZAR|(?<![^\W\d_])R)|(?P<uah>UAH)"
    r"|(?P<myr>MYR|RM)|(?P<krw>KRW|₩)|(?P<try>₺|TRY)"
    r"|(?P<pen>S/\.?|PEN)|(?P<clp>CLP)|(?P<cop>COP)|(?P<ars>ARS)"
    r"|(?P<qar>QAR)|(?P<kwd>KWD)|(?P<omr>OMR)|(?P<bhd>BHD)|(?P<thb>THB)|(?P<php>PHP)|(?P<idr>IDR)|(?P<egp>EGP)"
    r"|(?P<ngn>NGN|₦)|(?P<kes>KES|Kshs?\.?)|(?P<mad>MAD)|(?P<tnd>TND)|(?P<bgn>BGN)|(?P<rsd>RSD)|(?P<isk>ISK))"
    r"[ \u00a0\u202f]{0,2}$",
    re.IGNORECASE,
)
_SCALE = (
    r"(?P<scale>[kK](?![^\W\d_])|[kK](?=EUR\b|USD\b|GBP\b|PLN\b|CHF\b)|T(?=€)|T€|Tsd\.?|Tausend"
    r"|thousand|mille|mila|mil\b|duizend|tys\.?|lakhs?\b|lacs?\b|LPA\b|L(?=PA| ?per annum)"
    r"|L(?= ?(?:fixed|ctc|base|\+|/|in hand|pa\b))"
    r"|万|m(?=[ ]?(?:€|EUR|USD|PLN|z[łl]|kr)\b)|M\b|m\b|mln\b|mm\b|[Mm]io\b\.?|Mrd\.?|mill[oó]n(?:es)?"
    r"|[Mm]illion(?:s|en|er)?\b|[Mm]illiard(?:s|en|es)?\b|[Mm]l[dn]\b|[Mm]rd\b|miljard\b"
    r"|milioni|milionów|milhões|miljoen|bn\b|B\b|billion|crores?\b|cr\b)"
)
_AFTER = re.compile(
    rf"(?:[.,][-–—]{{1,2}})?\+?[   ]{{0,2}}(?:{_SCALE})?\.?[   ]{{0,2}}"
    r"(?:brutto |netto |net |gross |bruto )?(?P<currency>(?:(?:€|[Ee]uros?\b|EUR\b|eur\b)"
    r"|(?:£|GBP\b|pounds?\b)|(?:US ?\$|USD\b|usd\b|\$(?!\d)"
    r"|(?:(?:US|Canadian|Australian|Singapore|New Zealand) )?dollars?\b|Canadian\b)"
    r"|(?:AUD|CAD|NZD|SGD"
    r"|HKD|MXN|BRL|INR|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|ILS|AED|SAR|ZAR|UAH|MYR|KRW|JPY|TRY|PEN|CLP|COP|ARS"
    r"|QAR|KWD|OMR|BHD|THB|PHP|IDR|EGP|NGN|KES|MAD|TND|BGN|RSD|ISK)\b"
    r"|soles\b|zł(?:otych)?|zl\b|Kč|kr\b\.?|Ft\b|lei\b|円|[Yy]en\b|rand\b|[Kk][Ss]hs?\b|ringgit\b|naira\b|rupees|reais"
    r"|francs\b|Franken))?",
)
_CODES = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "eur": "EUR", "£": "GBP", "pound": "GBP", "pounds": "GBP",
    "us$": "USD", "us $": "USD", "$": "USD", "dollar": "USD", "usd": "USD",
    "dollars": "USD", "zł": "PLN", "złotych": "PLN", "zl": "PLN", "kč": "CZK", "ft": "HUF", "lei": "RON",
    "円": "JPY", "yen": "JPY", "rand": "ZAR", "ksh": "KES", "kshs": "KES", "ringgit": "MYR", "naira": "NGN",
    "soles": "PEN", "rupees": "INR", "reais": "BRL", "francs": "CHF", "franken": "CHF",
}  # fmt: skip
_GROUPS = {"us": "USD", "au": "AUD", "ca": "CAD", "nz": "NZD", "sg": "SGD", "hk": "HKD", "mx": "MXN", "br": "BRL"}
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
_IN_MILLIONS = frozenset({"JPY", "KRW", "ZAR", "CLP", "COP", "ARS", "IDR", "HUF", "NGN"})
_PERCENT = re.compile(r"[ \u00a0]?%|[ ]?percent|[ ]?prozent")
_THOUSAND = frozenset({"k", "t", "t€", "tsd", "tausend", "thousand", "mille", "mila", "mil", "duizend", "tys"})
_MILLION = frozenset({"m", "mm", "mln", "mio", "million", "millions", "millones", "millón", "milhões", "milioni"})
_KRONA = ((re.compile(r"\b(?:SEK|lön|kontor i stockholm|sverige|sweden|swedish|månad|mån)\b", re.IGNORECASE), "SEK"),
          (re.compile(r"\b(?:NOK|lønn|norge|norway|oslo|per år)\b", re.IGNORECASE), "NOK"),
          (re.compile(r"\b(?:DKK|løn|danmark|denmark|måned)\b", re.IGNORECASE), "DKK"))  # fmt: skip
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


def amounts(text: str, stretches: Iterable[tuple[int, int]] | None = None) -> list[Amount]:
    """The figures of `text` in order, at most 60; telephone numbers, "401(k)" and dates are left out.

    `stretches` limits the search to parts of the text, as [start, end).
    """
    found: list[Amount] = []
    for start, end in ((0, len(text)),) if stretches is None else stretches:
        for number in _numbers(text, start, end):
            amount = _amount(text, number)
            if amount is not None:
                found.append(amount)
            if len(found) == _MOST:
                return found
    return found


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
    factor = _factor(scale, suffix["scale"] or "", currency)
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
    if before[-1:] in _SIGNS or before[-3:] in _LAST_LETTERS or before[-2:] in {"rs", "rm", "zł", "kč"}:
        return _BEFORE.search(text, max(0, end - 7), end)
    return None


_SIGNS = frozenset("$€£₹¥₪₩₺₦./r")
_LAST_LETTERS = frozenset({
    "usd", "aud", "cad", "nzd", "sgd", "hkd", "mxn", "brl", "eur", "uro", "ros", "gbp", "jpy", "inr", "chf", "pln",
    "sek", "nok", "dkk", "czk", "huf", "ron", "ils", "aed", "sar", "zar", "uah", "myr", "krw", "try", "pen", "clp",
    "cop", "ars", "qar", "kwd", "omr", "bhd", "thb", "php", "idr", "egp", "ngn", "kes", "mad", "tnd", "bgn", "rsd",
    "isk", "ksh", "shs",
})  # fmt: skip


def _dash(text: str, end: int) -> int:
    """The length of a Swiss or Dutch ",-" behind the figure."""
    return 2 if text[end : end + 2] in {",-", ".-", ".–", ",–"} else 0


def _factor(scale: str, written: str, currency: str) -> float:
    """1 without a scale, 0 for millions: but for small units nobody's base pay, and everybody's funding."""
    if not scale:
        return 1.0
    if scale in _THOUSAND:
        return 1000.0
    if currency in _IN_MILLIONS and scale in _MILLION:
        return 1e6
    return 1.0 if written == "m" else _FACTORS.get(scale, 0.0)


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
    if prefix:
        name = prefix.lastgroup or ""
        code = _GROUPS.get(name, name.upper())
        return (
            _dollar(text, prefix.start())
            if name == "usd" and not suffix["currency"]
            else _suffix_code(text, suffix) or code
        )
    if scale == "t€":
        return "EUR"
    if scale in {"l", "lpa", "lakh", "lakhs", "lac", "lacs", "crore"}:
        return "INR"
    return _suffix_code(text, suffix) or ("JPY" if scale == "万" and not _COUNTS_WHO.match(text, suffix.end()) else "")


def _suffix_code(text: str, suffix: re.Match[str]) -> str:
    written = suffix["currency"]
    if not written:
        return ""
    if written.startswith("kr"):
        return next((code for words, code in _KRONA if words.search(text)), "")
    if written == "$" or written.endswith((" dollars", "Canadian")):
        return _dollar(text, suffix.start("currency"))
    return _CODES.get(written.lower(), written.upper())


def _dollar(text: str, position: int) -> str:
    """A bare "$" is American unless the words beside it are Australian or Canadian."""
    line_end = text.find("\n", position)
    near = text[max(0, position - 40) : position + 60 if line_end < 0 else min(line_end, position + 60)]
    return next((code for words, code in _LOCAL_DOLLAR if words.search(near)), "USD")
