"""All that a preview compares and decides by but the words, in one short row: 20,000 take a tenth of a second.

It is derived from what was read and scored, written with it, and goes with the words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from triage.codec import encode
from triage.domain import Employment, Fact, Kind, Level, Period, Salary, Warning, WarningCode, Workplace  # noqa: A004 - the contract's word

if TYPE_CHECKING:
    from triage.domain import Evidence, Gist, Opportunity, Score

#: Counts up when a sketch is written otherwise: one in another form counts as missing, and its mail is read anew.
FORM = 5
_read = json.JSONDecoder().raw_decode
_BEGINNING = f"[{FORM},"
_SEPARATOR = (
    ","  # of lists that are one text, since each part would be decoded by itself: in no name and no counted word
)


def sketched(opportunity: Opportunity, score: Score, gist: Gist) -> str:
    """The row of a suggestion."""
    role, offer = opportunity.role, dict(opportunity.kind_probability).get(Kind.OUTREACH, 0.0)
    pay = role.salary
    facts = (role.title, role.company, role.agency, role.locations, role.countries, role.workplace, role.seniority)
    more = (role.employment, role.years, (pay.min, pay.max, pay.currency, pay.period) if pay else ())
    read = (opportunity.kind, offer, opportunity.replyable, opportunity.forwarded_from)
    about = (gist.stated, gist.named, gist.length)
    scored = (score.probability, dict(score.numbers), score.taught)
    more_often = (f"{word} {times}" for word, times in gist.repeated)
    codes = (warning.code for warning in opportunity.warnings)
    lists = (opportunity.missing, codes, map(str.lower, role.skills), map(str, gist.work), gist.topics, more_often)
    others = (name.replace(_SEPARATOR, "") for name in opportunity.also_offered)
    return encode((FORM, *facts, *more, *read, *about, *scored, *map(_SEPARATOR.join, (*lists, others))))


def is_one(row: str | None) -> bool:
    """Whether a row was written in this form."""
    return row is not None and row.startswith(_BEGINNING)


class Sketch:
    """What stands in a row: fields of `Gist` and `Score`, and of `Role` and `Opportunity`, in whose place it stands."""

    __slots__ = (
        *("title", "company", "agency", "locations", "countries", "workplace", "seniority", "employment", "years"),
        *("_pay", "kind", "_offer", "replyable", "forwarded_from", "stated", "named", "length", "fit", "numbers"),
        "taught",
        *("_missing", "_warnings", "_skills", "_work", "_topics", "_repeated", "_also_offered"),
    )

    evidence: tuple[Evidence, ...] = ()
    not_replyable_because = ""

    def __init__(self, row: str) -> None:
        _, *facts, self._missing, self._warnings, self._skills, self._work, topics, repeated, others = _read(row)[0]
        self._topics, self._repeated, self._also_offered = topics, repeated, others
        self.title, self.company, self.agency, self.locations, self.countries, workplace, seniority, *facts = facts
        employment, self.years, self._pay, kind, self._offer, *facts = facts
        self.replyable, self.forwarded_from, *facts = facts
        self.stated, self.named, self.length, self.fit, self.numbers, self.taught = facts
        self.workplace, self.seniority = _WORKPLACES.get(workplace), _LEVELS.get(seniority)
        self.employment, self.kind = _EMPLOYMENTS.get(employment), _KINDS[kind]

    @property
    def company_and_pay(self) -> tuple[str, tuple[object, ...]]:
        """The employer, "" if it is not named, and the fields of `Salary`, () if there is none."""
        return self.company or "", tuple(self._pay)

    @property
    def kind_probability(self) -> tuple[tuple[Kind, float], ...]:
        """Of `Opportunity.kind_probability`, how probable it is an offer."""
        return ((Kind.OUTREACH, self._offer),)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """`Opportunity.missing`."""
        return tuple(map(_FACTS.__getitem__, _parts(self._missing)))

    @property
    def also_offered(self) -> tuple[str, ...]:
        """`Opportunity.also_offered`."""
        return _parts(self._also_offered)

    @property
    def warnings(self) -> tuple[Warning, ...]:
        """`Opportunity.warnings`, without their words."""
        return tuple(Warning(_WARNINGS[code], "") for code in _parts(self._warnings))

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
_KINDS, _FACTS = {str(one): one for one in Kind}, {str(one): one for one in Fact}
_WARNINGS = {str(one): one for one in WarningCode}
