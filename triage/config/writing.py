"""Writes the first config.toml of a user: what they were asked, commented, and what else there is, commented out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A new user's account."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str
    secret: tuple[tuple[str, str], ...]  # keys of [[accounts]] and their values
    authserv_id: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What a new user is asked."""

    name: str
    addresses: tuple[str, ...]
    languages: tuple[str, ...]
    mailbox: Mailbox
    since: date
    level: str = "senior"
    titles: tuple[str, ...] = ()
    want: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    workplace: tuple[str, ...] = ()
    pay_floor: tuple[tuple[str, Any], ...] = ()  # (key, value)


def text_of(answers: Answers) -> str:
    """The text of config.toml."""
    lines = (
        "# Written by `triage init`; docs/configuration.md says more about each key, and `triage doctor` checks it.",
        "",
        "[me]",
        f"name = {_toml(answers.name)}",
        f"addresses = {_toml(answers.addresses)}   # all your own: mail from them is never answered",
        f"level = {_toml(answers.level)}",
        f"languages = {_toml(answers.languages)}   # replies are in the sender's language if it is one of these",
        "",
        "[interests]   # `triage tune` shows what a change here would do to past mail",
        _list("want", answers.want, '["python", { term = "postgresql", weight = 2.0 }]'),
        _list("avoid", answers.avoid, '["on-call"]'),
        _list("titles", answers.titles, '["backend engineer"]'),
        _list("locations", answers.locations, '["Berlin", "Germany"]'),
        _list("workplace", answers.workplace, '["remote", "hybrid"]'),
        _floor(answers),
        '# about = "The work you would like, in a sentence or two."',
        "",
        "[policy]",
        "# accept_at = 0.60            # fit at or above: an accept is suggested",
        "# decline_at = 0.25           # fit at or below: a decline is suggested",
        '# availability = "Tue-Thu 16:00-18:00 Europe/Berlin"   # offered in an accept',
        "",
        "[drafts]",
        "enabled = false   # nothing is written to the server until this is true",
        '# digest = "07:00"   # from then on, once a day: what waits, as a draft to yourself',
        "",
        "[[accounts]]",
        'name = "home"',
        *_mailbox(answers.mailbox),
        '# mailboxes = ["INBOX"]',
        f"since = {answers.since}   # older mail is left alone",
        "",
    )
    return "\n".join(lines)


def _list(key: str, values: tuple[str, ...], example: str) -> str:
    return f"{key} = {_toml(values)}" if values else f"# {key} = {example}"


def _floor(answers: Answers) -> str:
    pairs = answers.pay_floor or (("amount", 85000), ("currency", "EUR"), ("period", "year"))
    line = f"pay_floor = {{ {', '.join(f'{key} = {_toml(value)}' for key, value in pairs)} }}"
    return line if answers.pay_floor else f"# {line}"


def _mailbox(mailbox: Mailbox) -> list[str]:
    usual = (mailbox.port, mailbox.security) == (993, "tls")
    return [
        f"host = {_toml(mailbox.host)}",
        *([] if usual else [f"port = {mailbox.port}", f"security = {_toml(mailbox.security)}"]),
        f"user = {_toml(mailbox.user)}",
        *(f"{key} = {_toml(value)}" for key, value in mailbox.secret),
        *([f"authserv_id = {_toml(mailbox.authserv_id)}"] if mailbox.authserv_id else []),
    ]


def _toml(value: Any) -> str:
    """JSON's strings, numbers and lists of strings are TOML's."""
    return json.dumps(value, ensure_ascii=False)
