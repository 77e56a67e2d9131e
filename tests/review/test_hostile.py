"""Hostile mail on the screen, in the dialogue and in `show`: nothing in it acts, and the layout holds."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from tests import factories
from tests.lab import Lab
from tests.review.screens import screen
from tests.review.test_dialogue import typed
from triage.demo import sample
from triage.domain import Address, Evidence, MessageRef, RawMessage, Role, Warning, WarningCode
from triage.parse import parse
from triage.review import documents
from triage.review.documents import CHARACTERS, LINES
from triage.store import open_store

if TYPE_CHECKING:
    from triage.demo.server import DemoServer
    from triage.review.documents import Document

#: What a terminal would act on, or what reorders or hides text; a line end is drawn by the screen itself.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_EVIL = (
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://evil.example/\x1b\\",
    "\u202egnp.exe\u202c\u2066x\u2069\u200b\ufeff",
    "[bold red]x[/bold red] [link=http://evil.example]y[/] [@click=app.quit]z[/] \\[",
    "\x9b31m\r\x08\x7f\u0085\u2028",
    "<script>alert(1)</script>{{ 7*7 }}{% raw %}",
    "\ud83d 漢字かな👩‍👩‍👧‍👦 e\u0301\u0301\u0301\u0301 ﷽ \t\t x",
)
HOSTILE = "".join(_EVIL)


def hostile_lab(folder: Path) -> Lab:
    """An installation whose mail is hostile in every field."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(sample.configuration(1).replace("enabled = true", "enabled = false"))
    (folder / "config.toml").chmod(0o600)
    (folder / "data").mkdir(mode=0o700)
    role = Role(HOSTILE, HOSTILE, None, HOSTILE, (HOSTILE,), skills=(HOSTILE,), evidence=(Evidence("title", HOSTILE),))
    warning = Warning(WarningCode.AUTH_FAILED, HOSTILE)
    texts = (HOSTILE, f"{HOSTILE}\n" * 10_000, "x" * 1_000_000, "x " * 200_000, "漢" * 50_000, "\n" * 50_000, "")
    with closing(open_store(folder / "data")) as store:
        for number, text in enumerate(texts):
            sender = Address(HOSTILE, "kim@agency.example")
            changes: dict[str, Any] = {"text": text, "subject": f"{number} {HOSTILE}", "quoted": f"> {HOSTILE}"}
            changes |= {"from_": sender}
            (key,) = store.record([factories.recorded(number + 1, message_id=f"<{number}@evil.example>", **changes)])
            assessment = factories.an_assessment()
            draft = factories.a_draft(subject=HOSTILE, body=f"{HOSTILE}\n", message_id=f"<triage.{number}@example.org>")
            opportunity = replace(assessment.opportunity, role=role, warnings=(warning,))
            store.assess(key, "test", replace(assessment, opportunity=opportunity, draft=draft))
    return Lab(folder, server=_no_server())


def _no_server() -> DemoServer:
    from triage.demo.server import DemoServer

    return DemoServer([])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return hostile_lab(tmp_path_factory.mktemp("hostile") / "lab")


@pytest.mark.parametrize(("width", "height"), [(80, 24), (160, 50)])
def test_the_screen_shows_it_and_nothing_acts(hostile: Lab, width: int, height: int) -> None:
    async def play() -> None:
        async with screen(hostile, width, height) as opened:
            for _ in range(7):
                for key in ("w", "tab", "t", "space", "j"):
                    await opened.press(key)
                    rows = opened.text.split("\n")
                    assert not _ACTING.search("".join(rows))
                    assert len(rows) == height
                    assert all(cell_len(row) <= width for row in rows)
            await opened.press("slash", *"red]x[", "enter")
            assert "[bold red]x[/bold red]" in opened.text
            assert len(opened.app.desk.lines) == 7

    asyncio.run(play())


def test_the_dialogue_and_show_say_it_and_nothing_acts(hostile: Lab) -> None:
    said = typed(hostile, "w", "m", "r", "l", "n", "n", "o", "/ [bold", "D 100")
    assert "[bold red]x[/bold red]" in said
    assert not _ACTING.search(said)
    for item in hostile.listed():
        for command in ("show", "why"):
            ran = hostile.triage(command, item["id"])
            assert ran.code == 0
            assert not _ACTING.search(ran.out)


def test_a_long_mail_is_cut_and_says_so(hostile: Lab) -> None:
    with closing(open_store(hostile.folder / "data")) as store:
        for item in store.items():
            started = time.perf_counter()
            document = documents.mail(item.message, item.assessment)
            assert time.perf_counter() - started < 1.0
            assert len(document.text) < CHARACTERS + 4 * len(HOSTILE) + 200
            assert document.text.count("\n") < LINES + 20
            text = item.message.text if item.message else ""
            assert ("cut here" in document.text) == (len(text) > CHARACTERS or text.strip("\n").count("\n") > LINES)


def sound(document: Document) -> bool:
    """Whether its text is clean, and its marks are in order and within it."""
    ends = [0, *(place for mark in document.marks for place in (mark.start, mark.end)), len(document.text)]
    return not _ACTING.search(document.text) and ends == sorted(ends)


_TORTURE = Path(__file__).parents[3] / "shared" / "torture"


@pytest.mark.shared
@pytest.mark.skipif(not _TORTURE.is_dir(), reason="the torture corpus is not there")
def test_the_torture_corpus_makes_sound_documents() -> None:
    paths = sorted(path for path in _TORTURE.rglob("*.eml") if path.stat().st_size < 100_000)[::7][:150]
    assert paths
    for path in paths:
        message = parse(RawMessage(MessageRef("t", "t", 1, 1), None, path.read_bytes(), 0))
        quotes = Role(evidence=(Evidence("title", message.text[50:200]), Evidence("company", message.subject)))
        assessment = factories.an_assessment(opportunity=factories.an_opportunity(role=quotes))
        assert sound(documents.mail(message, assessment)), path
