from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from triage.config.availability import parse_availability
from triage.draft.calendar import busy_times
from triage.draft.slots import holds_until, offset_of, propose
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = parse_availability("Tue-Thu 16:00-18:00 Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def said(text: str = "", since: datetime = MONDAY, busy: tuple[tuple[datetime, datetime], ...] = ()) -> list[str]:
    slots = propose(parse_availability(text) if text else BERLIN, since, busy)
    return [f"{slot.start:%a %d %H:%M}-{slot.end:%H:%M}" for slot in slots]


def test_three_days_are_offered() -> None:
    assert said() == ["Tue 03 16:00-18:00", "Wed 04 16:00-18:00", "Thu 05 16:00-18:00"]


def test_the_next_hours_are_left_alone() -> None:
    assert said(since=MONDAY + timedelta(hours=13))[0] == "Wed 04 16:00-18:00"


def test_busy_times_are_left_out_by_the_half_hour() -> None:
    tuesday = datetime(2026, 3, 3, 14, 50, tzinfo=UTC), datetime(2026, 3, 3, 15, 40, tzinfo=UTC)  # 15:50-16:40 there
    wednesday = datetime(2026, 3, 4, 0, 0, tzinfo=UTC), datetime(2026, 3, 5, 0, 0, tzinfo=UTC)
    assert said(busy=(wednesday, tuesday)) == ["Tue 03 17:00-18:00", "Thu 05 16:00-18:00", "Tue 10 16:00-18:00"]


def test_a_long_day_is_offered_in_part_and_a_full_one_not() -> None:
    assert said("Mon-Fri 09:00-17:00 UTC")[0] == "Tue 03 09:00-11:00"
    always = (MONDAY - timedelta(days=1), MONDAY + timedelta(days=40))
    assert said(busy=(always,)) == []


def test_summer_time_begins_between_mail_and_slot() -> None:
    slots = propose(BERLIN, datetime(2026, 3, 27, 12, 0, tzinfo=UTC))
    assert [slot.start.utcoffset() for slot in slots] == [timedelta(hours=2)] * 3
    assert slots[0].start == datetime(2026, 3, 31, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "hours"),
    [
        ("Mon, 2 Mar 2026 09:12:00 -0500", -5.0),
        ("Mon, 2 Mar 2026 09:12:00 +0530", 5.5),
        ("Mon, 2 Mar 2026 09:12:00 +0000", None),
        ("Mon, 2 Mar 2026 09:12:00 -0000", None),
        ("Mon, 2 Mar 2026 09:12:00 +9900", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_senders_offset_is_that_of_the_date_header(header: str, hours: float | None) -> None:
    assert offset_of(header) == (None if hours is None else timedelta(hours=hours))


def test_an_offset_that_will_change_is_not_counted_with() -> None:
    """New York has summer time from 8 March on, Kolkata never."""
    assert not holds_until(timedelta(hours=-5), MONDAY, MONDAY + timedelta(days=8))
    assert holds_until(timedelta(hours=-5), MONDAY, MONDAY + timedelta(days=2))
    assert holds_until(timedelta(hours=5.5), MONDAY, MONDAY + timedelta(days=30))


CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Berlin:20260106T160000
DTEND;TZID=Europe/Berlin:20260106T170000
RRULE:FREQ=WEEKLY
SUMMARY:Team
END:VEVENT
BEGIN:VEVENT
UID:2@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260304
DTEND;VALUE=DATE:20260305
SUMMARY:Away
END:VEVENT
BEGIN:VEVENT
UID:3@example.org
DTSTAMP:20260101T000000Z
DTSTART:20260305T150000Z
DTEND:20260305T170000Z
TRANSP:TRANSPARENT
SUMMARY:Birthday
END:VEVENT
BEGIN:VEVENT
UID:4@example.org
DTSTAMP:20260101T000000Z
DTSTART:20260305T150000Z
DTEND:20260305T170000Z
STATUS:CANCELLED
SUMMARY:Lunch
END:VEVENT
END:VCALENDAR
"""


def test_a_calendar_says_when_one_is_busy(tmp_path: Path) -> None:
    file = tmp_path / "me.ics"
    file.write_text(CALENDAR.replace("\n", "\r\n"))
    busy = busy_times(file, MONDAY, 16, "Europe/Berlin")
    assert said(busy=busy) == ["Tue 03 17:00-18:00", "Thu 05 16:00-18:00", "Tue 10 17:00-18:00"]


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("FREQ=SECONDLY", "Tue 03 16:00-18:00"),
        (f"FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))};BYSECOND=1,2,3", "Tue 03 16:00-18:00"),
        ("FREQ=HOURLY;BYHOUR=9,10,11,12,13,14,15,16", "Tue 03 17:00-18:00"),
    ],
)
def test_an_event_that_repeats_all_the_time_is_not_counted_through(tmp_path: Path, rule: str, first: str) -> None:
    file = tmp_path / "me.ics"
    file.write_text(CALENDAR.replace("FREQ=WEEKLY", rule).replace("20260106T", "20200107T"))
    began = time.perf_counter()
    assert said(busy=busy_times(file, MONDAY, 16, "Europe/Berlin"))[0] == first
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize("text", ["", "no calendar", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:tomorrow\n"])
def test_a_broken_calendar_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "me.ics"
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=r"me\.ics: replies\.calendar"):
        busy_times(file, MONDAY, 16, "Europe/Berlin")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        busy_times(tmp_path / "none.ics", MONDAY, 16, "Europe/Berlin")
