"""triage.config.providers: providers by address, by name, and servers of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from triage.config.providers import PROVIDERS, plain_hosts, provider_called, provider_of

DOCUMENTED = Path(__file__).parents[2] / "docs" / "mail-providers.md"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("dana@gmail.com", "imap.gmail.com"),
        ("Dana@GoogleMail.com", "imap.gmail.com"),
        ("dana@outlook.com", "outlook.office365.com"),
        ("dana@fastmail.fm", "imap.fastmail.com"),
        ("dana@me.com", "imap.mail.me.com"),
        ("dana@yahoo.co.uk", "imap.mail.yahoo.com"),
        ("dana@yahoo.com.br", "imap.mail.yahoo.com"),
        ("dana@yahoo.co.jp", None),
        ("dana@yahoo.example", None),
        ("dana@hotmail.es", "outlook.office365.com"),
        ("dana@posteo.uk", "posteo.de"),
        ("dana@gmx.de", "imap.gmx.net"),
        ("dana@gmx.com", "imap.gmx.com"),
        ("dana@web.de", "imap.web.de"),
        ("dana@posteo.de", "posteo.de"),
        ("dana@example.org", None),
        ("dana", None),
    ],
)
def test_an_address_tells_its_provider(address: str, host: str | None) -> None:
    found = provider_of(address)
    assert (found and found.host) == host


@pytest.mark.parametrize(
    ("answer", "host"),
    [
        ("gmail", "imap.gmail.com"),
        ("Microsoft", "outlook.office365.com"),
        ("outlook.office365.com", "outlook.office365.com"),
        ("imap.example.org", None),
        ("", None),
    ],
)
def test_a_provider_is_known_by_its_name_too(answer: str, host: str | None) -> None:
    found = provider_called(answer)
    assert (found and found.host) == host


def test_a_server_of_ones_own_has_a_usual_name() -> None:
    assert plain_hosts("dana@Example.org") == ("imap.example.org", "mail.example.org", "example.org")


def test_every_provider_is_documented() -> None:
    text = DOCUMENTED.read_text("utf-8")
    assert all(one.host in text for one in PROVIDERS)
    assert len({domain for one in PROVIDERS for domain in one.domains}) == sum(len(one.domains) for one in PROVIDERS)
