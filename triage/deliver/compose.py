"""Draft → octets: an RFC 5322 message that threads, is plain text, and has no header the reviewer did not see."""

from __future__ import annotations

import re
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from triage.errors import ConfigurationError
from triage.visible import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Address, Draft, Message

#: Every header a draft may have; `compose` checks the finished octets against it.
HEADERS = frozenset(
    {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)
#: How much of the original is quoted.
QUOTED_LINES = 200
#: RFC 3676 section 4.2: lines are at most this long, the space that marks a soft break included.
FLOWED_WIDTH = 76

_MESSAGE_ID = re.compile(r"<[^\s<>\x00-\x1f\x7f-\uffff]{1,900}>")
_ADDR_SPEC = re.compile(r"[^\s<>@,;:\"()\[\]\x00-\x1f\x7f]+@[^\s<>@,;:\"()\x00-\x1f\x7f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_WROTE = {
    "en": "On {date}, {name} wrote:",
    "de": "Am {date} schrieb {name}:",
    "fr": "Le {date}, {name} a écrit :",
    "es": "El {date}, {name} escribió:",
    "nl": "Op {date} schreef {name}:",
    "it": "Il {date}, {name} ha scritto:",
    "pt": "Em {date}, {name} escreveu:",
    "pl": "W dniu {date} {name} napisał(a):",
}


class _ReplyPolicy(EmailPolicy):
    """As SMTP, but the first Message-ID stands on the line of its header: a long one would be folded to an empty first
    line, which RFC 5322 section 3.2.2 allows and some mail programs do not thread.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One Message-ID a line; every other header as the email package does it."""
        if name.lower() in {"message-id", "in-reply-to", "references"}:
            lines = "\r\n ".join(value.split())
            return f"{name}: {lines}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _ReplyPolicy(linesep="\r\n", max_line_length=78)


def check_addresses(*addresses: Address) -> None:
    """Raises `ConfigurationError` if one of them, a reply's sender or recipient, cannot be written into a header."""
    for address in addresses:
        _address(address)


def compose(draft: Draft, original: Message, date: datetime) -> bytes:
    """The octets of a draft, lines ended by CRLF, with the original quoted below the reply.

    text/plain; format=flowed (RFC 3676). Header values are cleaned of control characters, Message-IDs that are not
    well-formed left out, and the finished octets read again: raises `ConfigurationError` if there is a header,
    recipient or address that the reviewer did not see.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(draft.from_)
    message["To"] = _address(draft.to)
    message["Subject"] = _clean(draft.subject)
    message["Date"] = format_datetime(date)
    if not _MESSAGE_ID.fullmatch(draft.message_id):
        raise ConfigurationError(["the reply has no well-formed Message-ID: it was not written"])
    message["Message-ID"] = draft.message_id
    if _MESSAGE_ID.fullmatch(draft.in_reply_to):
        message["In-Reply-To"] = draft.in_reply_to
    references = [reference for reference in draft.references if _MESSAGE_ID.fullmatch(reference)]
    if references:
        message["References"] = " ".join(references)
    language = draft.template.partition("/")[0]
    text = _SURROGATES.sub("\ufffd", f"{draft.body.rstrip()}\n\n{quote(original, language)}".rstrip())
    message.set_content(flowed(text), subtype="plain", charset="utf-8", cte="quoted-printable")
    message.set_param("format", "flowed")
    octets = message.as_bytes()
    _check(octets, draft)
    return octets


def quote(original: Message, language: str) -> str:
    """The attribution line and what the sender wrote, each line behind "> "."""
    lines = original.text.rstrip().splitlines()
    if not lines:
        return ""
    when = original.date.strftime("%Y-%m-%d %H:%M %Z") if original.date else "?"
    name = _clean(original.from_.display_name) or original.from_.addr_spec
    head = _WROTE.get(language, _WROTE["en"]).format(date=when, name=name)
    more = ["> […]"] if len(lines) > QUOTED_LINES else []
    return "\n".join([head, *(f"> {line}".rstrip() for line in lines[:QUOTED_LINES]), *more])


def flowed(text: str) -> str:
    """RFC 3676 section 4.2: long paragraphs are cut into lines that end in a space; quotes and signatures stay."""
    return "\n".join(piece for line in text.split("\n") for piece in _flowed_line(line)) + "\n"


def _flowed_line(line: str) -> list[str]:
    if line == "-- ":
        return [line]
    line = line.rstrip(" ")
    if line.startswith(">"):
        return [line]
    pieces = []
    while len(line) > FLOWED_WIDTH and (cut := line.rfind(" ", 1, FLOWED_WIDTH)) > 0:
        pieces.append(line[: cut + 1])
        line = line[cut + 1 :]
    # Section 4.4: a line that begins with a space, "From " or ">" is stuffed with one space.
    return [f" {piece}" if piece.startswith((" ", "From ", ">")) else piece for piece in (*pieces, line)]


def _address(address: Address) -> HeaderAddress:
    local, _, domain = address.addr_spec.strip().rpartition("@")
    try:
        spec = f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
        if not _ADDR_SPEC.fullmatch(spec):
            spec = ""  # which the next line refuses
        made = HeaderAddress(display_name=_clean(address.display_name), addr_spec=spec)
        _POLICY.header_factory("To", str(made))  # raises where only the header's own grammar notices
    except Exception as error:
        raise ConfigurationError([f"{_clean(address.addr_spec) or 'nobody'} cannot be written to"]) from error
    return made


def _clean(text: str) -> str:
    """A header value without control characters, and without what would be taken for an encoded word (RFC 2047)."""
    return one_line(text).replace("=?", "= ?")[:900]


def _check(octets: bytes, draft: Draft) -> None:
    """Reads the finished message again: allowed headers once each, and only the recipient of the draft."""
    from email.parser import BytesParser

    message = BytesParser(policy=SMTP).parsebytes(octets)
    names = [name.lower() for name, _ in message.items()]
    addresses = list(message["To"].addresses) if message["To"] else []
    one = len(addresses) == 1 and addresses[0].addr_spec.lower() == _address(draft.to).addr_spec.lower()
    if not one or set(names) - HEADERS or len(set(names)) != len(names):
        raise ConfigurationError(
            ["the reply would have a header or recipient that was not reviewed: it was not written"]
        )
