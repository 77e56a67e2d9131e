"""Shows a desk: the list, the panes, what was said last, and where something is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.containers import Vertical
from textual.widgets import Input, Static, TextArea

from triage.domain import Action
from triage.errors import TriageError
from triage.review import documents
from triage.review.documents import Document, Mark, Tone
from triage.review.terminal.pane import DocumentPane
from triage.review.terminal.queue_list import QueueList
from triage.visible import one_line

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from triage.review.desk import Desk

#: From this size on (columns, rows) the mail, the reasons and the reply are seen at once.
WIDE = (120, 34)
#: So long after the last move the place is saved, in seconds.
SETTLED = 0.3
#: The most rows that the head of an item takes.
HEAD = 8
#: The rows that are left to the mail, or half of those there are: nothing is decided unseen.
MAIL = 5
PANES = ("mail", "why", "reply")
KEYS = "a accept|q ask|d decline|s skip|e edit|t template|w why|u undo|? help|x quit"


def _keys() -> Text:
    text = Text(no_wrap=True)
    for entry in KEYS.split("|"):
        key, _, what = entry.partition(" ")
        text.append(key, "bold").append(f" {what} ", "bright_black")
    return text


class Desktop(Vertical):
    """The whole screen; the keys are the application's."""

    DEFAULT_CSS: ClassVar[str] = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.pane = "mail"
        self._said: list[tuple[str, bool]] = []
        self._before = ""
        self._item = 0
        self._settling: Timer | None = None

    def compose(self) -> ComposeResult:
        """From top to bottom, or from left to right."""
        yield Static(id="title")
        with Vertical(id="body"):
            yield QueueList(id="queue")
            with Vertical(id="item"):
                yield DocumentPane(id="head")
                for name in PANES:
                    yield DocumentPane(id=name)
                yield TextArea(id="editor", tab_behavior="indent", compact=True)
        yield Input(id="filter", placeholder="words, fit<30, is:warned, is:all", compact=True)
        yield Static(id="notice")
        yield Static(_keys(), id="keys")

    def on_mount(self) -> None:
        """Keys go to the list."""
        self.query_one("#filter", Input).display = False
        self.query_one("#editor", TextArea).display = False
        self.query_one(QueueList).focus()
        self.turn_to(self.pane)

    def on_resize(self, event: events.Resize) -> None:
        """Beside one another where there is room, else below."""
        self.set_class(event.size.width >= WIDE[0] and event.size.height >= WIDE[1], "wide")
        self.turn_to(self.pane)
        self.call_after_refresh(self.refresh_all)

    # --- showing ------------------------------------------------------------------------------------------------------

    def refresh_all(self) -> None:
        """Shows the desk as it stands."""
        self.query_one("#title", Static).update(Text(self._title(), no_wrap=True, overflow="ellipsis"))
        self._show_item()
        self.query_one(QueueList).show(self._desk.lines, self._desk.item, self._desk.index)

    def _title(self) -> str:
        desk = self._desk
        shown = f"{desk.index + 1} of {len(desk.lines)}" if desk.lines else "none"
        filtered = f" · filter “{one_line(desk.view.words)}”" if desk.view.words else ""
        return f"triage review · {desk.waiting} waiting · {shown}{filtered} · {desk.view.order}  (/ filter, o order)"

    def _show_item(self) -> None:
        item = self._desk.current
        self._turn_back(item.key if item else 0)
        head = self.query_one("#head", DocumentPane)
        if item is None:
            nothing = one_line(self._desk.view.nothing)
            empty = Document(f"{nothing}\n/ changes the filter; `triage scan` fetches new mail.")
            self._documents(empty, Document(""), Document(""), Document(""))
        else:
            width = self.query_one("#item").size.width or 80
            why = documents.why(item.assessment.score, width - 2)
            mail = documents.mail(item.message, item.assessment)
            self._documents(documents.head(item, self._desk.earlier(), width - 1), mail, why, self._reply())
        room = self.query_one("#item").size
        head.styles.height = min(HEAD, max(room.height // 2, room.height - MAIL), head.rows_at(room.width - 1))

    def _documents(self, head: Document, *panes: Document) -> None:
        self.query_one("#head", DocumentPane).show(head)
        for name, document in zip(PANES, panes, strict=True):
            self.query_one(f"#{name}", DocumentPane).show(document)

    def _reply(self) -> Document:
        item = self._desk.current
        assert item is not None
        try:
            draft = self._desk.reply()
        except TriageError as error:
            return Document(one_line(str(error)), (Mark(0, len(one_line(str(error))), Tone.WARNING),))
        if draft is not None:
            return documents.reply(draft, edited=self._desk.is_edited())
        because = self._desk.review.unanswerable_because(item, Action.DECLINE)
        return Document(
            f"This mail cannot be answered: {one_line(because)}. s closes it."
            if because
            else "No reply is suggested. t shows what a, q and d would write, e edits it."
        )

    # --- panes --------------------------------------------------------------------------------------------------------

    def turn_to(self, pane: str) -> None:
        """Shows a pane, where there is no room for all; Space scrolls it."""
        self.pane = pane
        wide = self.has_class("wide")
        for name in PANES:
            self.query_one(f"#{name}").display = (wide or name == pane) and not (name == "reply" and self.is_editing)
        if self.is_editing and not wide:
            self.query_one(f"#{pane}").display = False
        hint = "Esc: done" if self.is_editing else "Tab: next, Space: further"
        marked = {name: f"› {name}" if name == pane else name for name in PANES}
        self.query_one("#item").border_title = "" if wide else f"{' · '.join(marked.values())} ({hint})"
        for name in PANES:
            self.query_one(f"#{name}").border_title = marked[name]

    def _turn_back(self, key: int) -> None:
        """For another mail, from the reply that was edited or chosen to what was read before."""
        if key != self._item and self._before:
            self.turn_to(self._before)
            self._before = ""
        self._item = key

    def turn_to_reply(self) -> None:
        """Shows the reply of this mail; the next mail is shown as the user wants mails to be shown."""
        self._before = self._before or self.pane
        self.turn_to("reply")

    def turn_by(self, steps: int) -> None:
        """The next pane, or the one before."""
        self._before = ""
        self.turn_to(PANES[(PANES.index(self.pane) + steps) % len(PANES)])

    def scroll_pane(self, pages: int) -> None:
        """Further down or up, by all but one row."""
        pane = self.query_one(f"#{self.pane}", DocumentPane)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)

    # --- saying -------------------------------------------------------------------------------------------------------

    def say(self, text: str, *, grave: bool = False) -> None:
        """Says what came of a key."""
        self._said = [(text, grave)] if text else []
        self._show_said()

    def add(self, text: str, *, grave: bool = False) -> None:
        """Says what has come of something since, without hiding what was said."""
        if text:
            self._said = [*self._said[-1:], (text, grave)]
            self._show_said()

    def _show_said(self) -> None:
        shown = Text(no_wrap=True, overflow="ellipsis")
        for text, grave in self._said:
            shown.append(f"{'! ' if grave else ''}{one_line(text)}  ", "bold yellow" if grave else "bold")
        self.query_one("#notice", Static).update(shown)

    @property
    def said(self) -> str:
        """What stands on the line of notices."""
        return "  ".join(text for text, _ in self._said)

    def save_soon(self) -> None:
        """Saves the place once the user stays somewhere."""
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLED, self._desk.save)

    # --- typing -------------------------------------------------------------------------------------------------------

    @property
    def is_editing(self) -> bool:
        """Whether the reply is being typed."""
        return self.query_one("#editor").display

    @property
    def is_typing(self) -> bool:
        """Whether keys are words."""
        return self.is_editing or self.query_one("#filter").display

    def open_editor(self, text: str) -> None:
        """The words of the reply, to be changed."""
        editor = self.query_one("#editor", TextArea)
        editor.text = text
        editor.display = True
        editor.focus()
        self.turn_to_reply()
        self.say("Type; Esc when done.")

    @property
    def typed(self) -> str:
        """The words in the editor."""
        return self.query_one("#editor", TextArea).text

    def close_editor(self) -> None:
        """Ends typing."""
        self.query_one("#editor", TextArea).display = False
        self.query_one(QueueList).focus()

    def open_filter(self, words: str) -> None:
        """The words of the filter, to be changed."""
        line = self.query_one("#filter", Input)
        line.value = words
        line.display = True
        line.focus()

    def close_filter(self) -> None:
        """Ends typing; the filter stays as it is."""
        self.query_one("#filter", Input).display = False
        self.query_one(QueueList).focus()
