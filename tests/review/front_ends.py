"""Front ends that can be driven alike: each takes the same acts, however they are done with it."""

from __future__ import annotations

from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING, Protocol
from unittest.mock import patch

from textual.widgets import TextArea

from tests.review.editors import editor
from tests.review.screens import screen
from tests.review.web.front import web
from triage.config import load
from triage.decide import BLOCKING
from triage.domain import Action
from triage.review.actions import Review
from triage.review.queue import View
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from tests.lab import Lab
    from tests.review.screens import Screen


class FrontEnd(Protocol):
    """What a person can do. Whatever cannot be done leaves everything as it was; drafts are delivered on return."""

    async def decide(self, item: str, action: Action, *, confirmed: bool) -> None:
        """Decides with the reply that triage suggests or writes; a warned mail only when `confirmed`."""
        ...

    async def decide_edited(self, item: str, action: Action, body: str) -> None:
        """Decides with the user's own words, and confirms."""
        ...

    async def decide_with(self, item: str, action: Action, template: str) -> None:
        """Decides with a template of another language, and confirms."""
        ...

    async def undo(self) -> None:
        """Takes the last decision back."""
        ...

    async def decline_under(self, per_cent: int) -> None:
        """Declines everything that waits and fits worse, but for what needs a look."""
        ...


class Commands:
    """Plain commands."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    async def decide(self, item: str, action: Action, *, confirmed: bool) -> None:
        if confirmed or action is Action.SKIP or not self._is_mildly_warned(item):
            self._lab.triage(action, item, *(["--yes"] if confirmed and action != "skip" else []))

    def _is_mildly_warned(self, item: str) -> bool:
        """Whether screens ask where a command, which is typed with care, does not."""
        (shown,) = self._lab.triage("show", item, "--json").objects
        codes = {warning["code"] for warning in shown["warnings"]} - {"auth_unverified"}
        return bool(codes) and shown["kind"] != "scam" and not codes & BLOCKING

    async def decide_edited(self, item: str, action: Action, body: str) -> None:
        with patch("click.edit", editor(lambda _: body)):
            self._lab.triage(action, item, "--edit", "--yes")

    async def decide_with(self, item: str, action: Action, template: str) -> None:
        self._lab.triage(action, item, "--template", template, "--yes")

    async def undo(self) -> None:
        self._lab.triage("undo")

    async def decline_under(self, per_cent: int) -> None:
        with closing(open_store(self._lab.folder / "data")) as store:
            review = Review(store, load(self._lab.folder / "config.toml"), self._lab.folder / "data")
            ids = [item.id for item in review.batch(review.lines(View()), per_cent / 100).declined]
        if ids:
            self._lab.triage("decline", *ids)


class Terminal:
    """Keys on the screen."""

    def __init__(self, opened: Screen) -> None:
        self._screen = opened
        self._app = opened.app

    async def decide(self, item: str, action: Action, *, confirmed: bool) -> None:
        self._look_at(item)
        await self._screen.press({"accept": "a", "ask": "q", "decline": "d", "skip": "s"}[action])
        if len(self._app.screen_stack) > 1:
            await self._screen.press("y" if confirmed else "n")

    async def decide_edited(self, item: str, action: Action, body: str) -> None:
        self._look_at(item)
        if await self._turn_to(lambda name: name.endswith(f"/{action}")):
            await self._screen.press("e")
            self._app.desktop.query_one(TextArea).text = body
            await self._screen.press("escape")
        await self.decide(item, action, confirmed=True)

    async def decide_with(self, item: str, action: Action, template: str) -> None:
        self._look_at(item)
        await self._turn_to(lambda name: name == template)
        await self.decide(item, action, confirmed=True)

    async def undo(self) -> None:
        await self._screen.press("u")

    async def decline_under(self, per_cent: int) -> None:
        self._app.desk.look(View())
        await self._screen.press("D", "backspace", "backspace", *str(per_cent))
        await self._screen.press("y")
        if len(self._app.screen_stack) > 1:
            await self._screen.press("n")

    def _look_at(self, item: str) -> None:
        self._app.desk.look(View("is:all"))
        self._app.desk.go_to(item)

    async def _turn_to(self, is_wanted: Callable[[str], bool]) -> bool:
        """Presses t until such a template is shown; False if the mail cannot be answered."""
        shown = self._app.desk.reply()
        if shown is not None and is_wanted(shown.template):
            return True
        for _ in range(20):  # more than there are templates
            await self._screen.press("t")
            said = self._app.desktop.said
            if not said.startswith("Template "):
                return False
            if is_wanted(said.removeprefix("Template ").rstrip(".")):
                return True
        return False


@asynccontextmanager
async def commands(lab: Lab) -> AsyncIterator[FrontEnd]:
    """Plain commands on an installation."""
    yield Commands(lab)


@asynccontextmanager
async def terminal(lab: Lab) -> AsyncIterator[FrontEnd]:
    """The screen on an installation."""
    async with screen(lab) as opened:
        yield Terminal(opened)


#: Every front end by name; another one is added here.
FRONT_ENDS: dict[str, Callable[[Lab], AbstractAsyncContextManager[FrontEnd]]] = {
    "commands": commands,
    "terminal": terminal,
    "web": web,
}
