"""What sources of local files have in common: no server that knows of Drafts, Sent and flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from triage.domain import Batch, Cursor, MessageRef
    from triage.source import Concerns


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
