"""What an engine makes of a message, and what it leaves undone where nothing of it would be kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories import DANA, a_message, an_opportunity
from triage.config import Configuration
from triage.domain import Address, Kind, Opportunity, Suggestion
from triage.pipeline.engine import UNWEIGHED, Engine
from triage.understand.role import forwarded_from


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine.load(Configuration(path=Path("config.toml")))


def test_what_is_no_offer_is_weighed_only_where_that_is_shown(engine: Engine) -> None:
    newsletter = an_opportunity(
        kind=Kind.NEWSLETTER, kind_probability=((Kind.OUTREACH, 0.01), (Kind.NEWSLETTER, 0.99)), replyable=False
    )
    shown, kept = (engine.assess(a_message(), newsletter, keep=keep) for keep in (False, True))
    assert shown.verdict == kept.verdict
    assert shown.verdict.suggestion is Suggestion.NONE
    assert shown.score.contributions
    assert (shown.score.model_id, kept.score.model_id) == (engine.model.model_id, UNWEIGHED)


@pytest.mark.parametrize(
    "changes", [{}, {"kind": Kind.SCAM}, {"replyable": False, "not_replyable_because": "it is bulk"}]
)
def test_what_is_shown_is_weighed(engine: Engine, changes: dict[str, object]) -> None:
    assessment = engine.assess(a_message(), an_opportunity(**changes), keep=True)
    assert assessment.verdict.suggestion is not Suggestion.NONE
    assert assessment.score.model_id == engine.model.model_id
    assert assessment.score.gist is not None


OFFER = """---------- Forwarded message ---------
From: Kim Lee <kim@acme.example>
Subject: Senior Backend Engineer

Hi Robin, I am hiring a Senior Backend Engineer at Acme in Berlin, permanent, 100k EUR.

Kim
"""


def test_a_forwarded_offer_is_no_offer_of_who_forwards_it(engine: Engine) -> None:
    friend = Address("Robin Marsh", "robin.marsh@mail.example")
    forwarded = a_message(
        from_=friend, subject="Fwd: Senior Backend Engineer", text="Maybe for you?\n\nRobin\n", quoted=OFFER
    )
    understood = engine.understand(forwarded)
    assert isinstance(understood, Opportunity)
    assert (understood.kind, understood.forwarded_from) == (Kind.OUTREACH, "Kim Lee")
    verdict = engine.assess(forwarded, understood).verdict
    assert verdict.suggestion is Suggestion.HOLD
    assert verdict.why == "Forwarded from Kim Lee: look whom to answer."


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (Address("Kim Lee", "kim.lee@mail.example"), "Fwd: Senior Backend Engineer"),  # a mail of their own
        (Address("Robin Marsh", "robin@acme.example"), "Fwd: Senior Backend Engineer"),  # a colleague's
        (Address("Robin Marsh", "robin@other.example"), "Re: Senior Backend Engineer"),
    ],
)
def test_who_sends_the_offer_makes_it(sender: Address, subject: str) -> None:
    assert forwarded_from(a_message(from_=sender, subject=subject, text="See below.", quoted=OFFER)) == ""


def test_a_mail_of_the_user_that_is_sent_back_is_no_strangers() -> None:
    quoted = f"From: {DANA.display_name} <dana@elsewhere.example>\nSubject: Hello\n\nI look for work."
    assert forwarded_from(a_message(subject="Fwd: Hello", quoted=quoted)) == ""
