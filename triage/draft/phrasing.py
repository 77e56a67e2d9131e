"""The small tools of templates: one of several wordings, and sentences joined."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from triage.domain import Message
    from triage.draft.request import Request

_BLANKS = re.compile(r"[ \t\r\n]+")  # not the no-break space before a French question mark


def picker(message: Message, request: Request) -> Callable[[Sequence[str]], str]:
    """`pick([…])` for a reply: chosen by its sender and how many mails they wrote before, by the mail where that is
    unknown; so it is the same wording at every run, and another for the sender's next mail.
    """
    known = request.earlier is not None
    seed = message.from_.addr_spec.lower() if known else message.content_hash
    step = request.earlier or 0

    def pick(wordings: Sequence[str]) -> str:
        # Each place of a template has its own offset, or every reply would be all first or all second wordings.
        place = str(wordings[0])[:12] if wordings else ""
        return str(wordings[(_number(seed, str(len(wordings)), place) + step) % len(wordings)])

    return pick


def _number(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).digest()[:4], "big")


def prose(*sentences: str) -> str:
    """Sentences as one paragraph; empty ones leave no gap."""
    return " ".join(filter(None, (_BLANKS.sub(" ", sentence).strip(" ") for sentence in sentences)))


def listed(items: Sequence[str], last: str) -> str:
    """As in "a, b and c"; `last` is the word for "and"."""
    return f" {last} ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def topics_of(asked: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The names of the topics that have one."""
    return [names[topic] for topic in asked if topic in names]


def low(sentence: str) -> str:
    """A sentence that goes on after a colon: "¿Cuál" becomes "¿cuál"."""
    return _first_letter(sentence.strip(), str.lower)


def cap(clause: str) -> str:
    """A clause that begins a sentence."""
    return _first_letter(clause.strip(), str.upper)


def _first_letter(text: str, change: Callable[[str], str]) -> str:
    start = 1 if text[:1] in {"¿", "¡"} else 0
    return text[:start] + change(text[start : start + 1]) + text[start + 1 :]
