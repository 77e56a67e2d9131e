"""Receives the browser's redirect at the end of an OAuth sign-in, on a loopback port (RFC 8252 section 7.3)."""

from __future__ import annotations

import hmac
import secrets
import time
from http.server import BaseHTTPRequestHandler
from socketserver import TCPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

from triage.errors import SignInError

_PAGE = b"""<!doctype html><meta charset="utf-8"><title>triage</title>
<p>You can close this page and go back to the terminal."""


class Redirect:
    """A one-shot web server on 127.0.0.1, up from `with` until the redirect has come."""

    def __init__(self, host: str) -> None:
        self.state = secrets.token_urlsafe(24)
        self._server = _Server(self.state)
        self.uri = f"http://{host}:{self._server.server_address[1]}/"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.server_close()

    def code(self, account: str, seconds: float) -> str:
        """Waits for the authorization code. Raises `SignInError` if the user refuses, or after `seconds`."""
        deadline = time.monotonic() + seconds
        while self._server.answer is None:
            if time.monotonic() > deadline:
                hint = f"run `triage login {account}` again"
                raise SignInError(f"nobody signed in within {seconds:g} s", hint=hint, account=account)
            self._server.handle_request()
        code = self._server.answer.get("code", [""])[0]
        if not code:
            hint = f"run `triage login {account}` again and agree, or use another way to give the secret"
            raise SignInError("the sign-in was refused in the browser", hint=hint, account=account)
        return code


class _Server(TCPServer):  # not HTTPServer, which asks the DNS for the name of 127.0.0.1
    timeout = 0.5  # how long handle_request waits, so that `code` sees its deadline

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        self.answer: dict[str, list[str]] | None = None

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is nothing to print a traceback about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5  # seconds for one request; browsers open connections that they then do not use

    def do_GET(self) -> None:
        """Takes the redirect if it carries our state (RFC 6749 section 10.12); anything else is not for us."""
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        ours = hmac.compare_digest(query.get("state", [""])[0].encode(), self.server.state.encode())
        if parts.path != "/" or not ours:
            self.send_error(404)
            return
        self.server.answer = query
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the class above
        """The request line holds the code, so nothing is logged."""
