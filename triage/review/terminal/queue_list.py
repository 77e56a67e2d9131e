"""The list of suggestions: a line each, only those drawn that are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from triage.review.documents import SUGGESTED
from triage.review.phrases import age, employer_of, headline, pay_of, place, status
from triage.review.terminal.pane import STYLES
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from triage.domain import Item
    from triage.store import Line

#: The widths of fit, status, age, role, company, place and pay on 80 columns, and how more columns are shared.
_FULL = ((4, 9, 4, 20, 12, 10, 12), (0, 0, 0, 0.4, 0.25, 0.2, 0.15))
#: The widths of fit, status, age, role with company, and pay on 56 columns: from there down, and a good deal up.
_SHORT = ((4, 9, 4, 22, 10), (0, 0, 0, 0.8, 0.2))
_FULL_FROM = 78


class QueueList(ScrollView, inherit_bindings=False):
    """Shows items and which one is looked at, marked so that it is seen without colour.

    The keys are the application's: those of a `ScrollView` would move the view away from what the next key decides.
    """

    DEFAULT_CSS = "QueueList { overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }"

    def __init__(self, *, id: str) -> None:  # noqa: A002 - textual's word
        super().__init__(id=id)
        self.can_focus = True
        self._listed: Sequence[Line] = ()
        self._item: Callable[[int], Item | None] = lambda _: None
        self._index = 0
        self._widths: tuple[int, ...] = ()

    def show(self, listed: Sequence[Line], item: Callable[[int], Item | None], index: int) -> None:
        """Shows suggestions, one of which is looked at; `item` reads one where it is drawn."""
        if listed is not self._listed:
            self._listed = listed
            self.virtual_size = Size(self.scrollable_content_region.width, len(listed))
        self._item, self._index = item, index
        self.refresh()
        self.scroll_to_region(Region(0, index, 1, 1), animate=False, force=True)

    @property
    def lines(self) -> list[str]:
        """What is drawn for each item, whether it is seen or not."""
        return [self._line(at, item) for at in range(len(self._listed)) if (item := self._item(at)) is not None]

    def on_resize(self) -> None:
        """The columns share the new width."""
        self._widths = ()
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._listed))
        if self._listed:
            self.scroll_to_region(Region(0, self._index, 1, 1), animate=False, force=True)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        at, width, plain = y + self.scroll_offset.y, self.scrollable_content_region.width, self.rich_style
        item = self._item(at) if at < len(self._listed) else None
        if item is None:
            return Strip.blank(width, plain)
        style = plain + STYLES[SUGGESTED[item.assessment.verdict.suggestion]]
        if at == self._index:
            style += Style(reverse=True, bold=True)
        return Strip([Segment(self._line(at, item), style)]).adjust_cell_length(width, style)

    def _line(self, at: int, item: Item) -> str:
        if not self._widths:
            self._widths = _shared(self.scrollable_content_region.width)
        row = _row(item, full=len(self._widths) == len(_FULL[0]))
        cells = (set_cell_size(cell, width) for cell, width in zip(row, self._widths, strict=True))
        return ("› " if at == self._index else "  ") + " ".join(cells)


def _row(item: Item, *, full: bool) -> tuple[str, ...]:
    """Fit · what is suggested or became of it · age · role · company · place · pay; in short without the place."""
    role, subject = item.assessment.opportunity.role, item.message.subject if item.message else ""
    warned = "!" if item.assessment.opportunity.warnings else ""
    what = (role.title or subject or "(no subject)", employer_of(role), place(role)) if full else (headline(item),)
    return (
        f"{item.assessment.score.probability:>4.0%}",
        f"{warned or ' '}{item.state if item.decision else status(item)}",
        f"{age(item.received_at):>4}",
        *map(one_line, what),
        one_line(pay_of(item)),
    )


def _shared(width: int) -> tuple[int, ...]:
    widths, shares = _FULL if width >= _FULL_FROM else _SHORT
    left = width - 2 - len(widths) - sum(widths)
    return tuple(max(1, least + int(left * share)) for least, share in zip(widths, shares, strict=True))
