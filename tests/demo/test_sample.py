"""The sample mailbox is whole mail, its gold is complete and says only what the messages say."""

from __future__ import annotations

import email.policy
import re
from collections import Counter
from email import message_from_bytes
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from imapclient import IMAPClient

from triage import config
from triage.demo import sample
from triage.demo.server import DemoServer
from triage.domain import Employment, Kind, Level, Period, Suggestion, WarningCode, Workplace

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

GOLD = sample.gold()
MESSAGES = sample.messages()
COUNTRIES = {
    "Spain": "España",
    "Poland": "Polski",
    "European Union": "EU",
}  # countries are given in English (contract, section 4)
ROLE_FIELDS = {
    *("title", "company", "agency", "recruiter", "locations"),
    *("workplace", "salary", "seniority", "employment", "skills"),
}


def read(octets: bytes) -> EmailMessage:
    return message_from_bytes(octets, policy=email.policy.default)


def words_of(message: EmailMessage) -> str:
    """Everything a reader sees: sender, subject and text."""
    body = message.get_body(("plain", "html"))
    assert body is not None
    return f"{message['from']} {message['subject']} {body.get_content()}".casefold()


@pytest.mark.parametrize(
    ("gold", "delivered"), list(zip(GOLD, MESSAGES, strict=True)), ids=[one["file"] for one in GOLD]
)
class TestEachMessage:
    def test_it_is_whole_mail(self, gold: dict[str, Any], delivered: Any) -> None:
        message = read(delivered.octets)
        assert not [part.defects for part in message.walk() if part.defects]
        assert message["message-id"]
        assert message["date"].datetime
        assert not re.search(rb"[^\x00-\x7f]", delivered.octets.partition(b"\n\n")[0]), "headers are ASCII"
        addresses = re.findall(rb"[\w.+-]+@([\w.-]+\w)", delivered.octets)
        assert all(re.search(rb"(\.example|example\.org|linkedin\.com)$", domain) for domain in addresses), gold["file"]

    def test_its_gold_speaks_the_contract(self, gold: dict[str, Any], delivered: Any) -> None:
        role, salary = gold["role"], gold["role"]["salary"]
        assert set(role) == ROLE_FIELDS
        assert {gold["kind"], *gold.get("kind_also", ())} <= set(Kind)
        assert {gold["verdict"], *gold.get("verdict_also", ())} <= set(Suggestion)
        assert set(gold["warnings"]) <= set(WarningCode)
        assert role["workplace"] in {None, *Workplace}
        assert role["seniority"] in {None, *Level}
        assert role["employment"] in {None, *Employment}
        assert salary is None or (
            set(salary) == {"min", "max", "currency", "period"} and salary["period"] in set(Period)
        )
        assert delivered.internal_date.tzinfo

    def test_its_gold_is_in_the_message(self, gold: dict[str, Any], delivered: Any) -> None:
        seen = words_of(read(delivered.octets))
        stated = [gold["role"][name] for name in ("company", "recruiter")] + gold["role"]["locations"]
        stated = [COUNTRIES.get(value, value) for value in stated]
        assert all(value.casefold() in seen for value in stated if value)
        assert gold["role"]["agency"] is None or gold["role"]["agency"].split()[0].casefold() in seen
        assert all(word in seen for word in (gold["role"]["title"] or "").casefold().split())


def test_every_kind_and_language_is_there() -> None:
    assert Counter(one["kind"] for one in GOLD) >= Counter(dict.fromkeys(Kind, 3))
    assert {one["language"] for one in GOLD} == {"de", "en", "es", "fr", "nl", "pl"}
    assert {one["verdict"] for one in GOLD} == {"accept", "ask", "decline", "none"}


def test_only_offers_get_a_verdict() -> None:
    assert all((one["verdict"] == "none") is (one["kind"] != Kind.OUTREACH) for one in GOLD)


def test_the_messages_came_in_order() -> None:
    assert all(first.internal_date < second.internal_date for first, second in pairwise(MESSAGES))


def test_the_configuration_is_for_the_server(tmp_path: Path) -> None:
    with DemoServer(MESSAGES) as server:
        file = tmp_path / "config.toml"
        file.write_text(sample.configuration(server.port), encoding="utf-8")
        (account,) = config.load(file).accounts
        client = IMAPClient(account.host, port=account.port, ssl=False, timeout=5)
        client.login(account.user, account.password_command.removeprefix("echo "))
        assert client.select_folder(account.mailboxes[0], readonly=True)[b"EXISTS"] == len(GOLD)
        client.logout()
