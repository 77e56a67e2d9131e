"""The digest as a draft to oneself, on a real Dovecot: one a day, its own thing, and never in the user's way."""

from __future__ import annotations

import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.home import Home
from tests.servers.tap import tapped
from triage.config import load
from triage.credentials import secret_for
from triage.demo import sample
from triage.pipeline import digesting
from triage.pipeline.digesting import deliver_digest, is_due
from triage.review.digest import worded
from triage.store import Event, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.dovecot import Dovecot
    from triage.store import Store

pytestmark = pytest.mark.dovecot
ON = 'true\ndigest = "00:00"'


@pytest.fixture
def home(dovecot: Dovecot, tmp_path: Path) -> Iterator[Home]:
    """A mailbox with offers, some of them weeks old, that has not been scanned yet."""
    user = dovecot.user()
    dovecot.deliver(
        user, [message.octets for message in sample.messages()[:12]], at=datetime.now(UTC) - timedelta(days=9)
    )
    with tapped(dovecot.port) as tap:
        yield Home(tmp_path, dovecot, tap, user)


@contextmanager
def stored(home: Home) -> Iterator[Store]:
    store = open_store(home.folder / "data")
    try:
        yield store
    finally:
        store.close()


def another_day(home: Home, days: int = 1) -> None:
    """What the first scan of a later day does."""
    configuration = load(home.folder / "config.toml")
    now = datetime.now(UTC) + timedelta(days=days)
    sign_in = partial(secret_for, data_dir=home.folder / "data")
    with stored(home) as store:
        (account,) = configuration.accounts
        assert is_due(store, configuration, account, now)
        deliver_digest(
            store, configuration, account, worded, now=now, sign_in=sign_in, deadline=time.monotonic() + 60
        )  # fmt: skip


def test_off_until_it_is_asked_for(home: Home) -> None:
    home.triage("scan")
    home.triage("scan", "--digest")
    home.configure(enabled='false\ndigest = "00:00"')
    home.triage("scan")
    assert home.drafts() == {}


def test_one_note_a_day_to_oneself_with_the_unanswered(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan", "--dry-run")
    assert home.drafts() == {}
    home.triage("scan")
    note = home.draft()
    waiting = home.triage("list", "--state", "suggested")
    assert note["From"].addresses[0].addr_spec == note["To"].addresses[0].addr_spec == "dana@example.org"
    assert note["Subject"] == f"triage: {len(waiting)} to decide, {len(unanswered(home))} without an answer"
    assert (note["In-Reply-To"], note["References"], note["Cc"], note["Bcc"]) == (None, None, None, None)
    assert all(item["id"] in text(home) for item in waiting if item["suggestion"] == "accept")
    assert f"{len(unanswered(home))} without an answer for a week or longer" in text(home)
    before = home.drafts()
    home.tap.said.clear()
    home.triage("scan")
    home.triage("scan", "--digest")
    assert home.drafts() == before
    assert set(home.tap.commands()) == {"LOGIN", "STATUS", "LOGOUT"}, "the rest of the day costs nothing"


def text(home: Home) -> str:
    body = home.draft().get_body()
    assert body is not None
    return " ".join(str(body.get_content()).split())


def unanswered(home: Home) -> list[str]:
    return [item["id"] for item in home.triage("list", "--unanswered") if item["age_days"] >= 7]


def test_the_next_takes_its_place_unless_the_user_changed_it(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan")
    (first,) = home.drafts()
    another_day(home)
    ((second, octets),) = home.drafts().items()
    assert second != first
    home.edit_draft(b"Decide with", b"Call Kim!\r\nDecide with")
    another_day(home, 2)
    assert len(home.drafts()) == 2, "what the user wrote is theirs"
    another_day(home, 3)
    kept, newest = sorted(home.drafts().items())
    assert b"Call Kim!" in kept[1]
    assert message_from_bytes(newest[1], policy=SMTP)["Message-ID"] not in octets.decode()


def test_a_note_that_the_user_deleted_stays_away_for_the_day(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan")
    home.delete_draft()
    home.triage("scan")
    assert home.drafts() == {}
    another_day(home)
    assert len(home.drafts()) == 1


def test_turned_off_it_is_taken_away_unless_the_user_changed_it(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan")
    home.configure(enabled="true")
    home.triage("scan", "--dry-run")
    assert len(home.drafts()) == 1
    home.triage("scan")
    assert home.drafts() == {}
    home.configure(enabled=ON)
    home.triage("scan")
    home.edit_draft(b"Decide with", b"Call Kim!\r\nDecide with")
    home.configure(enabled="true")
    home.triage("scan")
    assert len(home.drafts()) == 1, "what the user wrote is theirs"
    home.tap.said.clear()
    home.triage("scan")
    assert set(home.tap.commands()) == {"LOGIN", "STATUS", "LOGOUT"}, "it is looked for once"


def test_it_stays_beside_the_replies_and_is_never_one(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan")
    states = home.states()
    chosen = next(item for item in home.triage("list") if item["suggestion"] == "accept")
    (decided,) = home.triage("accept", chosen["id"])
    assert (decided["state"], len(home.drafts())) == ("drafted", 2)
    another_day(home)
    (undone,) = home.triage("undo", chosen["id"])
    assert undone["state"] == "suggested"
    (note,) = home.drafts().values()
    home.send_draft()  # to oneself: a copy in Sent, and one that comes in
    home.receive(note)
    home.triage("scan")
    assert home.states() == states, "nothing is closed by it, and nothing suggested of it"


def test_with_nothing_to_say_there_is_none(home: Home) -> None:
    home.configure(enabled=ON)
    home.triage("scan")
    ids = [item["id"] for item in home.triage("list") if item["state"] == "suggested"]
    home.triage("skip", *ids)
    with stored(home) as store:
        later = datetime.now(UTC) + timedelta(days=3)
        assert not digesting.digest_of(store, later)
    another_day(home, 3)
    assert home.drafts() == {}, "yesterday's is out of date"


@pytest.mark.parametrize("name", ["digest intended", "digest appended", "digest withdrawing", "digest withdrawn"])
def test_a_kill_at_any_step_leaves_one(home: Home, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    class KilledError(BaseException):
        """As far as the data is concerned, a kill."""

    def kill(at: str) -> None:
        if at == name:
            raise KilledError

    home.configure(enabled=ON)
    home.triage("scan")
    (first,) = home.drafts()
    with monkeypatch.context() as patched:
        patched.setattr(digesting, "checkpoint", kill)
        with pytest.raises(KilledError):
            another_day(home)
    another_day(home)
    (second,) = home.drafts()
    assert second != first
    with stored(home) as store:
        assert [what for what, _ in store.digests("demo").values()] == [Event.WITHDRAWN, Event.APPENDED]


def test_a_mailbox_that_takes_no_drafts_is_told_once_a_scan(home: Home) -> None:
    home.configure(enabled=ON + '\nmailbox = "Nowhere"')
    for _ in range(3):
        code, _, err = home.run("scan")
        assert code == 73
        assert len(err.splitlines()) == 1, err
    with stored(home) as store:
        assert [table for table, _ in store.rows()].count("digest_event") == 1
    home.configure(enabled=ON)
    home.triage("scan")
    assert len(home.drafts()) == 1
