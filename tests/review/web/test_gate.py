"""P14: the local page answers only its user. A hostile request would be let in but for what its name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from tests.pipeline.test_scan import offer
from tests.review.web.caller import Served, everything
from triage.review.web.gate import HEADERS, MOST_BODY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.review.web.caller import Answer


@dataclass
class Stage:
    """A page with one suggestion, and what its own form to accept it would send."""

    served: Served
    id: str

    @property
    def path(self) -> str:
        return f"{self.served.home}item/{self.id}"

    def form(self, **changes: str) -> dict[str, str]:
        return self.served.form(self.id, "accept") | changes

    def post(self, **headers: str | None) -> Answer:
        """The form with headers changed."""
        changed = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.served.post(self.path, self.form(), changed)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    lab = labs.start(tmp_path_factory.mktemp("gate"), [offer()])
    with lab.server:
        lab.configure()
        assert lab.triage("scan").code == 0
        with Served(lab) as served:
            served.enter()
            yield Stage(served, lab.listed()[0]["id"])


def bare(stage: Stage, text: str) -> Answer:
    """A request written out; {host}, {path} and {cookie} are ours."""
    filled = text.format(host=stage.served.host, path=stage.path, cookie=stage.served.cookie)
    return stage.served.send(filled.replace("\n", "\r\n").encode())


HOSTILE: dict[str, tuple[set[int], Callable[[Stage], Answer]]] = {
    "a foreign Host": ({421}, lambda s: s.post(Host="triage.example")),
    "a name bent to 127.0.0.1": ({421}, lambda s: s.post(Host=f"rebind.example:{s.served.port}")),
    "our address with another port": ({421}, lambda s: s.post(Host="127.0.0.1:80")),
    "our address without a port": ({421}, lambda s: s.post(Host="127.0.0.1")),
    "two Hosts": (
        {400},
        lambda s: bare(s, "GET {path} HTTP/1.1\nHost: {host}\nHost: x.example\nCookie: {cookie}\n\n"),
    ),
    "HTTP/1.0 without Host": ({400}, lambda s: bare(s, "GET {path} HTTP/1.0\nCookie: {cookie}\n\n")),
    "HTTP/1.1 without Host": ({400}, lambda s: bare(s, "GET {path} HTTP/1.1\nCookie: {cookie}\nConnection: close\n\n")),
    "an absolute form": (
        {400},
        lambda s: bare(
            s, "GET http://evil.example{path} HTTP/1.1\nHost: {host}\nCookie: {cookie}\nConnection: close\n\n"
        ),
    ),
    "a foreign Origin": ({403}, lambda s: s.post(Origin="http://evil.example")),
    "our Origin with another port": ({403}, lambda s: s.post(Origin="http://127.0.0.1:1")),
    "our Origin with TLS": ({403}, lambda s: s.post(Origin=f"https://{s.served.host}")),
    "the other name of our own Origin": ({403}, lambda s: s.post(Origin=f"http://localhost:{s.served.port}")),
    "Origin null": ({403}, lambda s: s.post(Origin="null")),
    "no Origin": ({403}, lambda s: s.post(Origin=None)),
    "a cross-site form": ({403}, lambda s: s.post(Sec_Fetch_Site="cross-site")),
    "a same-site form, from another port": ({403}, lambda s: s.post(Sec_Fetch_Site="same-site")),
    "a form out of nowhere": ({403}, lambda s: s.post(Sec_Fetch_Site="none")),
    "a cross-site link": ({403}, lambda s: s.served.get(s.path, {"Sec-Fetch-Site": "cross-site"})),
    "no cookie": ({403}, lambda s: s.post(Cookie=None)),
    "an empty cookie": ({403}, lambda s: s.post(Cookie="triage=")),
    "a wrong cookie": ({403}, lambda s: s.post(Cookie="triage=" + "A" * 43)),
    "the cookie of an old session": ({403}, lambda s: s.post(Cookie="triage=Zm9ybWVyLXNlc3Npb24tb2YtYW4tb2xkLXBhZ2Ux")),
    "a cookie that is not text": ({403}, lambda s: s.post(Cookie="triage=\u00e9\u00ff")),
    "the token again": ({403}, lambda s: s.served.get(f"/?token={s.served.token}", {"Cookie": None})),
    "a wrong token": ({403}, lambda s: s.served.get("/?token=" + "A" * 43, {"Cookie": None})),
    "no token": ({403}, lambda s: s.served.get("/", {"Cookie": None})),
    "the token in a form": ({403}, lambda s: s.served.post("/", {"token": s.served.token}, {"Cookie": None})),
    "no form token": ({403}, lambda s: s.served.post(s.path, s.form(form_token=""))),
    "a wrong form token": ({403}, lambda s: s.served.post(s.path, s.form(form_token="A" * 43))),
    "a GET that would decide": ({200}, lambda s: s.served.get(f"{s.path}?action=accept&confirmed=yes")),
    "a GET that would undo": ({405}, lambda s: s.served.get(f"{s.served.home}undo")),
    "a GET that says it is a POST": (
        {405},
        lambda s: s.served.get(f"{s.served.home}undo", {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}),
    ),
    "JSON": ({415}, lambda s: s.post(Content_Type="application/json")),
    "plain text": ({415}, lambda s: s.post(Content_Type="text/plain")),
    "a multipart form": ({415}, lambda s: s.post(Content_Type="multipart/form-data; boundary=x")),
    "no content type": ({415}, lambda s: s.post(Content_Type=None)),
    "a body too long": ({413}, lambda s: s.post(Content_Length=str(MOST_BODY + 1))),
    "a length that is none": ({400}, lambda s: s.post(Content_Length="1e3")),
    "a body in pieces, too long": (
        {413},
        lambda s: s.served.request(
            "POST",
            s.path,
            {"Content-Length": None, "Transfer-Encoding": "chunked"},
            f"{MOST_BODY + 1:x}\r\n{'x' * (MOST_BODY + 1)}\r\n0\r\n\r\n",
        ),
    ),
    "a form of 100,000 fields": ({400}, lambda s: s.served.request("POST", s.path, {}, "a&" * 100_000)),
    "a form that is not UTF-8": ({400}, lambda s: s.served.request("POST", s.path, {}, "body=%ff%fe")),
    "TRACE": ({405}, lambda s: s.served.request("TRACE", s.path)),
    "PUT": ({405}, lambda s: s.served.request("PUT", s.path)),
    "DELETE": ({405}, lambda s: s.served.request("DELETE", s.path)),
    "HEAD with the token": ({405}, lambda s: s.served.request("HEAD", f"/?token={s.served.token}")),
    "OPTIONS, a preflight": (
        {405},
        lambda s: s.served.request("OPTIONS", s.path, {"Origin": "http://evil.example"}),
    ),
    "CONNECT": ({400, 405}, lambda s: bare(s, "CONNECT {host} HTTP/1.1\nHost: {host}\nConnection: close\n\n")),
    "a way out of the folder": ({400}, lambda s: s.served.get(f"{s.served.home}../../../../etc/passwd")),
    "an escaped way out": ({400}, lambda s: s.served.get(f"{s.served.home}%2e%2e/%2e%2e/etc/passwd")),
    "a file of ours that is no page": ({404}, lambda s: s.served.get(f"{s.served.home}layout.html")),
    "a header in the id": ({400}, lambda s: s.served.post(f"{s.path}%0d%0aSet-Cookie:x=1", s.form())),
    "an id that is none": ({409}, lambda s: s.served.post(f"{s.served.home}item/nosuch", s.form())),
    "the beginning of an id": ({409}, lambda s: s.served.post(s.path[:-1], s.form())),
    "a decision there is not": ({409}, lambda s: s.served.post(s.path, s.form(action="send"))),
    "a websocket": (
        {400},
        lambda s: s.served.get(s.path, {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Key": "eA=="}),
    ),
    "HTTP/2 without TLS": ({400}, lambda s: s.served.get(s.path, {"Upgrade": "h2c", "HTTP2-Settings": "AAMAAABk"})),
    "no HTTP at all": ({400}, lambda s: bare(s, "EHLO evil.example\n\n")),
    "a header of 1 MB": ({0, 400, 431}, lambda s: s.served.get(s.path, {"X": "x" * 1_000_000})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_is_refused_and_changes_nothing(stage: Stage, name: str) -> None:
    expected, request = HOSTILE[name]
    data = stage.served.lab.folder / "data"
    before = everything(data)
    answer = request(stage)
    assert answer.status in expected, answer.body
    assert everything(data) == before
    assert stage.served.process.poll() is None
    assert not answer.header("access-control-allow-origin")
    assert not answer.header("set-cookie")


def test_the_form_itself_is_let_in(stage: Stage) -> None:
    """Last of this module: so that the refusals above are not for another reason."""
    answer = stage.post()
    assert (answer.status, answer.header("location")) == (303, stage.served.home)
    assert stage.served.lab.listed()[0]["decision"]["action"] == "accept"


@pytest.fixture(scope="module")
def answers(stage: Stage) -> dict[str, Answer]:
    """One of every kind."""
    home = stage.served.home
    paths = ["", f"item/{stage.id}", "batch", "help", "page.css", "keys.js", "keep.js", "nowhere"]
    refused = {"refused": stage.served.get(home, {"Cookie": None}), "token": stage.served.get("/?token=x")}
    return {path: stage.served.get(home + path) for path in paths} | refused


def test_every_answer_has_every_header(answers: dict[str, Answer]) -> None:
    for path, answer in answers.items():
        for header, value in HEADERS.items():
            assert answer.header(header) == value, path
        assert not answer.header("server"), path
        assert answer.header("content-type").startswith("text/"), path


def test_no_page_has_a_script_or_a_style_in_it(answers: dict[str, Answer]) -> None:
    for path, answer in answers.items():
        assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|javascript:|https?://", answer.body), path


def test_the_first_address_gives_a_cookie_for_our_own_path_only(stage: Stage) -> None:
    with Served(stage.served.lab) as fresh:
        answer = fresh.enter()
        name, *attributes = answer.header("set-cookie").split("; ")
        assert answer.status == 303
        assert "token" not in answer.header("location")
        assert len(name.partition("=")[2]) >= 43
        assert attributes == [f"Path={fresh.home}", "HttpOnly", "SameSite=Strict"]
        assert fresh.page("").status == 200
        assert fresh.get(fresh.home, {"Cookie": stage.served.cookie}).status == 403, "a session is of one run"
