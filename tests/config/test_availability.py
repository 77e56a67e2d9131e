from __future__ import annotations

from datetime import time

import pytest

from triage.config.availability import Window, parse_availability


def days(text: str) -> list[int]:
    return [window.weekday for window in parse_availability(text).windows]


def test_the_contracts_example() -> None:
    found = parse_availability("Tue-Thu 16:00-18:00 Europe/Berlin")
    assert found.windows == tuple(Window(day, time(16), time(18)) for day in (1, 2, 3))
    assert found.zone == "Europe/Berlin"
    assert parse_availability("").windows == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, Wed 9-12", [0, 2]),
        ("weekdays 4-6pm America/New_York", [0, 1, 2, 3, 4]),
        ("Fri-Mon 10:00–11:00 UTC", [0, 4, 5, 6]),
        ("Mon 9:00-11:00; Tue and Thu 16:00-18:00 CET", [0, 1, 3]),
        ("Tuesdays and Thursdays 17:00 to 19:00 (Europe/Paris)", [1, 3]),
        ("daily 8.30-9.30", [0, 1, 2, 3, 4, 5, 6]),
        ("weekends 22:00-24:00", [5, 6]),
        ("Tues, Thurs 9:00-10:00, 15:00-16:00", [1, 1, 3, 3]),
    ],
)
def test_ways_to_write_it(text: str, expected: list[int]) -> None:
    assert days(text) == expected


def test_twelve_hour_clocks() -> None:
    assert [
        (w.start.hour, w.end.hour) for w in parse_availability("Mon 11am-1pm, Tue 4-6pm, Wed 12pm-1pm").windows
    ] == [
        (11, 13),
        (16, 18),
        (12, 13),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("whenever", "cannot read"),
        ("Tue afternoon", "cannot read"),
        ("16:00-18:00 Europe/Berlin", "cannot read"),
        ("Tue 16:00-18:00 if it rains", "cannot read"),
        ("Tue 25:00-26:00", "not a time of day"),
        ("Tue 18:00-16:00", "ends before it starts"),
        ("Tuf 16:00-18:00", "cannot read"),
        ("Tuebingen 16:00-18:00", "is not a day"),
        ("Europe/Berlin", "no days and times"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_availability(text)
