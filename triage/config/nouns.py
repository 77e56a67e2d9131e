"""The nouns of config.toml, with their defaults (contract.md, section 2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from triage.domain import Fact, Interests

if TYPE_CHECKING:
    from datetime import date, time
    from pathlib import Path

    from triage.domain import Level


@dataclass(frozen=True, slots=True)
class Me:
    """[me]: who the user is."""

    name: str = ""
    addresses: tuple[str, ...] = ()  # lower case
    level: Level | None = None
    step_up: bool = True
    languages: tuple[str, ...] = ("en",)
    signature: str = ""  # left out: the name


@dataclass(frozen=True, slots=True)
class Goal:
    """policy.goal: the interview cadence."""

    interviews: int = 1
    per: Literal["month", "quarter", "year"] = "year"


@dataclass(frozen=True, slots=True)
class Policy:
    """[policy]: from a fit to a suggestion."""

    accept_at: float = 0.60
    decline_at: float = 0.25
    must_know: tuple[Fact, ...] = (Fact.COMPANY, Fact.PAY, Fact.LOCATION)
    goal: Goal = Goal()
    availability: str = ""
    max_drafts_per_scan: int = 20


@dataclass(frozen=True, slots=True)
class LoweredPolicy(Policy):
    """What is decided by while the goal is overdue: `accept_at` is lower than config.toml has it."""

    usual: float = 1.0  # what config.toml has
    because: str = ""


@dataclass(frozen=True, slots=True)
class Drafts:
    """[drafts]: whether and when drafts are written to the server."""

    enabled: bool = False
    when: Literal["approved", "suggested"] = "approved"
    mailbox: str = "auto"
    digest: time | None = None  # local time from which the day's digest is written; None: never


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say when a mail asks for one of `ANSWERS`; in every language, or only in `language`."""

    topic: str
    text: str
    language: str = ""


#: What recruiters commonly ask for, and what `replies.answers` may hold.
ANSWERS = (
    "notice_period",
    "salary_expectation",
    "work_permit",
    "languages",
    "relocation",
    "start_date",
    "phone",
)


@dataclass(frozen=True, slots=True)
class Replies:
    """[replies]: what replies may say and bring along."""

    reasons: Literal["none", "kind", "full"] = "kind"
    quote: Literal["below", "above", "none"] = "below"
    html: bool = False
    cv: Path | None = None
    calendar: Path | None = None
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One of [[accounts]]: an IMAP account, a Maildir or an mbox file."""

    name: str
    kind: Literal["imap", "maildir", "mbox"] = "imap"
    host: str = ""
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    password_command: str = ""
    token_command: str = ""
    keyring: bool = False
    oauth: Literal["", "google", "microsoft"] = ""
    oauth_client_id: str = ""
    oauth_client_secret: str = field(default="", repr=False)
    ca_file: Path | None = None
    path: Path | None = None
    mailboxes: tuple[str, ...] = ("INBOX",)
    sent: str = "auto"  # the SPECIAL-USE \\Sent mailbox, or a name
    accepted: tuple[str, ...] = ()  # mailboxes into which the user moves what they said yes to; only read, to learn
    declined: tuple[str, ...] = ()  # and no
    since: date | None = None
    authserv_id: str = ""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The whole of config.toml."""

    path: Path
    me: Me = Me()
    interests: Interests = Interests()  # noqa: RUF009 - frozen
    policy: Policy = Policy()
    drafts: Drafts = Drafts()
    replies: Replies = Replies()
    accounts: tuple[Account, ...] = ()

    @property
    def templates_dir(self) -> Path:
        """Where the user's own templates are found before the shipped ones."""
        return self.path.parent / "templates"
