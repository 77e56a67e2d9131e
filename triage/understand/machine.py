"""Says whether mail was sent by a machine or to a list, so that nobody would read a reply (RFC 3834 section 2)."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.domain import is_among
from triage.understand.words import Literals, fold, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Address, Message

    Header = Callable[[str], str | None]

_LIST_HEADERS = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-google-group-id")
_AUTOREPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder")
_CAMPAIGN_HEADERS = (
    "feedback-id", "x-campaign", "x-campaignid", "x-campaign-id", "x-mailgun-tag", "x-mc-user", "x-sfmc-stack",
    "x-report-abuse", "x-csa-complaints", "x-mailer-recptid", "x-emarsys-identify", "x-marketoid", "x-cm-campaign",
)  # fmt: skip
_AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheits"
    r"|automatische antwort|r[ée]ponse automatique|absence du bureau|respuesta autom|risposta automatica"
    r"|automatisch antwoord|resposta autom|autoodpowied|odpowied[zź] automat)",
    re.IGNORECASE,
)
_NOT_LETTERS = re.compile(r"[^a-z]+")
_WORD_BREAK = re.compile(r"[._+\-=\d]+")
_ADDRESS = re.compile(r"[^\s<>\"(),:;@]{1,128}@[^\s<>\"(),:;@]{1,255}")
_BRACKETED = re.compile(r"<([^<>\s@]{1,128}@[^<>\s@]{1,255})>")
_PROGRAM, _CALENDAR = "a program sent it (Auto-Submitted)", "a calendar program sent it"
_NO_REPLIES = "the sender takes no replies"
#: Senders nobody can answer, who may have an interview to arrange all the same.
_FROM_ROBOTS = frozenset({_PROGRAM, _CALENDAR, _NO_REPLIES})
_SUBJECT = re.compile(rb"\nsubject:([^\n]*(?:\n[ \t][^\n]*)*)", re.IGNORECASE)
_LONGEST_SUBJECT = 2000
#: How much of the beginning and of the end of a text says whether answers are read; a text of both is read once.
_END, _ENDS = 600, 1200
#: The header fields that `_certain` looks at, with their folded lines, in lower-cased octets.
_FIELDS = re.compile(
    rb"\n(from|sender|reply-to|return-path|content-type|x-failed-recipients|auto-submitted|%s)"
    rb":([^\n]*(?:\n[ \t][^\n]*)*)" % "|".join((*_LIST_HEADERS, *_AUTOREPLY_HEADERS)).encode()
)


@functools.cache
def _senders() -> dict[str, frozenset[str]]:
    return {section: frozenset(lines) for section, lines in table("machine_senders.txt").items()}


def not_replyable_because(message: Message, own_addresses: frozenset[str]) -> str:
    """Why nobody would read a reply to `message`, as words for the user; "" if a reply makes sense.

    `own_addresses` are lower case. Follows RFC 3834 section 2, with two exceptions: relays that carry replies to a
    person, and people who write through a sourcing tool that adds List-Unsubscribe or Precedence: bulk.
    """
    header = dict(reversed(message.headers)).get
    reply_to = tuple(address.addr_spec.lower() for address in message.reply_to)
    sender = message.sender.addr_spec.lower() if message.sender else ""
    certain = _certain(header, message.from_.addr_spec.lower(), sender, reply_to, own_addresses)
    if certain or is_relay(message):
        return certain
    if _AUTOMATIC_SUBJECT.match(message.subject):
        return "it is an automatic reply"
    return _bulk(header, message) or _says_unread(message)


def is_own_or_automatic(message: Message, own_addresses: frozenset[str]) -> bool:
    """Whether the user wrote `message`, or a mail system did (bounces, reports, automatic replies): nobody offers
    anything in these, whatever they quote.
    """
    header = dict(reversed(message.headers)).get
    sender = message.from_.addr_spec.lower()
    return bool(
        is_among(sender, own_addresses) or _bounce(header, sender) or _AUTOMATIC_SUBJECT.match(message.subject)
    ) or any(header(name) is not None for name in _AUTOREPLY_HEADERS)


def wants_text(header_section: bytes, own_addresses: frozenset[str]) -> bool:
    """Whether mail with these header octets could be replied to, or arranges an interview, so that its text is worth
    fetching.

    Takes the raw header section, whole or a selection of its fields, well-formed or not; in doubt the answer is True.
    """
    lowered = b"\n" + header_section.lower().replace(b"\r\n", b"\n")
    fields = {
        name.decode(): value.strip().decode("utf-8", "replace") for name, value in reversed(_FIELDS.findall(lowered))
    }
    sender, via = (_raw_addresses(fields.get(name, ""))[:1] for name in ("from", "sender"))
    because = _certain(
        fields.get, "".join(sender), "".join(via), _raw_addresses(fields.get("reply-to", "")), own_addresses
    )
    return not because or (because in _FROM_ROBOTS and _arranges("".join(sender), header_section))


def _arranges(sender: str, header_section: bytes) -> bool:
    """Whether a robot's mail arranges an interview: a service for that sent it, or its subject says so."""
    if _is_below(sender.rpartition("@")[2], _senders()["schedulers"]):
        return True
    found = _SUBJECT.search(b"\n" + header_section)
    return found is not None and _arranging().search(fold(_decoded(found[1][:_LONGEST_SUBJECT]))) is not None


def _decoded(subject: bytes) -> str:
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    raw = " ".join(subject.decode("utf-8", "replace").split())
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


@functools.cache
def _arranging() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(table('machine_senders.txt')['arranges'])})\b")


def is_relay(message: Message) -> bool:
    """Whether replies go through a network's relay to the person who wrote (LinkedIn InMail, XING, Indeed...)."""
    return any(_relays(address.addr_spec.lower()) for address in (*message.reply_to, message.from_))


