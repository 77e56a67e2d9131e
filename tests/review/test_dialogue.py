"""The plain dialogue: the same decisions, line by line."""

from __future__ import annotations

import io
import subprocess
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from tests.review.conftest import copy_of, told
from tests.review.editors import editor
from triage.config import load
from triage.domain import Action
from triage.review.actions import Review
from triage.review.desk import Desk
from triage.review.terminal.dialogue import Dialogue
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lab import Lab


def typed(lab: Lab, *lines: str, edit: Callable[[str], str | None] = str.upper) -> str:
    """Types lines and the end of input; returns what was said. Words are edited as `edit` says."""
    config, data = load(lab.folder / "config.toml"), lab.folder / "data"
    said: list[str] = []
    with closing(open_store(data)) as store:
        desk = Desk(Review(store, config, data), data)
        text = io.StringIO("".join(f"{line}\n" for line in lines))
        dialogue = Dialogue(desk, partial(Review.opened, config, data), text, said.append)
        with patch("click.edit", editor(edit)):
            dialogue.run()
        dialogue.courier.close()
    return "\n".join(said)


def first_ids(lab: Lab, count: int) -> list[str]:
    return [item["id"] for item in lab.listed("--state", "suggested")][:count]


def test_decisions_are_those_of_the_plain_commands(waiting: Lab, tmp_path: Path) -> None:
    plain = copy_of(waiting, tmp_path / "plain")
    first, second, third, *_ = first_ids(waiting, 4)
    said = typed(waiting, "d", "a", "t", "u", "s", "q")
    assert plain.triage("decline", first).code == 0
    assert plain.triage("skip", second).code == 0
    assert plain.triage("ask", third).code == 0
    assert told(waiting) == told(plain)
    assert "Declined: " in said
    assert "The draft is kept here" in said


def test_nothing_but_a_key_acts_and_the_end_of_input_leaves(waiting: Lab) -> None:
    before = told(waiting)
    said = typed(
        waiting, "", "", "y", "yes", "aa", "accept", " ", "\x04", "A", "n", "p", "w", "m", "r", "l", "o", "?", "D"
    )
    assert told(waiting) == before
    assert "accept is no key" in said
    assert "Together " in said


def test_an_edited_reply_is_the_one_decided_with(waiting: Lab) -> None:
    (first,) = first_ids(waiting, 1)
    typed(waiting, "e", "d")
    text = waiting.triage("show", first, "--json").objects[0]["draft"]["text"]
    assert text == text.upper()


def test_an_editor_left_without_saving_changes_nothing(waiting: Lab) -> None:
    before = told(waiting)
    assert "left as it was" in typed(waiting, "e", edit=lambda _: None)
    assert told(waiting) == before


def test_a_warned_mail_and_a_batch_need_a_second_key(waiting: Lab) -> None:
    before = told(waiting)
    said = typed(waiting, "/ is:warned messaging", "/ is:hold is:warned", "a", "", "n", "a", "d", "/", "D 20", "", "x")
    assert "it all the same" in said
    assert "would be declined" in said
    assert told(waiting) == before
    assert "declined." in typed(waiting, "D 20", "y")
    assert {item["decision"]["action"] for item in told(waiting) if item["decision"]} == {"decline"}


def test_every_warning_needs_the_second_key_on_a_screen_and_is_left_out_of_a_batch(waiting: Lab) -> None:
    codes = {item["id"]: {warning["code"] for warning in item["warnings"]} for item in waiting.listed()}
    mild = next(id_ for id_, found in codes.items() if found == {"auth_failed"})
    assert "are left out:" in typed(waiting, "/ is:warned", "D 99", "y", "x")
    declined = [item["id"] for item in told(waiting) if item["decision"]]
    assert not any(codes[id_] - {"auth_unverified"} for id_ in declined)
    with Review.opened(load(waiting.folder / "config.toml"), waiting.folder / "data") as review:
        assert "DMARC" in review.caution(review.find(mild), Action.ACCEPT)
        assert not review.caution(review.find(mild), Action.SKIP)
    assert waiting.triage("accept", mild).code == 0  # a warning is a caution: a command that is typed need not ask


def test_without_a_terminal_it_is_the_dialogue_and_loads_no_screen_and_no_model(waiting: Lab) -> None:
    code = (
        "import sys; from triage.cli.app import run; code = run(sys.argv[1:]);"
        "heavy = ['textual', 'rich', 'sklearn', 'numpy', 'triage.score.model'];"
        "print(code, [name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "review", *waiting.common],
        input="w\n\nd\nu\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.splitlines()[-1] == "0 []"
    assert "suggestions wait for you" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_closed_stdin_is_an_empty_one(waiting: Lab) -> None:
    line = f"{sys.executable} -m triage review --plain {' '.join(waiting.common)} <&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_json_prints_what_waits(waiting: Lab) -> None:
    ran = waiting.triage("review", "--json")
    assert [item["id"] for item in ran.objects] == [item["id"] for item in waiting.listed("--state", "suggested")]


def test_a_word_that_is_no_filter_is_named(waiting: Lab) -> None:
    said = typed(waiting, "/is:foo", "/ zzz", "/")
    assert "“is:foo” is no filter: fit<30, is:warned" in said
    assert said.count("No suggestion matches “zzz”.") == 1
