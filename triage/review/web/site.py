"""Routes of the page: each is answered in a thread of its own with its own connection to the store."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from triage.errors import DefectError, TriageError
from triage.resources import templates_dir
from triage.review.web.acts import Acts
from triage.review.web.pages import Pages
from triage.review.web.press import Press
from triage.review.web.tuning import Tuning

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    Handler = Callable[[Request], Response]


def site(
    config_path: Path, data_dir: Path, home: str, on_defect: Callable[[Exception], None] = lambda _: None
) -> Starlette:
    """The page below the path `home`, to be put behind a `Gate`; `on_defect` is told what went wrong in it."""
    from starlette.applications import Starlette
    from starlette.routing import Mount, Route

    press = Press.furnish(config_path, data_dir, home, on_defect)
    pages, acts, tuning = Pages(press), Acts(press), Tuning(press)

    def get(path: str, handler: Handler) -> Route:
        return Route(path, _apart(press, handler), methods=["GET"])

    def post(path: str, handler: Handler) -> Route:
        return Route(path, _apart(press, handler), methods=["POST"])

    routes = [
        get("/", pages.inbox),
        get("/item/{id}", pages.item),
        post("/item/{id}", acts.decide),
        post("/item/{id}/words", acts.keep),
        get("/batch", pages.batch),
        post("/batch", acts.decline_batch),
        post("/undo", acts.undo),
        get("/tune", tuning.page),
        post("/tune", tuning.save),
        post("/tune/undo", tuning.undo),
        get("/help", pages.help),
        post("/keys", acts.switch_keys),
        get("/page.css", _file("page.css", "text/css")),
        get("/keys.js", _file("keys.js", "text/javascript")),
        get("/keep.js", _file("keep.js", "text/javascript")),
    ]
    return Starlette(routes=[Mount(home, routes=routes)])


def _file(name: str, media_type: str) -> Handler:
    """One of our own files, read once: no path ever comes from a request."""
    content = (templates_dir() / "web" / name).read_bytes()

    def handler(_request: Request) -> Response:
        from starlette.responses import Response

        return Response(content, media_type=media_type)

    return handler


def _apart(press: Press, handler: Handler) -> Callable[[Request], object]:
    """The handler in a thread that does not outlive the program: a slow mail server holds up neither the other pages
    nor Ctrl-C. A decision is recorded before it is delivered, so that nothing is lost with the thread.
    """

    async def endpoint(request: Request) -> Response:
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Response] = loop.create_future()

        def work() -> None:
            response = _answered(press, handler, request)
            loop.call_soon_threadsafe(_give, answer, response)

        threading.Thread(target=work, daemon=True).start()
        return await answer

    return endpoint


def _give(answer: asyncio.Future[Response], response: Response) -> None:
    if not answer.done():  # the browser may have gone
        answer.set_result(response)


def _answered(press: Press, handler: Handler, request: Request) -> Response:
    try:
        return handler(request)
    except TriageError as error:
        return press.error(request, error)
    except Exception as error:  # noqa: BLE001 - a defect is said on the page, in one line
        press.on_defect(error)
        return press.error(request, DefectError(error))
