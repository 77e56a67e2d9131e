"""Clients of the page: one that talks to `triage web` octet by octet, one that calls it in this process."""

from __future__ import annotations

import asyncio
import html
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from triage.review.web.gate import Gate
from triage.review.web.site import site
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any, Self

    from tests.lab import Lab

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP response."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    def header(self, name: str) -> str:
        return ", ".join(value for key, value in self.headers if key == name)

    def field(self, name: str) -> str:
        """The value of a hidden field of its first form that has it."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.body)
        assert found, f"there is no field {name}"
        return found[1]


@dataclass
class Caller:
    """A client of the page that sends exactly what it is told to; `enter` comes first."""

    lab: Lab
    token: str = ""
    host: str = ""
    home: str = ""
    cookie: str = ""

    def call(self, method: str, target: str, headers: dict[str, str], body: str) -> Answer:
        """The answer to a request."""
        raise NotImplementedError

    def enter(self) -> Answer:
        """What the browser does with the address that was printed."""
        answer = self.get(f"/?token={self.token}", {"Cookie": None})
        self.home = answer.header("location")
        self.cookie = answer.header("set-cookie").partition(";")[0]
        return answer

    def request(self, method: str, target: str, changes: dict[str, str | None] | None = None, body: str = "") -> Answer:
        """A request as our own page would make it, but for the `changes` of its headers (None leaves one out)."""
        headers: dict[str, str | None] = {"Host": self.host, "Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if method == "POST":
            headers |= {"Origin": f"http://{self.host}", "Content-Type": FORM, "Content-Length": str(len(body))}
        headers |= changes or {}
        return self.call(method, target, {name: value for name, value in headers.items() if value is not None}, body)

    def get(self, target: str, changes: dict[str, str | None] | None = None) -> Answer:
        """A page."""
        return self.request("GET", target, changes)

    def post(self, target: str, fields: dict[str, str], changes: dict[str, str | None] | None = None) -> Answer:
        """A form."""
        return self.request("POST", target, changes, urlencode(fields))

    def page(self, path: str) -> Answer:
        """A page below our home."""
        answer = self.get(f"{self.home}{path}")
        assert answer.status == 200, answer.body
        return answer

    def form(self, id_: str, action: str, **changes: str) -> dict[str, str]:
        """The form of a suggestion as its page has it, for an action."""
        page = self.page(f"item/{id_}")
        names = ("form_token", "words", "order", "mark", "shown", "template", "was")
        return {name: page.field(name) for name in names} | {"action": action, "body": words(page)} | changes


@dataclass
class Inside(Caller):
    """The page in this process, without a network."""

    gate: Gate = field(init=False)
    on_defect: Callable[[Exception], None] = lambda _: None

    def __post_init__(self) -> None:
        home, self.host = "/inside", "127.0.0.1:1"
        config, data = self.lab.folder / "config.toml", self.lab.folder / "data"
        self.gate = Gate(site(config, data, home, self.on_defect), [self.host], home)
        self.token = self.gate.token

    def call(self, method: str, target: str, headers: dict[str, str], body: str) -> Answer:
        path, _, query = target.partition("?")
        given = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode()}
        scope |= {"query_string": query.encode(), "headers": given, "root_path": ""}
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body.encode(), "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.gate(scope, receive, send))
        answered = tuple((name.decode(), value.decode()) for name, value in sent[0]["headers"])
        return Answer(sent[0]["status"], answered, b"".join(part.get("body", b"") for part in sent[1:]).decode())


@dataclass
class Served(Caller):
    """`triage web` in a process of its own, called octet by octet."""

    options: tuple[str, ...] = ()
    url: str = ""
    port: int = 0
    process: subprocess.Popen[str] = field(init=False)

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "triage", "web", "--no-open", *self.options, *self.lab.common],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"TRIAGE_TESTING": "1"},
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()
        self.port = int(self.url.partition("http://127.0.0.1:")[2].partition("/")[0])
        self.host, self.token = f"127.0.0.1:{self.port}", self.url.partition("token=")[2]
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
        """(exit code, what it printed after its address, what it said)."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=5)
        return self.process.returncode, out, err

    def call(self, method: str, target: str, headers: dict[str, str], body: str) -> Answer:
        lines = [f"{name}: {value}" for name, value in headers.items()]
        return self.send("\r\n".join([f"{method} {target} HTTP/1.1", *lines, "Connection: close", "", body]).encode())

    def send(self, octets: bytes) -> Answer:
        """The answer to some octets; its status is 0 if the line was cut instead."""
        received = b"HTTP/1.1 0 \r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection, suppress(OSError):
            connection.sendall(octets)
            received = b""
            while piece := connection.recv(65536):
                received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple((name.lower(), value) for name, _, value in (line.partition(": ") for line in lines))
        return Answer(int(first.split(" ")[1]), headers, body.decode())


def words(page: Answer) -> str:
    """The words in the editor."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.body, re.DOTALL)
    assert found
    return html.unescape(found[1])


def everything(data_dir: Path) -> list[object]:
    """Every row of the store."""
    with closing(open_store(data_dir)) as store:
        return list(store.rows())
