"""Reads the Date header as it is really written (RFC 5322 sections 3.3 and 4.3, asctime, ISO 8601)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTHS |= {"mrz": 3, "mai": 5, "okt": 10, "dez": 12}
#: Minutes east of UTC. RFC 5322 section 4.3 gives the American ones; the European are in wide use. The letters of the
#: military zones, and every other name, count as UTC, as the RFC asks.
_ZONES = {"EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420}
_ZONES |= {"CET": 60, "MET": 60, "BST": 60, "CEST": 120, "MEST": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540}

_TIME = r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([AaPp][Mm]\b)?"
_ZONE = r"\s*(?:[A-Za-z]{1,5}(?=[+-]\d))?([+-]\d{1,2}:?\d{2}|[A-Za-z]{1,5}\b)?"
_RFC5322 = re.compile(r"(\d{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s,-]+(\d{2,4})[\s,]+" + _TIME + _ZONE)
_ASCTIME = re.compile(r"([A-Za-z]{3})[a-z]*\s+(\d{1,2}),?\s+" + _TIME + r"\s*([+-]\d{4}|[A-Z]{1,5})?\s+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T\s]+" + _TIME + _ZONE)


def read_date(text: str) -> datetime | None:
    """The time in UTC, or None if it cannot be read or cannot be true (before 1971, after 2100)."""
    text = text[:200]
    if match := _RFC5322.search(text):
        day, month_name, year, *clock, zone = match.groups()
        return _utc(_year(year), _MONTHS.get(month_name.lower(), 0), int(day), clock, zone)
    if match := _ASCTIME.search(text):
        month_name, day, *clock, zone, year = match.groups()
        return _utc(int(year), _MONTHS.get(month_name.lower(), 0), int(day), clock, zone)
    if match := _ISO.search(text):
        year, month, day, *clock, zone = match.groups()
        return _utc(int(year), int(month), int(day), clock, zone)
    return None


def _year(digits: str) -> int:
    """Two- and three-digit years by RFC 5322 section 4.3."""
    year = int(digits)
    if len(digits) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(digits) == 3 else year


def _utc(year: int, month: int, day: int, clock: list[str | None], zone: str | None) -> datetime | None:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3].lower() == "pm" else 0)
    try:
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        time = local - timedelta(minutes=_minutes_east(zone))
    except (ValueError, OverflowError):
        return None
    return time if 1971 <= time.year <= 2100 else None


def _minutes_east(zone: str | None) -> int:
    if not zone:
        return 0
    if zone[0] not in "+-":
        return _ZONES.get(zone.upper(), 0)
    digits = zone[1:].replace(":", "").rjust(4, "0")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes >= 24 * 60:
        return 0
    return -minutes if zone[0] == "-" else minutes
