"""One suggestion as text: the mail, the role, the fit with its reasons, and the reply."""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from triage.cli.output import STYLES, echo, paragraphs
from triage.review.phrases import facts, headline
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Assessment, Draft, Item, Message, Role

_BAR = 12
_HISTORY = 5  # earlier suggestions that are named


def print_item(item: Item, earlier: Sequence[Item] = (), related: Sequence[str] = ()) -> None:
    """Everything about one suggestion, with what its sender offered before and where the role was offered too."""
    echo(f"{item.id}  {headline(item)}", bold=True)
    echo(f"{_standing(item)}")
    for text in related:
        echo(paragraphs(f"! {text}"), style="yellow", bold=True)
    for other in earlier[:_HISTORY]:
        decided = f": {other.decision.action}" if other.decision else ""
        when = f"{other.received_at.astimezone():%Y-%m-%d}"
        echo(paragraphs(f"before: {other.id}  {when}  {headline(other)} ({other.state}{decided})"))
    print_assessment(item.message, item.assessment, item.draft)


def print_assessment(message: Message | None, assessment: Assessment, draft: Draft | None) -> None:
    """The warnings, the verdict, the role, the mail and the reply."""
    for warning in assessment.opportunity.warnings:
        echo(f"! {warning.text}", style="yellow", bold=True)
    verdict = assessment.verdict
    echo(paragraphs(f"{verdict.suggestion}: {verdict.why}"), style=STYLES.get(verdict.suggestion, ""))
    echo()
    _print_role(assessment.opportunity.role)
    if message is None:
        echo("\n(the words of this mail have been removed)")
    else:
        _print_message(message)
    if draft is not None:
        _print_draft(draft)


def print_reasons(item: Item) -> None:
    """Every contribution as a signed bar, and their sum."""
    echo(f"{item.id}  {headline(item)}", bold=True)
    score = item.assessment.score
    largest = max((abs(c.value) for c in score.contributions), default=1.0) or 1.0
    width = max((len(c.feature) for c in score.contributions), default=4)
    for c in score.contributions:
        length = round(_BAR * abs(c.value) / largest)
        bar = f"{'█' * length:>{_BAR}}│{'':{_BAR}}" if c.value < 0 else f"{'':{_BAR}}│{'█' * length:{_BAR}}"
        echo(
            paragraphs(f"  {c.feature:<{width}}  {c.value:+6.2f}  {bar}  {c.text}".rstrip()),
            style="red" if c.value < 0 else "green",
        )
        if c.evidence:
            echo(paragraphs(f"  {'':<{width}}  “{one_line(c.evidence)}”"), style="bright_black")
    total = math.fsum(c.value for c in score.contributions)
    echo(f"  {'sum':<{width}}  {total:+6.2f}  → fit {score.probability:.1%}")


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
        echo(textwrap.fill(f"{name:<10} {one_line(value)}", 96, subsequent_indent=" " * 11))


def _print_message(message: Message) -> None:
    echo()
    sender = f"{one_line(message.from_.display_name)} <{message.from_.addr_spec}>"
    echo(paragraphs(f"── From {sender}: {one_line(message.subject)}"), bold=True)
    echo(paragraphs(message.text.strip() or "(no text)"))
    if message.attachments:
        echo(f"[attached: {', '.join(one_line(a.filename or a.content_type) for a in message.attachments)}]")


def _print_draft(draft: Draft) -> None:
    echo()
    echo(paragraphs(f"── Reply to {draft.to.addr_spec}: {one_line(draft.subject)}"), bold=True)
    echo(paragraphs(draft.body.rstrip()))
    if draft.attachments:
        echo(f"[attached: {', '.join(map(one_line, draft.file_names))}]")
