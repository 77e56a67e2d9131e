"""One of several wordings, the same for the same mail at every run, another for the next mail of the same recruiter."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Message
    from triage.draft.request import Request


class Pick(Protocol):
    """Chooses one of some wordings; `pick([…])` in templates."""

    def __call__(self, wordings: Sequence[str]) -> str:
        """One of them."""
        ...


def picker(message: Message, request: Request) -> Pick:
    """The choice for a reply: by its sender and how many mails they wrote before; by the mail where that is unknown."""
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
