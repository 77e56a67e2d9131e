"""What every page is made with: the review engine, the templates, and how values are written into them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from triage.codec import encode
from triage.config import load
from triage.credentials import redacted
from triage.errors import UsageError
from triage.resources import templates_dir
from triage.review import phrases
from triage.review.actions import Review
from triage.review.queue import Order, View
from triage.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from jinja2 import Environment
    from starlette.requests import Request
    from starlette.responses import Response

    from triage.domain import Item
    from triage.errors import TriageError
    from triage.review.web.gate import Visit


@dataclass(frozen=True, slots=True)
class Press:
    """Made once for each run; `home` is the path that everything lies below."""

    config_path: Path
    data_dir: Path
    home: str
    environment: Environment
    on_defect: Callable[[Exception], None]

    @classmethod
    def furnish(cls, config_path: Path, data_dir: Path, home: str, on_defect: Callable[[Exception], None]) -> Press:
        """Loads the templates: only the shipped ones make pages."""
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        environment = Environment(
            loader=FileSystemLoader(templates_dir() / "web"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_shown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "age": phrases.age,
            "digest": digest,
            "facts": phrases.facts,
            "headline": phrases.headline,
            "mark": mark,
            "marked": lambda pieces: any(features for _, features in pieces),
            "moment": _moment,
            "pay_of": phrases.pay_of,
            "percent": "{:.0%}".format,
            "place": phrases.place,
            "query": query,
            "status": phrases.status,
            "wrote_before": phrases.wrote_before,
        }
        environment.globals["home"] = home
        return cls(config_path, data_dir, home, environment, on_defect)

    def review(self) -> AbstractContextManager[Review]:
        """The engine on a connection of its own, for each request has its thread; the configuration as it is now."""
        return Review.opened(load(self.config_path), self.data_dir)

    def page(self, request: Request, name: str, *, status: int = 200, here: str = "", **values: Any) -> Response:
        """A page from a template; what was just done is told once."""
        from starlette.responses import HTMLResponse

        visit = visit_of(request)
        told, visit.session.told = visit.session.told, ""
        common = {"visit": visit, "view": view_of(request), "here": here, "told": told, "notice": ""}
        return HTMLResponse(self.environment.get_template(name).render(common | values), status)

    def see(self, request: Request, path: str, told: str = "") -> Response:
        """Sends the browser on to a page of ours after something was done (RFC 9110, 15.4.4)."""
        from starlette.responses import RedirectResponse

        visit_of(request).session.told = told
        return RedirectResponse(f"{self.home}{path}", 303)

    def nothing(self) -> Response:
        """Done, and nothing to look at."""
        from starlette.responses import Response

        return Response(status_code=204)

    def error(self, request: Request, error: TriageError) -> Response:
        """What went wrong and what to do, in plain words and without secrets."""
        status = 409 if isinstance(error, UsageError) else 500
        what, hint = redacted(error.what), redacted(error.hint)
        return self.page(request, "error.html", status=status, what=what, hint=hint)


def _shown(value: object) -> object:
    """Every value on its way into a page: text without what acts instead of being read. Escaping comes after it."""
    return visible(value) if type(value) is str else value


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def visit_of(request: Request) -> Visit:
    """What the gate let in."""
    visit: Visit = request.scope["triage.visit"]
    return visit


def view_of(request: Request) -> View:
    """The filter and the order that a request names in its address or its form."""
    fields: Mapping[str, str] = request.query_params if request.method == "GET" else dict(visit_of(request).form.fields)
    order = fields.get("order", "")
    return View(fields.get("words", "").strip()[:200], Order(order) if order in set(Order) else Order.NEWEST)


def query(view: View, **more: object) -> str:
    """The end of an address that keeps the view: "?words=…&order=…", "" for the ordinary one."""
    fields: dict[str, object] = {"words": view.words, "order": str(view.order), **more}
    return f"?{kept}" if (kept := urlencode({k: v for k, v in fields.items() if v and v != Order.NEWEST})) else ""


def digest(text: str) -> str:
    """A short hash of some words."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def mark(item: Item) -> str:
    """What the user saw of a suggestion, as a short hash: the mail, what is made of it, the reply, the decision."""
    return digest(encode((item.message, item.assessment, item.draft, item.decision)))
