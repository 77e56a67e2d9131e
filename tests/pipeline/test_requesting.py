from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories import NOON, a_message, an_opportunity
from triage.config import Configuration, Policy, Replies
from triage.domain import Action, Address, Fact
from triage.pipeline.requesting import Situation, request_for

CONFIGURATION = Configuration(Path("config.toml"), policy=Policy(availability="Tue-Thu 16:00-18:00 Europe/Berlin"))


def offered(situation: Situation | None = None, **changes: object) -> list[str]:
    request = request_for(CONFIGURATION, a_message(**changes), an_opportunity(), Action.ACCEPT, situation)
    return [f"{slot.start:%d %b}" for slot in request.slots]


def test_times_are_counted_from_when_the_mail_came() -> None:
    expected = ["03 Mar", "04 Mar", "05 Mar"]
    assert offered() == expected
    for hours in (0, 1, 20):
        assert offered(Situation(NOON, NOON + timedelta(hours=hours))) == expected
    assert offered(Situation(NOON + timedelta(days=2))) == ["05 Mar", "10 Mar", "11 Mar"]


def test_a_talk_that_is_wanted_next_week_is_offered_then() -> None:
    assert offered(text="Could we talk next week?") == ["10 Mar", "11 Mar", "12 Mar"]


def test_no_time_that_is_past_is_offered() -> None:
    assert offered(Situation(NOON, NOON + timedelta(days=30))) == ["02 Apr", "07 Apr", "08 Apr"]


def test_without_any_date_none_is_offered() -> None:
    assert offered(date=None) == []


@pytest.mark.parametrize("action", [Action.ASK, Action.DECLINE])
def test_only_an_accept_offers_times(action: Action) -> None:
    assert request_for(CONFIGURATION, a_message(), an_opportunity(), action).slots == ()


@pytest.mark.parametrize(
    ("missing", "asked"),
    [
        ((Fact.PAY, Fact.EMPLOYMENT), (Fact.PAY,)),
        ((Fact.LOCATION, Fact.COMPANY), (Fact.COMPANY, Fact.LOCATION)),
        ((Fact.EMPLOYMENT,), (Fact.EMPLOYMENT,)),
        ((), ()),
    ],
)
def test_what_is_stated_is_never_asked_for(missing: tuple[Fact, ...], asked: tuple[Fact, ...]) -> None:
    request = request_for(CONFIGURATION, a_message(), an_opportunity(missing=missing), Action.ASK)
    assert request.questions == asked


def test_a_relay_is_told_from_a_mailbox() -> None:
    assert request_for(
        CONFIGURATION, a_message(from_=Address("Kim", "hit-reply@linkedin.com")), an_opportunity(), Action.ACCEPT
    ).relay
    assert not request_for(CONFIGURATION, a_message(), an_opportunity(), Action.ACCEPT).relay


def test_a_busy_calendar_is_looked_into(tmp_path: Path) -> None:
    calendar = tmp_path / "me.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;VALUE=DATE:20260303\r\nDTEND;VALUE=DATE:20260305\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    configuration = replace(CONFIGURATION, replies=Replies(calendar=calendar))
    request = request_for(configuration, a_message(), an_opportunity(), Action.ACCEPT)
    assert [f"{slot.start:%d %b}" for slot in request.slots] == ["05 Mar", "10 Mar", "11 Mar"]
