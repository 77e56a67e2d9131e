"""The vocabularies of the contract, in its words and its order (contract.md, sections 2 and 4)."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a message is (contract, section 4)."""

    OUTREACH = "outreach"
    ALERT = "alert"
    APPLICATION = "application"
    INTERVIEW = "interview"
    NEWSLETTER = "newsletter"
    SALES = "sales"
    PERSONAL = "personal"
    SCAM = "scam"


class Suggestion(StrEnum):
    """What triage proposes to do about a message."""

    ACCEPT = "accept"
    ASK = "ask"
    DECLINE = "decline"
    HOLD = "hold"  # a person must look
    NONE = "none"  # not an offer


class Action(StrEnum):
    """What a person can do about a suggestion."""

    ACCEPT = "accept"
    ASK = "ask"
    DECLINE = "decline"
    SKIP = "skip"


class State(StrEnum):
    """Where a suggestion stands; always derived from the facts in the store, never stored itself."""

    SUGGESTED = "suggested"  # waits for the user
    DECIDED = "decided"  # decided; its draft is not in Drafts (yet)
    DRAFTED = "drafted"  # the draft is in Drafts
    SENT = "sent"  # the draft was sent by the user
    GONE = "gone"  # the user deleted the draft
    CLOSED = "closed"  # answered elsewhere, skipped, or undone for good


class Workplace(StrEnum):
    """Where the work is done (contract, section 4)."""

    REMOTE = "remote"
    HYBRID = "hybrid"
    ONSITE = "onsite"


class Period(StrEnum):
    """The time a salary figure covers."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"


class Employment(StrEnum):
    """The form of contract."""

    PERMANENT = "permanent"
    CONTRACT = "contract"
    TEMPORARY = "temporary"
    PART_TIME = "part_time"
    INTERNSHIP = "internship"


class Level(StrEnum):
    """Seniority. Iteration order is the ladder from lowest to highest, except that management and the
    individual track share rungs: see `LADDER`.
    """

    INTERN = "intern"
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"
    PRINCIPAL = "principal"
    LEAD = "lead"
    MANAGER = "manager"
    DIRECTOR = "director"
    VP = "vp"
    EXECUTIVE = "executive"


#: Rung of each level: steps between levels are differences of rungs. Lead stands beside staff (one step above senior),
#: manager beside principal, as companies' published ladders pair the two tracks.
LADDER: dict[Level, int] = {
    Level.INTERN: 0,
    Level.JUNIOR: 1,
    Level.MID: 2,
    Level.SENIOR: 3,
    Level.STAFF: 4,
    Level.LEAD: 4,
    Level.PRINCIPAL: 5,
    Level.MANAGER: 5,
    Level.DIRECTOR: 6,
    Level.VP: 7,
    Level.EXECUTIVE: 8,
}


class Fact(StrEnum):
    """A deciding fact a message may leave unstated (`missing`, `policy.must_know`)."""

    COMPANY = "company"
    PAY = "pay"
    LOCATION = "location"
    LEVEL = "level"
    EMPLOYMENT = "employment"


class WarningCode(StrEnum):
    """A reason for caution; never a verdict."""

    AUTH_FAILED = "auth_failed"
    AUTH_UNVERIFIED = "auth_unverified"
    REPLY_TO_DIFFERS = "reply_to_differs"
    FREE_MAIL_SENDER = "free_mail_sender"
    LOOKALIKE_DOMAIN = "lookalike_domain"
    MESSAGING_APP_REDIRECT = "messaging_app_redirect"
    ASKS_MONEY = "asks_money"
    ASKS_ID_DOCUMENTS = "asks_id_documents"
    TOO_GOOD_PAY = "too_good_pay"
    RISKY_ATTACHMENT = "risky_attachment"
