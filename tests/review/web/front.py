"""The page as a front end of the property test: forms are sent as a browser would send them."""

from __future__ import annotations

import html
import re
from asyncio import to_thread
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tests.review.web.caller import Inside, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.lab import Lab
    from tests.review.web.caller import Answer
    from triage.domain import Action

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


class Web:
    """Forms over HTTP."""

    def __init__(self, page: Inside) -> None:
        self._page = page

    async def decide(self, item: str, action: Action, *, confirmed: bool) -> None:
        await to_thread(self._press, f"item/{item}", action, confirmed=confirmed)

    async def decide_edited(self, item: str, action: Action, body: str) -> None:
        await to_thread(self._press, f"item/{item}?reply={action}", action, body=body, confirmed=True)

    async def decide_with(self, item: str, action: Action, template: str) -> None:
        await to_thread(self._press, f"item/{item}?reply={action}&template={template}", action, confirmed=True)

    async def undo(self) -> None:
        await to_thread(self._undo)

    async def decline_under(self, per_cent: int) -> None:
        await to_thread(self._decline_under, per_cent)

    def _undo(self) -> None:
        token = self._page.page("help").field("form_token")
        self._page.post(f"{self._page.home}undo", {"form_token": token})

    def _decline_under(self, per_cent: int) -> None:
        page = self._page.page(f"batch?below={per_cent}")
        ticked = re.findall(r'name="id" id="[^"]+" value="([^"]+)"', page.body)
        fields = [("form_token", page.field("form_token")), *(("id", value) for value in ticked)]
        if ticked:
            self._page.request("POST", f"{self._page.home}batch", {}, urlencode(fields))

    def _press(self, path: str, action: Action, *, body: str | None = None, confirmed: bool) -> None:
        """Presses a button of a suggestion's page; where there is none for the action, nothing."""
        page = self._page.page(path)
        form = page.body.partition('<section class="reply"')[2]
        if f'name="action" value="{action}"' not in form:
            return
        fields = _hidden(form) | {"action": str(action)}
        if "<textarea" in form:
            fields["body"] = words(page) if body is None else body.replace("\n", "\r\n")
        target = self._page.home + path.partition("?")[0]
        answer = self._page.post(target, fields)
        if confirmed and 'name="confirmed"' in answer.body:
            self._confirm(target, answer)

    def _confirm(self, target: str, answer: Answer) -> None:
        fields = _hidden(answer.body.partition("<main")[2])
        self._page.post(target, fields | {"body": fields["body"].replace("\n", "\r\n")})


def _hidden(form: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(form)}


@asynccontextmanager
async def web(lab: Lab) -> AsyncIterator[Web]:
    """The page on an installation."""
    page = Inside(lab)
    await to_thread(page.enter)
    yield Web(page)
