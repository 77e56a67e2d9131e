"""A pane that shows a document: wrapped, scrolled by keys, and laid out only where it is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from triage.review.documents import Document, Tone
from triage.review.wrapping import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

#: The sixteen colours that every terminal has, in the user's own shades. What must be seen without colour is bold or
#: underlined.
STYLES = {
    Tone.WARNING: Style(color="yellow", bold=True),
    Tone.TITLE: Style(bold=True),
    Tone.GOOD: Style(color="green"),
    Tone.BAD: Style(color="red"),
    Tone.ASKING: Style(color="cyan"),
    Tone.LOOK: Style(color="yellow"),
    Tone.QUIET: Style(color="bright_black"),
    Tone.EVIDENCE: Style(color="cyan", underline=True),
}


class DocumentPane(ScrollView, inherit_bindings=False):
    """Shows one document; the keys are the application's."""

    DEFAULT_CSS = "DocumentPane { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - textual's word
        super().__init__(id=id)
        self.can_focus = False
        self._document = Document("")
        self._rows: list[tuple[int, int]] = []
        self._laid_out = (self._document, 0)  # what `_rows` are of, and for how many columns

    @property
    def lines(self) -> list[str]:
        """What is shown, row by row."""
        return [self._document.text[start:end] for start, end in self._rows]

    def show(self, document: Document) -> None:
        """Shows another document from its beginning; the same one where it was."""
        if document != self._document:
            self._document = document
            self._lay_out()
            self.scroll_to(y=0, animate=False)

    def on_resize(self, _event: events.Resize) -> None:
        """Wraps anew."""
        self._lay_out()

    def watch_show_vertical_scrollbar(self) -> None:
        """Wraps anew beside the scroll bar, and where it was."""
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width
        if width:
            self._wrap(width)
            self.virtual_size = Size(width, len(self._rows))
        self.refresh()

    def _wrap(self, width: int) -> None:
        """Rows of this document and this width: a pane that was hidden may be drawn before it is told its size."""
        if self._laid_out != (self._document, width):
            self._laid_out = (self._document, width)
            self._rows = rows(self._document.text, width)

    def rows_at(self, width: int) -> int:
        """How many rows the document takes at a width."""
        return len(rows(self._document.text, max(2, width)))

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        at = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        self._wrap(width)
        if at >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        return Strip(list(self._segments(*self._rows[at]))).adjust_cell_length(width, self.rich_style)

    def _segments(self, start: int, end: int) -> Iterator[Segment]:
        text, plain = self._document.text, self.rich_style
        at = start
        for mark in self._document.marks:
            if mark.end <= at or mark.start >= end:
                continue
            first, last = max(at, mark.start), min(end, mark.end)
            yield Segment(text[at:first], plain)
            yield Segment(text[first:last], plain + STYLES[mark.tone])
            at = last
        yield Segment(text[at:end], plain)
