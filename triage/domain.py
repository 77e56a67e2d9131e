"""The nouns of triage: what a mail, a role, a fit, a suggestion and a decision are made of.

Everything here is frozen and made of plain values: it can be compared, hashed, stored as JSON and passed between
processes. Times are aware and in UTC. Words come from RFC 5322 (headers), RFC 9051 (mailboxes) and scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.terms import (
    LADDER as LADDER,
    Action as Action,
    Employment as Employment,
    Fact as Fact,
    Kind as Kind,
    Level as Level,
    Period as Period,
    State as State,
    Suggestion as Suggestion,
    WarningCode as WarningCode,
    Workplace as Workplace,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


# --- mail ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of an address header (RFC 5322 section 3.4), decoded and cleaned of control characters."""

    display_name: str
    addr_spec: str  # lower-cased domain; "" when the header held no address

    @property
    def domain(self) -> str:
        """The part after the last @, lower case; "" if there is none."""
        return self.addr_spec.rpartition("@")[2].lower() if "@" in self.addr_spec else ""

    def is_among(self, addresses: Collection[str]) -> bool:
        """Whether it is one of `addresses` (lower case)."""
        return is_among(self.addr_spec.lower(), addresses)


def is_among(addr_spec: str, addresses: Collection[str]) -> bool:
    """Whether a lower-case address is one of `addresses`, as it is or with a subaddress (dana+jobs@, RFC 5233)."""
    local, _, domain = addr_spec.rpartition("@")
    return addr_spec in addresses or f"{local.partition('+')[0]}@{domain}" in addresses


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a message lies: RFC 9051 section 2.3.1.1. Local files have numbers of their own."""

    account: str
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as it was fetched.

    `octets` is a well-formed RFC 5322 message, but not always the whole one: a source may leave out attachments, or the
    body of mail that `wants_text` refused. `size` is the size of the original in octets.
    """

    ref: MessageRef
    internal_date: datetime | None  # when the server received it; None if unknown
    octets: bytes
    size: int
    answered: bool = False  # flagged \\Answered: the user has replied already


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not the text of the message; only its label is looked at, never its content."""

    filename: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Message:
    r"""A message as typed text (RFC 5322, RFC 2045 to 2047 decoded). Never raises, never drops: what was wrong with the
    original stands in `defects`.

    `text` is what the sender wrote now; `quoted` is the history and forwarded mail below it; `signature` is the block
    after it. HTML is turned into text with hidden text left out. Lines end in "\\n".
    """

    message_id: str  # with its angle brackets; "" if missing or malformed
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    date: datetime | None  # the Date header; None if missing or impossible
    from_: Address
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    text: str
    quoted: str
    signature: str
    attachments: tuple[Attachment, ...]
    headers: tuple[tuple[str, str], ...]  # every header in order: name in lower case, value decoded and unfolded
    defects: tuple[str, ...]
    content_hash: str  # SHA-256 in hex over what identifies the message, the same from every source

    def header(self, name: str) -> str:
        """The first value of the header `name` (lower case), or ""."""
        return next((value for key, value in self.headers if key == name), "")

    def headers_named(self, name: str) -> tuple[str, ...]:
        """Every value of the header `name` (lower case), topmost first."""
        return tuple(value for key, value in self.headers if key == name)


# --- what a message says ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of the message that a field was read from."""

    field: str  # a field of Role, or a warning code
    quote: str  # at most 160 characters, on one line


@dataclass(frozen=True, slots=True)
class Salary:
    """Base pay as stated (contract, "What the fields mean"); amounts in full units of `currency`, not converted."""

    min: float | None
    max: float | None
    currency: str | None  # ISO 4217
    period: Period | None


