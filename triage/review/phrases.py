"""What tables and screens say about a suggestion in a few words: what it is about, where, what it pays, its age."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from triage.terms import Action, State
from triage.visible import one_line

if TYPE_CHECKING:
    from triage.domain import Item, Role, Salary

#: What has been done by each action.
DONE = {
    Action.ACCEPT: "accepted",
    Action.ASK: "asked",
    Action.DECLINE: "declined",
    Action.SKIP: "skipped",
}


def done(what: str, item: Item) -> str:
    """What was done to which mail, for example "Declined: PHP Developer · Initech"; at most 50 characters."""
    said = f"{what.capitalize()}: {one_line(headline(item))}"
    return said if len(said) <= 50 else f"{said[:49].rstrip()}…"


def whereabouts(item: Item, waiting_because: str) -> str:
    """Where the draft of a decision is, to be put after what was done; "" if there is none."""
    if item.state is State.DRAFTED and item.receipt is not None:
        return f": the draft is in {item.receipt.mailbox}, for you to send"
    return f"; the draft is kept here ({waiting_because})" if waiting_because else ""


#: Of a suggestion whose decision was undone, and that does not wait again.
OVER = "it stays closed: its conversation has gone on"


def withdrawal(item: Item, waiting_because: str) -> str:
    """What becomes of a decision that was undone, to be put after that; "" if the suggestion just waits again."""
    if waiting_because:
        return f"; its draft is withdrawn by the next scan ({waiting_because})"
    return f"; {OVER}" if item.state is State.CLOSED else ""


def status(item: Item) -> str:
    """What is suggested, as a question; or what was decided, and where it stands."""
    if item.state == "suggested":
        suggestion = item.assessment.verdict.suggestion
        return suggestion if suggestion == "hold" else f"{suggestion}?"
    return f"{item.state}: {item.decision.action}" if item.decision else str(item.state)


def headline(item: Item) -> str:
    """What it is about: title and company, else the subject."""
    role = item.assessment.opportunity.role
    subject = item.message.subject if item.message else ""
    title = role.title or subject or "(no subject)"
    employer = employer_of(role)
    return f"{title} · {employer}" if employer else title


def in_one_line(item: Item) -> str:
    """A suggestion on one line: id, suggestion, fit, and the facts that decide."""
    return (
        f"{item.id}  {item.assessment.verdict.suggestion:<7} {item.assessment.score.probability:>4.0%}  {brief(item)}"
    )


def brief(item: Item) -> str:
    """What it is about, where, and what it pays."""
    return " · ".join(filter(None, (headline(item), place(item.assessment.opportunity.role), pay_of(item))))


def wrote_before(earlier: Item) -> str:
    """Of an earlier suggestion of somebody: "in March about PHP Developer · Initech, which you declined"."""
    at = earlier.received_at.astimezone()
    year = "" if at.year == datetime.now(UTC).astimezone().year else f" {at.year}"
    what = f"you {DONE[earlier.decision.action]}" if earlier.decision else _UNDECIDED.get(earlier.state, "is closed")
    return f"in {at:%B}{year} about {headline(earlier)}, which {what}"


_UNDECIDED = {State.SUGGESTED: "waits too", State.DRAFTED: "waits too"}


def employer_of(role: Role) -> str:
    """The company, else the agency, as "via …"; "" if neither is named."""
    return role.company or (f"via {role.agency}" if role.agency else "")


def place(role: Role) -> str:
    """Where: the places and the workplace."""
    return " ".join(filter(None, (", ".join(role.locations[:2]), str(role.workplace or ""))))


def pay_of(item: Item) -> str:
    """What it pays in short, for example "85–100k EUR/year"; "" if nothing is stated."""
    salary = item.assessment.opportunity.role.salary
    stated = [amount for amount in (salary.min, salary.max) if amount is not None] if salary else []
    if salary is None or not all(amount >= 10_000 and amount % 1000 == 0 for amount in stated):
        return pay(salary)
    low, high = (None if amount is None else amount / 1000 for amount in (salary.min, salary.max))
    return _pay(low, high, "k", salary)


def pay(salary: Salary | None) -> str:
    """For example "85,000–100,000 EUR/year"; "" if nothing is stated."""
    return _pay(salary.min, salary.max, "", salary) if salary else ""


def _pay(low: float | None, high: float | None, thousand: str, salary: Salary) -> str:
    shown_low, shown_high = ("" if amount is None else f"{amount:,.10g}" for amount in (low, high))
    if shown_low and shown_high:
        amount = shown_high if shown_low == shown_high else f"{shown_low}–{shown_high}"
    else:
        amount = f"from {shown_low}" if shown_low else f"to {shown_high}"
    unit = f"{salary.currency or ''}{f'/{salary.period}' if salary.period else ''}"
    return f"{amount}{thousand} {unit}".strip()


def facts(role: Role) -> tuple[tuple[str, str], ...]:
    """(name, value) of every fact that is stated, in the order in which a person reads them."""
    rows = (
        ("role", role.title),
        ("company", role.company),
        ("agency", role.agency),
        ("recruiter", role.recruiter),
        ("place", ", ".join(role.locations)),
        ("workplace", role.workplace),
        ("pay", pay(role.salary)),
        ("level", role.seniority),
        ("contract", role.employment),
        ("skills", ", ".join(role.skills)),
    )
    return tuple((name, str(value)) for name, value in rows if value)


def age(at: datetime) -> str:
    """How long ago: 5m, 3h, 2d, 6w, 14mo."""
    minutes = max(0, int((datetime.now(UTC) - at).total_seconds() // 60))
    steps = ((60, "m", 1), (48 * 60, "h", 60), (21 * 1440, "d", 1440), (26 * 10080, "w", 10080))
    return next((f"{minutes // size}{unit}" for below, unit, size in steps if minutes < below), f"{minutes // 43800}mo")
