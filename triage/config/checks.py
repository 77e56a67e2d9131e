"""What a single value of the configuration must look like: addresses, hosts, languages, currencies, times."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from triage.config.table import did_you_mean, filled_line, one_line, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _codes(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


#: ISO 639-1.
LANGUAGES = _codes(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo "
    "es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka "
    "kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng "
    "nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su "
    "sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)

#: ISO 4217, currencies in circulation.
CURRENCIES = _codes(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)

_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN", "kr": "SEK", "fr": "CHF"}
# Compiled when needed: at import they would cost each command 0.7 ms.
_ADDRESS = r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+"
_ZONE = r"\b[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_-]+)+\b"


def same(one: str, other: str) -> bool:
    """Whether two words of the configuration are one, however they are written."""
    return one.strip().casefold() == other.strip().casefold()


def wanted_and_avoided(want: Iterable[str], avoid: Sequence[str]) -> list[str]:
    """What is wrong with each word that is wanted and avoided."""
    both = (word for word in want if any(same(word, other) for other in avoid))
    return [f"{word!r} cannot be wanted and avoided at once" for word in both]


def address(value: str) -> str:
    """Check: one bare addr-spec (RFC 5322 section 3.4.1), without a display name."""
    return "" if re.fullmatch(_ADDRESS, value) else f"{quoted(value)} is not a mail address such as dana@example.org"


def language(value: str) -> str:
    """Check: an ISO 639-1 code."""
    if value in LANGUAGES:
        return ""
    near = value.lower()[:2]
    hint = f"did you mean {near}?" if near in LANGUAGES else "an ISO 639-1 code such as en or de"
    return f"unknown language {quoted(value)} ({hint})"


def currency(value: str) -> str:
    """Check: an ISO 4217 code."""
    if value in CURRENCIES:
        return ""
    upper = _SYMBOLS.get(value.strip().lower(), value.strip().upper()[:3])
    hint = f"did you mean {upper}?" if upper in CURRENCIES else "an ISO 4217 code such as EUR or USD"
    return f"unknown currency {quoted(value)} ({hint})"


def host(value: str) -> str:
    """Check: a host name or address alone, without scheme, port or path."""
    if "://" in value or "/" in value:
        return f"must be a host name alone, not {quoted(value)}"
    if value.count(":") == 1:
        return f"must not hold a port: write port = {value.rpartition(':')[2] or 993} instead"
    return f"{quoted(value)} is not a host name" if re.search(r"[\s@]", value) else filled_line(value)


def account_name(value: str) -> str:
    """Check: a name that can be typed after --account and shown in a table."""
    if len(value) > 64 or value != value.strip() or value.startswith("-"):
        return "must be at most 64 characters, without spaces around it or a dash before it"
    return filled_line(value)


def word(value: str) -> str:
    """Check: something without spaces."""
    return "must not hold spaces" if re.search(r"\s", value) else filled_line(value)


def clock(value: str) -> str:
    """Check: a time of day in hours and minutes."""
    fits = re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value)
    return "" if fits else f'must be a time of day such as "07:00", not {quoted(value)}'


def availability(value: str) -> str:
    """Check: weekly windows and a zone, as `parse_availability` reads them."""
    from triage.config.availability import parse_availability

    if wrong := one_line(value):
        return wrong
    if len(value) > 200:
        return "must be at most 200 characters"
    try:
        parse_availability(value)
    except ValueError as error:
        return _zone(value) or str(error)
    return _zone(value)


def _zone(value: str) -> str:
    found = re.search(_ZONE, value)
    if found is None or Path("/usr/share/zoneinfo", found.group()).is_file():  # zoneinfo costs 3 ms to import
        return ""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        ZoneInfo(found.group())
    except (ZoneInfoNotFoundError, ValueError):
        zones = sorted(available_timezones())  # empty where no time zone data is installed: then nothing can be said
        return f"unknown time zone {found.group()} ({_zone_hint(found.group(), zones)})" if zones else ""
    return ""


def _zone_hint(given: str, zones: list[str]) -> str:
    return did_you_mean(given, zones) if did_you_mean(given, zones).startswith("did") else "such as Europe/Berlin"
