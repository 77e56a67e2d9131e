"""The daily digest as it is printed, and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from triage.cli import output
from triage.review.phrases import age

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.domain import Item
    from triage.insight.digest import Digest
    from triage.store import Store

#: So many lines are printed of each part.
_MOST = 10


def digest_of(store: Store) -> Digest:
    """The digest of now."""
    from triage.pipeline.digesting import digest_of as made

    return made(store, datetime.now(UTC))


def print_digest(digest: Digest) -> None:
    """Part by part; nothing at all when there is nothing to say."""
    for suggestion, items in digest.waiting:
        todo = "look at" if suggestion == "hold" else suggestion
        output.echo(f"{len(items)} to {todo}", bold=True)
        _print_items(items)
    if digest.decided:
        output.echo(f"{len(digest.decided)} decided since yesterday", bold=True)
        _print_items(digest.decided)
    if digest.unanswered:
        output.echo(f"{len(digest.unanswered)} without an answer for a week or longer", bold=True)
        _print_items(tuple(item for item in digest.unanswered if item.state != "suggested"))  # those stand above
    for failing in digest.failing:
        output.echo(f"{failing.account}: the scan of {failing.at.astimezone():%Y-%m-%d %H:%M} failed: {failing.error}")


def _print_items(items: tuple[Item, ...]) -> None:
    for item in items[:_MOST]:
        stands = f"  {item.state}" if item.decision is not None else ""
        output.echo(f"  {age(item.received_at):>4}  {output.item_line(item)}{stands}", style=output.style_of(item))
    if len(items) > _MOST:
        output.echo(f"  … and {len(items) - _MOST} more")


def digest_json(digest: Digest) -> dict[str, Any]:
    """As ids; `list --json` tells more of each."""
    return {
        "waiting": {str(suggestion): _ids(items) for suggestion, items in digest.waiting},
        "decided": _ids(digest.decided),
        "unanswered": _ids(digest.unanswered),
        "failing": [{"account": one.account, "at": one.at.isoformat(), "error": one.error} for one in digest.failing],
    }


def _ids(items: Iterable[Item]) -> list[str]:
    return [item.id for item in items]
