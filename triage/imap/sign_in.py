"""Signs in once, and only where the secret cannot be overheard (RFC 9051 section 6.2, RFC 7628, RFC 4959)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from triage.imap.mailbox_names import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.credentials import Secret
    from triage.imap.faults import Server
    from triage.imap.responses import Status


class Unsigned(Protocol):
    """What signing in needs of a connection."""

    server: Server

    def capabilities(self) -> frozenset[bytes]:
        """What the server can do."""

    def forget_capabilities(self) -> None:
        """What it could do before sign-in holds no longer."""

    def command(self, *parts: bytes | bytearray, challenge: Callable[[], bytes] | None = None) -> Status:
        """Runs one command."""


def sign_in(connection: Unsigned, user: str, secret: Secret) -> None:
    """One attempt with LOGIN or AUTHENTICATE. Raises `SignInError`, or `TryLaterError` when the server cannot now."""
    reply = _token(connection, user, secret) if secret.kind == "token" else _password(connection, user, secret)
    if not reply.ok:
        raise connection.server.sign_in_refused(reply.code, reply.text)


def _password(connection: Unsigned, user: str, secret: Secret) -> Status:
    if b"LOGINDISABLED" in connection.capabilities():
        raise connection.server.sign_in(
            "the server takes no password on this connection",
            'set `security = "tls"`, or use `oauth` or `token_command`',
        )
    connection.forget_capabilities()
    return connection.command(b"LOGIN ", *_astring(user), b" ", *_astring(secret.value))


def _astring(text: str) -> tuple[bytes | bytearray, ...]:
    """Quoted if it may be, else a literal, as a bytearray: RFC 9051 section 4.3 quotes only ASCII without CR LF NUL."""
    octets = text.encode()
    if octets.isascii() and not any(octets.count(bad) for bad in (b"\r", b"\n", b"\0")):
        return (quoted(octets),)
    return (bytearray(octets),)


def _token(connection: Unsigned, user: str, secret: Secret) -> Status:
    offered = connection.capabilities()
    for mechanism, initial, after_error in (
        (b"XOAUTH2", f"user={user}\1auth=Bearer {secret.value}\1\1", b""),
        (b"OAUTHBEARER", _oauthbearer(connection, user, secret.value), b"AQ=="),
    ):
        if b"AUTH=" + mechanism in offered:
            connection.forget_capabilities()
            return _authenticate(connection, mechanism, initial, after_error, inline=b"SASL-IR" in offered)
    raise connection.server.sign_in(
        "the server takes no OAuth token", "use `password_command` or `keyring` for this account"
    )


def _oauthbearer(connection: Unsigned, user: str, token: str) -> str:
    name = user.replace("=", "=3D").replace(",", "=2C")
    server = connection.server
    return f"n,a={name},\1host={server.host}\1port={server.port}\1auth=Bearer {token}\1\1"


def _authenticate(connection: Unsigned, mechanism: bytes, initial: str, after_error: bytes, *, inline: bool) -> Status:
    """A server that refuses a token first explains with a challenge, which is answered so that it says NO."""
    import base64

    first = base64.b64encode(initial.encode())
    answers = iter([after_error] if inline else [first, after_error])
    command = b"AUTHENTICATE " + mechanism + (b" " + first if inline else b"")
    return connection.command(command, challenge=lambda: next(answers, b"*"))
