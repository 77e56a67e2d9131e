"""What one message says, all told."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.factories import a_message
from triage.domain import Fact, Kind, MessageRef, RawMessage, Role, WarningCode
from triage.parse import parse
from triage.understand import Reader, understand

if TYPE_CHECKING:
    from triage.domain import Message

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "kind_dev.jsonl.gz"
READER = Reader.load(frozenset({"Dana@example.org"}), "mx.example.org")
OFFER = """Hi Dana,

I came across your profile and I am looking for a Senior Backend Engineer for Northlight Systems in Berlin. The salary
is 85,000 to 100,000 EUR a year, hybrid, permanent. Would you be open to a short call this week?

Best regards
Kim Lee
Talent Partner, Northlight Systems"""


def message(headers: str, text: str = OFFER) -> Message:
    octets = f"{headers}\nTo: dana@example.org\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()
    return parse(RawMessage(MessageRef("t", "INBOX", 1, 1), None, octets, len(octets)))


def test_an_offer() -> None:
    found = understand(message("From: Kim Lee <kim.lee@northlight.example>\nSubject: Senior Backend Engineer"), READER)
    assert found.kind is Kind.OUTREACH
    assert found.language == "en"
    assert found.role.locations == ("Berlin",)
    assert (found.replyable, found.not_replyable_because) == (True, "")
    assert [warning.code for warning in found.warnings] == [WarningCode.AUTH_UNVERIFIED]
    assert [kind for kind, _ in found.kind_probability] == list(Kind)
    assert math.fsum(probability for _, probability in found.kind_probability) == pytest.approx(1, abs=1e-12)


def test_what_is_surely_no_offer_states_no_role() -> None:
    newsletter = message(
        "From: Clinker Weekly <news@clinker.example>\nSubject: Issue 41\nList-Unsubscribe: <mailto:u@clinker.example>",
        "This week in kilns: our reporter Ana Posada, Process Engineer at Acme in Leeds until 2019, on how glazes\ncame"
        " to cost GBP 900 a year. Read more: https://clinker.example/41\n\nYou get this since you subscribed.\n",
    )
    found = understand(newsletter, READER)
    assert (found.kind, found.role) == (Kind.NEWSLETTER, Role())
    assert found.missing == tuple(Fact)
    friend = message("From: Robin Vane <robin@vane.example>", "It pays GBP 900 a year, in Leeds.")
    assert understand(friend, READER).role.salary  # too few words to be sure of anything


def test_a_digest_of_several_jobs_means_none_of_them() -> None:
    headers = "From: Job Alerts <alerts@jobboard.example>\nSubject: {}\nList-Unsubscribe: <https://jobboard.example/u>"
    jobs = "Data Engineer | Acme | Leeds | GBP 50,000\nBI Developer | Bolt | York | GBP 45,000\n\n"
    ending = "View all jobs. You get this alert since you saved a search. Unsubscribe."
    several = understand(message(headers.format("2 new jobs for you"), f"New jobs for you:\n\n{jobs}{ending}"), READER)
    assert (several.kind, several.role) == (Kind.ALERT, Role())
    one = f"New job for you:\n\n{jobs.partition('BI')[0]}\n{ending}"
    assert understand(message(headers.format("1 new job for you"), one), READER).role.locations == ("Leeds",)


def test_an_offer_through_a_sourcing_tool_is_replyable_and_one_from_a_list_is_not() -> None:
    tool = (
        "From: Kim Lee <kim.lee@northlight.example>\nList-Unsubscribe: <mailto:x@northlight.example>\nPrecedence: bulk"
    )
    assert understand(message(tool), READER).replyable
    listed = understand(message(f"{tool}\nList-Id: <jobs.example>"), READER)
    assert (listed.replyable, listed.not_replyable_because) == (False, "it came through a mailing list")


def test_a_scam_is_not_replyable_even_when_authenticated() -> None:
    text = (
        "Congratulations! You have been selected for a remote data entry job, no experience needed, $45 per hour.\n"
        "The interview is held via Telegram: add @manager_hr to start. Then pay a refundable registration fee of $50."
    )
    headers = "From: HR <hr.dept@gmail.com>\nAuthentication-Results: mx.example.org; dmarc=pass"
    found = understand(message(headers, text), READER)
    assert found.kind is Kind.SCAM
    assert not found.replyable
    assert [warning.code.value for warning in found.warnings] == [
        "free_mail_sender", "messaging_app_redirect", "asks_money", "too_good_pay",
    ]  # fmt: skip


def test_the_same_message_gives_the_same_answer() -> None:
    mail = message("From: Kim <kim@example.com>")
    assert understand(mail, READER) == understand(mail, READER)


@pytest.mark.parametrize("text", ["", "\n" * 5000, "a" * 60000, "\u202e\x00\x1b[31m", "日本語" * 1000, "!" * 50000])
def test_any_text_is_understood(text: str) -> None:
    assert understand(message("From: \nSubject: ", text), READER).kind in Kind


@pytest.mark.shared
def test_real_messages() -> None:
    if not SHARED.exists():
        pytest.skip("../shared/data is not here")
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    offers = [row for row in rows if row["label"] == "recruiter_outreach"]
    found = [
        understand(message(f"Subject: {(row['subject'] or '').strip()[:200]}", row["text"]), READER) for row in offers
    ]
    assert sum(item.kind is Kind.OUTREACH for item in found) >= len(offers) // 2
    assert not any(item.kind is Kind.SCAM for item in found)


@pytest.mark.parametrize(
    "header",
    [
        ("return-path", "<>"),
        ("x-failed-recipients", "kim@agency.example"),
        ("content-type", "multipart/report; report-type=delivery-status"),
        ("x-autoreply", "yes"),
    ],
)
def test_what_a_mail_system_wrote_offers_nothing_whatever_it_quotes(header: tuple[str, str]) -> None:
    plain = understand(a_message(text=OFFER), Reader.load(frozenset(), ""))
    bounced = understand(a_message(text=OFFER, headers=(header,)), Reader.load(frozenset(), ""))
    assert plain.kind is Kind.OUTREACH
    assert dict(bounced.kind_probability)[Kind.OUTREACH] == dict(bounced.kind_probability)[Kind.SCAM] == 0
    assert sum(chance for _, chance in bounced.kind_probability) == pytest.approx(1)
    own = understand(a_message(text=OFFER), Reader.load(frozenset({"kim@agency.example"}), ""))
    assert own.kind is not Kind.OUTREACH
