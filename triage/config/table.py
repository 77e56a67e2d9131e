"""Typed access to one table of a TOML document, which collects every problem instead of stopping at the first."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from enum import StrEnum

    from triage.config.lines import Path

    #: Says what is wrong with a value, or "" if nothing is.
    Check = Callable[[str], str]

Word = TypeVar("Word", bound="StrEnum")
Item = TypeVar("Item")

_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a decimal number"),
    (str, "text in quotes"),
    (list, "a list"),
    (dict, "a table"),
    (datetime, "a date with a time"),
    (date, "a date"),
    (time, "a time"),
)

#: Words that people write and that are not spelt like the one they mean.
_SYNONYMS = {
    "freelance": "contract",
    "full_time": "permanent",
    "fixed_term": "temporary",
    "office": "onsite",
    "salary": "pay",
    "ssl": "tls",
    "gmail": "google",
    "outlook": "microsoft",
}


@dataclass
class Problems:
    """What is wrong with a document so far, and which keys it could have had."""

    found: list[tuple[Path, str]] = field(default_factory=list)
    known: set[tuple[str, ...]] = field(default_factory=set)  # every key asked for, without indices
    present: list[tuple[Path, str]] = field(default_factory=list)  # every table's path and a key it holds

    def add(self, path: Path, what: str) -> None:
        """Notes that the value at `path` is wrong."""
        self.found.append((path, what))

    def add_unknown_keys(self) -> None:
        """Notes every key that nobody asked for; called once, after everything has been read."""
        for path, key in self.present:
            here = tuple(part for part in path if isinstance(part, str))
            if (*here, key) not in self.known:
                self.add((*path, key), f"unknown key ({self._meant(here, key)})")

    def _meant(self, here: tuple[str, ...], key: str) -> str:
        siblings = [known[-1] for known in sorted(self.known) if known[:-1] == here]
        elsewhere = sorted(known for known in self.known if known[-1] == key)
        if (near := closest(key, siblings)) is None and elsewhere:
            return f"did you mean {'.'.join(elsewhere[0])}?"
        return did_you_mean(key, siblings, near)


def closest(given: str, valid: Collection[str]) -> str | None:
    """The word of `valid` that `given` was most likely meant to be, if any is near."""
    from difflib import get_close_matches

    plain = given.lower().replace("-", "_").replace(" ", "_")
    if (meant := _SYNONYMS.get(plain)) in valid:
        return meant
    return next(iter(get_close_matches(plain, valid, n=1, cutoff=0.6)), None)


def did_you_mean(given: str, valid: Collection[str], near: str | None = None) -> str:
    """The nearest valid word as a question, or all valid words when none is near."""
    near = near or closest(given, valid)
    return f"did you mean {near}?" if near else f"one of: {', '.join(valid)}"


def type_name(value: object) -> str:
    """What a TOML value is, in words; never the value, which may be a secret."""
    return next(name for type_, name in _TYPE_NAMES if isinstance(value, type_))


def _name_of(type_: type) -> str:
    return dict(_TYPE_NAMES)[type_]


def quoted(value: str) -> str:
    """A value as it is shown in a problem: on one line, without control characters, at most 60 characters."""
    plain = "".join(char if char.isprintable() else "·" for char in value)
    return f'"{plain[:60]}…"' if len(plain) > 60 else f'"{plain}"'


def one_line(value: str) -> str:
    """Check: text without line breaks and control characters."""
    return "" if value.isprintable() else "must be one line without control characters"


def filled_line(value: str) -> str:
    """Check: one line that says something."""
    return one_line(value) if value.strip() else "must not be empty"


def any_text(value: str) -> str:
    """Check: text that may have several lines."""
    return "" if value.replace("\n", "").replace("\t", "").isprintable() else "must not hold control characters"


class Table:
    """One table of the document. Every reader returns the default when the key is left out or its value is wrong."""

    def __init__(self, values: Mapping[str, Any], path: Path, problems: Problems) -> None:
        self.path = path
        self.problems = problems
        self._values = values
        problems.present.extend((path, key) for key in values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The keys that are there."""
        return tuple(self._values)

    def given(self, key: str, default: object = None) -> object:
        """What stands at `key`, unchecked."""
        return self._values.get(key, default)

    def wrong(self, key: str, what: str) -> None:
        """Notes a problem with `key`, whether it is there or missing."""
        self.problems.add((*self.path, key), what)

    def text(self, key: str, default: str = "", *, check: Check = one_line) -> str:
        """A string that passes `check`."""
        value = self._get(key, str)
        if value is None:
            return default
        if wrong := check(value):
            self.wrong(key, wrong)
            return default
        return str(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._get(key, bool)
        return default if value is None else bool(value)

    def whole(self, key: str, default: int, *, low: int, high: int) -> int:
        """An integer from `low` to `high`."""
        value = self._get(key, int)
        return default if value is None or not self._within(key, value, low, high) else int(value)

    def number(self, key: str, default: float, *, high: float = math.inf) -> float:
        """A finite number from 0 to `high`; 0 is excluded when nothing bounds it above."""
        value = self._get(key, int, float, wanted="a number")
        if value is None:
            return default
        if high == math.inf and not (math.isfinite(value) and value > 0):
            self.wrong(key, f"must be a number above 0, not {value}")
            return default
        return float(value) if self._within(key, value, 0.0, high) else default

    def day(self, key: str) -> date | None:
        """A TOML local date; a date in quotes is not one."""
        value = self._get(key, date, wanted="a date without quotes, such as 2026-01-31")
        return value if isinstance(value, date) else None

    def word(self, key: str, words: type[Word]) -> Word | None:
        """One word of a vocabulary."""
        value = self._get(key, str)
        return None if value is None else self._word(key, value, words)

    def words(self, key: str, words: type[Word], default: tuple[Word, ...] = ()) -> tuple[Word, ...]:
        """A list of words of a vocabulary, each once."""
        if key not in self:
            self.know(key)
            return default
        found = [self._word(key, value, words) for value in self.texts(key)]
        return tuple(dict.fromkeys(word for word in found if word is not None))

    def choice(self, key: str, valid: tuple[str, ...], *, default: str | None = None) -> Any:
        """One of `valid`, for a field that is a Literal of them; the first is the default unless another is given."""
        default = valid[0] if default is None else default
        value = self._get(key, str)
        if value is None or value in valid:
            return default if value is None else value
        self.wrong(key, f"unknown word {quoted(value)} ({did_you_mean(value, valid)})")
        return default

    def texts(self, key: str, default: tuple[str, ...] = (), *, check: Check = filled_line) -> tuple[str, ...]:
        """A list of strings that pass `check`, stripped, each once."""
        if key not in self:
            self.know(key)
            return default
        return tuple(dict.fromkeys(self.items(key, lambda index, value: self._text_item(key, index, value, check))))

    def items(self, key: str, read: Callable[[int, Any], Item | None]) -> tuple[Item, ...]:
        """What `read(index, value)` makes of each element of a list; None is left out, `read` has noted why."""
        value = self._get(key, list)
        read_items = (read(index, item) for index, item in enumerate(value or ()))
        return tuple(item for item in read_items if item is not None)

    def table(self, key: str) -> Table | None:
        """The table at `key`, or None if there is none."""
        value = self._get(key, dict)
        return None if value is None else Table(value, (*self.path, key), self.problems)

    def section(self, key: str) -> Table:
        """The table at `key`; an empty one if there is none, so that its keys are known all the same."""
        return self.table(key) or Table({}, (*self.path, key), self.problems)

    def know(self, key: str) -> None:
        """Notes that `key` is a valid one, read or not."""
        self.problems.known.add((*(part for part in self.path if isinstance(part, str)), key))

    def _get(self, key: str, *types: type, wanted: str = "") -> Any:
        self.know(key)
        value = self._values.get(key)
        if value is None or _is_a(value, types):
            return value
        hint = f" (did you mean [{quoted(value)}]?)" if types == (list,) and isinstance(value, str) else ""
        self.wrong(key, f"must be {wanted or _name_of(types[0])}, not {type_name(value)}{hint}")
        return None

    def _within(self, key: str, value: float, low: float, high: float) -> bool:
        if low <= value <= high:
            return True
        self.wrong(key, f"must be from {low:g} to {high:g}, not {value}")
        return False

    def _word(self, key: str, value: str, words: type[Word]) -> Word | None:
        valid = [word.value for word in words]
        if value in valid:
            return words(value)
        self.wrong(key, f"unknown word {quoted(value)} ({did_you_mean(value, valid)})")
        return None

    def _text_item(self, key: str, index: int, value: object, check: Check) -> str | None:
        wrong = check(value.strip()) if isinstance(value, str) else f"must be text in quotes, not {type_name(value)}"
        if wrong:
            self.problems.add((*self.path, key, index), wrong)
            return None
        return str(value).strip()


def _is_a(value: object, types: tuple[type, ...]) -> bool:
    """isinstance, but true is not a number and a date with a time is not a date."""
    if isinstance(value, bool):
        return bool in types
    if isinstance(value, datetime):
        return datetime in types
    return isinstance(value, types)
