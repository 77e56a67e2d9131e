"""triage.oauth against an authorization server on the loopback: signing in once, refreshing, and every fault."""

from __future__ import annotations

import base64
import hashlib
import json
import multiprocessing
import os
import stat
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

import pytest

from triage import oauth
from triage.config import Account
from triage.credentials import secret_for
from triage.errors import (
    CannotWriteError,
    ConfigurationError,
    ServerUnreachableError,
    SignInError,
    TriageError,
    TryLaterError,
)
from triage.oauth import PROVIDERS, Provider, Tokens, access_token, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ACCOUNT = Account(
    "home", host="imap.example.org", user="dana@example.org", oauth="google", oauth_client_id="client.example"
)


# --- the server -----------------------------------------------------------------------------------------------------


@dataclass
class FakeServer:
    """A token endpoint: rotates refresh tokens, and refuses one that was used before as RFC 9700 section 4.14 asks."""

    valid: str = "refresh-0"
    forms: list[dict[str, str]] = field(default_factory=list)
    expires_in: object = 3600
    pause: float = 0.0
    respond: Callable[[BaseHTTPRequestHandler], None] | None = None
    url: str = ""

    @property
    def provider(self) -> Provider:
        return Provider(f"{self.url}/authorize", f"{self.url}/token", "imap offline")

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.forms.append(form)
        time.sleep(self.pause)
        if form["grant_type"] == "refresh_token" and form["refresh_token"] != self.valid:
            return 400, {"error": "invalid_grant", "error_description": f"{form['refresh_token']} was used"}
        number = len(self.forms)
        self.valid = f"refresh-{number}"
        return 200, {"access_token": f"access-{number}", "refresh_token": self.valid, "expires_in": self.expires_in}


class Server(ThreadingHTTPServer):
    """One thread a request; a client that has hung up is no error."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Prints nothing: a traceback printed in this thread disturbs an `ast.parse` in another (CPython 3.11)."""


@pytest.fixture
def server() -> Iterator[FakeServer]:
    fake = FakeServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if fake.respond:
                fake.forms.append({})
                return fake.respond(self)
            status, answer = fake.answer({key: values[0] for key, values in parse_qs(body).items()})
            return reply(self, status, json.dumps(answer))

        def log_message(self, *_: object) -> None: ...

    http = Server(("127.0.0.1", 0), Handler)
    fake.url = f"http://127.0.0.1:{http.server_port}"
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    yield fake
    http.shutdown()
    http.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: str, location: str = "") -> None:
    handler.send_response(status)
    if location:
        handler.send_header("Location", location)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body.encode())


def stored(data_dir: Path, *, expires_in: float = 0.0, refresh: str = "refresh-0", at: float = 0.0) -> Path:
    """As after a sign-in, with an access token that lives for `expires_in` seconds from now."""
    now = time.time() + at
    path = data_dir / "oauth" / "home.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    oauth._store(path, Tokens("google", "client.example", ACCOUNT.user, refresh, "access-0", now, now + expires_in))
    return path


# --- refreshing -----------------------------------------------------------------------------------------------------


def test_a_token_that_lives_is_used_without_asking(server: FakeServer, tmp_path: Path) -> None:
    stored(tmp_path, expires_in=120)
    assert access_token(ACCOUNT, tmp_path, provider=server.provider) == "access-0"
    assert not server.forms


@pytest.mark.parametrize("expires_in", [-10, 1, 59])
def test_a_token_is_refreshed_a_minute_before_its_end(server: FakeServer, tmp_path: Path, expires_in: float) -> None:
    path = stored(tmp_path, expires_in=expires_in)
    assert access_token(ACCOUNT, tmp_path, provider=server.provider) == "access-1"
    assert access_token(ACCOUNT, tmp_path, provider=server.provider) == "access-1"
    assert server.forms == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "refresh-0",
            "scope": "imap offline",
            "client_id": "client.example",
        }
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.with_suffix(".lock").stat().st_mode) == 0o600
    assert json.loads(path.read_bytes())["refresh_token"] == "refresh-1"


