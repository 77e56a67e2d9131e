"""One suggestion as text: the mail, the role, the fit with its reasons, and the reply."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

import click

from triage.cli.output import STYLES, echo, has_colour, paragraphs
from triage.review import documents
from triage.review.documents import Tone
from triage.review.phrases import facts, headline, wrote_before
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Assessment, Draft, Item, Message, Role
    from triage.review.documents import Document
    from triage.store import Debrief

#: The widest a text is laid out (columns), on a terminal and where nobody wraps.
_WIDEST, _PIPE = 132, 10_000
_HISTORY = 5  # earlier suggestions that are named
#: What a tone looks like: the colour, whether it is bold, whether it is underlined.
_TONES: dict[Tone, tuple[str | None, bool, bool]] = {
    Tone.WARNING: ("yellow", True, False),
    Tone.TITLE: (None, True, False),
    Tone.GOOD: ("green", False, False),
    Tone.BAD: ("red", False, False),
    Tone.ASKING: ("cyan", False, False),
    Tone.LOOK: ("yellow", False, False),
    Tone.QUIET: ("bright_black", False, False),
    Tone.EVIDENCE: ("cyan", False, True),
}


def print_item(item: Item, earlier: Sequence[Item] = (), related: Sequence[str] = ()) -> None:
    """Everything about one suggestion, with what its sender offered before and where the role was offered too."""
    echo(f"{item.id}  {one_line(headline(item))}", bold=True)
    echo(f"{_standing(item)}")
    for text in related:
        echo(paragraphs(f"! {text}"), style="yellow", bold=True)
    for other in earlier[:_HISTORY]:
        echo(paragraphs(f"before: {other.id}  {wrote_before(other)}"))
    print_assessment(item.message, item.assessment, item.draft)


def print_assessment(message: Message | None, assessment: Assessment, draft: Draft | None) -> None:
    """The warnings, the verdict, the role, the mail with its evidence marked, and the reply."""
    for warning in assessment.opportunity.warnings:
        echo(paragraphs(f"! {one_line(warning.text)}"), style="yellow", bold=True)
    verdict = assessment.verdict
    echo(paragraphs(f"{verdict.suggestion}: {one_line(verdict.why)}"), style=STYLES.get(verdict.suggestion, ""))
    echo()
    _print_role(assessment.opportunity.role)
    _print(documents.mail(message, assessment), "the mail")
    if draft is not None:
        _print(documents.reply(draft), "the reply")


def print_debrief(debrief: Debrief) -> None:
    """The user's notes after an interview."""
    echo(f"\n── your notes on the interview of {debrief.day} ──", bold=True)
    echo(paragraphs(debrief.notes))


def print_reasons(item: Item) -> None:
    """Every contribution as a signed bar, and their sum."""
    echo(f"{item.id}  {one_line(headline(item))}", bold=True)
    width = min(shutil.get_terminal_size().columns, _WIDEST) if sys.stdout.isatty() else _PIPE
    _print(documents.why(item.assessment.score, width))


def _print(document: Document, heading: str = "") -> None:
    """A document, wrapped on a terminal and with its marks in colour."""
    if heading:
        echo(f"\n── {heading} ──", bold=True)
    if sys.stdout.isatty():
        from triage.review.wrapping import rows

        width = max(40, min(shutil.get_terminal_size().columns, _WIDEST))
        for start, end in rows(document.text, width):
            _echo_marked(document, start, end)
    else:
        echo(document.text)


def _echo_marked(document: Document, start: int, end: int) -> None:
    """Prints a stretch of a document, whose text is clean already; its marks in colour where colour is wanted."""
    coloured, at, pieces = has_colour(sys.stdout), start, []
    for mark in document.marks if coloured else ():
        first, last = max(at, mark.start), min(end, mark.end)
        if first < last:
            fg, bold, underline = _TONES[mark.tone]
            pieces.append(document.text[at:first])
            pieces.append(click.style(document.text[first:last], fg=fg, bold=bold or None, underline=underline or None))
            at = last
    click.echo("".join((*pieces, document.text[at:end])), color=True)


def _standing(item: Item) -> str:
    decision = (
        f", you decided to {item.decision.action} on {item.decision.at.astimezone():%Y-%m-%d %H:%M}"
        if item.decision
        else ""
    )
    received = f"{item.received_at.astimezone():%Y-%m-%d %H:%M}"
    return f"{item.ref.account}/{item.ref.mailbox}, received {received}, {item.state}{decision}"


def _print_role(role: Role) -> None:
    for name, value in facts(role):
        width = min(shutil.get_terminal_size().columns, 96) if sys.stdout.isatty() else _PIPE
        echo(textwrap.fill(f"{name:<10} {one_line(value)}", max(40, width), subsequent_indent=" " * 11))
