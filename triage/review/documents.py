"""Suggestions as documents: plain text with marked stretches, the same on the screen, in the dialogue and in `show`.

Whatever comes from a mail is cleaned here, so that nothing in a document is acted on by a terminal.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from triage.domain import Suggestion
from triage.review import evidence
from triage.review.phrases import facts, headline, wrote_before
from triage.review.reasons import bar, for_and_against, reasons, total
from triage.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.domain import Assessment, Draft, Item, Message, Score
    from triage.review.actions import Batch

#: So much of a mail is laid out, in lines and characters; the rest would only make the screen slow.
LINES, CHARACTERS = 2000, 100_000
#: From this width on (columns) a reason stands on one line with the name of its feature.
WIDE = 110


class Tone(StrEnum):
    """What a stretch of text is, whatever it looks like on a screen."""

    WARNING = "warning"
    TITLE = "title"
    GOOD = "good"
    BAD = "bad"
    ASKING = "asking"
    LOOK = "look"
    QUIET = "quiet"
    EVIDENCE = "evidence"


#: The tone of each suggestion.
SUGGESTED = {
    Suggestion.ACCEPT: Tone.GOOD,
    Suggestion.ASK: Tone.ASKING,
    Suggestion.DECLINE: Tone.BAD,
    Suggestion.HOLD: Tone.LOOK,
    Suggestion.NONE: Tone.QUIET,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """`text[start:end]` of a document has a tone."""

    start: int
    end: int
    tone: Tone


@dataclass(frozen=True, slots=True)
class Document:
    """Text of several lines, without a line end at its end; its marks are in order and do not overlap."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(slots=True)
