"""What a person decides, what reaches the server, and what a kill, a lost line or a second thought makes of it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests import lab as labs
from tests.pipeline.test_scan import offer
from tests.review.editors import editor
from triage.config import load
from triage.demo import sample
from triage.demo.mailboxes import Delivered
from triage.domain import Action
from triage.errors import CannotWriteError, TryLaterError, UsageError
from triage.review.actions import Review
from triage.review.queue import View
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab

OFFER = "<fresh-offer@brightpath.example>"
BUMP = "<bump@brightpath.example>"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A mailbox with one offer, scanned; its server is gone."""
    made = labs.start(tmp_path_factory.mktemp("scanned"), [sample.messages()[-1], offer()])
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
    return made


@pytest.fixture
def lab(scanned: Lab, tmp_path: Path) -> Iterator[Lab]:
    """The same for each test."""
    with labs.twin_of(scanned, tmp_path) as made:
        yield made


def item(lab: Lab, message_id: str = OFFER) -> dict[str, Any]:
    """The suggestion of one message."""
    return next(entry for entry in lab.listed() if entry["message_id"] == message_id)


def drafts(lab: Lab) -> list[bytes]:
    """The Message-IDs in Drafts."""
    return [octets.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, octets, _ in lab.mailbox("Drafts")]


def bump() -> Delivered:
    """A second mail of the conversation."""
    octets = offer().octets.replace(b"<fresh-offer@", b"<bump@").replace(b"Subject: Senior", b"Subject: Re: Senior")
    threaded = octets.replace(b"MIME-Version", b"In-Reply-To: <fresh-offer@brightpath.example>\r\nMIME-Version")
    return Delivered(threaded, offer().internal_date)


def send(lab: Lab) -> None:
    """The user sends the draft from their mail program."""
    store = lab.server.mailstore
    stored = store.mailboxes["Drafts"].messages.pop()
    store.mailboxes["Sent"].add(Delivered(stored.octets, stored.internal_date))


@pytest.mark.parametrize("second", ["decline", "ask"])
def test_a_kill_after_the_append_then_another_decision_leaves_one_draft(lab: Lab, second: str) -> None:
    id_ = item(lab)["id"]
    assert lab.spawn("accept", id_, fault="appended:1:kill").code < 0
    assert len(drafts(lab)) == 1
    assert item(lab)["state"] == "decided"
    assert lab.triage("undo", id_).code == 0
    assert drafts(lab) == []
    assert lab.triage(second, id_).code == 0
    assert len(drafts(lab)) == 1
    assert item(lab)["state"] == "drafted"


def test_a_kill_after_the_append_then_a_follow_up_leaves_one_draft(lab: Lab) -> None:
    lab.spawn("accept", item(lab)["id"], fault="appended:1:kill")
    lab.deliver(bump())
    lab.triage("scan")
    assert lab.triage("accept", item(lab, BUMP)["id"]).code == 0
    assert drafts(lab) == [item(lab, BUMP)["draft"]["message_id"].encode()]
    assert item(lab)["state"] == "closed"


def test_a_follow_up_takes_the_place_of_what_waits_and_of_an_unedited_draft(lab: Lab) -> None:
    lab.triage("accept", item(lab)["id"])
    lab.deliver(bump())
    lab.triage("scan")
    assert (item(lab)["state"], item(lab, BUMP)["state"]) == ("closed", "suggested")
    assert drafts(lab) == []


def test_what_is_over_is_answered_only_when_confirmed(lab: Lab) -> None:
    lab.deliver(bump())
    assert lab.triage("scan").code == 0
    over = item(lab)["id"]
    refused = lab.triage("accept", over)
    assert (refused.code, item(lab)["state"]) == (2, "closed")
    assert "Another mail of its conversation took its place; to answer it all the same" in refused.err
    assert lab.triage("accept", over, "--yes").code == 0
    assert lab.triage("accept", item(lab, BUMP)["id"], "--template", "en/acept").code == 2


def test_a_decision_made_offline_stands_when_a_follow_up_arrives(lab: Lab) -> None:
    lab.configure(enabled="false")
    lab.triage("accept", item(lab)["id"])
    lab.configure(enabled="true")
    lab.deliver(bump())
    lab.triage("scan")
    assert item(lab)["state"] == "drafted"
    assert len(drafts(lab)) == 1
    lab.triage("decline", item(lab, BUMP)["id"])
    assert drafts(lab) == [item(lab, BUMP)["draft"]["message_id"].encode()]


