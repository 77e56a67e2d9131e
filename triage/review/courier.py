"""Brings recorded decisions to the server in a thread of its own, so that no screen waits for the network."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING

from triage.domain import State
from triage.errors import DefectError, TriageError
from triage.review.phrases import OVER
from triage.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from triage.domain import Item
    from triage.review.actions import Outcome, Review


@dataclass(frozen=True, slots=True)
class Delivered:
    """How it went: the outcomes, or why there are none."""

    undone: bool
    outcomes: tuple[Outcome, ...] = ()
    error: str = ""

    @property
    def sentence(self) -> str:
        """What became of the drafts, in one sentence; "" if there is nothing to tell."""
        if self.error:
            return self.error
        why = next((outcome.waiting_because for outcome in self.outcomes if outcome.waiting_because), "")
        if self.undone:
            over = any(outcome.item.state is State.CLOSED for outcome in self.outcomes)
            return f"The draft is withdrawn by the next scan ({why})." if why else f"{OVER.capitalize()}." * over
        written = [outcome.item.receipt for outcome in self.outcomes if outcome.item.state is State.DRAFTED]
        mailbox = next((receipt.mailbox for receipt in written if receipt is not None), "")
        count = len(self.outcomes) - len(written) if why else len(written)
        drafts = "The draft is" if count == 1 else f"{count} drafts are"
        if why:
            return f"{drafts} kept here ({why})."
        return f"{drafts} in {one_line(mailbox)}." if mailbox else ""


class Courier:
    """One thread, started with the first job; jobs are done in order. `tell` (replaceable) is called in it."""

    def __init__(
        self, open_review: Callable[[], AbstractContextManager[Review]], tell: Callable[[Delivered], object]
    ) -> None:
        self._open_review = open_review
        self.tell = tell
        self._jobs: SimpleQueue[tuple[Sequence[Item], bool] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def bring(self, items: Sequence[Item], *, undone: bool = False) -> None:
        """Delivers what was decided, or withdraws what was `undone`."""
        self._jobs.put((items, undone))
        if self._thread is None:
            # A daemon: what it leaves when the program is stopped, the next scan finds (an intent is looked up).
            self._thread = threading.Thread(target=self._work, name="courier", daemon=True)
            self._thread.start()

    def close(self, seconds: float | None = None) -> bool:
        """Finishes what is under way; False if that took longer than `seconds`."""
        if self._thread is None:
            return True
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self.tell(self._delivered(*job))

    def _delivered(self, items: Sequence[Item], undone: bool) -> Delivered:  # noqa: FBT001 - a job is a plain tuple
        try:
            with self._open_review() as review:
                if undone:
                    return Delivered(undone, tuple(map(review.deliver_undo, items)))
                return Delivered(undone, tuple(review.deliver(items)))
        except TriageError as error:
            return Delivered(undone, error=str(error))
        except Exception as error:  # noqa: BLE001 - a defect must not end the thread: what it says is shown
            return Delivered(undone, error=str(DefectError(error)))
