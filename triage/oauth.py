"""OAuth 2.0 for installed programs (RFC 6749, 7636, 8252): signing in once in the browser, then silent refreshing."""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from triage import locations
from triage.errors import ConfigurationError, ServerUnreachableError, SignInError, TryLaterError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from triage.config import Account

#: Seconds before its expiry at which a token is refreshed: enough to sign in with it. Servers that end a session at the
#: expiry are signed in to again.
MARGIN_SECONDS = 60.0
#: Seconds for one answer of the token endpoint, from connecting to its last octet.
ANSWER_SECONDS = 20.0
#: Seconds to wait for another process that is refreshing the same token.
LOCK_SECONDS = 22.0
#: Seconds the user has to sign in in the browser.
SIGN_IN_SECONDS = 300.0
_MOST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Provider:
    """An authorization server; only tests name others than `PROVIDERS`."""

    authorize_url: str
    token_url: str
    scope: str
    redirect_host: str = "127.0.0.1"  # RFC 8252 section 8.3
    extra: tuple[tuple[str, str], ...] = ()  # further parameters of the authorization request


PROVIDERS = {
    "google": Provider(
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        extra=(("access_type", "offline"), ("prompt", "consent")),  # else there is no refresh token
    ),
    "microsoft": Provider(
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        "https://login.microsoftonline.com/common/oauth2/v2.0/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All offline_access",
        redirect_host="localhost",  # the only loopback name whose port Microsoft ignores when it compares
    ),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """What is stored of a sign-in; times are Unix times in seconds."""

    provider: str
    client_id: str
    user: str
    refresh_token: str = field(repr=False)
    access_token: str = field(repr=False)
    obtained_at: float
    expires_at: float

    def belong_to(self, account: Account) -> bool:
        """Tells whether the account is still configured as it was at sign-in."""
        return (self.provider, self.client_id, self.user) == (account.oauth, account.oauth_client_id, account.user)

    def are_fresh(self, now: float) -> bool:
        """Tells whether the access token can be used; after the clock was put back its expiry says nothing."""
        return self.obtained_at <= now < self.expires_at - MARGIN_SECONDS


def access_token(account: Account, data_dir: Path, *, provider: Provider | None = None) -> str:
    """An access token that is valid for another minute at least, refreshed if need be.

    Of several processes that need a refresh at once one does it, and the others read what it got: a rotated refresh
    token (RFC 6749 section 6) is never used twice. Raises `SignInError` when the user must sign in again,
    `TryLaterError` when the server cannot answer now, `ServerUnreachableError`, and `CannotWriteError`.
    """
    path = _path(account, data_dir)
    tokens = _stored(account, path)
    if tokens.are_fresh(time.time()):
        return tokens.access_token
    with _locked(account, path):
        tokens = _stored(account, path)
        if not tokens.are_fresh(time.time()):
            _store(
                path, tokens
            )  # proves that there is room: once refreshed, the old refresh token may be worth nothing
            tokens = _refreshed(account, tokens, provider or PROVIDERS[account.oauth])
            _store(path, tokens)
    return tokens.access_token


def sign_in(
    account: Account, data_dir: Path, open_url: Callable[[str], object], *, provider: Provider | None = None
) -> None:
    """Signs the account in through the browser: the authorization code flow with PKCE and a loopback redirect.

    `open_url` is given the address the user must visit on this computer; the call returns when the tokens are stored,
    or raises `SignInError` when the user refused or took longer than five minutes.
    """
    from triage.oauth_redirect import Redirect

    provider = provider or PROVIDERS[account.oauth]
    _check_client(account)
    verifier, challenge = _pkce()
    with Redirect(provider.redirect_host) as redirect:
        open_url(_authorize_url(account, provider, redirect.uri, redirect.state, challenge))
        code = redirect.code(account.name, SIGN_IN_SECONDS)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect.uri, "code_verifier": verifier}
    answer = _answer(account, provider, form)
    path = _path(account, locations.private_dir(data_dir))
    locations.private_dir(path.parent)
    with _locked(account, path):
        _store(path, _tokens(account, answer, refresh_token=""))


# --- the flow -------------------------------------------------------------------------------------------------------


def _check_client(account: Account) -> None:
    if not account.oauth_client_id:
        needs = f'oauth = "{account.oauth}" needs a client of your own, see docs/mail-providers.md'
        raise ConfigurationError([f"{account.name}: oauth_client_id: missing: {needs}"])


def _pkce() -> tuple[str, str]:
    """A code verifier and its S256 challenge (RFC 7636 sections 4.1 and 4.2)."""
    import base64
    import hashlib
    import secrets

    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    return verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _authorize_url(account: Account, provider: Provider, redirect_uri: str, state: str, challenge: str) -> str:
    query = {
        "response_type": "code",
        "client_id": account.oauth_client_id,
        "redirect_uri": redirect_uri,
        "scope": provider.scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "login_hint": account.user,
        **dict(provider.extra),
    }
    return f"{provider.authorize_url}?{urlencode(query)}"


def _refreshed(account: Account, tokens: Tokens, provider: Provider) -> Tokens:
    form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token, "scope": provider.scope}
    return _tokens(account, _answer(account, provider, form), tokens.refresh_token)


