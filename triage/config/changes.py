"""What a user would change about interests and policy, as they write it, and the configuration as it would then be."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from triage.config.checks import currency, same, wanted_and_avoided
from triage.config.table import any_text, closest, filled_line
from triage.domain import Interests, PayFloor, Period, Term
from triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.config.nouns import Configuration, Policy
    from triage.domain import Employment, Level, Workplace

#: The lists of [interests] that a change adds to or drops from.
LISTS = ("want", "avoid", "titles", "levels", "locations", "workplace", "employment", "companies_avoid")
#: What else of [interests] can be dropped, by its name.
SINGLE = ("pay_floor", "about")
_FLOOR = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*(k?)\s*([a-z]{3})(?:\s*(?:/|per|an?)\s*(year|month|day|hour))?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to add, weigh anew, drop and set; the empty one changes nothing.

    A term that is wanted, avoided or added already gets the new weight, or moves: nobody wants and avoids one thing.
    """

    want: tuple[Term, ...] = ()
    avoid: tuple[Term, ...] = ()
    titles: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    locations: tuple[str, ...] = ()
    workplace: tuple[Workplace, ...] = ()
    employment: tuple[Employment, ...] = ()
    companies_avoid: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()  # out of every list that holds it; or the name of a key in `SINGLE`
    level: Level | None = None  # me.level
    step_up: bool | None = None  # me.step_up
    about: str | None = None
    pay_floor: PayFloor | None = None
    accept_at: float | None = None
    decline_at: float | None = None

    def __bool__(self) -> bool:
        return self != _NONE


_NONE = Changes()


def term(text: str) -> Term:
    """`T` or `T=W`; what follows the last "=" is only a weight if there is a word before it. Raises `UsageError`."""
    word, equals, weight = text.rpartition("=")
    try:
        return Term(word.strip(), float(weight)) if equals and word.strip() else Term(text.strip())
    except ValueError:
        raise UsageError(f"{text!r}: {weight!r} is no weight", hint="write for example postgresql=2") from None


def pay_floor(text: str) -> PayFloor:
    """For example "85000 EUR/year" or "85k EUR". Raises `UsageError`."""
    match = _FLOOR.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"the pay floor {text!r} cannot be read", hint='write for example "85000 EUR/year"')
    amount, thousand, code, period = match.groups()
    if wrong := currency(code.upper()):
        raise UsageError(f"the pay floor: {wrong}", hint="write it as in EUR, USD, GBP")
    value = float(amount.replace(",", "")) * (1000 if thousand else 1)
    return PayFloor(value, code.upper(), Period((period or "year").lower()))


def name_of(entry: str | Term) -> str:
    """The word of an entry of one of `LISTS`."""
    return entry.text if isinstance(entry, Term) else entry


def changed(configuration: Configuration, changes: Changes) -> Configuration:
    """The configuration with the changes in it.

    Raises `UsageError` for a word to drop that is nowhere, a value that config.toml may not hold, and for changes that
    contradict each other.
    """
    _check(changes)
    if both := wanted_and_avoided(map(name_of, changes.want), tuple(map(name_of, changes.avoid))):
        raise UsageError(both[0], hint="leave one of them out")
    interests = _dropped(configuration.interests, changes.drop)
    lists: dict[str, Any] = {key: _added(key, getattr(interests, key), changes) for key in LISTS}
    me = replace(
        configuration.me,
        level=changes.level or configuration.me.level,
        step_up=configuration.me.step_up if changes.step_up is None else changes.step_up,
    )
    interests = replace(
        interests,
        **lists,
        level=me.level,
        step_up=me.step_up,
        about=interests.about if changes.about is None else changes.about,
        pay_floor=changes.pay_floor or interests.pay_floor,
    )
    return replace(configuration, me=me, interests=interests, policy=_policy(configuration.policy, changes))


def _check(changes: Changes) -> None:
    """What the reader of config.toml would refuse is refused before it is tried."""
    for key in ("want", "avoid", "titles", "locations", "companies_avoid"):
        for entry in getattr(changes, key):
            if wrong := filled_line(name_of(entry)):
                raise UsageError(f"{key}: {wrong}", hint="write a word or a phrase")
            if isinstance(entry, Term) and not 0 < entry.weight < math.inf:
                raise UsageError(f"{key}: the weight of {entry.text!r} must be above 0", hint="1 is an ordinary weight")
    if wrong := any_text(changes.about or ""):
        raise UsageError(f"about: {wrong}", hint="write a sentence or two")
    for key in ("accept_at", "decline_at"):
        value = getattr(changes, key)
        if value is not None and not 0 <= value <= 1:
            raise UsageError(f"{key} must be from 0 to 1, not {value:g}", hint="0.60 says 60 %")
    if changes.pay_floor and not 0 < changes.pay_floor.amount < math.inf:
        raise UsageError("the pay floor must be above 0", hint="`--drop pay_floor` does without one")


def _dropped(interests: Interests, drop: tuple[str, ...]) -> Interests:
    for word in drop:
        interests = _without(interests, word)
    return interests


def _without(interests: Interests, word: str) -> Interests:
    """The interests without every entry of that name. Raises `UsageError` if there is none."""
    left: dict[str, Any] = {
        key: tuple(entry for entry in getattr(interests, key) if not same(name_of(entry), word)) for key in LISTS
    }
    if any(len(left[key]) < len(getattr(interests, key)) for key in LISTS):
        return replace(interests, **left)
    single = word.strip().casefold().replace(" ", "_")
    if single in SINGLE and getattr(interests, single):
        without: dict[str, Any] = {single: getattr(Interests(), single)}
        return replace(interests, **without)
    near = closest(word, tuple(_words(interests)))
    raise UsageError(
        f"nothing in [interests] is called {word!r}",
        hint=f"did you mean {near!r}?" if near else "config.toml says what there is",
    )


def _words(interests: Interests) -> Iterator[str]:
    for key in LISTS:
        yield from (name_of(entry) for entry in getattr(interests, key))
    yield from (key for key in SINGLE if getattr(interests, key))


def _added(key: str, entries: tuple[str | Term, ...], changes: Changes) -> tuple[str | Term, ...]:
    """The entries of one list with the new ones: in the place of their namesake, else at the end."""
    other = {"want": changes.avoid, "avoid": changes.want}.get(key, ())
    entries = tuple(entry for entry in entries if not _names(other, entry))
    stripped = (_stripped(entry) for entry in getattr(changes, key))
    new = tuple({name_of(entry).casefold(): entry for entry in stripped}.values())  # of namesakes the last counts
    kept = tuple(next((one for one in new if same(name_of(one), name_of(entry))), entry) for entry in entries)
    return (*kept, *(one for one in new if not _names(kept, one)))


def _stripped(entry: str | Term) -> str | Term:
    if isinstance(entry, Term):
        return Term(entry.text.strip(), entry.weight)
    return entry.strip() if type(entry) is str else entry  # a word of a vocabulary stays one


def _names(entries: tuple[str | Term, ...], entry: str | Term) -> bool:
    return any(same(name_of(one), name_of(entry)) for one in entries)


def _policy(policy: Policy, changes: Changes) -> Policy:
    accept_at = policy.accept_at if changes.accept_at is None else changes.accept_at
    decline_at = policy.decline_at if changes.decline_at is None else changes.decline_at
    if decline_at >= accept_at:
        raise UsageError(
            f"decline_at ({decline_at:g}) must be below accept_at ({accept_at:g})", hint="change both, or another one"
        )
    return replace(policy, accept_at=accept_at, decline_at=decline_at)
