"""Which suggestions are looked at and in which order: filter, sort, and the place where the user left off."""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from triage.domain import Action, State, Suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from triage.domain import Item
    from triage.store import Line

_FIT = re.compile(r"fit(<=?|>=?)(\d{1,3})%?")
#: A word that looks like more than a word to be found: "is:warned", "fit<30", "state:sent".
_ASKING = re.compile(r"fit[<>=].*|\w+:[^/].*|is:")
_KINDS = frozenset({"all", "warned", "waiting", "decided", *State, *Action, *Suggestion})
_PLACE = "review.json"


class Order(StrEnum):
    """How suggestions can be sorted; what is alike comes newest first."""

    NEWEST = "newest"
    BEST = "best fit"
    WORST = "worst fit"
    OLDEST = "oldest"
    COMPANY = "company"

    def next(self) -> Order:
        """The one after it, and after the last the first."""
        orders = list(Order)
        return orders[(orders.index(self) + 1) % len(orders)]


@dataclass(frozen=True, slots=True)
class View:
    """What is shown: `words` must all match (see `matches`)."""

    words: str = ""
    order: Order = Order.NEWEST

    @property
    def is_history(self) -> bool:
        """Whether it shows what is decided too, and not only what waits for the user."""
        return any(word.startswith("is:") for word in self.words.lower().split())

    @property
    def nothing(self) -> str:
        """Why nothing is shown, in a sentence: a word that is no filter, no match, or that nothing waits."""
        words = [word for word in self.words.lower().split() if _ASKING.fullmatch(word)]
        strange = [word for word in words if not (_FIT.fullmatch(word) or word.removeprefix("is:") in _KINDS)]
        if strange:
            return f"“{strange[0]}” is no filter: fit<30, is:warned, is:drafted, is:all, or words of the mail."
        return f"No suggestion matches “{self.words.strip()}”." if self.words.strip() else "Nothing waits for you here."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part of what a view shows: `shown` are those from `start` on, counted from 0, of `count`."""

    shown: tuple[Any, ...]
    number: int  # from 1
    start: int
    count: int

    @classmethod
    def cut(cls, every: Sequence[Any], number: int, size: int) -> Sheet:
        """The sheet of that number; the nearest if there is none of it."""
        last = max(1, -(-len(every) // size))
        number = min(max(1, number), last)
        start = (number - 1) * size
        return cls(tuple(every[start : start + size]), number, start, len(every))

    @property
    def end(self) -> int:
        """How many there are up to here."""
        return self.start + len(self.shown)


_WAITING = frozenset({State.SUGGESTED, State.DRAFTED})


def waits(item: Item) -> bool:
    """Whether the user has yet to decide; a draft may lie in Drafts already (`drafts.when = "suggested"`)."""
    return item.decision is None and item.state in _WAITING


def is_open(line: Line) -> bool:
    """As `waits`."""
    return line.action is None and line.state in _WAITING


def arrange(lines: Iterable[Line], view: View) -> tuple[Line, ...]:
    """The suggestions that a view shows, in its order."""
    tests = [_test(word) for word in view.words.lower().split()]
    if not view.is_history:
        tests.append(is_open)
    shown = [line for line in lines if all(test(line) for test in tests)]
    shown.sort(key=attrgetter("received_at", "key"), reverse=True)
    match view.order:
        case Order.NEWEST:
            pass
        case Order.OLDEST:
            shown.reverse()
        case Order.BEST:
            shown.sort(key=attrgetter("fit"), reverse=True)
        case Order.WORST:
            shown.sort(key=attrgetter("fit"))
        case Order.COMPANY:
            shown.sort(key=lambda line: (not line.employer, line.employer))
    return tuple(shown)


def _test(word: str) -> Callable[[Line], bool]:
    """What a word of a filter asks for.

    `fit<30` and `fit>=60` compare in per cent; `is:accept`, `is:drafted`, `is:warned`, `is:all`; else words.
    """
    if match := _FIT.fullmatch(word):
        sign, limit = match[1], int(match[2]) / 100
        compare = {"<": float.__lt__, "<=": float.__le__, ">": float.__gt__, ">=": float.__ge__}[sign]
        return lambda line: compare(line.fit, limit)
    if word.startswith("is:"):
        return lambda line: word[3:] in _kinds(line)
    return lambda line: word in line.words


def _kinds(line: Line) -> tuple[str, ...]:
    stands = ("waiting" if is_open(line) else "decided", *(("warned",) if line.warned else ()))
    return "all", line.state, line.action or line.suggestion, *stands


# --- the place --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user is: the id of the item, "" for the first, and the view."""

    id: str = ""
    view: View = View()


def load_place(data_dir: Path) -> Place:
    """The place that was saved last; the beginning if there is none or it makes no sense."""
    try:
        value = json.loads((data_dir / _PLACE).read_text(encoding="utf-8"))
        return Place(str(value["id"]), View(str(value["view"]["words"]), Order(value["view"]["order"])))
    except (OSError, ValueError, TypeError, KeyError):
        return Place()


def save_place(data_dir: Path, place: Place) -> None:
    """Saves it: the old file or the new one, whenever the power fails.

    A place that cannot be written is not worth stopping a review for: decisions say so themselves.
    """
    temporary = data_dir / f"{_PLACE}.{os.getpid()}"
    with suppress(OSError):
        temporary.touch(mode=0o600)
        temporary.write_text(json.dumps(asdict(place)), encoding="utf-8")
        temporary.replace(data_dir / _PLACE)
