"""The place where a person works through suggestions: which one is looked at, which reply is shown, what was done.

A front end that stays open (the terminal screen, the plain dialogue) works on one `Desk`; it shows what the desk says
and calls it for every key. The decisions themselves are those of `Review`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triage.domain import Action, Edit
from triage.errors import UsageError
from triage.review.editor import reply_in_editor
from triage.review.queue import Place, View, arrange, is_open, load_place, save_place, waits

if TYPE_CHECKING:
    from pathlib import Path

    from triage.domain import Draft, Item
    from triage.review.actions import Batch, Review
    from triage.store import Line

#: The actions that write a reply, in the order in which `next_template` offers them.
ANSWERS = (Action.ACCEPT, Action.ASK, Action.DECLINE)

#: So many earlier suggestions of a sender are named.
EARLIER = 3
#: So many suggestions above and below one that is shown are read with it.
AROUND = 40


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reply the user has chosen to look at, and its template ("" the ordinary one)."""

    action: Action | None  # whose reply it is; None: that of whichever decision is taken
    template: str = ""


def choices_of(review: Review, item: Item) -> tuple[Chosen, ...]:
    """The replies there are to a mail: the ordinary ones, the user's other templates, those in other languages."""
    first = item.purpose or Action.ACCEPT
    language = review.reply(item, first).template.partition("/")[0]
    names = [name for name in review.templates() if name.partition("/")[2] not in ANSWERS]
    foreign = [name for name in review.templates() if name.partition("/")[2] in ANSWERS]
    names.sort(key=lambda name: not name.startswith(f"{language}/"))
    return (
        *(Chosen(action) for action in sorted(ANSWERS, key=lambda action: action is not first)),
        *(Chosen(None, name) for name in names),
        *(Chosen(Action(name.partition("/")[2]), name) for name in foreign if not name.startswith(f"{language}/")),
    )


