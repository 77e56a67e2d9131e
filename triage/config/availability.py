"""`policy.availability`, "Tue-Thu 16:00-18:00 Europe/Berlin", as weekly windows in a time zone.

Several windows stand beside one another: "Mon 9:00-11:00, Tue-Thu 16:00-18:00 Europe/Berlin". Days are English names,
their first three letters, or `weekdays`, `daily`, `weekends`; times are 24-hour, or have am and pm.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_GROUPS = {"weekdays": range(5), "weekends": range(5, 7), "daily": range(7), "every day": range(7)}
# Compiled when needed: a configuration is read by every command.
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_DAY_LIST = rf"(?:{_DAY}(?:\s*(?:[-–]|to)\s*{_DAY})?|weekdays|weekends|daily|every day)"
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:am|pm|h|uhr)?"
_HOURS = rf"{_CLOCK}\s*(?:[-–]|to)\s*{_CLOCK}"
_ALSO = r"\s*(?:,|/|&|and)\s*"
_WINDOW = rf"(?P<days>{_DAY_LIST}(?:{_ALSO}{_DAY_LIST})*):?\s+(?P<times>{_HOURS}(?:{_ALSO}{_HOURS})*)"
_ZONE = r"(?P<zone>[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_+-]+)+|UTC|GMT|CET|EET|WET)"
_SPAN = rf"({_CLOCK})\s*(?:[-–]|to)\s*({_CLOCK})"

EXPECTED = 'write days, times and a zone, such as "Tue-Thu 16:00-18:00 Europe/Berlin"'


@dataclass(frozen=True, slots=True)
class Window:
    """Some hours of one weekday (0 is Monday)."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Availability:
    """When the user can talk: weekly windows by the clock of `zone` (IANA; "" is that of this computer)."""

    windows: tuple[Window, ...] = ()
    zone: str = ""


def parse_availability(text: str) -> Availability:
    """The windows of such a text; of an empty one, none. Raises `ValueError`, which says what is wrong."""
    text = text.strip()
    zone = re.search(rf"(?:^|[\s(]){_ZONE}\)?$", text)
    rest = (text[: zone.start()] if zone else text).strip(" ,;(")
    windows: list[Window] = []
    while rest:
        found = re.match(_WINDOW, rest, re.IGNORECASE)
        if found is None:
            raise ValueError(f"cannot read {_shown(rest)}: {EXPECTED}")
        windows += _windows(found["days"], found["times"])
        rest = _after(rest, found.end())
    if text and not windows:
        raise ValueError(f"no days and times in {_shown(text)}: {EXPECTED}")
    return Availability(tuple(dict.fromkeys(windows)), zone["zone"] if zone else "")


def _after(text: str, position: int) -> str:
    """What follows a window; it must be set off from it."""
    following = re.match(r"\s*(?:[,;]|and\b|$)\s*", text[position:], re.IGNORECASE)
    if following is None:
        raise ValueError(f"cannot read {_shown(text[position:].strip())}: {EXPECTED}")
    return text[position + following.end() :]


def _windows(days: str, times: str) -> list[Window]:
    spans = [(_clock(start, end), _clock(end, "")) for start, end in re.findall(_SPAN, times, re.IGNORECASE)]
    for start, end in spans:
        if start >= end:
            raise ValueError(f"{start:%H:%M}-{end:%H:%M} ends before it starts")
    return [Window(day, start, end) for day in _weekdays(days.lower()) for start, end in spans]


def _weekdays(text: str) -> list[int]:
    found: list[int] = []
    for piece in re.split(r"\s*(?:,|/|&|\band\b)\s*", text):
        if piece in _GROUPS:
            found += _GROUPS[piece]
            continue
        first, *last = (_weekday(name) for name in re.split(r"\s*(?:[-–]|\bto\b)\s*", piece))
        found += [(first + step) % 7 for step in range(((last or [first])[0] - first) % 7 + 1)]
    return sorted(dict.fromkeys(found))


def _weekday(name: str) -> int:
    known = [number for number, day in enumerate(_DAYS) if day.startswith(name.removesuffix("s"))]
    if not known and name not in {"tues", "thurs"}:
        raise ValueError(f"{_shown(name)} is not a day: {EXPECTED}")
    return known[0] if known else ("tues", "thurs").index(name) * 2 + 1


def _clock(text: str, end: str) -> time:
    """A time of day; "4-6pm" has its half of the day only once, and 24:00 is the last minute."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|h|uhr)?", text.strip().lower())
    assert found is not None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = found[3] or next(iter(re.findall(r"am|pm", end.lower())), "")
    if half in {"am", "pm"} and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        return time(23, 59)
    if hour > 23 or minute > 59:
        raise ValueError(f"{text.strip()} is not a time of day")
    return time(hour, minute)


def _shown(text: str) -> str:
    return f'"{text[:40]}…"' if len(text) > 40 else f'"{text}"'
