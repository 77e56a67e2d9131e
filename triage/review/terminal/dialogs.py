"""What stands over the screen for a moment: the help, a question before a grave decision, the batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from triage.review import documents
from triage.review.terminal.keys import CONFIRM, HELP
from triage.visible import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from triage.review.actions import Batch

#: The highest fit, in per cent.
FULL = 100


class Help(ModalScreen[None]):
    """Every key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, "dismiss", show=False) for key in ("escape", "question_mark", "x", "q", "ctrl+q", "ctrl+c")
    ]

    def compose(self) -> ComposeResult:
        """A line a key."""
        lines = [f"{keys:<11} {what}" for keys, what in HELP]
        with VerticalScroll(classes="dialog", can_focus=True) as box:
            box.border_title = "triage review"
            yield Static(Text("\n".join([*lines, "", "Enter and all other keys do nothing. Esc: back"])))


class Confirm(ModalScreen[bool]):
    """A question that only one key says yes to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(CONFIRM, "dismiss(True)", show=False),
        *(Binding(key, "dismiss(False)", show=False) for key in ("n", "escape", "x", "ctrl+q", "ctrl+c")),
    ]

    def __init__(self, caution: str, yes: str, no: str = "leave it") -> None:
        super().__init__()
        self._caution, self._yes, self._no = caution, yes, no

    def compose(self) -> ComposeResult:
        """The caution, and the keys."""
        text = Text(visible(self._caution), style="bold yellow")
        text.append(f"\n\n{CONFIRM}  {self._yes}\nn  {self._no} (Esc too)", style="not bold default")
        with VerticalScroll(classes="dialog", can_focus=True) as box:
            box.border_title = "! Look first"
            yield Static(text)


class BatchDecline(ModalScreen["Batch | None"]):
    """Declines everything shown under a fit: the list follows the number, and only `CONFIRM` takes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(CONFIRM, "take", show=False),
        *(Binding(digit, f"type('{digit}')", show=False) for digit in "0123456789"),
        Binding("backspace", "rub_out", show=False),
        *(Binding(key, "dismiss(None)", show=False) for key in ("n", "escape", "x", "ctrl+c")),
    ]

    def __init__(self, preview: Callable[[int], Batch], per_cent: int) -> None:
        super().__init__()
        self._preview = preview
        self._number = str(per_cent)
        self._is_proposed = True
        self._batch: Batch | None = None

    def compose(self) -> ComposeResult:
        """The number, the list, the keys."""
        with VerticalScroll(classes="dialog", can_focus=True) as box:
            box.border_title = "Decline everything shown under a fit"
            yield Static(id="batch")

    def on_mount(self) -> None:
        """Begins with the fit at which a decline is suggested."""
        self._show()

    def _show(self) -> None:
        self._batch = self._preview(int(self._number)) if self._number else None
        asked = f"Under a fit of {self._number or '…'} % (type another number)"
        keys = f"{CONFIRM}  decline them   n  leave it (Esc too)   ↓ ↑  further"
        self.query_one("#batch", Static).update(Text("\n".join([asked, keys, "", *documents.batch_lines(self._batch)])))

    def action_type(self, digit: str) -> None:
        """The first digit takes the place of the proposed number; a digit that makes more than 100 begins anew."""
        typed = digit if self._is_proposed else f"{self._number}{digit}".lstrip("0") or "0"
        self._number = typed if int(typed) <= FULL else digit
        self._is_proposed = False
        self._show()

    def action_rub_out(self) -> None:
        """One digit less."""
        self._number = self._number[:-1]
        self._is_proposed = False
        self._show()

    def action_take(self) -> None:
        """Declines what is listed; nothing listed, nothing done."""
        if self._batch is not None and self._batch.declined:
            self.dismiss(self._batch)
