"""The gate before the local page: who may ask, for what, and what every answer says about itself.

Pages of other origins, other names for 127.0.0.1 (DNS rebinding), other users of the machine and other servers on it
are kept out; docs/web.md says how. What is let in carries a `Visit`.
"""

from __future__ import annotations

import hmac
import re
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "triage"
#: Octets of a request's body: a reply of 64 KiB, percent-encoded.
MOST_BODY = 256 * 1024
#: Fields of a form: the ids of a batch, and then some.
MOST_FIELDS = 5000
FORM = "application/x-www-form-urlencoded"

#: Nothing may be loaded but our own stylesheet and scripts, no frame may hold the page, nothing keeps it.
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_PATH = re.compile(rb"(?:/[A-Za-z0-9_-]*(?:\.[a-z]+)?)+")


class RefusedError(Exception):
    """Why a request is not let in, with the HTTP status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in their order; lines end in LF."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field, "" if there is none."""
        return next((value for key, value in self.fields if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(value for key, value in self.fields if key == name)


@dataclass(slots=True)
class Session:
    """The one browser that came with the token, and what it is to be told."""

    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    keys: bool = True  # whether single keys act (WCAG 2.1.4: they can be turned off)
    told: str = ""  # what has just been done, to be said on the next page


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request that was let in brings."""

    session: Session
    form: Form = Form()


class Gate:
    """An ASGI application around the page.

    `home` is a path of its own for each run: the cookie is bound to it, since cookies are not bound to a port, and
    another server on this machine would be sent one that is bound to "/".
    """

    def __init__(self, page: ASGIApp, hosts: Iterable[str], home: str) -> None:
        self._page = page
        self._hosts = frozenset(hosts)
        self.home = home
        self.token = secrets.token_urlsafe(32)
        self._session: Session | None = None
        self.used_at = time.monotonic()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request in, or says why not. Only what is let in counts as use."""
        if scope["type"] != "http":
            return  # no lifespan, no websocket

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in HEADERS.items())]
            await send(message)

        try:
            visit = await self._visit(scope, receive)
        except RefusedError as refusal:
            await _answer(send_guarded, refusal.status, f"triage: {refusal}.\n")
            return
        self.used_at = time.monotonic()
        if visit is None:
            await _answer(send_guarded, 303, "", self._admitted())
            return
        scope["triage.visit"] = visit
        await self._page(scope, _nothing_more, send_guarded)

    async def _visit(self, scope: Scope, receive: Receive) -> Visit | None:
        """The visit; None for the first one, which has the token. Raises `RefusedError`."""
        headers = _headers(scope)
        host = self._check_host(headers)
        _check_shape(scope, headers)
        self._check_site(scope, headers)
        if scope["path"] == "/":
            self._check_token(scope)
            return None
        session = self._check_cookie(headers)
        if scope["method"] == "GET":
            return Visit(session)
        _check_origin(headers, host)
        form = _read_form(await _body(headers, receive))
        if not _same(form.one("form_token"), session.form_token):
            raise RefusedError(403, "this form is not one of this page's: reload the page and try again")
        return Visit(session, form)

    def _check_host(self, headers: dict[str, list[str]]) -> str:
        """RFC 9112 section 3.2: exactly one Host, and it must be one of ours, or a name was bent to this address."""
        named = headers.get("host", [])
        if len(named) != 1 or named[0] not in self._hosts:
            raise RefusedError(421 if named else 400, "this page is only served under its own address")
        return named[0]

    def _check_site(self, scope: Scope, headers: dict[str, list[str]]) -> None:
        """What browsers say about who asks (W3C Fetch Metadata); "none" is the user, typing or following no link."""
        allowed = {"same-origin", "none"} if scope["method"] == "GET" else {"same-origin"}
        if not set(headers.get("sec-fetch-site", [])) <= allowed:
            raise RefusedError(403, "another page asked for this: paste the address into the browser yourself")

    def _check_token(self, scope: Scope) -> None:
        fields = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if not _same(fields.get("token", ""), self.token):
            raise RefusedError(403, "open the address that `triage web` printed")
        if self._session is not None:
            raise RefusedError(
                403, "this address was used already and works once; if that was not you, end `triage web` with Ctrl-C"
            )

    def _admitted(self) -> list[tuple[bytes, bytes]]:
        self._session = Session()
        cookie = f"{COOKIE}={self._session.cookie}; Path={self.home}/; HttpOnly; SameSite=Strict"
        return [(b"location", f"{self.home}/".encode()), (b"set-cookie", cookie.encode())]

    def _check_cookie(self, headers: dict[str, list[str]]) -> Session:
        pairs = [pair.strip().partition("=") for line in headers.get("cookie", []) for pair in line.split(";")]
        session = self._session
        if session is None or not any(name == COOKIE and _same(value, session.cookie) for name, _, value in pairs):
            raise RefusedError(403, "open the address that `triage web` printed; an older one does not work any more")
        return session


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _check_shape(scope: Scope, headers: dict[str, list[str]]) -> None:
    """Only GET and POST of plain paths: no absolute form, no escapes, no dots, no upgrade."""
    if scope["method"] not in {"GET", "POST"}:
        raise RefusedError(405, "only GET and POST are answered")
    if not _PATH.fullmatch(scope["raw_path"]):
        raise RefusedError(400, "there is no such address")
    if "upgrade" in headers:
        raise RefusedError(400, "nothing but HTTP/1.1 is spoken here")


def _check_origin(headers: dict[str, list[str]], host: str) -> None:
    if headers.get("origin") != [f"http://{host}"]:
        raise RefusedError(403, "a form of another page does nothing here")
    kinds = [value.partition(";")[0].strip().lower() for value in headers.get("content-type", [])]
    if kinds != [FORM]:
        raise RefusedError(415, "only forms are taken")


async def _body(headers: dict[str, list[str]], receive: Receive) -> bytes:
    stated = headers.get("content-length", ["0"])[0]
    if not stated.isdecimal() or int(stated) > MOST_BODY:
        raise RefusedError(413, "that is too long")
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the form did not arrive whole")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > MOST_BODY:
            raise RefusedError(413, "that is too long")
    return body


def _read_form(body: bytes) -> Form:
    """The fields (https://url.spec.whatwg.org/#urlencoded-parsing); a textarea's line ends are CRLF on the wire."""
    with suppress(ValueError):
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        return Form(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs))
    raise RefusedError(400, "the form cannot be read")


def _same(given: str, ours: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), ours.encode())


async def _answer(send: Send, status: int, text: str, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(text.encode())).encode())]
    allow = [(b"allow", b"GET, POST")] if status == 405 else []
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *allow, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})


async def _nothing_more() -> Message:
    """The body has been read."""
    return {"type": "http.request", "body": b"", "more_body": False}
