"""What is known of mail providers: their server, and how they let one sign in (docs/mail-providers.md says more)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. `secret` says in a sentence what it takes for a password."""

    name: str
    host: str
    domains: tuple[str, ...]
    words: tuple[str, ...]  # what a user may call it, for an address of their own
    secret: str
    oauth: Literal["", "google", "microsoft"] = ""  # where it takes no password at all
    authserv_id: str = ""
    local_user: bool = False  # the user name is the part before the @
    names: tuple[str, ...] = ()  # its own under every country's domain: yahoo.fr, yahoo.com.br


_APP = "an app password; your normal one is refused"
PROVIDERS = (
    Provider(
        "Gmail or Google Workspace",
        "imap.gmail.com",
        ("gmail.com", "googlemail.com"),
        ("gmail", "google"),
        f"{_APP} (myaccount.google.com/apppasswords; it needs two-step verification)",
        authserv_id="mx.google.com",
    ),
    Provider(
        "Microsoft 365 or Outlook.com",
        "outlook.office365.com",
        ("outlook.com", "hotmail.com", "live.com", "live.de", "live.fr", "live.it", "live.nl", "live.co.uk", "msn.com"),
        ("microsoft", "outlook", "office365", "hotmail"),
        "no password of any kind, only OAuth with a client of your own",
        oauth="microsoft",
        names=("outlook", "hotmail"),
    ),
    Provider(
        "Fastmail",
        "imap.fastmail.com",
        ("fastmail.com", "fastmail.fm"),
        ("fastmail",),
        f"{_APP} (Settings, Privacy & Security)",
    ),
    Provider(
        "iCloud",
        "imap.mail.me.com",
        ("icloud.com", "me.com", "mac.com"),
        ("icloud", "apple"),
        "an app-specific password (account.apple.com)",
        local_user=True,
    ),
    Provider(
        "Yahoo",
        "imap.mail.yahoo.com",
        ("yahoo.com", "ymail.com", "rocketmail.com"),
        ("yahoo",),
        f"{_APP} (Account security)",
        names=("yahoo",),
    ),
    Provider(
        "GMX",
        "imap.gmx.net",
        ("gmx.de", "gmx.net", "gmx.at", "gmx.ch"),
        ("gmx",),
        "your password, once IMAP is allowed there",
    ),
    Provider(
        "GMX", "imap.gmx.com", ("gmx.com", "gmx.co.uk", "gmx.us"), (), "your password, once IMAP is allowed there"
    ),
    Provider("WEB.DE", "imap.web.de", ("web.de",), ("web.de",), "your password, once IMAP is allowed there"),
    Provider("Posteo", "posteo.de", ("posteo.net", "posteo.org"), ("posteo",), "your password", names=("posteo",)),
)


#: Companies of their own under the same name, with other servers.
_OTHERS = frozenset({"yahoo.co.jp"})


def provider_of(address: str) -> Provider | None:
    """The provider of a mail address, if its domain tells."""
    domain = address.rpartition("@")[2].lower()
    name, _, rest = domain.partition(".")
    country = re.fullmatch(r"(?:com?\.)?[a-z]{2}", rest) and domain not in _OTHERS
    return next((one for one in PROVIDERS if domain in one.domains or (country and name in one.names)), None)


def provider_called(answer: str) -> Provider | None:
    """The provider that a user means by "gmail" or by its server's name."""
    said = answer.strip().lower()
    return next((one for one in PROVIDERS if said in {*one.words, one.host}), None)


def plain_hosts(address: str) -> tuple[str, ...]:
    """The names that servers of one's own usually have, the likeliest first."""
    domain = address.rpartition("@")[2].lower()
    return (f"imap.{domain}", f"mail.{domain}", domain)
