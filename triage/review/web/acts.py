"""What can be done on the page. Every act is one of `Review`; here stands only how it is asked for and told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.domain import Action, Edit
from triage.errors import UsageError
from triage.review.courier import Delivered
from triage.review.desk import ANSWERS
from triage.review.phrases import DONE, headline
from triage.review.web.pages import found, show
from triage.review.web.press import digest, mark, query, view_of, visit_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from triage.domain import Item
    from triage.review.actions import Outcome, Review
    from triage.review.web.gate import Form
    from triage.review.web.press import Press


@dataclass(frozen=True, slots=True)
class Acts:
    """Each answers with the page to look at next."""

    press: Press

    def decide(self, request: Request) -> Response:
        """Takes a decision on one suggestion: as it was seen, and with the words that were seen."""
        form = visit_of(request).form
        action = _action(form)
        with self.press.review() as review:
            item = found(review, request)
            if form.one("mark") != mark(item):
                return self._changed(request, review, item)
            if form.one("back"):
                return _back(self.press, request, review, item)
            if not _suits(form, action) and _is_edited(form):
                return self._other_words(request, review, item, action)
            template = form.one("template") if _suits(form, action) else ""
            caution = review.caution(item, action, template)
            if caution and not form.one("confirmed"):
                seen = mark(item)
                return self.press.page(request, "confirm.html", item=item, mark=seen, action=action, caution=caution)
            after = _after(review, request, item)
            body = _body(review, item, action, template, form)
            outcome = review.decide(item, action, template=template, body=body, confirmed=True)
        path = f"/item/{after}" if after else "/"
        return self.press.see(request, f"{path}{query(view_of(request))}", _told(outcome, action))

    def _changed(self, request: Request, review: Review, item: Item) -> Response:
        form = visit_of(request).form
        return show(
            self.press,
            request,
            review,
            item,
            notice="This has changed since you opened it, and nothing was decided. Here is how it stands now.",
            kept_words=form.one("body") if _is_edited(form) else "",
            status=409,
        )

    def _other_words(self, request: Request, review: Review, item: Item, action: Action) -> Response:
        form = visit_of(request).form
        return show(
            self.press,
            request,
            review,
            item,
            reply=action,
            notice="You had changed the words of another reply, so nothing was decided yet. They stand below.",
            kept_words=form.one("body"),
            status=409,
        )

    def keep(self, request: Request) -> Response:
        """Keeps the words of a reply for later, or gives them up; what a script sends as they are typed is not told."""
        form = visit_of(request).form
        shown, template = form.one("shown"), form.one("template")
        with self.press.review() as review:
            item = found(review, request)
            if form.one("mark") != mark(item):
                return self._changed(request, review, item)
            if form.one("keep") == "drop":
                review.drop(item)
            else:
                review.keep(item, Edit(Action(shown) if shown in ANSWERS else None, template, form.one("body")))
        if form.one("keep") == "typed":
            return self.press.nothing()
        told = "Your words are given up." if form.one("keep") == "drop" else "Your words are kept."
        reply = query(view_of(request), reply=shown, template=template)
        return self.press.see(request, f"/item/{item.id}{reply}", told)

    def decline_batch(self, request: Request) -> Response:
        """Declines what was left ticked, as it was seen."""
        seen = dict(value.split(" ", 1) for value in visit_of(request).form.every("id") if " " in value)
        with self.press.review() as review:
            items = [review.find(id_) for id_ in seen]
            recorded, refused = review.record_batch(item for item in items if mark(item) == seen[item.id])
            outcomes = review.deliver(recorded)
        left = len(items) - len(recorded) - len(refused)
        changed = f"{left} had changed meanwhile and were left alone." if left else ""
        told = (
            f"Declined {len(recorded)}.",
            Delivered(undone=False, outcomes=tuple(outcomes)).sentence,
            changed,
            *refused,
        )
        return self.press.see(request, f"/{query(view_of(request))}", " ".join(filter(None, told)))

    def undo(self, request: Request) -> Response:
        """Takes a decision back: that on `id`, else the last one."""
        named = visit_of(request).form.one("id")
        with self.press.review() as review:
            try:
                outcome = review.undo(named or None)
            except UsageError as error:
                path = f"/item/{named}" if named else f"/{query(view_of(request))}"
                return self.press.see(request, path, f"Nothing is undone: {error}.")
        told = f"Undone: {headline(outcome.item)}. {Delivered(undone=True, outcomes=(outcome,)).sentence}"
        return self.press.see(request, f"/item/{outcome.item.id}", told)

    def switch_keys(self, request: Request) -> Response:
        """Turns the single keys on or off (WCAG 2.1.4)."""
        session = visit_of(request).session
        session.keys = bool(visit_of(request).form.one("on"))
        return self.press.see(request, "/help", f"Keys are {'on' if session.keys else 'off'}.")


def _back(press: Press, request: Request, review: Review, item: Item) -> Response:
    """The suggestion again, with the words as they were when a second step was asked for."""
    form = visit_of(request).form
    body = form.one("body") if _is_edited(form) else ""
    return show(press, request, review, item, reply=form.one("shown"), template=form.one("template"), body=body)


def _action(form: Form) -> Action:
    try:
        return Action(form.one("action"))
    except ValueError as error:
        raise UsageError("the form does not say what to do", hint="press one of its buttons") from error


def _suits(form: Form, action: Action) -> bool:
    """Whether the reply shown is one for the action: "" for one that suits every answer."""
    return action in ANSWERS and form.one("shown") in {"", action}


def _is_edited(form: Form) -> bool:
    return bool(form.one("was")) and digest(form.one("body")) != form.one("was")


def _body(review: Review, item: Item, action: Action, template: str, form: Form) -> str | None:
    """The words of the form, None where the engine would write the same or they belong to another reply."""
    if not _suits(form, action):
        return None
    if not form.one("body").strip():
        raise UsageError("the reply is empty", hint="write something, or skip")
    same = review.reply(item, action, template=template).body == form.one("body")
    return None if same else form.one("body")


def _after(review: Review, request: Request, item: Item) -> str:
    """The id of what comes after it in the view, else of what comes before it, else ""."""
    ids = [line.id for line in review.lines(view_of(request))]
    at = ids.index(item.id) if item.id in ids else len(ids)
    return next(iter((*ids[at + 1 :], *reversed(ids[:at]))), "")


def _told(outcome: Outcome, action: Action) -> str:
    where = Delivered(undone=False, outcomes=(outcome,)).sentence
    return f"{DONE[action].capitalize()}: {headline(outcome.item)}. {where}"
