"""Mails written to try the reading of titles and employers, with what they say: training/cases."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from triage.domain import Address, Message

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One mail and what its sender would say that it says; what `said` leaves out is not stated in the mail."""

    name: str
    message: Message
    said: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def cases(*files: str) -> list[Case]:
    """The cases of some TOML files, in order."""
    return [_case(mail) for file in files for mail in tomllib.loads((CASES / file).read_text("utf-8"))["mail"]]


def _case(mail: dict[str, Any]) -> Case:
    text, _, signature = mail["text"].partition("\n-- \n")
    written = message(mail["from"], mail["subject"], text, quoted=mail.get("quoted", ""), signature=signature)
    said = {key: value for key, value in mail.items() if key not in {"id", "from", "subject", "text", "quoted"}}
    return Case(mail["id"], written, said)


def message(from_: str, subject: str, text: str, *, quoted: str = "", signature: str = "") -> Message:
    """A message as `parse` would make it of a plain mail."""
    name, address = parseaddr(from_)
    return Message(
        message_id="<case@example.org>",
        in_reply_to=(),
        references=(),
        date=None,
        from_=Address(name, address),
        sender=None,
        reply_to=(),
        to=(Address("Dana Whitfield", "dana@example.org"),),
        cc=(),
        subject=subject,
        text=text,
        quoted=quoted,
        signature=signature,
        attachments=(),
        headers=(("from", from_), ("subject", subject)),
        defects=(),
        content_hash="",
    )