def test_a_clock_that_was_put_back_means_a_refresh(server: FakeServer, tmp_path: Path) -> None:
    stored(tmp_path, expires_in=3600, at=86400)
    assert access_token(ACCOUNT, tmp_path, provider=server.provider) == "access-1"


@pytest.mark.parametrize("expires_in", ["3600", 3600.5, 10**12])
def test_the_lifetime_is_read_as_servers_send_it(server: FakeServer, tmp_path: Path, expires_in: object) -> None:
    server.expires_in = expires_in
    path = stored(tmp_path)
    access_token(ACCOUNT, tmp_path, provider=server.provider)
    assert 3500 < json.loads(path.read_bytes())["expires_at"] - time.time() <= 86400


def test_a_server_that_does_not_rotate_keeps_the_refresh_token(server: FakeServer, tmp_path: Path) -> None:
    path = stored(tmp_path)
    server.respond = lambda handler: reply(handler, 200, '{"access_token": "a", "expires_in": 60}')
    assert access_token(ACCOUNT, tmp_path, provider=server.provider) == "a"
    assert json.loads(path.read_bytes())["refresh_token"] == "refresh-0"


def test_secret_for_gives_a_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored(tmp_path, expires_in=120)
    monkeypatch.setenv("TRIAGE_DATA_DIR", str(tmp_path))
    secret = secret_for(ACCOUNT)
    assert (secret.kind, secret.value) == ("token", "access-0")


def _refresh(provider: Provider, data_dir: Path, barrier: Any, results: Any) -> None:
    barrier.wait()
    results.put(access_token(ACCOUNT, data_dir, provider=provider))


def test_of_several_processes_one_refreshes_and_the_others_read_what_it_got(server: FakeServer, tmp_path: Path) -> None:
    server.pause = 0.3
    stored(tmp_path)
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(4), context.Queue()
    arguments = (server.provider, tmp_path, barrier, results)
    processes = [context.Process(target=_refresh, args=arguments) for _ in range(4)]
    for process in processes:
        process.start()
    assert [results.get(timeout=20) for _ in processes] == ["access-1"] * 4
    for process in processes:
        process.join()
    assert len(server.forms) == 1


def test_a_refresh_that_never_ends_elsewhere_is_not_waited_for(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth, "LOCK_SECONDS", 0.1)
    path = stored(tmp_path)
    with oauth._locked(ACCOUNT, path), pytest.raises(TryLaterError, match="another process is refreshing"):
        access_token(ACCOUNT, tmp_path, provider=server.provider)


def test_a_full_disk_is_noticed_before_the_refresh_token_is_spent(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = stored(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWriteError, match="No space left"):
        access_token(ACCOUNT, tmp_path, provider=server.provider)
    assert not server.forms
    assert json.loads(path.read_bytes())["refresh_token"] == "refresh-0"


# --- faults ---------------------------------------------------------------------------------------------------------


def fails(server: FakeServer, tmp_path: Path, error: type[TriageError]) -> str:
    path = stored(tmp_path, refresh="canary-refresh")
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        access_token(ACCOUNT, tmp_path, provider=server.provider)
    assert path.read_bytes() == before, "a failure loses nothing"
    assert "canary" not in str(caught.value)
    assert caught.value.account == "home"
    return str(caught.value)


def test_a_withdrawn_sign_in_names_the_command_to_run(server: FakeServer, tmp_path: Path) -> None:
    assert fails(server, tmp_path, SignInError).endswith("; run `triage login home`")


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, "{}"),
        (503, "<html>canary</html>"),
        (429, '{"error": "canary"}'),
        (200, "<html>canary</html>"),
        (400, "<html>canary</html>"),
        (400, '{"error": "temporarily_unavailable"}'),
        (200, "[]"),
        (200, "[" * 100_000),
        (200, "{}"),
        (200, '{"access_token": 7}'),
        (200, '{"access_token": "a\\r\\nb"}'),
        (200, '{"access_token": "a", "expires_in": []}'),
        (200, '{"access_token": "' + "a" * 100_000 + '"}'),
    ],
)
def test_a_server_that_cannot_answer_is_tried_later(server: FakeServer, tmp_path: Path, status: int, body: str) -> None:
    server.respond = lambda handler: reply(handler, status, body)
    assert fails(server, tmp_path, TryLaterError).endswith("nothing is lost, run it again later")
    assert len(server.forms) == 1


