"""The numbers that a fit is made of: their names, and how they go together before they are weighed.

What a mail and a wish have in common is first compared part by part (`features.compare`): these numbers are kept with
the score, so that for a changed wish only its own parts are compared again. Together they are features, to be weighed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from triage.score import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.domain import Interests, Term

#: Each number's name and the name under which it is shown, in the order of the model's coefficients.
FOR = {
    "title_match": "title",
    "work_match": "work",
    "want": "want",
    "want_only": "want",  # the wanted words of a user who names no titles: all that tells what the work is
    "level_match": "level",
    "level_step_up": "level",
    "location_match": "location",
    "workplace_match": "workplace",
    "employment_match": "employment",
    "pay_over": "pay",
    "about": "about",
}
AGAINST = {
    "title_other": "title",
    "title_unknown": "title",
    "work_other": "work",
    "want_none": "want",
    "avoid": "avoid",
    "level_below": "level",
    "level_above": "level",
    "level_plain": "level",
    "location_other": "location",
    "remote_elsewhere": "location",
    "currency_elsewhere": "location",
    "workplace_other": "workplace",
    "employment_other": "employment",
    "pay_under": "pay",
    "company_avoid": "company_avoid",
}
NAMES = (*FOR, *AGAINST)
#: What is compared, but weighed only together with others: how much the mail says of the role beside the right words,
#: and whether it says enough for silence about every wanted thing to mean something.
SUBSTANCE, SAYS_ENOUGH = "substance", "says_enough"
#: What suits besides the work itself. It recommends a role only as far as nothing decisive speaks against it: good pay
#: in the right town does not make a sales engineer's job a software engineer's. Summed up freely, five such facts
#: outweighed a wrong occupation, and more weight on the occupation cost every offer with an unusual title.
BESIDES = frozenset(
    {"level_match", "level_step_up", "location_match", "workplace_match", "employment_match", "pay_over"}
)
#: What copied words can reach: they count as far as the mail says anything else of the role.
_WORDS = frozenset({"title_match", "work_match", "want", "want_only", "about"})
_WORK = frozenset({"title_match", "want_only"})
_WORK_UNKNOWN = 0.3  # how much the rest recommends a role of which nothing says that the work suits
_DECISIVE = frozenset(AGAINST) - {
    "title_unknown", "work_other", "want_none", "currency_elsewhere", "level_plain"
}  # fmt: skip
_AVOID_CAP = 2.0
_WANT_CAP = 3.0  # times the mean weight


class Feature(NamedTuple):
    """One number: `name` is a key of `FOR` or `AGAINST`, `shown` what `triage why` calls it."""

    name: str
    shown: str
    value: float
    evidence: str


class Weighing(NamedTuple):
    """[interests] as numbers go together by them."""

    wanted: tuple[tuple[str, float], ...]  # the key of each term's number, and its weight ÷ the mean
    avoided: tuple[tuple[str, float], ...]  # the same, and its weight
    want: str  # the feature that wanted terms are
    seeks_work: bool  # whether it is stated what the work should be

    @classmethod
    def by(cls, interests: Interests) -> Weighing:
        """Made once for each configuration."""
        mean = sum(term.weight for term in interests.want) / len(interests.want) if interests.want else 0.0
        return cls(
            tuple((key_of("want", term), min(term.weight / mean, _WANT_CAP)) for term in interests.want),
            tuple((key_of("avoid", term), term.weight) for term in interests.avoid),
            "want" if interests.titles else "want_only",
            bool(interests.titles or interests.want),
        )


def key_of(side: str, term: Term) -> str:
    """That of the number of a term of the list "want" or "avoid"."""
    return f"{side}:{term.text}"


def together(numbers: Mapping[str, float], weighing: Weighing) -> list[tuple[str, str, float]]:
    """(name, shown, value) of every feature that is not 0, from what was compared.

    The key of a term's number is how it is shown, "want:python"; of any other its name.
    """
    shown = _SHOWN
    found = [(name, shown[name], value) for name, value in numbers.items() if name in shown]
    found += _wanted(numbers, weighing)
    found += _avoided(numbers, weighing)
    substance = numbers.get(SUBSTANCE, 1.0)
    if substance != 1.0:
        found = [(name, label, value * substance if name in _WORDS else value) for name, label, value in found]
    against, says_work = 0.0, not weighing.seeks_work
    for name, _, value in found:
        if value > against and name in _DECISIVE:
            against = value
        elif name in _WORK:
            says_work = True
    left = 1.0 - min(1.0, against)
    if not says_work:
        left *= _WORK_UNKNOWN
    return found if left == 1.0 else _besides(found, left)


def _wanted(numbers: Mapping[str, float], weighing: Weighing) -> list[tuple[str, str, float]]:
    strengths = [(key, weight * value) for key, weight in weighing.wanted if (value := numbers.get(key))]
    total = sum([strength for _, strength in strengths])
    if total:
        name, share = weighing.want, terms.saturated(total) / total
        return [(name, key, strength * share) for key, strength in strengths]
    return [("want_none", "want", 1.0)] if weighing.wanted and SAYS_ENOUGH in numbers else []


def _avoided(numbers: Mapping[str, float], weighing: Weighing) -> list[tuple[str, str, float]]:
    strengths = [(key, weight * value) for key, weight in weighing.avoided if (value := numbers.get(key))]
    total = sum([strength for _, strength in strengths])
    scale = min(1.0, _AVOID_CAP / total) if total else 0.0
    return [("avoid", key, strength * scale) for key, strength in strengths]


def _besides(found: list[tuple[str, str, float]], left: float) -> list[tuple[str, str, float]]:
    if left <= 0:
        return [one for one in found if one[0] not in BESIDES]
    return [(name, shown, value * left if name in BESIDES else value) for name, shown, value in found]


#: The numbers that are features as they are.
_SHOWN = {name: shown for name, shown in (FOR | AGAINST).items() if name not in {"want", "want_only", "avoid"}}
