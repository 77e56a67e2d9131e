"""What sources of local files have in common: bounds, and no server that knows of Drafts, Sent and flags."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from triage.domain import Batch, Cursor, MessageRef
    from triage.source import Concerns, WantsText

MAX_OCTETS = 25 * 1024 * 1024 + 1  # as much as the parser looks at, and one more so that it notes the cut
MAX_BATCH = 500  # messages
MAX_BATCH_OCTETS = 16 * 1024 * 1024
SETTLED_SECONDS = 2.0  # what was changed less than this ago may change again within the same clock tick
HEADER_END = re.compile(rb"\r?\n\r?\n")


class OfFiles:
    """The parts of `Source` that files have nothing to say to."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """See `Source`."""
        return {}

    def sent_mail(self, cursors: Mapping[str, Cursor], concerns: Concerns) -> Iterator[Batch]:
        """See `Source`."""
        del cursors, concerns
        return iter(())

    def answered(self, refs: Iterable[MessageRef]) -> set[MessageRef]:
        """See `Source`."""
        del refs
        return set()


def number_of(octets: bytes) -> int:
    """63 bits of the SHA-256, never 0."""
    return int.from_bytes(hashlib.sha256(octets).digest()[:8], "big") >> 1 or 1


def read_capped(path: str | Path) -> tuple[bytes, int]:
    """The beginning of a file, at most MAX_OCTETS, and its whole size. Raises OSError."""
    with Path(path).open("rb") as file:
        octets = file.read(MAX_OCTETS)
        return octets, max(len(octets), os.fstat(file.fileno()).st_size)


def wanted_octets(octets: bytes, wants_text: WantsText) -> bytes:
    """The whole message, or its header section when `wants_text` refuses the text."""
    end = HEADER_END.search(octets)
    header = octets[: end.end()] if end else octets
    return octets if wants_text(header) else header