@pytest.mark.parametrize("code", ["invalid_client", "unauthorized_client", "canary"])
def test_a_refused_client_names_the_keys_to_check(server: FakeServer, tmp_path: Path, code: str) -> None:
    server.respond = lambda handler: reply(handler, 401, json.dumps({"error": code}))
    assert "check oauth_client_id" in fails(server, tmp_path, SignInError)


def test_redirects_are_not_followed(server: FakeServer, tmp_path: Path) -> None:
    server.respond = lambda handler: reply(handler, 307, "", f"{server.url}/elsewhere")
    fails(server, tmp_path, TryLaterError)
    assert len(server.forms) == 1


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _ in range(100):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("respond", [lambda _: time.sleep(3), drip], ids=["silent", "dripping"])
def test_a_slow_server_is_given_up_in_time(
    server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, respond: Callable[[Any], None]
) -> None:
    monkeypatch.setattr(oauth, "ANSWER_SECONDS", 0.3)
    server.respond = respond
    started = time.monotonic()
    fails(server, tmp_path, TryLaterError)
    assert time.monotonic() - started < 2


def test_a_server_that_hangs_up_is_tried_later_or_unreachable(server: FakeServer, tmp_path: Path) -> None:
    server.respond = lambda handler: handler.connection.close()
    assert "home: " in fails(server, tmp_path, TriageError)


def test_a_closed_port_is_unreachable(server: FakeServer, tmp_path: Path) -> None:
    server.url = "http://127.0.0.1:9"
    assert "127.0.0.1 cannot be reached: Connection refused" in fails(server, tmp_path, ServerUnreachableError)


@pytest.mark.parametrize("octets", [b"", b"{", b"[]", b"\xff", b'{"provider": "google"}'])
def test_a_damaged_file_means_signing_in_again(server: FakeServer, tmp_path: Path, octets: bytes) -> None:
    stored(tmp_path).write_bytes(octets)
    with pytest.raises(SignInError, match=r"home.json cannot be read; run `triage login home`"):
        access_token(ACCOUNT, tmp_path, provider=server.provider)


def test_without_a_sign_in_or_after_a_change_of_user_it_says_so(server: FakeServer, tmp_path: Path) -> None:
    with pytest.raises(SignInError, match="not signed in yet; run `triage login home`"):
        access_token(ACCOUNT, tmp_path, provider=server.provider)
    stored(tmp_path, expires_in=600)
    other = Account("home", user="dw@example.org", oauth="google", oauth_client_id="client.example")
    with pytest.raises(SignInError, match="not signed in yet"):
        access_token(other, tmp_path, provider=server.provider)


def test_a_client_of_ones_own_is_needed(tmp_path: Path) -> None:
    plain = Account("home", user="dana@example.org", oauth="microsoft")
    for call in (lambda: access_token(plain, tmp_path), lambda: sign_in(plain, tmp_path, print)):
        with pytest.raises(ConfigurationError, match=r"home: oauth_client_id: missing: .*mail-providers.md"):
            call()


# --- signing in -----------------------------------------------------------------------------------------------------


class Browser:
    """Opens the address as a browser would, and is sent back with `answer`, on a thread of its own."""

    def __init__(self, *answers: dict[str, str], path: str = "") -> None:
        self.answers, self.path = answers, path
        self.query: dict[str, str] = {}
        self.statuses: list[int] = []
        self.pages: list[str] = []

    def __call__(self, url: str) -> None:
        self.query = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        self.thread = threading.Thread(target=self.visit, daemon=True)
        self.thread.start()

    def visit(self) -> None:
        for answer in self.answers:
            back = {"state": self.query["state"], **answer}
            try:
                with urlopen(f"{self.query['redirect_uri']}{self.path}?{urlencode(back)}", timeout=5) as page:
                    self.pages.append(page.read().decode())
                    self.statuses.append(page.status)
            except HTTPError as error:
                self.statuses.append(error.code)
                error.close()


