"""Every key of the screen: what it does to the store, compared with the plain command, and what it does not."""

from __future__ import annotations

import asyncio
import statistics
import threading
import time
from contextlib import closing, contextmanager, nullcontext
from typing import TYPE_CHECKING

import click
import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import TextArea

from tests import factories
from tests.review.conftest import copy_of, told
from tests.review.editors import editor
from tests.review.screens import screen
from triage.review.actions import Review
from triage.review.queue import load_place
from triage.review.terminal.app import TYPED
from triage.review.terminal.pane import DocumentPane
from triage.review.terminal.queue_list import QueueList
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from textual.strip import Strip

    from tests.lab import Lab
    from tests.review.screens import Screen
    from triage.domain import Item
    from triage.review.actions import Outcome


def on_screen(lab: Lab, play: Callable[[Screen], Awaitable[None]], width: int = 80, height: int = 24) -> None:
    """Plays a scene."""

    async def run() -> None:
        async with screen(lab, width, height) as opened:
            await play(opened)

    asyncio.run(run())


def press(lab: Lab, *keys: str) -> Screen:
    """Opens the screen, presses keys, and closes it."""
    seen: list[Screen] = []

    async def play(opened: Screen) -> None:
        await opened.press(*keys)
        seen.append(opened)

    on_screen(lab, play)
    return seen[0]


def ids(lab: Lab, *, warned: bool = False, suggestion: str = "") -> list[str]:
    """Those that wait, in the order of the screen."""
    return [
        item["id"]
        for item in lab.listed("--state", "suggested")
        if bool(item["warnings"]) is warned and suggestion in {"", item["suggestion"]}
    ]


@pytest.mark.parametrize(("key", "command"), [("a", "accept"), ("q", "ask"), ("d", "decline"), ("s", "skip")])
def test_a_decision_is_that_of_the_plain_command(waiting: Lab, tmp_path: Path, key: str, command: str) -> None:
    plain = copy_of(waiting, tmp_path / "plain")
    first, second = ids(waiting)[:2]
    press(waiting, key, key)
    for item in (first, second):
        assert plain.triage(command, item).code == 0
    assert told(waiting) == told(plain)
    assert {item["state"] for item in told(waiting) if item["id"] in {first, second}} <= {"decided", "closed"}


def test_undo_takes_the_last_decision_back_and_looks_at_it_again(waiting: Lab) -> None:
    before = told(waiting)
    first = ids(waiting)[0]

    async def play(opened: Screen) -> None:
        await opened.press("d", "j", "a", "u", "u")
        assert opened.item == first
        await opened.press("u")
        assert "there is no decision to undo" in opened.app.desktop.said

    on_screen(waiting, play)
    assert told(waiting) == before


_OTHER_KEYS = """
    enter ctrl+d ctrl+m y n z 1 A Q S U ctrl+a delete backspace f5 escape w w t o r tab shift+tab space b j k g G home
    end pageup pagedown left right ctrl+z ctrl+p ctrl+l
""".split()  # noqa: SIM905 - easier to read


def test_other_keys_decide_nothing(waiting: Lab) -> None:
    before = told(waiting)
    press(waiting, *_OTHER_KEYS, "?", *_OTHER_KEYS, "escape", "D", "enter", "ctrl+d", "escape")
    assert told(waiting) == before