def _tokens(account: Account, answer: Mapping[str, Any], refresh_token: str) -> Tokens:
    """RFC 6749 section 5.1: the server may leave the refresh token out on a refresh, which keeps the old one."""
    access, refresh = answer.get("access_token"), answer.get("refresh_token") or refresh_token
    lifetime = answer.get("expires_in", 3600)
    if not isinstance(access, str) or not access.isascii() or not access.isprintable() or not access:
        raise _unusable(account)
    if not isinstance(refresh, str) or not refresh:
        raise SignInError("the server gave no refresh token", hint=_log_in(account), account=account.name)
    try:
        seconds = min(max(float(lifetime), 0.0), 86400.0)  # some servers send it as text
    except (TypeError, ValueError):
        raise _unusable(account) from None
    now = time.time()
    return Tokens(account.oauth, account.oauth_client_id, account.user, refresh, access, now, now + seconds)


# --- what is stored -------------------------------------------------------------------------------------------------


def _path(account: Account, data_dir: Path) -> Path:
    return data_dir / "oauth" / f"{quote(account.name, safe=' ')}.json"


def _stored(account: Account, path: Path) -> Tokens:
    _check_client(account)
    try:
        tokens = Tokens(**json.loads(path.read_bytes()))
    except FileNotFoundError:
        tokens = None
    except (OSError, ValueError, TypeError):
        raise SignInError(f"{path} cannot be read", hint=_log_in(account), account=account.name) from None
    if tokens is None or not tokens.belong_to(account):
        raise SignInError("not signed in yet", hint=_log_in(account), account=account.name)
    return tokens


def _store(path: Path, tokens: Tokens) -> None:
    locations.write_private(path, json.dumps(asdict(tokens)).encode())


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


@contextmanager
def _locked(account: Account, path: Path) -> Iterator[None]:
    """Holds the kernel's lock on a file beside `path`, which is itself replaced and so cannot carry one."""
    import fcntl

    lock = path.with_suffix(".lock")
    deadline = time.monotonic() + LOCK_SECONDS
    try:
        file = open(lock, "ab", opener=_private)  # noqa: SIM115 - closed by the with below
    except OSError as error:
        raise locations.cannot_write(lock, error) from error
    with file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    what = "another process is refreshing its token"
                    raise TryLaterError(what, hint="run it again later", account=account.name) from None
                time.sleep(0.05)
        yield


# --- the token endpoint ---------------------------------------------------------------------------------------------


def _answer(account: Account, provider: Provider, form: Mapping[str, str]) -> dict[str, Any]:
    """Posts to the token endpoint; returns its JSON object, or raises what its refusal means."""
    form = {**form, "client_id": account.oauth_client_id}
    if account.oauth_client_secret:
        form["client_secret"] = account.oauth_client_secret
    status, body = _post(account, provider.token_url, urlencode(form).encode())
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or status == 429 or status >= 500:
        raise _unusable(account)
    if status != 200 or "error" in answer:
        raise _refusal(account, str(answer.get("error", "")))
    return answer


def _refusal(account: Account, code: str) -> Exception:
    """RFC 6749 section 5.2; `code` is quoted only if it is one of the words that stand there."""
    if code in {"invalid_grant", "interaction_required", "consent_required", "login_required"}:
        return SignInError("the sign-in has expired or was withdrawn", hint=_log_in(account), account=account.name)
    if code in {"temporarily_unavailable", "server_error", "slow_down", ""}:
        return _unusable(account)
    known = {"invalid_client", "unauthorized_client", "invalid_request", "invalid_scope", "unsupported_grant_type"}
    what = f"the server refused the client{f' ({code})' if code in known else ''}"
    return SignInError(what, hint="check oauth_client_id and oauth_client_secret", account=account.name)


def _unusable(account: Account) -> TryLaterError:
    what = f"the sign-in server of {account.oauth} cannot answer now"
    return TryLaterError(what, hint="nothing is lost, run it again later", account=account.name)


def _log_in(account: Account) -> str:
    return f"run `triage login {account.name}`"


def _post(account: Account, url: str, form: bytes) -> tuple[int, bytes]:
    """The status and body of the answer, within `ANSWER_SECONDS` whatever the server does."""
    import queue
    import threading

    results: queue.SimpleQueue[tuple[int, bytes] | OSError] = queue.SimpleQueue()
    # A time-out of the socket starts anew with every octet, and urllib has no other: so a thread that can be left.
    threading.Thread(target=lambda: results.put(_exchange(url, form)), daemon=True).start()
    try:
        result = results.get(timeout=ANSWER_SECONDS + 1)
    except queue.Empty:
        raise _unusable(account) from None
    if isinstance(result, OSError):
        raise _unreachable(account, url, result)
    return result


def _exchange(url: str, form: bytes) -> tuple[int, bytes] | OSError:
    """One POST over verified TLS that follows no redirect: they could lead the secret away."""
    import ssl
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

    class NoRedirect(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    opener = build_opener(NoRedirect, HTTPSHandler(context=ssl.create_default_context()))
    try:
        try:
            response = opener.open(Request(url, form, headers), timeout=ANSWER_SECONDS)  # noqa: S310 - a constant of ours
        except HTTPError as error:
            response = error
        with response:
            return response.status, response.read(_MOST_ANSWER)
    except OSError as error:
        return error
    except (HTTPException, ValueError):
        return 502, b""


def _unreachable(account: Account, url: str, error: OSError) -> Exception:
    """URLError wraps what happened; a slow server is worth another try, a missing or unverified one needs the user."""
    import ssl
    from urllib.parse import urlsplit

    reason = getattr(error, "reason", error)
    if isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
        return _unusable(account)
    if isinstance(reason, ssl.SSLCertVerificationError):
        why = "its certificate was refused"
    else:
        why = getattr(reason, "strerror", None) or type(reason).__name__
    what = f"the sign-in server {urlsplit(url).hostname} cannot be reached: {why}"
    return ServerUnreachableError(what, hint="check the network and run it again", account=account.name)
