"""The daily digest in words, for the terminal and for the draft to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from triage.review.phrases import age, brief, in_one_line, status
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.domain import Item
    from triage.insight.digest import Digest

#: So many lines are said of each part.
_MOST = 10
_FOOT = (
    "Decide with `triage review`, or `triage accept|ask|decline|skip ID`. This note is to yourself: there is nothing "
    "to send. The next one takes its place, unless you change it."
)


class Line(NamedTuple):
    """One line; of which suggestion it tells, if of one."""

    text: str
    item: Item | None = None
    is_heading: bool = False


def lines(digest: Digest) -> Iterator[Line]:
    """Part by part; nothing at all when there is nothing to say."""
    for suggestion, items in digest.waiting:
        yield Line(f"{len(items)} to {'look at' if suggestion == 'hold' else suggestion}", is_heading=True)
        yield from _lines_of(items)
    if digest.decided:
        yield Line(f"{len(digest.decided)} decided since yesterday", is_heading=True)
        yield from _lines_of(digest.decided)
    if digest.unanswered:
        others = [item for item in digest.unanswered if item.state != "suggested"]
        above = "" if others else ", all of them above"
        yield Line(f"{len(digest.unanswered)} without an answer for a week or longer{above}", is_heading=True)
        yield from _lines_of(others)
    for failing in digest.failing:
        at = failing.at.astimezone()
        yield Line(f"{failing.account}: the scan of {at:%Y-%m-%d %H:%M} failed: {failing.error}")


def _lines_of(items: Sequence[Item]) -> Iterator[Line]:
    for item in items[:_MOST]:
        stands = f"  {item.state}" if item.decision is not None else ""
        yield Line(f"  {age(item.received_at):>4}  {in_one_line(item)}{stands}", item)
    if len(items) > _MOST:
        yield Line(f"  … and {len(items) - _MOST} more")


def _subject(digest: Digest) -> str:
    """What it amounts to, for example "triage: 5 to decide, 2 without an answer"."""
    waiting = sum(len(items) for _, items in digest.waiting)
    counts = ((waiting, "to decide"), (len(digest.unanswered), "without an answer"), (len(digest.failing), "failing"))
    return f"triage: {', '.join(f'{count} {what}' for count, what in counts if count) or 'nothing waits'}"


def worded(digest: Digest) -> tuple[str, str]:
    """The subject and the text of the note to oneself."""
    return _subject(digest), _letter(digest)


def _letter(digest: Digest) -> str:
    """A blank line before every heading."""
    return "\n".join((*map(_in_letter, lines(digest)), "", _FOOT)).lstrip("\n")


def _in_letter(said: Line) -> str:
    """Without columns, which a mail program does not keep."""
    if said.item is None:
        return f"\n{said.text}" if said.is_heading else one_line(said.text)
    item = said.item
    stands = f", {status(item)}" if item.decision is not None else ""
    return one_line(
        f"- {brief(item)} ({item.assessment.score.probability:.0%}, {age(item.received_at)}, {item.id}{stands})"
    )
