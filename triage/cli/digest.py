"""The daily digest as it is printed, and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from triage.cli import output
from triage.contract import time_json
from triage.review.digest import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.domain import Item
    from triage.insight.digest import Digest
    from triage.store import Store


def digest_of(store: Store) -> Digest:
    """The digest of now."""
    from triage.pipeline.digesting import digest_of as made

    return made(store, datetime.now(UTC))


def print_digest(digest: Digest) -> None:
    """Part by part; nothing at all when there is nothing to say."""
    for said in lines(digest):
        output.echo(
            output.fitting(said.text) if said.item else said.text,
            bold=said.is_heading,
            style=output.style_of(said.item) if said.item else "",
        )


def digest_json(digest: Digest) -> dict[str, Any]:
    """As ids; `list --json` tells more of each."""
    return {
        "waiting": {str(suggestion): _ids(items) for suggestion, items in digest.waiting},
        "decided": _ids(digest.decided),
        "unanswered": _ids(digest.unanswered),
        "failing": [{"account": one.account, "at": time_json(one.at), "error": one.error} for one in digest.failing],
    }


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.id for item in items]