def test_signing_in_stores_tokens_by_code_and_pkce(server: FakeServer, tmp_path: Path) -> None:
    browser = Browser({"code": "the-code"})
    data_dir = tmp_path / "data"
    sign_in(ACCOUNT, data_dir, browser, provider=server.provider)
    browser.thread.join()
    (form,) = server.forms
    verifier = form.pop("code_verifier")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    redirect_uri = browser.query["redirect_uri"]
    assert form == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": redirect_uri,
        "client_id": "client.example",
    }
    assert urlsplit(redirect_uri).hostname == "127.0.0.1"
    assert 43 <= len(verifier) <= 128
    assert browser.query == {
        "response_type": "code",
        "client_id": "client.example",
        "redirect_uri": redirect_uri,
        "scope": "imap offline",
        "state": browser.query["state"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": "dana@example.org",
    }
    assert "the-code" not in browser.pages[0]
    assert access_token(ACCOUNT, data_dir, provider=server.provider) == "access-1"
    for path in (data_dir, data_dir / "oauth"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_client_secret_is_sent_when_there_is_one(server: FakeServer, tmp_path: Path) -> None:
    account = Account("home", oauth="google", oauth_client_id="c", oauth_client_secret="canary-secret")
    sign_in(account, tmp_path, Browser({"code": "x"}), provider=server.provider)
    assert server.forms[0]["client_secret"] == "canary-secret"
    assert "canary" not in repr(account)


def test_a_redirect_that_is_not_ours_is_refused_and_the_right_one_still_counts(
    server: FakeServer, tmp_path: Path
) -> None:
    browser = Browser({"state": "forged", "code": "evil"}, {"state": "", "code": "evil"}, {"code": "good"})
    sign_in(ACCOUNT, tmp_path, browser, provider=server.provider)
    browser.thread.join()
    assert browser.statuses == [404, 404, 200]
    assert server.forms[0]["code"] == "good"


def test_a_refusal_in_the_browser_is_an_error(server: FakeServer, tmp_path: Path) -> None:
    with pytest.raises(SignInError, match="refused in the browser"):
        sign_in(ACCOUNT, tmp_path, Browser({"error": "access_denied"}), provider=server.provider)
    assert not server.forms


def test_nobody_signing_in_ends_too(server: FakeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth, "SIGN_IN_SECONDS", 0.2)
    with pytest.raises(SignInError, match=r"nobody signed in within 0.2 s; run `triage login home` again"):
        sign_in(ACCOUNT, tmp_path, lambda _: None, provider=server.provider)


def test_a_sign_in_without_a_refresh_token_is_not_stored(server: FakeServer, tmp_path: Path) -> None:
    server.respond = lambda handler: reply(handler, 200, '{"access_token": "a", "expires_in": 60}')
    with pytest.raises(SignInError, match="gave no refresh token"):
        sign_in(ACCOUNT, tmp_path, Browser({"code": "x"}), provider=server.provider)
    assert not (tmp_path / "oauth" / "home.json").exists()


def test_an_account_name_never_leaves_the_directory(tmp_path: Path) -> None:
    for name in ("../../x", "a/b", "..", "."):
        assert oauth._path(Account(name), tmp_path).parent == tmp_path / "oauth"


def test_the_real_servers_are_asked_over_tls_for_imap_alone() -> None:
    for provider in PROVIDERS.values():
        assert provider.authorize_url.startswith("https://")
        assert provider.token_url.startswith("https://")
        assert "smtp" not in provider.scope.lower()
    assert PROVIDERS["google"].scope == "https://mail.google.com/"
    assert PROVIDERS["microsoft"].scope == "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
