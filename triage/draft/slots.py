"""Availability × busy times → three times to talk, on different days within two weeks."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from triage.draft.request import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, time, tzinfo

    from triage.config.availability import Availability, Window

PROPOSALS = 3
#: Slots begin no sooner than this after the mail, and on one of the days after that.
NOTICE = timedelta(hours=20)
DAYS = 14
#: A call needs so much, and no more of a long free stretch is offered.
SHORTEST = timedelta(minutes=30)
LONGEST = timedelta(hours=2)

#: Whether a fixed offset still holds in two weeks is looked up in zones whose summer time begins at different dates.
_CHANGING = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Halifax",
    "America/Santiago", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Europe/Athens", "Africa/Cairo",
    "Asia/Jerusalem", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland",
)  # fmt: skip


def propose(
    availability: Availability, since: datetime, busy: Sequence[tuple[datetime, datetime]] = ()
) -> tuple[Slot, ...]:
    """The first free stretch of each of the next available days after `since` (aware), at most three; the same for the
    same mail whenever it is asked.
    """
    zone = _zone(availability.zone)
    earliest = since.astimezone(zone) + NOTICE
    days = (earliest.date() + timedelta(days=number) for number in range(DAYS))
    found = (_of_day(availability.windows, day, zone, earliest, busy) for day in days)
    return tuple(islice((slot for slot in found if slot is not None), PROPOSALS))


def _zone(name: str) -> tzinfo | None:
    return ZoneInfo(name) if name else None


def _of_day(
    windows: Sequence[Window],
    day: date,
    zone: tzinfo | None,
    earliest: datetime,
    busy: Sequence[tuple[datetime, datetime]],
) -> Slot | None:
    """The longest free stretch of a day, as far as it is offered."""
    free = [
        stretch
        for window in windows
        if window.weekday == day.weekday()
        for stretch in _free(_at(day, window.start, zone), _at(day, window.end, zone), busy)
        if stretch[0] >= earliest and stretch[1] - stretch[0] >= SHORTEST
    ]
    if not free:
        return None
    start, end = max(free, key=lambda stretch: (min(stretch[1] - stretch[0], LONGEST), -stretch[0].timestamp()))
    return Slot(start, min(end, start + LONGEST))


def _at(day: date, clock: time, zone: tzinfo | None) -> datetime:
    return datetime.combine(day, clock, zone) if zone else datetime.combine(day, clock).astimezone()


def _free(
    start: datetime, end: datetime, busy: Sequence[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    """What is left of a stretch, in half hours by the clock."""
    for from_, until in sorted(busy):
        if until <= start or from_ >= end:
            continue
        if from_ > start:
            yield start, _half_hour(from_, up=False)
        start = max(start, _half_hour(until.astimezone(start.tzinfo), up=True))
    if start < end:
        yield start, end


def _half_hour(moment: datetime, *, up: bool) -> datetime:
    past = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    if not past:
        return moment
    return moment - past + (SHORTEST if up else timedelta(0))


def holds_until(offset: timedelta, at: datetime, until: datetime) -> bool:
    """Whether everybody whose clock is at `offset` from UTC now will be so `until` then (summer time may begin)."""
    for name in _CHANGING:
        zone = ZoneInfo(name)
        if at.astimezone(zone).utcoffset() == offset and until.astimezone(zone).utcoffset() != offset:
            return False
    return True


def offset_of(date_header: str) -> timedelta | None:
    """The sender's offset from UTC by a Date header (RFC 5322 section 3.3); None where it says none, or UTC, which many
    servers write whatever the clock on the wall says.
    """
    from email.utils import parsedate_tz

    parsed = parsedate_tz(date_header)
    seconds = parsed[9] if parsed else None
    if not seconds or abs(seconds) > 14 * 3600 or seconds % 900:
        return None
    return timedelta(seconds=seconds)