class _Writer:
    pieces: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def line(self, text: str, tone: Tone | None = None) -> None:
        """One line, or several."""
        self.text(visible(text), () if tone is None else (Mark(0, len(visible(text)), tone),))

    def text(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Clean text with marks of its own."""
        self.marks.extend(Mark(self.length + m.start, self.length + m.end, m.tone) for m in marks)
        self.pieces.append(text)
        self.length += len(text) + 1

    def document(self) -> Document:
        return Document("\n".join(self.pieces), tuple(self.marks))


def head(item: Item, earlier: Sequence[Item] = (), width: int = 0) -> Document:
    """What must be read before the mail: the warnings, the verdict, the facts of the role on one line, and on one line
    what its sender wrote about before.

    Those lines are cut to `width` columns; 0 leaves them as long as they are.
    """
    writer = _Writer()
    _warnings(writer, item.assessment)
    writer.line(one_line(headline(item)), Tone.TITLE)
    verdict = item.assessment.verdict
    writer.line(f"{verdict.suggestion}: {one_line(verdict.why)}", SUGGESTED[verdict.suggestion])
    shown = [one_line(value) for name, value in facts(item.assessment.opportunity.role) if name not in _IN_HEADLINE]
    if shown:
        writer.line(_short(" · ".join(shown), width))
    if earlier:
        before = "; ".join(one_line(wrote_before(other)) for other in earlier)
        writer.line(_short(f"Wrote {before}", width), Tone.QUIET)
    return writer.document()


def _short(line: str, width: int) -> str:
    return f"{line[: width - 1]}…" if 0 < width < len(line) else line


_IN_HEADLINE = {"role", "company", "recruiter"}


def _warnings(writer: _Writer, assessment: Assessment) -> None:
    for warning in assessment.opportunity.warnings:
        writer.line(f"! {one_line(warning.text)}", Tone.WARNING)


def mail(message: Message | None, assessment: Assessment) -> Document:
    """The mail, with the evidence marked that the facts and the reasons were read from."""
    if message is None:
        return Document("(the words of this mail have been removed)")
    writer = _Writer()
    quotes = evidence.quotes_of(assessment)
    dated = f", {message.date.astimezone():%Y-%m-%d %H:%M}" if message.date else ""
    writer.line(f"From {sender(message)}{dated}", Tone.QUIET)
    _quoting(writer, one_line(message.subject) or "(no subject)", quotes)
    writer.line("")
    text = "\n\n".join(filter(None, (part.strip("\n") for part in (message.text, message.signature, message.quoted))))
    _quoting(writer, _cut(visible(text).expandtabs(4)) or "(no text)", quotes)
    if message.attachments:
        names = ", ".join(one_line(a.filename or a.content_type) for a in message.attachments)
        writer.line(f"\n[attached: {names}]", Tone.QUIET)
    return writer.document()


def sender(message: Message) -> str:
    """The name and the address, on one line."""
    return one_line(f"{message.from_.display_name} <{message.from_.addr_spec}>")


def _quoting(writer: _Writer, text: str, quotes: tuple[tuple[str, str], ...]) -> None:
    found = evidence.spans(text, quotes)
    writer.text(text, tuple(Mark(span.start, span.end, Tone.EVIDENCE) for span in found))


def _cut(text: str) -> str:
    lines = text[:CHARACTERS].splitlines()
    if len(text) <= CHARACTERS and len(lines) <= LINES:
        return text.rstrip()
    rest = text.count("\n") + 1 - min(len(lines), LINES)
    return "\n".join((*lines[:LINES], f"[… cut here; {rest:,} more lines]"))


def why(score: Score, width: int) -> Document:
    """What speaks for and against, then every contribution as a signed bar with its evidence, and their sum.

    Contributions are in log-odds; `width` is that of the screen, in columns.
    """
    writer = _Writer()
    for word, said, tone in zip(("For", "Against"), for_and_against(score), (Tone.GOOD, Tone.BAD), strict=True):
        if said:
            writer.line(textwrap.fill(f"{word}: {one_line(said)}.", width, subsequent_indent="  "), tone)
    writer.line("")
    longest = max((len(c.feature) for c in score.contributions), default=0) if width >= WIDE else 0
    half = 10 if width >= WIDE else 6
    for reason in reasons(score):
        name = f"{one_line(reason.feature):<{longest}}  " if longest else ""
        lead = f"{name}{reason.value:+6.2f}  {bar(reason.share, half)}  "
        tone = Tone.BAD if reason.value < 0 else Tone.GOOD
        writer.line(_hanging(lead, one_line(reason.text or reason.feature), width), tone)
        if reason.evidence:
            writer.line(_hanging(" " * len(lead), f"“{one_line(reason.evidence)}”", width), Tone.QUIET)
    said = f"{'sum':<{longest}}  " if longest else ""
    writer.line(f"{said}{total(score):+6.2f}  → fit {score.probability:.1%}", Tone.TITLE)
    return writer.document()


def spoken_why(score: Score) -> str:
    """The same to be heard: a sentence a contribution, without bars."""
    lines = [
        f"{reason.value:+.2f}, {one_line(reason.text or reason.feature)}"
        + (f", from “{one_line(reason.evidence)}”" if reason.evidence else "")
        for reason in reasons(score)
    ]
    return "\n".join([*lines, f"Together {total(score):+.2f}, a fit of {score.probability:.1%}."])


def _hanging(lead: str, text: str, width: int) -> str:
    """`text` after `lead`, its further lines below its first."""
    room = max(20, width - len(lead))
    return lead + f"\n{' ' * len(lead)}".join(textwrap.wrap(text, room) or [""])


def reply(draft: Draft, *, edited: bool = False) -> Document:
    """A reply as it would be put into Drafts, without the quoted mail below it."""
    writer = _Writer()
    words = "your words" if edited else draft.template
    writer.line(f"To {one_line(draft.to.addr_spec)} ({one_line(words)})", Tone.QUIET)
    writer.line(one_line(draft.subject), Tone.TITLE)
    writer.line("")
    writer.line(draft.body.rstrip().expandtabs(4))
    if draft.attachments:
        writer.line(f"[attached: {', '.join(map(one_line, draft.file_names))}]", Tone.QUIET)
    return writer.document()


def batch_lines(batch: Batch | None) -> list[str]:
    """What a batch would decline and what it leaves out, one line each."""
    if batch is None or not (batch.declined or batch.left_out):
        return ["Nothing shown fits worse than that."]
    lines = [f"{len(batch.declined)} would be declined:"]
    lines += [f"  {item.assessment.score.probability:>4.0%}  {one_line(headline(item))}" for item in batch.declined]
    if batch.left_out:
        lines += ["", f"{len(batch.left_out)} {'is' if len(batch.left_out) == 1 else 'are'} left out:"]
        lines += [f"  {one_line(headline(item))}: {one_line(why)}" for item, why in batch.left_out]
    return lines
