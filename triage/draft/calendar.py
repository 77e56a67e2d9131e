"""An iCalendar file (RFC 5545) → busy times; it is read, and nothing is ever written to it or fetched for it."""

from __future__ import annotations

import math
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
_MOST_A_DAY = 48


def busy_times(path: Path, since: datetime, days: int, zone: str) -> tuple[tuple[datetime, datetime], ...]:
    """When the calendar is busy in the `days` after `since`: events that are neither cancelled nor transparent.

    Days and times without a zone count by `zone`. Raises `ConfigurationError` for a file that cannot be read.
    """
    import icalendar
    import recurring_ical_events

    try:
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        for event in calendar.walk("VEVENT"):
            _bound(event)
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(since, since + timedelta(days=days))
    except OSError as error:
        raise ConfigurationError([f"{path}: replies.calendar cannot be read: {error.strerror or error}"]) from error
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise ConfigurationError([f"{path}: replies.calendar is no iCalendar file: {error}"]) from error
    return tuple(sorted(_span(event, zone) for event in events if _blocks(event)))


def _bound(event: Any) -> None:
    """Anybody can send an invitation: one that repeats each second takes minutes to count, and counts once."""
    rules = event.get("RRULE", [])
    if any(_times_a_day(rule) > _MOST_A_DAY for rule in (rules if isinstance(rules, list) else [rules])):
        del event["RRULE"]


def _times_a_day(rule: Any) -> int:
    """How often it repeats on a day that it falls on, at most (RFC 5545, 3.3.10)."""
    units = [_A_DAY[unit] for unit in map(str.upper, rule.get("FREQ", [])) if unit in _A_DAY]
    within = ("BYMINUTE", "BYSECOND") if units else ("BYHOUR", "BYMINUTE", "BYSECOND")
    return math.prod([*units, *(len(rule[part]) for part in within if part in rule)])


def _blocks(event: Any) -> bool:
    return str(event.get("STATUS", "")) != "CANCELLED" and str(event.get("TRANSP", "")) != "TRANSPARENT"


def _span(event: Any, zone: str) -> tuple[datetime, datetime]:
    start, end = event.start, event.end
    return _moment(start, zone), _moment(end, zone)


def _moment(value: date | datetime, zone: str) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if value.tzinfo is None:
        value = value.replace(tzinfo=ZoneInfo(zone)) if zone else value.astimezone()
    return value.astimezone(UTC)
