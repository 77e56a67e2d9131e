"""Gets the secret that signs an account in: from a command, the keyring, OAuth, or a 0600 configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from triage.config import Account


@dataclass(frozen=True, slots=True)
class Secret:
    """A password, or an OAuth 2.0 access token (RFC 6750). Its value is in no repr, log or error."""

    kind: Literal["password", "token"]
    value: str = field(repr=False)


def secret_for(account: Account) -> Secret:
    """The secret that signs `account` in, had within 30 s. Raises `SignInError` that never quotes what it got."""
    raise NotImplementedError
