"""The screen of `triage review`: the list, beside it the mail with its reasons and its reply; one key a decision."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding
from textual.message import Message

from triage.domain import Action
from triage.errors import TriageError, UsageError
from triage.review.courier import Courier
from triage.review.phrases import DONE, done
from triage.review.queue import View
from triage.review.terminal.desktop import Desktop
from triage.review.terminal.dialogs import BatchDecline, Confirm, Help
from triage.review.terminal.keys import DECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer
    from textual.widgets import Input

    from triage.domain import Item
    from triage.review.actions import Batch, Review
    from triage.review.courier import Delivered
    from triage.review.desk import Desk

#: So long after the last key everything is read anew (seconds), to show what a scan or another screen has changed.
IDLE = 20.0
#: So long after the last key of an edit its words are kept (seconds).
TYPED = 0.5


def _is_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


class ReviewApp(App[None]):
    """Every key calls the desk, and what the desk says is shown."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "triage review"
    CSS_PATH = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"decide('{action}')", show=False) for key, action in DECISIONS.items()),
        *(
            Binding(key, action, show=False)
            for keys, action in {
                "e": "edit",
                "E": "editor",
                "t": "template",
                "w": "why",
                "u": "undo",
                "slash": "filter",
                "o": "order",
                "question_mark": "help",
                "D": "batch",
                "r": "reload",
                "j down": "move(1)",
                "k up": "move(-1)",
                "home g": "move(-1000000)",
                "end G": "move(1000000)",
                "space pagedown": "scroll(1)",
                "b pageup": "scroll(-1)",
                "x ctrl+c": "leave",
            }.items()
            for key in keys.split()
        ),
        Binding("ctrl+q", "leave", show=False, priority=True),
        Binding("escape", "done", show=False, priority=True),
        Binding("tab", "pane(1)", show=False, priority=True),
        Binding("shift+tab", "pane(-1)", show=False, priority=True),
    ]

    class Told(Message):
        """The courier is back."""

        def __init__(self, told: Delivered) -> None:
            super().__init__()
            self.told = told

    def __init__(
        self, desk: Desk, open_review: Callable[[], AbstractContextManager[Review]], decline_at: float
    ) -> None:
        super().__init__(ansi_color=True)
        self.desk = desk
        self.courier = Courier(open_review, lambda told: self.post_message(self.Told(told)))
        self._decline_at = round(100 * decline_at)
        self._under_way = 0
        self._typing: Timer | None = None
        self._warned = False  # that leaving would lose the words that are typed
        self.defect: Exception | None = None

    def _handle_exception(self, error: Exception) -> None:
        """A defect ends the screen, and is told as every other (`cli.app.run`): not with the words of mails."""
        self.defect = self.defect or error
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def end_threads(self) -> None:
        """Ends textual's threads where a signal tore the loop away before textual did: they outlive the loop, and would
        read a dead terminal for ever.
        """
        driver = self._driver
        if driver is not None and any(thread.name.startswith("textual-") for thread in threading.enumerate()):
            with suppress(Exception):  # the terminal may be gone; what matters are the threads
                driver.stop_application_mode()
            driver.close()

    @property
    def desktop(self) -> Desktop:
        """What shows the desk."""
        return self.screen_stack[0].query_one(Desktop)

    def compose(self) -> ComposeResult:
        """One widget fills the screen."""
        yield Desktop(self.desk)

    def on_mount(self) -> None:
        """Begins where the user left off."""
        self.theme = "ansi-dark"
        self._has_terminal = _is_terminal()
        self._idle = self.set_interval(IDLE, self._reload_when_idle)

    def on_key(self, _event: events.Key) -> None:
        """Somebody is there."""
        self._idle.reset()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:  # noqa: ARG002 - textual's signature
        """While something is typed or asked, the keys belong to that."""
        asked = len(self.screen_stack) > 1
        if action == "done":
            return self.desktop.is_typing and not asked
        return action == "leave" or not (self.desktop.is_typing or asked)

    def _try(self, act: Callable[[], object]) -> bool:
        """Does something; what cannot be done is said on the screen. The screen then shows what came of it."""
        try:
            act()
        except TriageError as error:
            self.desktop.say(str(error), grave=True)
            self.desktop.refresh_all()
            return False
        self.desktop.refresh_all()
        return True

    # --- deciding -----------------------------------------------------------------------------------------------------

    def action_decide(self, word: str) -> None:
        """Decides, after a second key where the mail carries a warning."""
        action = Action(word)

        def asked() -> None:
            if caution := self.desk.caution(action):
                self.push_screen(Confirm(caution, f"{action} it all the same"), partial(self._confirmed, action))
            else:
                self._decide(action)

        self._try(asked)

    def _confirmed(self, action: Action, yes: bool | None) -> None:  # noqa: FBT001 - textual's callback
        if yes:
            self._try(partial(self._decide, action, confirmed=True))
        else:
            self.desktop.say("Left as it was.")

    def _decide(self, action: Action, *, confirmed: bool = False) -> None:
        item = self.desk.decide(action, confirmed=confirmed)
        self.desktop.say(done(DONE[action], item))
        self._bring([item])

    def _bring(self, items: list[Item], *, undone: bool = False) -> None:
        self._under_way += 1
        self.courier.bring(items, undone=undone)

    def on_review_app_told(self, message: ReviewApp.Told) -> None:
        """What became of the drafts."""
        self._under_way -= 1
        told = message.told

        def seen() -> None:
            for outcome in told.outcomes:
                self.desk.refresh(outcome.item)
                if told.undone and not self.desktop.is_typing:
                    self.desk.go_to(outcome.item.id)
            self.desktop.add(told.sentence, grave=bool(told.error))

        self._try(seen)

    def action_undo(self) -> None:
        """Takes the last decision back, and looks at that mail again."""

        def undone() -> None:
            item = self.desk.undo()
            self.desktop.say(done("undone", item))
            self._bring([item], undone=True)

        self._try(undone)

    def action_batch(self) -> None:
        """Declines everything shown under a fit, after a preview."""
        self.push_screen(BatchDecline(self.desk.batch, self._decline_at), self._decline)

    def _decline(self, batch: Batch | None) -> None:
        def declined() -> None:
            if batch is None:
                self.desktop.say("Nothing was declined.")
                return
            recorded, refused = self.desk.decline(batch)
            self.desktop.say(f"{len(recorded)} declined; u takes them back one by one.{' '.join(['', *refused])}")
            self._bring(recorded)

        self._try(declined)

    # --- the reply ----------------------------------------------------------------------------------------------------

    def action_template(self) -> None:
        """Shows the reply of the next template; words that were edited are not given up unasked."""
        if self.desk.is_edited():
            question = Confirm("Another template takes the place of your words.", "lose the words", "keep them")
            self.push_screen(question, self._next_template)
        else:
            self._next_template(yes=True)

    def _next_template(self, yes: bool | None) -> None:  # noqa: FBT001 - textual's callback
        def shown() -> None:
            draft = self.desk.next_template()
            self.desktop.turn_to_reply()
            self.desktop.say(f"Template {draft.template}.")

        if yes:
            self._try(shown)

    def action_edit(self) -> None:
        """Opens the reply for typing."""
        self._try(lambda: self.desktop.open_editor(self.desk.to_edit().body))

    def action_editor(self) -> None:
        """Opens the reply in $EDITOR; not saving it there leaves it as it was."""

        def edited() -> None:
            failed, saved = None, False
            with self.suspend():  # which gives the terminal back only if nothing is raised in it
                try:
                    saved = self.desk.edit_outside()
                except TriageError as error:
                    failed = error
            if failed is not None:
                raise failed
            self._kept(saved=saved)

        self._try(edited)

    def action_done(self) -> None:
        """Ends typing: the words are kept for the decision, and the filter stays."""
        if self.desktop.is_editing:
            self._try(self._keep)
        elif self.desktop.is_typing:
            self.desktop.close_filter()

    def _keep(self) -> None:
        try:
            self.desk.edit(self.desktop.typed)
        except UsageError:
            self.desktop.close_editor()
            raise
        self.desktop.close_editor()  # not if the words could not be kept
        self._kept(saved=True)

    def _kept(self, *, saved: bool) -> None:
        self.desktop.turn_to_reply()
        edit = self.desk.current.edit if self.desk.current else None
        keys = [key for key, action in DECISIONS.items() if edit is not None and action is edit.action]
        kept = f"Your words are kept: {''.join(keys) or 'a, q or d'} decides with them." if edit else "Unchanged."
        self.desktop.say(kept if saved else "It was not saved there, so it was left as it was.")

    def on_text_area_changed(self) -> None:
        """What is typed is kept a moment later, whatever becomes of the terminal."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPED, self._keep_after_pause)
        self._warned = False

    def _keep_after_pause(self) -> None:
        if self.screen_stack:  # it may ring while everything is closed
            self._keep_what_is_typed()

    def _keep_what_is_typed(self) -> bool:
        """Says whether nothing would be lost now."""
        if self.desktop.is_editing and self.desktop.typed.strip():
            try:
                self.desk.edit(self.desktop.typed)
            except TriageError as error:
                self.desktop.say(str(error), grave=True)
                return False
        return True

    # --- looking ------------------------------------------------------------------------------------------------------

    def action_move(self, steps: int) -> None:
        """Looks at another mail."""
        self.desk.move(steps)
        self.desktop.say("")
        self.desktop.refresh_all()
        self.desktop.save_soon()

    def action_scroll(self, pages: int) -> None:
        """Further down or up in the pane."""
        self.desktop.scroll_pane(pages)

    def action_pane(self, steps: int) -> None:
        """Another pane."""
        self.desktop.turn_by(steps)

    def action_why(self) -> None:
        """The reasons; and back."""
        self.desktop.turn_to("mail" if self.desktop.pane == "why" else "why")

    def action_filter(self) -> None:
        """Opens the filter for typing."""
        self.desktop.open_filter(self.desk.view.words)

    def on_input_changed(self, event: Input.Changed) -> None:
        """The list follows the filter as it is typed."""
        if event.input.id == "filter":
            self._try(lambda: self.desk.look(View(event.value, self.desk.view.order)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter ends typing, and does nothing else."""
        if event.input.id == "filter":
            self.desktop.close_filter()

    def action_order(self) -> None:
        """Another order."""
        order = self.desk.view.order.next()
        self._try(lambda: self.desk.look(View(self.desk.view.words, order)))
        self.desktop.say(f"Order: {order}.")

    def action_help(self) -> None:
        """Every key."""
        self.push_screen(Help())

    def action_reload(self) -> None:
        """Reads everything anew."""
        if self._try(self.desk.reload):
            self.desktop.say("Read anew.")

    def _reload_when_idle(self) -> None:
        if self._has_terminal and not _is_terminal():
            # It hung up, and nobody told us, as under nohup: its input would be read at its end for ever.
            self._keep_what_is_typed()
            self._leave()
        elif not self.desktop.is_typing and len(self.screen_stack) == 1:
            self._try(self.desk.reload)

    # --- leaving ------------------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Leaves; words that no decision was taken with are kept. If they cannot be, only a second press leaves."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        elif self._keep_what_is_typed() or self._warned:
            self._leave()
        else:
            self._warned = True
            self.desktop.say(f"Your words are not kept, leaving again loses them: {self.desktop.said}", grave=True)

    def _leave(self) -> None:
        self.desk.leave()
        self.exit()

    @property
    def under_way(self) -> int:
        """How many deliveries the screen has not heard of yet."""
        return self._under_way
