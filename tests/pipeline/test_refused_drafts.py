"""Drafts that a real server does not take: read-only by its ACL, or over quota (faults 32 and 33)."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.home import Home, mail
from tests.pipeline.test_conversations import OFFER, ONE
from tests.servers.dovecot import running, why_not
from tests.servers.tap import tapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.dovecot import Dovecot

pytestmark = pytest.mark.dovecot
_EXTRA = """
mail_plugins = acl quota
plugin {
  acl = vfile
  quota = count:User quota
  quota_rule = *:storage=10K
  quota_vsizes = yes
}
"""


@pytest.fixture(scope="module")
def strict_dovecot() -> Iterator[Dovecot]:
    if reason := why_not():
        pytest.skip(reason)
    with running(_EXTRA) as server:
        yield server


@pytest.fixture
def home(strict_dovecot: Dovecot, tmp_path: Path) -> Iterator[Home]:
    with tapped(strict_dovecot.port) as tap:
        made = Home(tmp_path, strict_dovecot, tap, strict_dovecot.user())
        made.receive(OFFER)
        made.triage("scan")
        yield made


def refused(home: Home, words: str) -> None:
    """The decision is kept, its draft waits, every scan says why in one line, and nothing is written."""
    (decided,) = home.triage("accept", home.item(ONE)["id"])
    assert decided["state"] == "decided"
    assert words in decided["waiting_because"]
    for _ in range(2):
        code, _, err = home.run("scan")
        assert (code, len(err.splitlines())) == (73, 1)
        assert words in err
    assert home.drafts() == {}
    assert home.states() == {ONE: "decided"}


def delivered(home: Home) -> None:
    home.triage("scan")
    assert home.states() == {ONE: "drafted"}
    assert home.draft()["In-Reply-To"] == ONE
    home.triage("scan")
    assert len(home.drafts()) == 1


def test_drafts_read_only_by_its_acl(home: Home) -> None:
    acl = home.dovecot.maildir(home.user) / ".Drafts" / "dovecot-acl"
    acl.write_text("owner lr\n", encoding="ascii")
    shutil.chown(acl, "mail", "mail")
    refused(home, "Drafts")
    acl.unlink()
    delivered(home)


def test_drafts_over_quota(home: Home) -> None:
    filler = mail(
        "<filler@example.net>", "A long letter.\n" * 560, sender="Aunt May <may@example.net>", subject="Hello"
    )
    home.receive(filler)
    home.triage("scan")
    refused(home, "OVERQUOTA")
    with home.dovecot.client(home.user) as client:
        client.select_folder("INBOX")
        client.delete_messages(client.search(["SUBJECT", "Hello"]))
        client.expunge()
    delivered(home)
