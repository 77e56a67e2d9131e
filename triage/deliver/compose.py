"""Draft → octets: an RFC 5322 message that threads, is plain text, and has no header the reviewer did not see."""

from __future__ import annotations

import hashlib
import re
from email.header import Header
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.deliver.flowed import flowed
from triage.deliver.html_form import html_form
from triage.deliver.quoting import quote
from triage.errors import ConfigurationError
from triage.visible import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from triage.domain import Address, Draft, Message

#: Every header a draft may have; `compose` checks the finished octets against it.
HEADERS = frozenset([
    "from", "to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type",
    "content-transfer-encoding",
])  # fmt: skip
#: Every header that a part of a draft may have.
PART_HEADERS = frozenset({"content-type", "content-transfer-encoding", "content-disposition", "mime-version"})
#: What may be attached, by suffix.
TYPES = {
    ".pdf": ("application", "pdf"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}

_MESSAGE_ID = re.compile(r"<[^\s<>\x00-\x1f\x7f-\uffff]{1,900}>")
_ADDR_SPEC = re.compile(r"[^\s<>@,;:\"()\[\]\x00-\x1f\x7f]+@[^\s<>@,;:\"()\x00-\x1f\x7f]+")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


class _ReplyPolicy(EmailPolicy):
    """As SMTP, but the first Message-ID stands on the line of its header: a long one would be folded to an empty first
    line, which RFC 5322 section 3.2.2 allows and some mail programs do not thread. And what is not ASCII is encoded
    whole: word by word, Python 3.11 writes empty encoded words and loses spaces between them (RFC 2047 section 2).
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """One Message-ID a line; a subject or a name that is not ASCII encoded; all else as the email package does."""
        key = name.lower()
        if key in {"message-id", "in-reply-to", "references"}:
            lines = "\r\n ".join(value.split())
        elif key == "subject" and not value.isascii():
            lines = _encoded(name, value)
        elif key in {"from", "to"} and not value.isascii():
            (one,) = value.addresses
            lines = f"{_encoded(name, one.display_name)}\r\n <{one.addr_spec}>"
        else:
            return super().fold_binary(name, value)
        return f"{name}: {lines}\r\n".encode("ascii")


def _encoded(name: str, text: str) -> str:
    """The text as encoded words, folded for a header of that name."""
    return Header(text, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")


_POLICY = _ReplyPolicy(linesep="\r\n", max_line_length=78)


def check_addresses(*addresses: Address) -> None:
    """Raises `ConfigurationError` if one of them, a reply's sender or recipient, cannot be written into a header."""
    for address in addresses:
        _address(address)


def compose(draft: Draft, original: Message | None, date: datetime) -> bytes:
    """The octets of a draft, lines ended by CRLF: the reply, the original quoted (None: it answers nothing), and the
    user's files.

    text/plain; format=flowed (RFC 3676), with the same words in HTML beside it if the draft asks for it. The same draft
    gives the same octets. Header values are cleaned of control characters, Message-IDs that are not
    well-formed left out, and the finished octets read again: raises `ConfigurationError` if there is a header,
    recipient or file that the reviewer did not see, or a file that cannot be read.
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
    _set_content(message, _SURROGATES.sub("\ufffd", reply_text(draft, original)), draft)
    octets = message.as_bytes()
    _check(octets, draft)
    return octets


def reply_text(draft: Draft, original: Message | None) -> str:
    """The reply with the original quoted below or above it; the signature block ("-- ") comes last, or everything below
    would count as signature.
    """
    language = draft.template.partition("/")[0]
    quoted = "" if draft.quote == "none" or original is None else quote(original, language)
    body, delimiter, signature = draft.body.rstrip().partition("\n-- \n")
    parts = [quoted, body.rstrip()] if draft.quote == "above" else [body.rstrip(), quoted]
    return "\n\n".join(filter(None, [*parts, f"-- \n{signature}" if delimiter else ""]))


def _set_content(message: EmailMessage, text: str, draft: Draft) -> None:
    message.set_content(flowed(text), subtype="plain", charset="utf-8", cte="quoted-printable")
    message.set_param("format", "flowed")
    if draft.html:
        message.add_alternative(html_form(text), subtype="html", charset="utf-8", cte="quoted-printable")
    for path in map(Path, draft.attachments):
        main, sub = TYPES[path.suffix.lower()]
        message.add_attachment(_octets_of(path), maintype=main, subtype=sub, filename=_clean(path.name))
    multiparts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(multiparts):  # the email package would draw lots, and no two tries be the same
        digest = hashlib.sha256(f"{draft.message_id}{number}".encode()).hexdigest()[:32]
        part.set_boundary(f"=_{digest}")


def _octets_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigurationError([f"{path}: cannot be attached: {error.strerror or error}"]) from error


def _address(address: Address) -> HeaderAddress:
    local, _, domain = address.addr_spec.strip().rpartition("@")
    try:
        spec = f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"
        if not _ADDR_SPEC.fullmatch(spec):
            spec = ""  # which the next line refuses
        made = HeaderAddress(display_name=_clean(address.display_name), addr_spec=spec)
        _POLICY.header_factory("To", str(made))  # raises where only the header's own grammar notices
    except Exception as error:
        whom = _clean(address.addr_spec)
        raise ConfigurationError(
            [f"{whom} cannot be written to" if whom else "it names no address to write to"]
        ) from error
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
    parts = [part for part in message.walk() if part is not message]
    foreign = {name.lower() for part in parts for name in part} - PART_HEADERS
    attached = [part.get_filename() for part in parts if part.get_content_disposition() == "attachment"]
    same = attached == [_clean(Path(path).name) for path in draft.attachments]
    if not one or not same or set(names) - HEADERS or len(set(names)) != len(names) or foreign:
        raise ConfigurationError(
            ["the reply would have a header, recipient or file that was not reviewed: it was not written"]
        )
