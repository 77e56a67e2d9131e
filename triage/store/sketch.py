"""All that a preview compares of a suggestion but its words, in one short row: 20,000 take a tenth of a second.

It is derived from what was read and scored, written with it, and goes with the words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triage.codec import encode
from triage.domain import Employment, Level, Period, Salary, Workplace

if TYPE_CHECKING:
    from triage.domain import Evidence, Gist, Role, Score

#: Counts up when a sketch is written otherwise: one in another form counts as missing, and its mail is read anew.
FORM = 1
_read = json.JSONDecoder().raw_decode
_BEGINNING = f"[{FORM},"
_SEPARATOR = (
    ","  # of lists that are one text, since each part would be decoded by itself: in no name and no counted word
)


def sketched(role: Role, score: Score, gist: Gist) -> str:
    """The row of a suggestion."""
    pay = role.salary
    facts = (role.title, role.company, role.agency, role.locations, role.countries, role.workplace, role.seniority)
    more = (role.employment, role.years, (pay.min, pay.max, pay.currency, pay.period) if pay else ())
    read = (gist.stated, gist.named, gist.length, dict(score.numbers), dict(score.taught))
    more_often = (f"{word} {times}" for word, times in gist.repeated)
    lists = (map(str.lower, role.skills), map(str, gist.work), gist.topics, more_often)
    return encode((FORM, *facts, *more, *read, *map(_SEPARATOR.join, lists)))


def is_one(row: str | None) -> bool:
    """Whether a row was written in this form."""
    return row is not None and row.startswith(_BEGINNING)


class Sketch:
    """What stands in a row: fields of `Gist`, of `Score`, and of a `Role`, in whose place it can be looked at."""

    __slots__ = (
        *("title", "company", "agency", "locations", "countries", "workplace", "seniority", "employment", "years"),
        *("_pay", "stated", "named", "length", "numbers", "taught", "_skills", "_work", "_topics", "_repeated"),
    )

    evidence: tuple[Evidence, ...] = ()

    def __init__(self, row: str) -> None:
        _, *facts, self._skills, self._work, self._topics, self._repeated = _read(row)[0]
        self.title, self.company, self.agency, self.locations, self.countries, workplace, seniority, *facts = facts
        employment, self.years, self._pay, self.stated, self.named, self.length, self.numbers, self.taught = facts
        self.workplace, self.seniority = _WORKPLACES.get(workplace), _LEVELS.get(seniority)
        self.employment = _EMPLOYMENTS.get(employment)

    @property
    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, "" if it is not named, and the fields of `Salary`, () if there is none."""
        return self.company or "", tuple(self._pay)

    @property
    def repeated(self) -> dict[str, int]:
        """`Gist.repeated`."""
        pairs = (part.rsplit(" ", 1) for part in _parts(self._repeated))
        return {word: int(times) for word, times in pairs}

    @property
    def salary(self) -> Salary | None:
        """`Role.salary`."""
        if not self._pay:
            return None
        least, most, currency, period = self._pay
        return Salary(least, most, currency, _PERIODS.get(period))

    @property
    def skills(self) -> tuple[str, ...]:
        """`Role.skills`, in lower case."""
        return _parts(self._skills)

    @property
    def topics(self) -> tuple[str, ...]:
        """`Gist.topics`."""
        return _parts(self._topics)

    @property
    def work(self) -> tuple[float, ...]:
        """`Gist.work`."""
        return tuple(map(float, _parts(self._work)))


def _parts(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(_SEPARATOR)) if joined else ()


#: Looked up by their words: calling the class takes three times as long.
_WORKPLACES, _LEVELS = {str(one): one for one in Workplace}, {str(one): one for one in Level}
_EMPLOYMENTS, _PERIODS = {str(one): one for one in Employment}, {str(one): one for one in Period}
