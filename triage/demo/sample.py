"""The sample mailbox of `triage demo`: what arrived for an invented person, and what is right about each message.

`mailbox/NNN.eml` are the messages, in the order in which they arrived. `mailbox/gold.jsonl` has one line for each, in
the words of contract.md, section 4: `file`, `kind`, `language`, `replyable`, `role`, `warnings`, `verdict`, a `note`.
The `verdict` is what a sensible person with the interests of config.toml would suggest. A `role` is judged for
outreach, application and interview, `warnings` for outreach and scam. Where sensible people differ, `kind_also`,
`warnings_also` and `verdict_also` hold what is right too.
"""

from __future__ import annotations

import json
import re
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from triage.demo.mailboxes import Delivered

_FOLDER = Path(__file__).parent
_ARRIVED = re.compile(rb"^(?:Received:(?:.|\n[ \t])*?;\s*|Date: )(.+)$", re.MULTILINE)


def messages() -> tuple[Delivered, ...]:
    """The sample mailbox as `DemoServer` takes it, oldest first; each arrived when its topmost Received line says."""
    return tuple(_delivered(path.read_bytes()) for path in sorted((_FOLDER / "mailbox").glob("*.eml")))


def gold() -> tuple[dict[str, Any], ...]:
    """What is right about each of `messages`, in their order."""
    lines = (_FOLDER / "mailbox" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def configuration(port: int) -> str:
    """A config.toml for the person of the sample mailbox, whose server listens on 127.0.0.1:`port`."""
    return (_FOLDER / "config.toml").read_text(encoding="utf-8").replace("= PORT", f"= {port}")


def _delivered(octets: bytes) -> Delivered:
    found = _ARRIVED.search(octets)
    assert found, "every sample message says when it arrived"
    return Delivered(octets, parsedate_to_datetime(found[1].decode("ascii")))
