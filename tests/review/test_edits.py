"""Words that the user has begun outlive every crash, are used by what is decided, and go with it."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.editors import editor
from tests.review.screens import screen
from triage.config import load
from triage.domain import Action, Edit
from triage.errors import UsageError
from triage.review.actions import Review
from triage.review.desk import Desk
from triage.review.queue import View
from triage.store import open_store, scratch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab
    from triage.domain import Draft

#: An editor that saves, tells who it is, and stays open.
_EDITOR = """#!/bin/sh
printf 'PS: typed before the kill.\\n' >> "$1"
echo $$ > "{pid}"
exec sleep 60
"""


@contextmanager
def reviewing(lab: Lab) -> Iterator[Review]:
    data = lab.folder / "data"
    with Review.opened(load(lab.folder / "config.toml"), data) as review:
        yield review


def first(lab: Lab, suggestion: str = "accept") -> dict[str, Any]:
    return next(item for item in lab.listed("--state", "suggested") if item["suggestion"] == suggestion)


def begin(lab: Lab, id_: str, edit: Edit) -> None:
    with reviewing(lab) as review:
        review.keep(review.find(id_), edit)


def test_a_plain_command_decides_with_the_words(waiting: Lab) -> None:
    id_ = first(waiting)["id"]
    begin(waiting, id_, Edit(Action.ASK, "", "What does it pay?\n"))
    refused = waiting.triage("accept", id_)
    assert (refused.code, "The reply you edited is one to ask" in refused.err) == (2, True)
    assert waiting.triage("ask", id_).code == 0
    assert waiting.triage("show", id_, "--json").objects[0]["draft"]["text"] == "What does it pay?\n"
    assert waiting.triage("undo", id_).code == 0
    with reviewing(waiting) as review:
        assert review.find(id_).edit is None


def test_words_of_the_template_and_no_words_are_not_kept(waiting: Lab) -> None:
    id_ = first(waiting)["id"]
    with reviewing(waiting) as review:
        item = review.find(id_)
        assert review.keep(item, Edit(Action.ASK, "", "Mine.")).edit is not None
        assert review.keep(item, Edit(Action.ACCEPT, "", review.reply(item, Action.ACCEPT).body)).edit is None
        with pytest.raises(UsageError, match="no words"):
            review.keep(item, Edit(Action.ASK, "", " \n"))


def test_words_of_another_screen_are_not_decided_with_unseen(waiting: Lab) -> None:
    with reviewing(waiting) as review:
        desk = Desk(review, waiting.folder / "data")
        desk.go_to(first(waiting)["id"])
        begin(waiting, desk.looked_at().id, Edit(Action.ACCEPT, "", "Half typed in the\n"))
        with pytest.raises(UsageError, match="its reply was edited since you saw it"):
            desk.decide(Action.ACCEPT, confirmed=True)
        shown = desk.reply()
        assert shown is not None
        assert shown.body == "Half typed in the\n", "it is shown now"
        assert desk.decide(Action.ACCEPT, confirmed=True).draft == shown


def test_words_given_with_the_decision_are_those_that_were_seen(waiting: Lab) -> None:
    with reviewing(waiting) as review:
        seen = review.find(first(waiting)["id"])
        begin(waiting, seen.id, Edit(Action.ACCEPT, "", "Half typed in the\n"))
        draft = review.record(seen, Action.ACCEPT, body="Seen.\n").draft
        assert draft is not None
        assert draft.body == "Seen.\n"


def test_a_named_template_does_not_drop_words_unasked(waiting: Lab) -> None:
    id_ = first(waiting)["id"]
    begin(waiting, id_, Edit(Action.ACCEPT, "", "Mine.\n"))
    refused = waiting.triage("accept", id_, "--template", "de/accept")
    assert (refused.code, "it is not made from de/accept" in refused.err) == (2, True)
    with reviewing(waiting) as review:
        assert review.find(id_).edit is not None
    assert waiting.triage("accept", id_, "--template", "de/accept", "--yes").code == 0
    assert "Mine." not in waiting.triage("show", id_, "--json").objects[0]["draft"]["text"]


@pytest.mark.parametrize(("action", "template"), [("decline", "fr/accept"), ("accept", "ask"), ("ask", "en/decline")])
def test_a_decision_is_not_answered_with_the_template_of_another(waiting: Lab, action: str, template: str) -> None:
    id_ = first(waiting)["id"]
    refused = waiting.triage(action, id_, "--template", template, "--yes")
    said = f"{template} is a reply to {template.rpartition('/')[2]}, not to {action}"
    assert (refused.code, said in refused.err, len(refused.err.splitlines())) == (2, True, 1)
    assert first(waiting)["decision"] is None


def test_nothing_is_kept_for_a_mail_that_is_decided_meanwhile(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = first(waiting)["id"]
    with reviewing(waiting) as review, reviewing(waiting) as other:
        seen, reply, tried = review.find(id_), review.reply, list[str]()

        def late(*given: Any, **named: Any) -> Draft:
            database = sqlite3.connect(waiting.folder / "data" / "triage.db", timeout=0)
            with closing(database) as another, pytest.raises(sqlite3.OperationalError, match="locked"):
                another.execute("BEGIN IMMEDIATE")
            tried.append(id_)
            return reply(*given, **named)

        monkeypatch.setattr(review, "reply", late)
        review.keep(seen, Edit(Action.ACCEPT, "", "Typed.\n"))
        assert tried == [id_], "between the look and the words nobody decides"
        other.record(other.find(id_), Action.ACCEPT)
        with pytest.raises(UsageError, match="decided to accept"):
            review.keep(seen, Edit(Action.ACCEPT, "", "Typed late.\n"))
        assert review.find(id_).edit is None


def test_a_batch_uses_the_words_of_a_decline_and_leaves_those_of_another_answer_out(waiting: Lab) -> None:
    one, two = [item["id"] for item in waiting.listed("--state", "suggested") if item["suggestion"] == "decline"][:2]
    begin(waiting, one, Edit(Action.DECLINE, "", "No, and here is why.\n"))
    begin(waiting, two, Edit(Action.ASK, "", "Where is it?\n"))
    with reviewing(waiting) as review:
        batch = review.batch(review.lines(View()), 0.3)
        ((left, why),) = [(item, why) for item, why in batch.left_out if item.id == two]
        assert why == "The reply you edited is one to ask and would not be used."
        assert review.find(left.id).edit is not None
        recorded, refused = review.record_batch(batch.declined)
        assert refused == []
        ((body,)) = [item.draft.body for item in recorded if item.id == one and item.draft is not None]
        assert body == "No, and here is why.\n"


def test_they_go_with_the_mail(waiting: Lab) -> None:
    one, two = [item["id"] for item in waiting.listed("--state", "suggested")][:2]
    for id_ in (one, two):
        begin(waiting, id_, Edit(Action.ASK, "", "Zyxomma?\n"))
    assert "Zyxomma" in waiting.triage("export").out
    assert waiting.triage("forget", one).code == 0
    store = open_store(waiting.folder / "data")
    store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
    store.close()
    assert "Zyxomma" not in waiting.triage("export").out


@pytest.mark.parametrize("killed", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_what_was_saved_in_an_editor_outlives_triage(waiting: Lab, tmp_path: Path, killed: signal.Signals) -> None:
    script, told = tmp_path / "editor", tmp_path / "pid"
    script.write_text(_EDITOR.format(pid=told))
    script.chmod(0o700)
    id_ = first(waiting)["id"]
    command = [sys.executable, "-m", "triage", "accept", id_, "--edit", *waiting.common]
    running = subprocess.Popen(command, env=os.environ | {"VISUAL": str(script)}, stderr=subprocess.DEVNULL)
    try:
        while not told.exists() or not told.read_text().strip():
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(killed)
        running.wait(10)
    finally:
        os.kill(int(told.read_text()), signal.SIGKILL)
    (left,) = (waiting.folder / "data" / "editing").glob("*/*")
    assert left.stat().st_mode & 0o777 == 0o600
    with reviewing(waiting) as review:
        desk = Desk(review, waiting.folder / "data")
        desk.go_to(id_)
        reply = desk.reply()
        assert reply is not None
        assert reply.body.endswith("PS: typed before the kill.\n")
        assert desk.is_edited()
    assert not left.parent.exists()
    assert waiting.triage("accept", id_).code == 0
    text = waiting.triage("show", id_, "--json").objects[0]["draft"]["text"]
    assert text.endswith("PS: typed before the kill.\n")


def left_behind(lab: Lab, id_: str, text: str, age: timedelta = timedelta()) -> Path:
    """What an editor left whose triage was killed, saved so long ago; returns its folder."""
    path = scratch.put_out(lab.folder / "data", id_, Edit(Action.ACCEPT, "", text))
    at = (datetime.now(UTC) - age).timestamp()
    os.utime(path, (at, at))
    (path.parent / "reply.txt~").write_text("Zyxomma, an editor's backup")
    return path.parent.rename(path.parent.with_name(path.parent.name.replace(str(os.getpid()), "999999999")))


def test_words_left_behind_take_no_place_of_newer_ones(waiting: Lab) -> None:
    id_ = first(waiting)["id"]
    begin(waiting, id_, Edit(Action.ACCEPT, "", "New.\n"))
    left_behind(waiting, id_, "Old.\n", timedelta(days=1))
    with reviewing(waiting) as review:
        review.recover()
        assert review.find(id_).edit == Edit(Action.ACCEPT, "", "New.\n")
        left_behind(waiting, id_, "Newer.\n", timedelta(seconds=-5))
        review.recover()
        assert review.find(id_).edit == Edit(Action.ACCEPT, "", "Newer.\n")
        review.record(review.find(id_), Action.ACCEPT)
        left_behind(waiting, id_, "Before the decision.\n", timedelta(days=1))
        review.recover()
        assert review.find(id_).edit is None
    assert list((waiting.folder / "data" / "editing").iterdir()) == []


def test_words_left_behind_go_with_the_mail(waiting: Lab) -> None:
    one, two, three = [item["id"] for item in waiting.listed("--state", "suggested")][:3]
    forgotten, kept = left_behind(waiting, one, "Zyxomma.\n"), left_behind(waiting, two, "Zyxomma.\n")
    assert waiting.triage("forget", one).code == 0
    assert (forgotten.exists(), kept.exists()) == (False, True)
    with reviewing(waiting) as review, closing(open_store(waiting.folder / "data")) as store:
        store.remove_texts(datetime.now(UTC) + timedelta(minutes=1))
        left_behind(waiting, three, "Zyxomma.\n")
        review.recover()
        assert [item.edit for item in review.read(review.lines(View("is:all"))) if item.edit is not None] == []
        again = left_behind(waiting, three, "Zyxomma.\n")
        scratch.sweep(waiting.folder / "data", store)
    assert not again.exists()


def test_a_scan_removes_words_left_behind_to_no_mail(waiting: Lab) -> None:
    one, two = [item["id"] for item in waiting.listed("--state", "suggested")][:2]
    kept, forgotten = left_behind(waiting, one, "Zyxomma.\n"), left_behind(waiting, two, "Zyxomma.\n")
    with closing(open_store(waiting.folder / "data")) as store:
        store.forget([item.key for item in store.find(two)])
    waiting.triage("scan")  # its server is gone, which is no reason
    assert (kept.exists(), forgotten.exists()) == (True, False)


def test_an_editor_that_is_still_open_keeps_its_file(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    id_ = first(waiting)["id"]
    seen: list[Edit | None] = []

    def meanwhile(text: str) -> str:
        with reviewing(waiting) as review:
            review.recover()
            seen.append(review.find(id_).edit)
        return text + "PS: later.\n"

    monkeypatch.setattr("click.edit", editor(meanwhile))
    assert waiting.triage("accept", id_, "--edit").code == 0
    assert seen == [None]
    assert waiting.triage("show", id_, "--json").objects[0]["draft"]["text"].endswith("PS: later.\n")
    assert list((waiting.folder / "data" / "editing").iterdir()) == []


def test_words_typed_while_another_screen_decides_are_not_put_to_the_next_mail(waiting: Lab) -> None:
    with reviewing(waiting) as review:
        desk = Desk(review, waiting.folder / "data")
        id_ = desk.looked_at().id
        desk.to_edit()
        assert waiting.triage("decline", id_, "--yes").code == 0
        desk.reload()
        with pytest.raises(UsageError, match="decided to decline"):
            desk.edit("Written for the first.\n")
        assert desk.looked_at().id != id_
        assert not desk.is_edited()


def test_a_skip_leaves_the_words_for_its_undo(waiting: Lab) -> None:
    id_ = first(waiting)["id"]
    begin(waiting, id_, Edit(Action.ASK, "", "What does it pay?\n"))
    assert waiting.triage("skip", id_).code == 0
    assert waiting.triage("undo", id_).code == 0
    assert waiting.triage("ask", id_).code == 0
    assert waiting.triage("show", id_, "--json").objects[0]["draft"]["text"] == "What does it pay?\n"


def test_words_that_cannot_be_kept_stay_where_they_are_typed(waiting: Lab) -> None:
    data = waiting.folder / "data"

    async def play() -> None:
        async with screen(waiting) as opened:
            await opened.press("e", "o", "h")
            data.rename(waiting.folder / "aside")
            await opened.press("escape")
            assert "has gone; put it back" in opened.app.desktop.said
            assert opened.app.desktop.is_editing
            (waiting.folder / "aside").rename(data)
            await opened.press("escape")
            assert "Your words are kept" in opened.app.desktop.said
            data.rename(waiting.folder / "aside")
            for key in ("d", "s", "u", "D", "r", "j"):
                await opened.press(key)
            assert not data.exists(), "nothing makes it anew"
            await opened.press("escape", "x")

    asyncio.run(play())
    (waiting.folder / "aside").rename(data)
    assert not any(item["decision"] for item in waiting.listed())


def test_the_screen_is_not_left_with_words_that_are_not_kept_but_by_a_second_press(waiting: Lab) -> None:
    data, aside = waiting.folder / "data", waiting.folder / "aside"

    async def play() -> None:
        async with screen(waiting) as opened:
            await opened.press("e", "o", "h")
            data.rename(aside)
            await opened.press("ctrl+q")
            assert opened.app._exit is False
            assert opened.app.desktop.said.startswith("Your words are not kept, leaving again loses them: ")
            await opened.press("x", "ctrl+q")
            assert opened.app._exit is False, "more words were typed since"
            await opened.press("ctrl+q")
            assert opened.app._exit is True

    asyncio.run(play())
    aside.rename(data)


def test_words_are_kept_by_leaving(waiting: Lab) -> None:
    async def play() -> None:
        async with screen(waiting) as opened:
            await opened.press("e", "o", "h", "ctrl+q")

    asyncio.run(play())
    with reviewing(waiting) as review:
        assert [item.edit.body[:2] for item in review.read(review.lines(View())) if item.edit is not None] == ["oh"]
