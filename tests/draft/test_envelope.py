from __future__ import annotations

import pytest

from tests.factories import DANA, a_message
from triage.config import Me
from triage.domain import Address, Kind, Opportunity, Role
from triage.draft.envelope import identity, recipient, subject_line
from triage.understand.trust import sender_warnings

ME = Me(name="Dana Whitfield", addresses=("dana@example.org", "dw@example.org"))
FROM = "kim@agency.example.com"


@pytest.mark.parametrize(
    ("from_", "reply_to", "answered"),
    [
        (FROM, (), FROM),
        (FROM, (FROM,), FROM),
        (FROM, ("kim.lee@agency.example.com",), "kim.lee@agency.example.com"),  # another mailbox of the same domain
        (FROM, ("kim@jobs.agency.example.com",), "kim@jobs.agency.example.com"),  # a subdomain
        ("kim@mail.agency-example.com", ("kim@agency-example.com",), "kim@agency-example.com"),  # the domain above
        ("kim@agency-one.com", ("kim@agency-two.com",), "kim@agency-one.com"),  # another domain
        ("kim@agency-one.com", ("kim@gmail.com",), "kim@agency-one.com"),  # free mail
        ("kim@agency-one.co.uk", ("kim@agency-two.co.uk",), "kim@agency-one.co.uk"),  # only the public suffix is shared
        (
            "kim@agency-one.com",
            ("kim@agency-one.com.evil.net",),
            "kim@agency-one.com",
        ),  # looks like it at its beginning
        ("kim@agency-one.com", ("",), "kim@agency-one.com"),  # nothing there
        (
            "kim@agency-one.com",
            ("kim@agency-two.com", "kim@agency-one.com"),
            "kim@agency-one.com",
        ),  # one of two foreign
        ("hit-reply@linkedin.com", ("hit-reply@linkedin.com",), "hit-reply@linkedin.com"),  # a relay
    ],
)
def test_a_reply_goes_to_reply_to_within_the_senders_domain_else_to_from(
    from_: str, reply_to: tuple[str, ...], answered: str
) -> None:
    message = a_message(from_=Address("Kim Lee", from_), reply_to=tuple(Address("", each) for each in reply_to))
    warnings = sender_warnings(message, Kind.OUTREACH, Role(), "")
    opportunity = Opportunity(Kind.OUTREACH, (), "en", Role(), (), warnings, replyable=True, not_replyable_because="")
    assert recipient(message, opportunity) == Address("Kim Lee", answered)


@pytest.mark.parametrize(
    ("to", "headers", "own"),
    [
        ("DW@example.org", (), "dw@example.org"),
        ("dw+jobs@example.org", (), "dw@example.org"),
        ("list@example.com", (("delivered-to", "<dw@example.org>"),), "dw@example.org"),
        ("list@example.com", (), "dana@example.org"),
    ],
)
def test_the_reply_comes_from_the_address_written_to(to: str, headers: tuple[tuple[str, str], ...], own: str) -> None:
    assert identity(a_message(to=(Address("", to),), headers=headers), ME) == Address(DANA.display_name, own)


@pytest.mark.parametrize(
    ("subject", "reply"),
    [("Role", "Re: Role"), ("Re: RE: re[2]: Role", "Re: Role"), ("AW: Stelle", "Re: AW: Stelle"), ("", "Re:")],
)
def test_a_subject_keeps_what_threads_go_by(subject: str, reply: str) -> None:
    assert subject_line(subject) == reply