@dataclass(frozen=True, slots=True)
class Role:
    """The role a message offers; None and () mean "not stated"."""

    title: str | None = None
    company: str | None = None
    agency: str | None = None
    recruiter: str | None = None
    locations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # ISO 3166 alpha-2 of the locations and of what remote work is restricted to
    workplace: Workplace | None = None
    salary: Salary | None = None
    seniority: Level | None = None
    years: int | None = None  # years of experience asked for (the lower bound)
    employment: Employment | None = None
    skills: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the contract's word; the builtin is not used here
    """One reason for caution, in words for the user."""

    code: WarningCode
    text: str


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What triage understood of one message."""

    kind: Kind
    kind_probability: tuple[tuple[Kind, float], ...]  # one for each kind, summing to 1
    language: str  # ISO 639-1; "" if it cannot be told
    role: Role
    missing: tuple[Fact, ...]
    warnings: tuple[Warning, ...]
    replyable: bool
    not_replyable_because: str  # "" when replyable
    forwarded_from: str = ""  # who wrote the mail that the sender forwards, if a stranger did
    also_offered: tuple[str, ...] = ()  # what further roles are called, of which `role` holds nothing
    said_of_others: str = ""  # the part of the text that is about these


# --- how it fits -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase the user wants or avoids, with its weight (1.0 is ordinary)."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PayFloor:
    """The least base pay worth talking about."""

    amount: float
    currency: str
    period: Period


@dataclass(frozen=True, slots=True)
class Interests:
    """What the user would like to talk about: [interests] with the parts of [me] that scoring needs."""

    about: str = ""
    want: tuple[Term, ...] = ()
    avoid: tuple[Term, ...] = ()
    titles: tuple[str, ...] = ()
    level: Level | None = None  # me.level
    step_up: bool = True
    levels: tuple[Level, ...] = ()  # () = me.level, and one above when step_up
    locations: tuple[str, ...] = ()
    workplace: tuple[Workplace, ...] = ()
    employment: tuple[Employment, ...] = ()
    pay_floor: PayFloor | None = None
    companies_avoid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """One summand of the fit, in log-odds; `feature` "base" is the intercept."""

    feature: str
    value: float
    evidence: str = ""  # the words of the message it comes from
    text: str = ""  # what it says, in a few plain words


@dataclass(frozen=True, slots=True)
class Gist:
    """What scoring reads from the words of a mail whatever the interests are: see `triage.score.gist`."""

    work: tuple[float, ...]  # how probable each occupation of `triage.score.work` is; () if no word tells any
    stated: int  # how many of employer, pay, place and contract the role has
    named: tuple[str, ...]  # the occupations that the first sentences name, "family/name"
    length: int  # in words
    repeated: tuple[tuple[str, int], ...]  # the words that stand there more often than is usual, and how much more
    topics: tuple[str, ...]  # `triage.score.topics`, by name
    vocabulary: str  # every word of the text once, in lower case, parted by blanks


@dataclass(frozen=True, slots=True)
class Score:
    """How well a role fits: `probability` is the logistic function of the sum of `contributions`."""

    probability: float
    contributions: tuple[Contribution, ...]  # largest absolute value first, "base" last; none is zero but "base"
    model_id: str
    numbers: tuple[tuple[str, float], ...] = ()  # what was compared, before any weighing: `triage.score.numbers`
    taught: float = 0.0  # what decisions have taught about its topics, in log-odds
    gist: Gist | None = None  # kept with the words of a suggestion, and gone with them


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage suggests, and one sentence that says why."""

    suggestion: Suggestion
    why: str


# --- replies ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply as the user reviews it; `deliver.compose` turns it into octets."""

    message_id: str  # our own, with angle brackets
    in_reply_to: str  # "" if the original had none
    references: tuple[str, ...]
    from_: Address
    to: Address
    subject: str
    body: str
    template: str  # for example "en/accept"
    quote: str = "below"  # where the mail it answers is quoted: "below" the reply, "above" it, or "none"
    html: bool = False  # whether an HTML form of the same words goes beside the text
    attachments: tuple[str, ...] = ()  # paths of the user's own files
    valid_until: datetime | None = None  # when the first of the times that it offers is past; None if it offers none

    @property
    def file_names(self) -> tuple[str, ...]:
        """What is attached, by name."""
        return tuple(path.replace("\\", "/").rpartition("/")[2] for path in self.attachments)


@dataclass(frozen=True, slots=True)
class Edit:
    """A reply that the user has begun to write, and not decided on yet."""

    action: Action | None  # what it says; None: it suits whichever decision is taken
    template: str  # what it was made from; "" for the ordinary one
    body: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the user decided; also a training label."""

    action: Action
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a delivered draft lies, and the SHA-256 of the octets that were appended; uid 0 before the server has
    answered.
    """

    mailbox: str
    uidvalidity: int
    uid: int
    sha256: str
    message_id: str = ""  # of the draft that lies there, which need not be the one decided on since


# --- where a source has read up to -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox has been read: every UID below `uidnext` is recorded."""

    mailbox: str
    uidvalidity: int
    uidnext: int
    modseq: int | None = None  # HIGHESTMODSEQ or a local fingerprint; None when not known


@dataclass(frozen=True, slots=True)
class Unfetchable:
    """A message the source could not hand over: it is recorded as such, tried again, and given up after three runs."""

    ref: MessageRef
    reason: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Some new messages of one mailbox, oldest first, and the cursor that holds once they are recorded."""

    cursor: Cursor
    messages: tuple[RawMessage, ...] = ()
    unfetchable: tuple[Unfetchable, ...] = ()
    left: int | None = None  # how many messages of the mailbox are still to come; None if the source cannot tell


# --- what is remembered ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything triage worked out about one message; `draft` is the reply it suggests, None if it suggests none."""

    opportunity: Opportunity
    score: Score
    verdict: Verdict
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Item:
    """One suggestion as it stands now, put together from the facts in the store."""

    key: int  # the store's number of the message
    id: str  # what the user types: short, stable, accepted by unique prefix
    thread: str  # the same for every message of a conversation
    ref: MessageRef
    received_at: datetime
    message: Message | None  # None once its text has been removed (retention, forget)
    assessment: Assessment
    state: State
    decision: Decision | None
    draft: Draft | None  # the reply that was decided on, else the suggested one
    purpose: Action | None  # what that reply says
    receipt: Receipt | None  # where the delivered draft lies; with uid 0 if it may lie somewhere
    edit: Edit | None = None  # the words that will be used instead, once they are decided on
