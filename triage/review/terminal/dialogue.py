"""The plain mode of `triage review`, line by line: for screen readers, pipes and terminals that draw no screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from triage.errors import TriageError
from triage.review import documents
from triage.review.courier import Courier
from triage.review.phrases import DONE, age, done, headline
from triage.review.queue import View
from triage.review.terminal.keys import CONFIRM, DECISIONS
from triage.visible import one_line, visible

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from triage.domain import Action, Item
    from triage.review.actions import Review
    from triage.review.courier import Delivered
    from triage.review.desk import Desk

_HELP = """\
One key, then Enter. Enter alone and every other key do nothing; the end of input leaves.
a accept, q ask, d decline, s skip: decides, and goes on to the next mail
y: confirms, when asked
e edit the reply in $EDITOR, t another template, r read the reply
w why: every contribution to the fit; m read the mail again
n next mail, p previous mail, u undo the last decision
/ WORDS filter: words, fit<30, fit>=60, is:warned, is:all; / alone shows everything that waits
o another order: newest, best fit, worst fit, oldest, company
D 20 declines everything shown under a fit of 20 %, after a preview
l lists what is shown, ? this help, x leave"""

#: So many suggestions are listed, and the rest counted.
_LISTED = 100


class Dialogue:
    """Reads one line at a time from `lines` and says what came of it with `say`."""

    def __init__(
        self,
        desk: Desk,
        open_review: Callable[[], AbstractContextManager[Review]],
        lines: TextIO,
        say: Callable[[str], object],
    ) -> None:
        self._desk = desk
        self._lines = lines
        self._out = say
        self.courier = Courier(open_review, self._told)
        self._confirm: Callable[[], None] | None = None
        self._commands: dict[str, Callable[[], None]] = {
            "e": self._edit_reply,
            "t": self._template,
            "r": self._reply,
            "w": self._why,
            "m": self._mail,
            "u": self._undo,
            "n": lambda: self._move(1),
            "p": lambda: self._move(-1),
            "o": self._order,
            "l": self._list,
            "?": lambda: self._say(_HELP),
        }

    def run(self) -> None:
        """Works through suggestions until the user leaves or input ends, which acts on nothing."""
        self._say(f"{self._desk.waiting} suggestions wait for you. One key, then Enter; ? for help.")
        self._show()
        while line := self._next_line():
            if line.strip() == "x":
                break
            self._answer(line.strip())
        self._desk.leave()

    def _next_line(self) -> str:
        self._say("Key?")
        return self._lines.readline()

    def _answer(self, line: str) -> None:
        key, _, rest = line[:1], line[1:2], line[1:].strip()
        confirm, self._confirm = self._confirm, None
        try:
            if confirm is not None and line:
                confirm() if line == CONFIRM else self._say("Left as it was.")
            elif key in {"/", "D"}:
                self._with_words(key, rest)
            elif line in DECISIONS:
                self._decide(DECISIONS[line])
            elif line in self._commands:
                self._commands[line]()
            elif line:
                self._say(f"{one_line(line[:20])} is no key; ? for help.")
        except TriageError as error:
            self._say(f"! {error}")

    # --- deciding -----------------------------------------------------------------------------------------------------

    def _decide(self, action: Action) -> None:
        if caution := self._desk.caution(action):
            self._say(f"! {caution}\n{CONFIRM} and Enter: {action} it all the same. Anything else leaves it.")
            self._confirm = lambda: self._record(action, confirmed=True)
        else:
            self._record(action)

    def _record(self, action: Action, *, confirmed: bool = False) -> None:
        item = self._desk.decide(action, confirmed=confirmed)
        self._say(done(DONE[action], item))
        self.courier.bring([item])
        self._show()

    def _undo(self) -> None:
        item = self._desk.undo()
        self._say(done("undone", item))
        self.courier.bring([item], undone=True)
        self._show()

    def _told(self, told: Delivered) -> None:
        if told.sentence:
            self._say(f"({told.sentence})")

    def _with_words(self, key: str, rest: str) -> None:
        if key == "/":
            self._desk.look(View(rest, self._desk.view.order))
            self._list()
        elif not rest.isdecimal():
            self._say("Say under which fit in per cent, for example: D 20")
        else:
            self._batch(int(rest))

    def _batch(self, per_cent: int) -> None:
        batch = self._desk.batch(per_cent)
        self._say("\n".join(documents.batch_lines(batch)))
        if batch.declined:
            self._say(f"{CONFIRM} and Enter: decline them. Anything else leaves them.")

            def declined() -> None:
                recorded, refused = self._desk.decline(batch)
                self._say(f"{len(recorded)} declined. {' '.join(refused)}".strip())
                self.courier.bring(recorded)
                self._show()

            self._confirm = declined

    # --- the reply ----------------------------------------------------------------------------------------------------

    def _edit_reply(self) -> None:
        if not self._desk.edit_outside():
            self._say("It was not saved there, so it was left as it was.")
        self._reply()

    def _template(self) -> None:
        if self._desk.is_edited():
            self._say(f"{CONFIRM} and Enter: another template, and lose your words. Anything else keeps them.")
            self._confirm = self._next_template
        else:
            self._next_template()

    def _next_template(self) -> None:
        self._desk.next_template()
        self._reply()

    def _reply(self) -> None:
        draft = self._desk.reply()
        if draft is None:
            self._say("No reply is suggested; t shows what a, q and d would write.")
        else:
            self._say(documents.reply(draft, edited=self._desk.is_edited()).text)

    # --- looking ------------------------------------------------------------------------------------------------------

    def _move(self, steps: int) -> None:
        self._desk.move(steps)
        self._desk.save()
        self._show()

    def _show(self) -> None:
        """What must be known to decide: the warnings, the verdict, the mail, the reply."""
        item = self._desk.current
        if item is None:
            self._say(one_line(self._desk.view.nothing))
            return
        where = f"{self._desk.index + 1} of {len(self._desk.lines)}, {item.id}, {age(item.received_at)} old"
        self._say(f"\n{where}\n{documents.head(item, self._desk.earlier()).text}\n")
        self._mail()
        if self._desk.reply() is not None:
            self._say("\nThe reply:")
            self._reply()

    def _mail(self) -> None:
        item = self._desk.looked_at()
        self._say(documents.mail(item.message, item.assessment).text)

    def _why(self) -> None:
        self._say(documents.spoken_why(self._desk.looked_at().assessment.score))

    def _list(self) -> None:
        count, first = len(self._desk.lines), self._desk.review.read(self._desk.lines[:_LISTED])
        shown = f"{count} shown, {self._desk.view.order} first." if count else one_line(self._desk.view.nothing)
        more = (f"And {count - len(first)} more; / finds some of them.",) if count > len(first) else ()
        self._say("\n".join([shown, *map(_line, first), *more]))

    def _order(self) -> None:
        self._desk.look(View(self._desk.view.words, self._desk.view.order.next()))
        self._list()

    def _say(self, text: str) -> None:
        self._out(visible(text))


def _line(item: Item) -> str:
    verdict = item.assessment.verdict.suggestion
    return f"{item.id}, {item.assessment.score.probability:.0%}, {verdict}, {one_line(headline(item))}"
