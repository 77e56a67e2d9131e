"""Says each contribution to a fit in plain words, from the same numbers that made it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from triage.domain import LADDER, Level
from triage.score import features, pay

if TYPE_CHECKING:
    from collections.abc import Callable

    from triage.domain import Contribution, Interests, Opportunity, Role, Salary

_STEPS = ("", "one level", "two levels", "three levels", "four levels")


def sentence(contribution: Contribution, opportunity: Opportunity, interests: Interests) -> str:
    """A few words without a full stop, such as "pays 12 % under your floor"; never empty."""
    feature, _, term = contribution.feature.partition(":")
    speak = _SPEAKERS.get(feature)
    if speak is None:
        return contribution.feature
    return speak(contribution, opportunity.role, interests, term)


def _want(reason: Contribution, _role: Role, _interests: Interests, term: str) -> str:
    return f"names {term}" if reason.value > 0 else "names none of what you want to work with"


def _avoid(_reason: Contribution, _role: Role, _interests: Interests, term: str) -> str:
    return f"involves {term}, which you avoid"


def _title(reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    title = role.title or "what it describes"
    wanted = " or ".join(interests.titles[:2])
    return f"{title} is close to {wanted}" if reason.value > 0 else f"{title} is not {wanted}"


def _work(reason: Contribution, _role: Role, interests: Interests, _term: str) -> str:
    wanted = " or ".join(interests.titles[:2])
    return f"reads like the work of {wanted}" if reason.value > 0 else f"reads like other work than {wanted}"


def _level(reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    offered = features.rung_of(role)
    accepted = [LADDER[level] for level in features.accepted_levels(interests)]
    if not accepted:
        return "the level counts"
    if offered is None:
        return "names no level, and you look for one out of the ordinary"
    rung, sure = offered
    said = f"{role.seniority or Level.INTERN} level" if sure == 1 else f"{role.years}+ years"
    if reason.value < 0:
        return f"{said}: {_apart(rung, accepted, interests)}"
    if interests.level and interests.step_up and rung == LADDER[interests.level] + 1:
        return f"{said}: a step up"
    return f"{said}, as you want"


def _apart(rung: int, accepted: list[int], interests: Interests) -> str:
    """How far a rung is from the levels listed, else from the user's own: the one above, for a step up, is not that."""
    mine = [LADDER[interests.level]] if interests.level and not interests.levels else accepted
    whose = "those you want" if interests.levels else "yours"
    steps, side = (min(mine) - rung, "below") if rung < min(mine) else (rung - max(mine), "above")
    if steps < 1:
        return "the level counts"
    return f"{_STEPS[steps] if steps < len(_STEPS) else 'far'} {side} {whose}"


def _location(reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    where = ", ".join(role.locations[:3]) or ", ".join(role.countries)
    if reason.value > 0:
        return f"in {where}" if where else "in a place you want"
    wanted = ", ".join(interests.locations[:3])
    if not where:
        return f"pays in {role.salary.currency if role.salary else 'a foreign currency'}, which is not paid in {wanted}"
    return f"in {where}, not in {wanted}"


def _workplace(reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    wanted = " or ".join(interests.workplace)
    return f"{role.workplace} work" if reason.value > 0 else f"{role.workplace} work, not {wanted}"


def _employment(reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    offered = _spaced(role.employment or "")
    return offered if reason.value > 0 else f"{offered}, not {' or '.join(map(_spaced, interests.employment))}"


def _pay(_reason: Contribution, role: Role, interests: Interests, _term: str) -> str:
    salary, floor = role.salary, interests.pay_floor
    ratio = pay.log_ratio(salary, floor) if salary and floor else None
    if salary is None or floor is None or ratio is None:
        return "the pay counts"
    about = "" if salary.currency in {None, floor.currency} else "about "
    best = _per_cent(ratio)
    if best < 0:
        at_best = "at best " if salary.min and salary.max and salary.min < salary.max else ""
        return f"pays {at_best}{about}{-best} % under your floor"
    return f"pays {_over(best, _least_per_cent(salary, ratio), about)}"


def _over(best: int, least: int, about: str) -> str:
    """A pay whose best figure reaches the floor, in per cent over it; `least` is that of its lowest figure."""
    if best == 0:
        return f"{about}your floor"
    if least == best:
        return f"{about}{best} % over your floor"
    return f"{about}{least} to {best} % over your floor" if least > 0 else f"up to {about}{best} % over your floor"


def _per_cent(ratio: float) -> int:
    return round(100 * math.expm1(ratio))


def _least_per_cent(salary: Salary, best_ratio: float) -> int:
    """That of the lowest figure; of "up to X" nothing is known but that it may be less."""
    if salary.max is None:
        return _per_cent(best_ratio)
    return _per_cent(best_ratio + math.log(salary.min / salary.max)) if salary.min else 0


def _company(reason: Contribution, _role: Role, _interests: Interests, _term: str) -> str:
    return f"{reason.evidence or 'the company'} is a company you avoid"


def _about(_reason: Contribution, _role: Role, _interests: Interests, _term: str) -> str:
    return "shares words with what you say about yourself"


def _learned(reason: Contribution, _role: Role, _interests: Interests, term: str) -> str:
    done = "accept" if reason.value > 0 else "decline"
    return f"you tend to {done} mails that name {term}" if term else f"words of mails you tend to {done}"


def _base(_reason: Contribution, _role: Role, _interests: Interests, _term: str) -> str:
    return "where every offer starts"


def _spaced(word: str) -> str:
    return word.replace("_", " ")


_SPEAKERS: dict[str, Callable[[Contribution, Role, Interests, str], str]] = {
    "want": _want,
    "avoid": _avoid,
    "title": _title,
    "work": _work,
    "level": _level,
    "location": _location,
    "workplace": _workplace,
    "employment": _employment,
    "pay": _pay,
    "company_avoid": _company,
    "about": _about,
    "learned": _learned,
    "base": _base,
}