class Desk:
    """What a person sees and does, without a screen. Raises `UsageError` for what cannot be done, saying why."""

    def __init__(self, review: Review, data_dir: Path) -> None:
        self.review = review
        self._data_dir = data_dir
        place = load_place(data_dir)
        self.view = place.view
        self.lines: tuple[Line, ...] = ()
        self.index = 0
        self._all: dict[int, Line] = {}
        self._read: dict[int, Item | None] = {}
        self._chosen: dict[int, Chosen] = {}
        self._earlier: dict[int, list[Item]] = {}
        self._writing = ""
        review.recover()
        self.reload()
        self.go_to(place.id)

    # --- looking ------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Item | None:
        """The suggestion looked at; None if there is none."""
        while self.lines and self.item(self.index) is None:  # it has been forgotten meanwhile
            self._all.pop(self.lines[self.index].key)
            self._arrange()
        return self.item(self.index) if self.lines else None

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown."""
        return self.review.read(self.lines)

    def item(self, at: int) -> Item | None:
        """What stands at that place, read with what stands around it; None if it has been forgotten meanwhile."""
        key = self.lines[at].key
        if key not in self._read:
            around = [line for line in self.lines[max(0, at - AROUND) : at + AROUND] if line.key not in self._read]
            found = {item.key: item for item in self.review.read(around)}
            self._read |= {line.key: found.get(line.key) for line in around}
        return self._read[key]

    @property
    def waiting(self) -> int:
        """How many suggestions wait for the user, whatever the filter shows."""
        return sum(map(is_open, self._all.values()))

    def reload(self) -> None:
        """Reads everything anew: another screen or a scan may have changed it."""
        everything = View("is:all") if self.view.is_history else View()
        self._all = {line.key: line for line in self.review.lines(everything)}
        self._read.clear()
        self._earlier.clear()
        self._arrange()

    def refresh(self, item: Item) -> None:
        """Reads one suggestion anew; it may have been forgotten meanwhile."""
        line = self.review.line(item)
        if line is None:
            self._all.pop(item.key, None)
        else:
            self._all[item.key] = line
        self._read.pop(item.key, None)
        self._earlier.clear()
        self._arrange()

    def earlier(self) -> list[Item]:
        """What the sender of the suggestion looked at wrote about before: the newest few."""
        item = self.looked_at()
        if item.key not in self._earlier:
            self._earlier[item.key] = self.review.history(item, EARLIER)
        return self._earlier[item.key]

    def look(self, view: View) -> None:
        """Shows another selection or order; the suggestion looked at stays, if it is still shown."""
        more = view.is_history and not self.view.is_history
        self.view = view
        if more:
            self.reload()
        else:
            self._arrange()
        self.save()

    def move(self, steps: int) -> None:
        """Looks at another suggestion, so many further down."""
        self.index = max(0, min(self.index + steps, len(self.lines) - 1))

    def go_to(self, item_id: str) -> None:
        """Looks at that suggestion, if it is shown."""
        self.index = next((place for place, line in enumerate(self.lines) if line.id == item_id), self.index)

    def save(self) -> None:
        """Remembers the place, so that a crash does not lose it."""
        save_place(self._data_dir, Place(self.current.id if self.current else "", self.view))

    def leave(self) -> None:
        """Remembers the place for another day: without the filter, which would hide what is new."""
        save_place(self._data_dir, Place(self.current.id if self.current else "", replace(self.view, words="")))

    def _arrange(self) -> None:
        """What was looked at stays; what has gone leaves its place to the next."""
        before = self.lines[self.index].id if self.lines else ""
        self.lines = arrange(self._all.values(), self.view)
        self.index = max(0, min(self.index, len(self.lines) - 1))
        self.go_to(before)

    # --- the reply ----------------------------------------------------------------------------------------------------

    def reply(self) -> Draft | None:
        """The reply that is shown: the one edited or chosen, else the suggested one; None if none is suggested."""
        item = self.current
        if item is None:
            return None
        chosen = self._shown(item)
        if chosen is None:
            return self._suggested(item)
        return self.review.reply(item, chosen.action or item.purpose or Action.ACCEPT, template=chosen.template)

    def _shown(self, item: Item) -> Chosen | None:
        """The reply that was edited, else the one chosen."""
        return Chosen(item.edit.action, item.edit.template) if item.edit is not None else self._chosen.get(item.key)

    def _suggested(self, item: Item) -> Draft | None:
        """What deciding as suggested would write: not always the words of the scan, whose dates may have passed."""
        if item.purpose is None or item.message is None or not waits(item):
            return item.draft
        return self.review.reply(item, item.purpose)

    def next_template(self) -> Draft:
        """Shows the reply of the next template: those of the mail's language first, then the user's other ones. Words
        that were edited are given up.
        """
        item = self._answerable()
        choices = choices_of(self.review, item)
        shown = self._shown(item) or (Chosen(item.purpose) if item.draft else None)
        at = choices.index(shown) + 1 if shown in choices else 0
        self._chosen[item.key] = choices[at % len(choices)]
        if item.edit is not None:
            self._seen(self.review.drop(item))
        draft = self.reply()
        assert draft is not None
        return draft

    def edit(self, body: str) -> None:
        """Replaces the words of the reply that was opened `to_edit`, whatever is looked at by now, and keeps them until
        the decision. Raises `UsageError` for no words.
        """
        item = self.review.find(self._writing)
        chosen = self._shown(item) or Chosen(item.purpose or Action.ACCEPT)
        self._seen(self.review.keep(item, Edit(chosen.action, chosen.template, body)))

    def edit_outside(self) -> bool:
        """Opens the reply in $EDITOR; says whether it was saved there."""
        draft, item = self.to_edit(), self.looked_at()
        chosen = self._shown(item) or Chosen(item.purpose or Action.ACCEPT)
        edit = Edit(chosen.action, chosen.template, draft.body)
        return reply_in_editor(self._data_dir, item.id, edit, self.edit)

    def to_edit(self) -> Draft:
        """The reply to put into an editor. Raises `UsageError` if the mail cannot be answered."""
        self._writing = self._answerable().id
        return self.reply() or self.next_template()

    def is_edited(self) -> bool:
        """Whether the user has changed the words of the reply that is shown."""
        return self.current is not None and self.current.edit is not None

    def _answerable(self) -> Item:
        item = self.looked_at()
        self.review.check_answerable(item)
        return item

    def _seen(self, item: Item) -> None:
        """The suggestion as it is now; its place in the list is the same."""
        self._read[item.key] = item

    # --- deciding -----------------------------------------------------------------------------------------------------

    def caution(self, action: Action) -> str:
        """What the user must confirm before that decision, in words; "" if nothing must."""
        return self.review.caution(self.looked_at(), action)

    def decide(self, action: Action, *, confirmed: bool = False) -> Item:
        """Records a decision on the suggestion looked at, with the reply shown if it is one for this action."""
        item = self.looked_at()
        chosen = self._shown(item)
        template = chosen.template if chosen is not None and chosen.action in {None, action} else ""
        try:
            recorded = self.review.record(item, action, template=template, confirmed=confirmed)
        finally:
            self.refresh(item)
        self._chosen.pop(item.key, None)
        self.save()
        return recorded

    def undo(self) -> Item:
        """Takes back the last decision, whichever screen it was made on, and looks at that suggestion."""
        item = self.review.record_undo()
        self.refresh(item)
        self.go_to(item.id)
        self.save()
        return item

    def batch(self, per_cent: int) -> Batch:
        """What declining everything shown under a fit would do."""
        return self.review.batch(self.lines, per_cent / 100)

    def decline(self, batch: Batch) -> tuple[list[Item], list[str]]:
        """Declines what the batch shows; returns what was recorded, and why the others were not."""
        recorded, refused = self.review.record_batch(batch.declined)
        self.reload()
        self.save()
        return recorded, refused

    def looked_at(self) -> Item:
        """The suggestion looked at. Raises `UsageError` if there is none."""
        if self.current is None:
            raise UsageError("nothing waits for you here", hint="/ changes the filter, `triage scan` fetches new mail")
        return self.current
