"""What there is to look at: the inbox, one suggestion, a batch before it is declined, help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triage.domain import Action
from triage.errors import TriageError, UsageError
from triage.review.desk import ANSWERS, Chosen, choices_of
from triage.review.evidence import quotes_of, spans
from triage.review.queue import Order
from triage.review.reasons import reasons, total
from triage.review.web.press import mark, view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from triage.domain import Item
    from triage.review.actions import Review
    from triage.review.web.press import Press

#: The fit in per cent under which a batch is offered first.
_BELOW = 25
#: So many suggestions stand on a page of the inbox.
_SHEET = 200
_DIGITS = 9  # of the number of a page
#: So many earlier suggestions of a sender are named.
_EARLIER = 5

KEYS = (
    ("a q d s", "accept, ask, decline, skip: at once, with the reply shown or the usual one"),
    ("e", "edit the reply; Escape leaves it"),
    ("t", "the next template for the reply"),
    ("w", "why: every contribution to the fit"),
    ("u", "undo the last decision"),
    ("j k", "next and previous suggestion; in the inbox ↓ and ↑ too, past its end the next page, and Enter opens it"),
    ("i", "back to the inbox"),
    ("/", "filter"),
    ("o", "the next order"),
    ("?", "this page"),
)


@dataclass(frozen=True, slots=True)
class Pages:
    """Nothing here changes anything."""

    press: Press

    def inbox(self, request: Request) -> Response:
        """The suggestions of a view."""
        view = view_of(request)
        with self.press.review() as review:
            sheet = review.sheet(view, _number(request), _SHEET)
        here = "decided" if "is:decided" in view.words.split() else "inbox"
        heading = "Decided" if here == "decided" else "Found" if view.words else "Waiting for you"
        return self.press.page(
            request, "inbox.html", here=here, heading=heading, sheet=sheet, orders=tuple(Order), below=_BELOW
        )

    def item(self, request: Request) -> Response:
        """One suggestion, with the reply to `reply` from `template`."""
        with self.press.review() as review:
            item = found(review, request)
            values = request.query_params
            return show(
                self.press, request, review, item, reply=values.get("reply", ""), template=values.get("template", "")
            )

    def batch(self, request: Request) -> Response:
        """What declining everything under a fit would decline."""
        try:
            below = min(100, max(1, int(request.query_params.get("below", ""))))
        except ValueError:
            below = _BELOW
        with self.press.review() as review:
            batch = review.batch(review.lines(view_of(request)), below / 100)
        return self.press.page(request, "batch.html", batch=batch, below=below)

    def help(self, request: Request) -> Response:
        """The keys, and how to turn them off."""
        return self.press.page(request, "help.html", here="help", keys=KEYS)


def _number(request: Request) -> int:
    """That of the sheet that is asked for."""
    asked = request.query_params.get("sheet", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < _DIGITS else 1


def found(review: Review, request: Request) -> Item:
    """The suggestion that the address names in full. Raises `UsageError`."""
    item = review.find(request.path_params["id"])
    if item.id != request.path_params["id"]:
        raise UsageError("there is no such suggestion", hint="the inbox shows those there are")
    return item


def show(
    press: Press,
    request: Request,
    review: Review,
    item: Item,
    *,
    reply: str = "",
    template: str = "",
    body: str = "",
    notice: str = "",
    kept_words: str = "",
    status: int = 200,
) -> Response:
    """The page of one suggestion. `body` stands in the editor instead of the reply; `kept_words` stand beside it."""
    named = Action(reply) if reply in ANSWERS else None
    chosen = Chosen(named if named or template else item.purpose or Action.ACCEPT, template)
    if item.edit is not None and not (named or template):
        chosen = Chosen(item.edit.action, item.edit.template)
    values: dict[str, Any] = {"notice": notice} | _place(review, request, item)
    values |= _reply(review, item, chosen) if _is_open(review, item) else _standing(item)
    return press.page(
        request,
        "item.html",
        status=status,
        item=item,
        mark=mark(item),
        body=body,
        kept_words=kept_words,
        reasons=reasons(item.assessment.score),
        total=total(item.assessment.score),
        texts=_texts(item),
        earlier=review.history(item, _EARLIER),
        related=review.related(item),
        **values,
    )


def _is_open(review: Review, item: Item) -> bool:
    """Whether there is anything to decide."""
    try:
        review.check(item, Action.SKIP)
    except UsageError:
        return False
    return True


def _reply(review: Review, item: Item, chosen: Chosen) -> dict[str, Any]:
    """The reply to be reviewed, and the others there are; a template that fails is said in its place."""
    action = chosen.action or item.purpose or Action.ACCEPT
    unanswerable, draft, choices = review.unanswerable_because(item, action), None, tuple[Chosen, ...]()
    if not unanswerable:
        try:
            draft, choices = review.reply(item, action, template=chosen.template), choices_of(review, item)
        except TriageError as error:
            unanswerable = str(error)
    following = (*choices, *choices)[choices.index(chosen) + 1] if chosen in choices else None
    return {
        "open": True,
        "draft": draft,
        "chosen": chosen,
        "choices": choices,
        "following": following,
        "unanswerable": unanswerable,
        "standing": "",
    }


def _standing(item: Item) -> dict[str, Any]:
    """What has become of a decision."""
    decided = f"You decided to {item.decision.action} it" if item.decision else "It is closed"
    where = f"; the draft is in {item.receipt.mailbox}, for you to send" if item.receipt else ""
    return {"open": False, "draft": item.draft, "unanswerable": "", "standing": f"{decided}{where}."}


def _place(review: Review, request: Request, item: Item) -> dict[str, Any]:
    """Where the suggestion stands in the view, and its neighbours."""
    ids = [line.id for line in review.lines(view_of(request))]
    at = ids.index(item.id) if item.id in ids else -1
    return {
        "place": at + 1,
        "count": len(ids),
        "before": ids[at - 1] if at > 0 else "",
        "after": next(iter(ids[at + 1 :]), ""),
    }


def _texts(item: Item) -> dict[str, Any]:
    """The text of the mail in pieces: (words, what was read from them)."""
    if item.message is None:
        return {}
    quotes = quotes_of(item.assessment)
    parts = {"text": item.message.text, "signature": item.message.signature, "quoted": item.message.quoted}
    return {name: tuple(_pieces(text.strip("\n"), quotes)) for name, text in parts.items()}


def _pieces(text: str, quotes: Sequence[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    at = 0
    for span in spans(text, quotes):
        yield text[at : span.start], ""
        yield text[span.start : span.end], ", ".join(span.features)
        at = span.end
    if text[at:]:
        yield text[at:], ""
