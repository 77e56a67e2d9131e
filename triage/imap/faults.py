"""Turns what goes wrong between us and a server into the errors of triage, each naming the account and host:port."""

from __future__ import annotations

import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.credentials import redacted
from triage.errors import (
    CannotWriteError,
    ProtocolError,
    ServerUnreachableError,
    SignInError,
    TryLaterError,
)
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.errors import TriageError

_RUN_AGAIN = "nothing is lost, the next run carries on"
#: RFC 5530 codes, and the one Exchange Online and others use, that ask us to come back later.
_TRANSIENT = frozenset({b"UNAVAILABLE", b"INUSE", b"LIMIT", b"THROTTLED", b"SERVERBUG"})
_BACKOFF = re.compile(r"Backoff Time: (\d{1,12}) milliseconds", re.IGNORECASE)
_SHOWN = 200  # characters of a server's own words


class MalformedError(Exception):
    """What was read is not IMAP (RFC 9051 section 9); `Server.blamed` turns it into a `ProtocolError`."""


class CutError(TryLaterError):
    """The connection was lost after sign-in: worth one new connection."""


def shown(text: str | bytes) -> str:
    """What a server said, made fit for people and programs: one line, no control characters, at most 200 characters,
    and no secret, which some servers repeat when they refuse it.
    """
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return one_line(redacted(words)[: 10 * _SHOWN])[:_SHOWN]


@dataclass(frozen=True, slots=True)
class Server:
    """Who we talk to, for the sentences of errors."""

    account: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @contextmanager
    def blamed(self, *, connecting: bool = False) -> Iterator[None]:
        """Turns OSError and MalformedError into errors of triage; before sign-in a lost connection is "unreachable"."""
        try:
            yield
        except MalformedError as error:
            raise self.broke(str(error)) from error
        except OSError as error:
            raise self._unreachable(error) if connecting else self._lost(error) from error

    def broke(self, what: str) -> ProtocolError:
        """The server does not speak IMAP as it should."""
        return ProtocolError(
            f"{self} broke the IMAP protocol ({shown(what)})",
            hint="check host, port and security of the account, or ask the provider",
            account=self.account,
        )

    def unreachable(self, why: str, hint: str) -> ServerUnreachableError:
        """The server cannot be reached safely."""
        return ServerUnreachableError(f"{self}: {why}", hint=hint, account=self.account)

    def _unreachable(self, error: OSError) -> ServerUnreachableError:
        if isinstance(error, socket.gaierror):
            return self.unreachable("the host name cannot be resolved", "check `host` and the network")
        if isinstance(error, TimeoutError):
            return self.unreachable("no answer in time", "check host, port and the network, then run again")
        if isinstance(error, ConnectionRefusedError):
            return self.unreachable("connection refused", "check host and port, then run again")
        if type(error).__module__ == "ssl":
            return self._untrusted(error)
        return self.unreachable(shown(error.strerror or "connection lost"), "check the network, then run again")

    def _untrusted(self, error: OSError) -> ServerUnreachableError:
        reason = shown(getattr(error, "verify_message", "") or getattr(error, "reason", "") or "TLS failed")
        if type(error).__name__ == "SSLCertVerificationError":
            hint = "nothing was sent; check `host` and the clock, or set `ca_file` for a private authority"
            return self.unreachable(f"its certificate was refused ({reason})", hint)
        return self.unreachable(f"TLS failed ({reason})", "nothing was sent; check `port` and `security`")

    def _lost(self, error: OSError) -> TryLaterError:
        if isinstance(error, TimeoutError):
            return TryLaterError(f"{self} did not answer in time", hint=_RUN_AGAIN, account=self.account)
        return CutError(f"the connection to {self} was lost", hint=_RUN_AGAIN, account=self.account)

    def bye(self, text: str) -> TryLaterError:
        """The server hung up with a BYE (RFC 9051 section 7.1.5)."""
        return self._later(CutError, f"{self} hung up: {shown(text) or 'no reason given'}", text)

    def later(self, what: str, text: str) -> TryLaterError:
        """Something is not available now; `text` is what the server said and may name a time to wait."""
        return self._later(TryLaterError, f"{self}: {what}: {shown(text)}", text)

    def _later(self, kind: type[TryLaterError], what: str, text: str) -> TryLaterError:
        found = _BACKOFF.search(text)
        seconds = int(found[1]) / 1000 if found else None
        hint = f"run again in {seconds:.0f} s" if seconds else _RUN_AGAIN
        return kind(what, hint=hint, account=self.account, wait_seconds=seconds)

    def sign_in(self, why: str, hint: str) -> SignInError:
        """Sign-in was refused or cannot be tried safely."""
        return SignInError(f"{self}: {why}", hint=hint, account=self.account)

    def sign_in_refused(self, code: bytes, text: str) -> TriageError:
        """NO or BAD to LOGIN or AUTHENTICATE: wrong secret, or not now (RFC 5530)."""
        if is_transient(code, text):
            return self.later("sign-in is not possible now", text)
        said = f" ({shown(text)})" if shown(text) else ""
        return self.sign_in(
            f"sign-in was refused{said}", "check `user` and the password or token; it was tried once, not again"
        )

    def refused(self, what: str, code: bytes, text: str, condition: bytes = b"NO") -> TriageError:
        """NO or BAD to a command that should have worked."""
        if condition == b"BAD" and not is_transient(code, text):
            return self.broke(f"{what} was answered BAD: {shown(text)}")
        return self.later(f"{what} was refused", text)

    def not_written(self, mailbox: str, code: bytes, text: str) -> TriageError:
        """NO or BAD to an APPEND, a STORE or an EXPUNGE in `mailbox` (RFC 9051 section 6.3.12, RFC 9208)."""
        if is_transient(code, text):
            return self.later(f"the draft was not taken by {mailbox}", text)
        word = code.split(b" ")[0].decode("ascii", "replace")
        why = f"[{word}] {shown(text)}" if word else shown(text)
        hints = {"OVERQUOTA": "make room in the mailbox", "TRYCREATE": "create it, or set `drafts.mailbox`"}
        hint = hints.get(word, "check that it may be written, or set `drafts.mailbox`")
        return CannotWriteError(
            f"{self}: {mailbox} takes no draft: {why}", hint=f"{hint}; the draft is kept", account=self.account
        )


def is_transient(code: bytes, text: str) -> bool:
    """Whether this NO means "later" rather than "never"."""
    return code.split(b" ")[0].upper() in _TRANSIENT or _BACKOFF.search(text) is not None