def test_pasted_words_decide_nothing(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        opened.app.post_message(events.Paste("aqds\n\naqds"))
        await opened.press()

    before = told(waiting)
    on_screen(waiting, play)
    assert told(waiting) == before


def test_a_warned_mail_needs_a_second_key(waiting: Lab) -> None:
    warned = next(item["id"] for item in waiting.listed() if item["warnings"] and "pay" in str(item["warnings"]))
    before = told(waiting)

    async def play(opened: Screen) -> None:
        opened.app.desk.go_to(warned)
        for keys in (["a", "n"], ["a", "enter", "escape"], ["a", "a", "d", "n"]):
            await opened.press(*keys)
            assert opened.item == warned
            assert len(opened.app.screen_stack) == 1
        assert told(waiting) == before
        await opened.press("a")
        assert "y  accept it all the same" in opened.text
        await opened.press("y")

    on_screen(waiting, play)
    assert {item["id"]: item["decision"] for item in told(waiting)}[warned] == {"action": "accept"}
    assert len([item for item in told(waiting) if item["decision"]]) == 1


def test_the_reply_is_edited_in_place(waiting: Lab) -> None:
    first = ids(waiting)[0]

    async def play(opened: Screen) -> None:
        await opened.press("e", "a", "d", "enter", "x", "escape")
        assert opened.item == first
        assert "Your words are kept" in opened.text
        await opened.press("d")

    on_screen(waiting, play)
    item = waiting.triage("show", first, "--json").objects[0]
    assert item["decision"]["action"] == "decline"
    assert item["draft"]["text"].startswith("ad\nxHi")


def test_words_edited_for_another_decision_are_not_dropped_unasked(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("e", "x", "escape", "a")
        assert "The reply you edited is one to decline and would not be used." in opened.text.replace("\n", " ")
        await opened.press("escape", "x")

    on_screen(waiting, play)
    assert not any(item["decision"] for item in told(waiting))


def test_words_are_kept_over_a_crash_and_gone_with_the_decision(waiting: Lab) -> None:
    first = ids(waiting)[0]

    async def crash(opened: Screen) -> None:
        await opened.press("e", "o", "h", " ")
        await opened.pilot.pause(TYPED + 0.2)
        opened.app.exit()  # nothing is saved on this way out

    async def again(opened: Screen) -> None:
        assert opened.item == first
        await opened.press("tab", "tab")
        assert "your words" in opened.text
        assert "oh Hi" in opened.text
        await opened.press("e", "!", "x", "ctrl+q")  # leaving keeps what is being typed

    async def decide(opened: Screen) -> None:
        reply = opened.app.desk.reply()
        assert reply is not None
        assert reply.body.startswith("!xoh Hi")
        await opened.press("d", "u")
        assert not opened.app.desk.is_edited()

    on_screen(waiting, crash)
    on_screen(waiting, again)
    on_screen(waiting, decide)


def test_words_typed_back_to_those_of_the_template_are_no_edit(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("e", "o")
        await opened.pilot.pause(TYPED + 0.2)
        assert opened.app.desk.is_edited()
        await opened.press("backspace", "escape")
        assert not opened.app.desk.is_edited()
        assert "Unchanged" in opened.text

    on_screen(waiting, play)


def test_an_empty_reply_is_refused(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("e")
        opened.app.desktop.query_one(TextArea).text = " \n"
        await opened.press("escape")
        assert "no words" in opened.app.desktop.said

    on_screen(waiting, play)


def test_the_editor_of_the_user(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.review.terminal.app.ReviewApp.suspend", lambda _: nullcontext())
    monkeypatch.setattr("click.edit", editor(lambda text: text + "PS: my own words.\n"))
    first = ids(waiting)[0]
    press(waiting, "E", "d")
    assert waiting.triage("show", first, "--json").objects[0]["draft"]["text"].endswith("PS: my own words.\n")


def test_an_editor_left_without_saving_changes_nothing(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("triage.review.terminal.app.ReviewApp.suspend", lambda _: nullcontext())
    monkeypatch.setattr("click.edit", editor(lambda _: None))

    async def play(opened: Screen) -> None:
        await opened.press("E")
        assert "left as it was" in opened.app.desktop.said

    on_screen(waiting, play)


def test_templates_go_round_and_the_one_shown_is_used(waiting: Lab, tmp_path: Path) -> None:
    plain = copy_of(waiting, tmp_path / "plain")
    first = ids(waiting)[0]
    seen: list[str] = []

    async def play(opened: Screen) -> None:
        while len(set(seen)) == len(seen):
            await opened.press("t")
            seen.append(opened.app.desktop.said)
        await opened.press("t", "t", "a")

    on_screen(waiting, play)
    assert seen[-1] == seen[0]
    assert plain.triage("accept", first, "--template", seen[2].split()[1].rstrip(".")).code == 0
    assert told(waiting) == told(plain)


def test_a_batch_is_previewed_and_confirmed(waiting: Lab, tmp_path: Path) -> None:
    plain = copy_of(waiting, tmp_path / "plain")
    low = [
        item["id"]
        for item in plain.listed("--state", "suggested")
        if item["fit"] < 0.05 and not {warning["code"] for warning in item["warnings"]} - {"auth_unverified"}
    ]

    async def play(opened: Screen) -> None:
        await opened.press("D", "backspace", "backspace", "5")
        assert f"{len(low)} would be declined" in opened.text
        await opened.press("enter", "escape")
        assert not any(item["decision"] for item in told(waiting))
        await opened.press("D", "9", "9", "9")
        assert "Under a fit of 9 %" in opened.text
        await opened.press("escape", "D", "5")  # the first digit takes the place of the proposed number
        await opened.press("y")
        assert f"{len(low)} declined" in opened.app.desktop.said

    on_screen(waiting, play)
    assert plain.triage("decline", *low).code == 0
    assert told(waiting) == told(plain)


def test_the_filter_and_the_order(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("slash", *"php", "enter")
        assert [item.assessment.opportunity.role.title for item in opened.app.desk.items] == ["PHP-Entwickler"]
        await opened.press("slash", *["backspace"] * 3, *"fit>90", "escape", "o")
        fits = [item.assessment.score.probability for item in opened.app.desk.items]
        assert fits == sorted(fits, reverse=True)
        assert min(fits) > 0.9
        await opened.press("slash", *"zzz", "enter", "a", "e", "w", "t")
        assert "nothing waits" in opened.app.desktop.said
        await opened.press("slash", *["backspace"] * 11, *"is:foo", "enter")
        assert "“is:foo” is no filter: fit<30, is:warned" in opened.text

    on_screen(waiting, play)
    assert not any(item["decision"] for item in told(waiting))


def test_the_place_outlives_a_crash(waiting: Lab) -> None:
    seen: list[str] = []

    async def play(opened: Screen) -> None:
        await opened.press("o", "j", "j", "j")
        await asyncio.sleep(0.4)
        seen.append(opened.item)
        # and then the process dies: nothing else is done

    async def again(opened: Screen) -> None:
        seen.append(opened.item)
        assert opened.app.desk.view.order == "best fit"

    on_screen(waiting, play)
    on_screen(waiting, again)
    assert seen[0] == seen[1]


def test_leaving_forgets_the_filter_and_keeps_the_place(waiting: Lab) -> None:
    press(waiting, "slash", *"php", "enter", "x")
    place = load_place(waiting.folder / "data")
    assert place.view.words == ""
    assert place.id == next(item["id"] for item in waiting.listed() if item["role"]["title"] == "PHP-Entwickler")


def test_the_second_of_two_screens_to_decide_is_told(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        async with screen(waiting) as other:
            for key in ("d", "s"):
                item = opened.item
                await opened.press(key)
                other.app.desk.go_to(item)
                await other.press("a")
                assert "another screen has decided" in other.app.desktop.said
                assert other.item != item

    on_screen(waiting, play)
    assert {item["decision"]["action"] for item in told(waiting) if item["decision"]} == {"decline", "skip"}


def test_the_help_names_every_key(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("?")
        for word in ("accept", "undo", "filter", "leave"):
            assert word in opened.text

    on_screen(waiting, play)


@pytest.mark.parametrize(("width", "height"), [(20, 6), (80, 24), (160, 50), (300, 80)])
def test_it_draws_in_any_size(waiting: Lab, width: int, height: int) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("j", "w", "tab", "?", "escape")
        rows = opened.text.split("\n")
        assert len(rows) == height
        assert all(cell_len(row) <= width for row in rows)

    on_screen(waiting, play, width, height)


@pytest.mark.parametrize(("width", "height"), [(20, 6), (40, 10), (80, 12), (80, 24)])
def test_whatever_the_size_the_mail_that_is_decided_is_seen(waiting: Lab, width: int, height: int) -> None:
    async def play(opened: Screen) -> None:
        for _ in range(3):
            await opened.press("j")
            mail = opened.app.query_one("#mail", DocumentPane)
            assert mail.region.intersection(opened.app.screen.region).height >= 1
            assert mail.lines[0].strip() in opened.text
            assert any(row.startswith("›  ") for row in opened.text.split("\n"))

    on_screen(waiting, play, width, height)


def test_what_is_seen_on_80_columns(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        opened.app.desk.go_to(next(i["id"] for i in waiting.listed() if i["role"]["title"] == "PHP-Entwickler"))
        await opened.press("j", "k")
        text = opened.text
        for words in ("PHP-Entwickler", "decline: Fits at only", "Frickhöffer", "a accept q ask d decline", "› mail"):
            assert words in text
        await opened.press("w")
        assert "names php" not in opened.text
        assert "Against:" in opened.text
        await opened.press("tab")
        assert "(de/decline)" in opened.text

    on_screen(waiting, play)


def test_no_row_ever_drawn_holds_a_line_feed(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A raw line feed moves the terminal's cursor, and everything drawn after it lands a row too low."""
    drawn: list[str] = []
    render = DocumentPane.render_line

    def watched(pane: DocumentPane, y: int) -> Strip:
        strip = render(pane, y)
        drawn.append(strip.text)
        return strip

    monkeypatch.setattr(DocumentPane, "render_line", watched)

    async def play(opened: Screen) -> None:
        await opened.press(*["s", "w", "s", "w", "s", "w", "u", "tab", "s", "tab", "s", "tab", "u", "tab"])

    on_screen(waiting, play)
    assert any(drawn)
    assert [row for row in drawn if "\n" in row] == []


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
def test_no_word_is_under_the_scroll_bar(waiting: Lab, key: str) -> None:
    async def play(opened: Screen) -> None:
        for _ in range(len(opened.app.desk.lines) - 1):
            await opened.press(key)
            pane = opened.app.query_one(f"#{opened.app.desktop.pane}", DocumentPane)
            width = pane.scrollable_content_region.width
            assert all(cell_len(line) <= width for line in pane.lines), (opened.item, pane.id)
            await opened.press("j")

    on_screen(waiting, play)


def test_every_promised_key_moves_what_is_decided_and_it_stays_seen(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        last = len(opened.app.desk.lines) - 1
        assert last > opened.app.query_one(QueueList).size.height
        keys = {"down": 1, "end": last, "up": last - 1, "home": 0, "G": last, "pagedown": last, "pageup": last, "g": 0}
        for key, index in keys.items():
            await opened.press(key)
            assert opened.app.desk.index == index, key
            assert sum(row.startswith("› ") for row in opened.text.split("\n")) == 1, key

    on_screen(waiting, play)


def test_page_keys_scroll_the_pane(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        pane = opened.app.query_one("#mail", DocumentPane)
        await opened.press("pagedown")
        assert pane.scroll_offset.y > 0
        await opened.press("pageup")
        assert pane.scroll_offset.y == 0

    on_screen(waiting, play)


def test_500_suggestions_scroll_without_lag(waiting: Lab) -> None:
    """Processor time a key, from the key to the painted screen; 15 ms where this was written."""
    with closing(open_store(waiting.folder / "data")) as store, store.transaction():
        for number in range(500):
            key = store.record([factories.recorded(1000 + number, message_id=f"<{number}@agency.example>")])[0]
            store.assess(key, "test", factories.an_assessment())
    taken: list[float] = []

    async def play(opened: Screen) -> None:
        assert opened.app.desk.waiting > 500
        for key in ["j"] * 30 + ["k"] * 10 + ["G", "g"] * 5:
            before = time.process_time()
            await opened.press(key)
            taken.append(time.process_time() - before)

    on_screen(waiting, play)
    assert statistics.median(taken) < 0.1


def test_a_defect_ends_the_screen_and_is_told_without_the_words_of_mails(
    waiting: Lab, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("triage.review.desk.Desk.next_template", broken)
    seen: list[Screen] = []

    async def play(opened: Screen) -> None:
        seen.append(opened)
        await opened.press("t")

    with pytest.raises(ValueError, match="broken"):
        on_screen(waiting, play)
    assert isinstance(seen[0].app.defect, ValueError)
    assert "Traceback" not in "".join(capsys.readouterr())


def test_a_suggestion_that_was_forgotten_meanwhile(waiting: Lab) -> None:
    first = ids(waiting)[0]

    async def play(opened: Screen) -> None:
        assert waiting.triage("forget", first).code == 0
        await opened.press("d")
        assert "no suggestion has the id" in opened.app.desktop.said
        assert opened.item != first

    on_screen(waiting, play)


def test_an_editor_that_does_not_start_is_told_and_the_screen_comes_back(
    waiting: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed = []

    @contextmanager
    def suspend(_: object) -> Iterator[None]:
        yield
        passed.append("resumed")  # as in textual: not reached if something is raised within

    def edit(*_: object, **__: object) -> None:
        raise click.ClickException("nothere: Editing failed")

    monkeypatch.setattr("triage.review.terminal.app.ReviewApp.suspend", suspend)
    monkeypatch.setattr("click.edit", edit)

    async def play(opened: Screen) -> None:
        await opened.press("E")
        assert "Editing failed" in opened.app.desktop.said

    on_screen(waiting, play)
    assert passed == ["resumed"]


def test_a_slow_server_does_not_hold_up_the_keys(waiting: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    release = threading.Event()
    deliver = Review.deliver

    def slow(self: Review, items: Sequence[Item]) -> list[Outcome]:
        assert release.wait(30)
        return deliver(self, items)

    monkeypatch.setattr(Review, "deliver", slow)
    first, second = ids(waiting)[:2]

    async def play(opened: Screen) -> None:
        await opened.pilot.press("d", "s", "w", "j")
        await opened.pilot.pause()
        assert opened.app.under_way == 2
        decided = {item["id"]: item["state"] for item in told(waiting) if item["decision"]}
        assert decided == {first: "decided", second: "closed"}, "recorded before anything is delivered"
        release.set()
        await opened.press()
        assert "kept here" in opened.app.desktop.said

    on_screen(waiting, play)


def test_another_template_does_not_take_edited_words_unasked(waiting: Lab) -> None:
    async def play(opened: Screen) -> None:
        await opened.press("e", "x", "escape", "t", "n")
        assert opened.app.desk.is_edited()
        await opened.press("t", "y")
        assert not opened.app.desk.is_edited()
        assert "Template" in opened.app.desktop.said

    on_screen(waiting, play)
