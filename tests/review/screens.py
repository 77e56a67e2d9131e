"""Opens the screen of `triage review` without a terminal, and presses keys."""

from __future__ import annotations

from contextlib import asynccontextmanager, closing
from functools import partial
from typing import TYPE_CHECKING

from triage.config import load
from triage.review.actions import Review
from triage.review.desk import Desk
from triage.review.terminal.app import ReviewApp
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

    from tests.lab import Lab


class Screen:
    """A running screen; what it shows is read from the terminal's cells."""

    def __init__(self, app: ReviewApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Presses keys, and waits until what they began is done, drafts included."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        while self.app.under_way:
            await self.pilot.pause(0.005)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip() for strip in self.app.screen._compositor.render_strips()
        )

    @property
    def item(self) -> str:
        """The id of the suggestion looked at."""
        assert self.app.desk.current is not None
        return self.app.desk.current.id


@asynccontextmanager
async def screen(lab: Lab, width: int = 80, height: int = 24) -> AsyncIterator[Screen]:
    """The screen over an installation."""
    config, data = lab.folder / "config.toml", lab.folder / "data"
    with closing(open_store(data)) as store:
        app = review_app(config, data, Desk(Review(store, load(config), data), data))
        async with app.run_test(size=(width, height)) as pilot:
            await pilot.pause()
            yield Screen(app, pilot)
        app.courier.close()


def review_app(config: Path, data: Path, desk: Desk) -> ReviewApp:
    """The application as the command makes it."""
    configuration = load(config)
    return ReviewApp(desk, partial(Review.opened, configuration, data), configuration.policy.decline_at)