def test_an_append_whose_fate_is_unknown_is_looked_up_and_never_repeated(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    from triage.deliver.imap_drafts import ImapDrafts

    whole = ImapDrafts.append

    def lost(self: ImapDrafts, message_id: str, octets: bytes) -> None:
        whole(self, message_id, octets)
        raise TryLaterError("the line was cut", hint="run it again")

    with monkeypatch.context() as patch:
        patch.setattr(ImapDrafts, "append", lost)
        ran = lab.triage("accept", item(lab)["id"], "--json")
    assert (ran.code, ran.objects[0]["state"]) == (0, "decided")
    send(lab)
    lab.triage("scan")
    assert (drafts(lab), item(lab)["state"]) == ([], "sent")


def test_a_sent_reply_is_not_undone(lab: Lab) -> None:
    lab.triage("accept", item(lab)["id"])
    send(lab)
    ran = lab.triage("undo")
    assert ran.code == 2
    assert "has been sent" in ran.err
    assert item(lab)["state"] == "sent"
    assert lab.triage("accept", item(lab)["id"]).code == 2


def test_undo_and_accept_again_gives_a_new_draft_also_without_uidplus(tmp_path: Path) -> None:
    poor = labs.start(tmp_path, [offer()])
    poor.server = type(poor.server)([offer()], without=frozenset({"UIDPLUS"}))
    with poor.server:
        poor.configure()
        poor.triage("scan")
        for _ in range(2):
            assert poor.triage("accept", item(poor)["id"]).code == 0
            assert item(poor)["state"] == "drafted"
            assert poor.triage("undo").code == 0
        poor.triage("accept", item(poor)["id"])
        poor.triage("scan")
        assert item(poor)["state"] == "drafted"


def test_two_screens_that_decide_at_once_give_one_draft(lab: Lab) -> None:
    configuration = load(lab.folder / "config.toml")
    with closing(open_store(lab.folder / "data")) as first, closing(open_store(lab.folder / "data")) as second:
        one, other = (Review(store, configuration, lab.folder / "data") for store in (first, second))
        seen = other.find(item(lab)["id"])
        one.decide(one.find(seen.id), Action.ACCEPT)
        with pytest.raises(UsageError, match="accept it meanwhile"):
            other.decide(seen, Action.DECLINE)
    assert len(drafts(lab)) == 1


def test_one_mail_that_cannot_be_answered_does_not_stop_the_others(lab: Lab) -> None:
    for number, sender in enumerate(
        ["<küm@brightpath.example>", "<a..b@brightpath.example>", '<"x y"@brightpath.example>']
    ):
        octets = offer().octets.replace(b"<robin@brightpath.example>", sender.encode())
        lab.deliver(Delivered(octets.replace(b"<fresh-offer@", b"<odd%d@" % number), offer().internal_date))
    assert lab.triage("scan").code == 0
    odd = [entry for entry in lab.listed() if (entry["message_id"] or "").startswith("<odd")]
    assert {entry["suggestion"] for entry in odd} <= {"hold", "none"}
    for entry in odd:
        assert lab.triage("accept", entry["id"]).code == 2
    assert lab.triage("accept", item(lab)["id"]).code == 0
    assert lab.triage("scan").code == 0
    assert len(drafts(lab)) == 1


def test_what_the_server_refuses_is_said_and_tried_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    from triage.deliver.imap_drafts import ImapDrafts

    def full(*_: object) -> None:
        raise CannotWriteError("Drafts is over quota [OVERQUOTA]", hint="make room there")

    with monkeypatch.context() as patch:
        patch.setattr(ImapDrafts, "append", full)
        ran = lab.triage("accept", item(lab)["id"], "--json")
        assert "OVERQUOTA" in ran.objects[0]["waiting_because"]
        assert lab.triage("scan").code == 73
    assert lab.triage("scan").code == 0
    assert item(lab)["state"] == "drafted"


def test_a_conversation_with_an_edited_draft_gets_no_second_one(lab: Lab) -> None:
    lab.triage("accept", item(lab)["id"])
    drafts_box = lab.server.mailstore.mailboxes["Drafts"]
    stored = drafts_box.messages.pop()
    drafts_box.add(Delivered(stored.octets + b"PS: hello\r\n", stored.internal_date))
    lab.deliver(bump())
    lab.triage("scan")
    ran = lab.triage("accept", item(lab, BUMP)["id"], "--json")
    assert ran.objects[0]["state"] == "decided"
    assert "edited" in ran.objects[0]["waiting_because"]
    before = lab.triage("export").out.count('"table": "event"')
    lab.triage("scan")
    assert lab.triage("export").out.count('"table": "event"') == before, "the same refusal is said once"
    assert len(drafts(lab)) == 1


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A new offer that the next scan will find."""
    made = labs.start(tmp_path_factory.mktemp("new"), [sample.messages()[-1]])
    with made.server:
        made.configure(when='"suggested"')
        made.triage("scan")
        made.deliver(offer())
    return made


@pytest.fixture(scope="module")
def answered(new: Lab, tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """Its suggested reply lies in Drafts."""
    with labs.twin_of(new, tmp_path_factory.mktemp("answered")) as made:
        assert made.triage("scan").code == 0
        assert (item(made)["state"], item(made)["decision"], len(drafts(made))) == ("drafted", None, 1)
    return made


class TestDraftsAtTheScan:
    """`drafts.when = "suggested"`: the draft is there at once."""

    @pytest.fixture
    def drafted(self, answered: Lab, tmp_path: Path) -> Iterator[Lab]:
        """The same for each test."""
        with labs.twin_of(answered, tmp_path) as made:
            yield made

    def test_the_same_decision_keeps_the_draft(self, drafted: Lab) -> None:
        before = drafts(drafted)
        assert drafted.triage(item(drafted)["suggestion"], item(drafted)["id"]).code == 0
        assert (item(drafted)["state"], drafts(drafted)) == ("drafted", before)
        assert item(drafted)["decision"]["action"] == item(drafted)["suggestion"]

    def test_another_decision_replaces_the_draft(self, drafted: Lab) -> None:
        before = drafts(drafted)
        drafted.triage("decline", item(drafted)["id"])
        assert (item(drafted)["state"], len(drafts(drafted))) == ("drafted", 1)
        assert drafts(drafted) != before

    def test_words_of_ones_own_replace_the_draft(self, drafted: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("click.edit", editor(lambda text: text + "\nPS: my own words.\n"))
        drafted.triage(item(drafted)["suggestion"], item(drafted)["id"], "--edit")
        ((_, octets, _),) = drafted.mailbox("Drafts")
        assert b"PS: my own words." in octets

    def test_a_skip_takes_the_draft_away(self, drafted: Lab) -> None:
        drafted.triage("skip", item(drafted)["id"])
        assert (item(drafted)["state"], drafts(drafted)) == ("closed", [])

    def test_an_undone_decision_brings_the_suggested_reply_back(self, drafted: Lab) -> None:
        before = drafts(drafted)
        drafted.triage("decline", item(drafted)["id"])
        drafted.triage("undo")
        drafted.triage("scan")
        assert len(drafts(drafted)) == 1
        assert item(drafted)["draft"]["message_id"].encode() in (*before, *drafts(drafted))
        assert item(drafted)["reply"]["text"] == item(drafted)["draft"]["text"]
        assert item(drafted)["decision"] is None

    def test_sending_it_is_the_decision(self, drafted: Lab) -> None:
        send(drafted)
        drafted.triage("scan")
        assert item(drafted)["state"] == "sent"
        assert item(drafted)["decision"]["action"] == item(drafted)["suggestion"]

    @pytest.fixture
    def killed(self, new: Lab, tmp_path: Path) -> Iterator[Lab]:
        """A scan that was killed when it had put its draft there."""
        with labs.twin_of(new, tmp_path) as made:
            assert made.spawn("scan", fault="appended:1:kill").code < 0
            yield made

    def test_a_kill_after_the_append_then_another_decision_leaves_one_draft(self, killed: Lab) -> None:
        killed.triage("decline", item(killed)["id"])
        assert drafts(killed) == [item(killed)["draft"]["message_id"].encode()]

    def test_a_kill_after_the_append_is_no_edit(self, killed: Lab) -> None:
        assert item(killed)["state"] == "suggested"
        killed.triage("scan")
        assert (item(killed)["state"], len(drafts(killed))) == ("drafted", 1)
        assert killed.triage("skip", item(killed)["id"]).code == 0
        assert drafts(killed) == []


def test_a_batch_declines_what_was_shown_and_leaves_out_what_needs_a_look(tmp_path: Path) -> None:
    made = labs.start(tmp_path, sample.messages())
    with made.server:
        made.configure()
        made.triage("scan")
        with closing(open_store(made.folder / "data")) as store:
            review = Review(store, load(made.folder / "config.toml"), made.folder / "data")
            everything = review.lines(View())
            batch = review.batch(everything, 0.99)
            assert all(why for _, why in batch.left_out)
            assert {item.id for item in batch.declined} | {item.id for item, _ in batch.left_out} == {
                line.id for line in everything if line.fit < 0.99
            }
            review.record(batch.declined[0], Action.SKIP)  # another screen is faster
            review.record(batch.declined[1], Action.ACCEPT)
            recorded, refused = review.record_batch(batch.declined)
            assert [item.id for item in recorded] == [item.id for item in batch.declined[2:]]
            assert ["meanwhile" in why for why in refused] == [True, True]
            outcomes = review.deliver(recorded)
            assert {outcome.waiting_because for outcome in outcomes} == {""}
            assert {str(outcome.item.state) for outcome in outcomes} == {"drafted"}
        assert len(drafts(made)) == len(batch.declined) - 1  # the skipped one has none