@functools.lru_cache(maxsize=1024)
def is_person(address: Address) -> bool:
    """Whether an address looks like one person's: the display name is found in the local part, or it has the form
    first.last; role accounts ("jobs@", "news@") are not.
    """
    local = address.addr_spec.rpartition("@")[0].lower()
    if not local or _is_machine_local(local) or local in _senders()["role accounts"]:
        return False
    letters = _NOT_LETTERS.sub("", local)
    names = [name for name in _NOT_LETTERS.split(fold(address.display_name)) if len(name) > 1]
    if any(name in letters for name in names if len(name) > 2):
        return True
    if len(names) > 1 and letters in {names[0][0] + names[-1], names[0] + names[-1][0], names[0][0] + names[-1][0]}:
        return True
    parts = [part for part in _WORD_BREAK.split(local) if part]
    return not address.display_name and len(parts) == 2 and all(part.isalpha() for part in parts)


def is_bulk_mailer(header: Header) -> bool:
    """Whether the headers are those of a mass mailing service."""
    return any(header(name) is not None for name in _CAMPAIGN_HEADERS)


def _certain(header: Header, sender: str, via: str, reply_to: tuple[str, ...], own: frozenset[str]) -> str:
    """The reasons that hold whatever the text says; needs no decoded value, so raw headers do as well."""
    if is_among(sender, own) or is_among(via, own):
        return "it is your own mail"
    if bounce := _bounce(header, sender):
        return bounce
    if _relays(sender) or any(_relays(address) for address in reply_to):
        return ""
    submitted = (header("auto-submitted") or "no").partition(";")[0].strip().lower()
    if submitted != "no" or any(header(name) is not None for name in _AUTOREPLY_HEADERS):
        return _PROGRAM
    if any(header(name) is not None for name in _LIST_HEADERS):
        return "it came through a mailing list"
    return _no_reply(sender, via, reply_to)


def _bounce(header: Header, sender: str) -> str:
    path = header("return-path")
    if path is not None and path.strip() in {"<>", ""}:
        return "it has no return path: a bounce or an automatic notice"
    if sender.partition("@")[0] in _senders()["bounces"] or header("x-failed-recipients") is not None:
        return "it is a bounce"
    if "multipart/report" in (header("content-type") or "").lower():
        return "it is a delivery report"
    return ""


def _no_reply(sender: str, via: str, reply_to: tuple[str, ...]) -> str:
    """No-reply senders, unless a Reply-To names somebody else who could read it."""
    if any(_is_no_reply(address.partition("@")[0]) for address in reply_to):
        return _NO_REPLIES
    if via.partition("@")[0] in _senders()["calendars"] or sender.partition("@")[0] in _senders()["calendars"]:
        return _CALENDAR
    if _is_machine_local(sender.partition("@")[0]):
        others = [address for address in reply_to if address != sender]
        answered = any(address.partition("@")[0] not in _senders()["role accounts"] for address in others)
        return "" if answered else _NO_REPLIES
    return ""


def _bulk(header: Header, message: Message) -> str:
    """Mass mail: its headers, unless the sender is a person; a job board is one whatever the name says."""
    precedence = (header("precedence") or "").strip().lower()
    if precedence in {"list", "junk"}:
        return f"it is bulk mail (Precedence: {precedence})"
    marked = precedence == "bulk" or header("list-unsubscribe") is not None or is_bulk_mailer(header)
    answers = message.reply_to[0] if message.reply_to else message.from_
    person = is_person(message.from_) or is_person(answers)
    if is_job_board(message.from_.domain) and (marked or not person):
        return "a job board sent it"
    if marked and not person:
        return "it is bulk mail"
    return ""


def _says_unread(message: Message) -> str:
    """What the text itself says about answers; a person who quotes such words has written more above them."""
    text = message.text if len(message.text) <= _ENDS else f"{message.text[:_END]}\n{message.text[-_END:]}"
    words = fold(f"{text}\n{message.signature[:_END]}").split()
    return "it says that nobody reads replies" if _unread().found(" ".join(words), words) else ""


@functools.cache
def _unread() -> Literals:
    return Literals(table("machine_senders.txt")["unread"])


@functools.lru_cache(maxsize=4096)
def _relays(address: str) -> bool:
    local, _, domain = address.rpartition("@")
    senders = _senders()
    exact = address in senders["relays"]
    return exact or any(domain == relay or domain.endswith("." + relay) for relay in senders["relay domains"] if local)


@functools.lru_cache(maxsize=4096)
def is_job_board(domain: str) -> bool:
    """Whether a domain or one above it is a job board's."""
    return _is_below(domain, _senders()["job boards"])


def _is_below(domain: str, domains: frozenset[str]) -> bool:
    """Whether a domain is one of these, or below one."""
    labels = domain.split(".")
    return any(".".join(labels[index:]) in domains for index in range(len(labels) - 1))


@functools.lru_cache(maxsize=4096)
def _is_machine_local(local: str) -> bool:
    parts = {part for part in _WORD_BREAK.split(local) if part}
    return _is_no_reply(local) or local in _senders()["robots"] or bool(parts & _senders()["robot words"])


def _is_no_reply(local: str) -> bool:
    squeezed = _NOT_LETTERS.sub("", local)
    return any(word in squeezed for word in _senders()["no reply"])


def _raw_addresses(value: str) -> tuple[str, ...]:
    """The addresses in a raw header: those in angle brackets, else whatever looks like one."""
    if "@" not in value:
        return ()
    return tuple(_BRACKETED.findall(value[:2048]) or _ADDRESS.findall(value[:2048]))
