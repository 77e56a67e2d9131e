"""Compares what a mail offers with what the user wants: a few named numbers, 0 wherever either side says nothing.

Every number is 0 or more and counts either for or against the role (`FOR`, `AGAINST`): training may not turn its sign,
so that no reason ever contradicts the fit. Several numbers may speak under one name: "title" is for and against.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import LADDER, Employment, Level, Workplace
from triage.score import occupation, pay, place, terms
from triage.score.terms import Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.domain import Interests, Message, Opportunity, Role
    from triage.score.occupation import Title
    from triage.score.place import Place

#: Each number's name and the name under which it is shown, in the order of the model's coefficients.
FOR = {
    "title_match": "title",
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
    "want_none": "want",
    "avoid": "avoid",
    "level_below": "level",
    "level_above": "level",
    "location_other": "location",
    "remote_elsewhere": "location",
    "currency_elsewhere": "location",
    "workplace_other": "workplace",
    "employment_other": "employment",
    "pay_under": "pay",
    "company_avoid": "company_avoid",
}
NAMES = (*FOR, *AGAINST)
#: What suits besides the work itself. It recommends a role only as far as nothing decisive speaks against it: good pay
#: in the right town does not make a sales engineer's job a software engineer's. Summed up freely, five such facts
#: outweighed a wrong occupation, and more weight on the occupation cost every offer with an unusual title.
BESIDES = frozenset(
    {"level_match", "level_step_up", "location_match", "workplace_match", "employment_match", "pay_over"}
)
#: What copied words can reach: they count as far as the mail says anything else of the role, by the number of facts
#: among employer, pay, place and contract. A mail of nothing but the right words stays in the middle band.
_WORDS = frozenset({"title_match", "want", "want_only", "about"})
_SUBSTANCE = (0.25, 0.6)
_WORK = frozenset({"title_match", "want_only"})
_WORK_UNKNOWN = 0.3  # how much the rest recommends a role of which nothing says that the work suits
_DECISIVE = frozenset(AGAINST) - {"title_unknown", "want_none", "currency_elsewhere"}

_TEXT_LIMIT = 12_000  # characters: nothing that decides stands further down
_SHORT = 400  # characters: below this, history is read too ("bumping this")
_ENOUGH_SAID = 500  # characters after which silence about every wanted thing says something
_NEAR_TITLE = 0.3  # similarity below which two known occupations count as different
_AVOID_CAP = 2.0
_ANYWHERE = frozenset({"anywhere", "remote", "worldwide", "world", "global", "any"})
_MOST_ABOUT = 6.0  # words: a mail that shares as many with `about` is fully about it
#: Lower bounds of years asked for, and the rung they usually mean; read only when no level is stated, at half weight.
_YEARS_TO_RUNG = ((12, 5), (8, 4), (4, 3), (2, 2), (0, 1))
_OFFICE = {Workplace.REMOTE: 0, Workplace.HYBRID: 1, Workplace.ONSITE: 2}


class Feature(NamedTuple):
    """One number: `name` is a key of `FOR` or `AGAINST`, `shown` what `triage why` calls it."""

    name: str
    shown: str
    value: float
    evidence: str


class Wanted(NamedTuple):
    """[interests] as features compare them: made once for each configuration."""

    titles: tuple[Title, ...]
    rungs: tuple[int, ...]
    best_rung: int | None
    cities: frozenset[str]
    city_countries: frozenset[str]
    countries: frozenset[str]
    anywhere: bool
    about: tuple[str, ...]
    mean_weight: float


def extract(message: Message, opportunity: Opportunity, interests: Interests) -> tuple[Feature, ...]:
    """The numbers that are not 0. Pure, and the same for the same arguments."""
    role, wish = opportunity.role, compile_interests(interests)
    page = page_of(message, role)
    parts = (
        _title(role, page, wish),
        _want(page, interests, wish),
        _avoid(page, interests),
        _level(role, wish),
        _location(role, wish),
        _workplace(role, interests),
        _employment(role, interests),
        _pay(role, interests),
        _company(role, interests),
        _about(page, wish),
    )
    found = tuple(feature for part in parts for feature in part if feature.value > 0)
    found = tuple(_as_far_as_it_says(found, _substance(role, page, interests)))
    left = 1.0 - max((min(1.0, feature.value) for feature in found if feature.name in _DECISIVE), default=0.0)
    if (interests.titles or interests.want) and not any(feature.name in _WORK for feature in found):
        left *= _WORK_UNKNOWN
    return found if left == 1.0 else tuple(_besides(found, left))


def _as_far_as_it_says(found: tuple[Feature, ...], substance: float) -> Iterator[Feature]:
    for feature in found:
        yield feature._replace(value=feature.value * substance) if feature.name in _WORDS else feature


def _substance(role: Role, page: Page, interests: Interests) -> float:
    """How much a mail says of the role beside the right words, which can be copied from a profile."""
    place = bool(role.locations or role.countries or role.workplace)
    stated = sum((bool(role.company), bool(role.salary), place, bool(role.employment)))
    if stated >= len(_SUBSTANCE):
        return 1.0
    return _SUBSTANCE[stated] * (1.0 - terms.repetition(page.lowered, _wanted_words(interests)))


@functools.lru_cache(maxsize=16)
def _wanted_words(interests: Interests) -> frozenset[str]:
    phrases = (*interests.titles, *(form for term in interests.want for form in terms.forms(term.text)))
    return frozenset(word for phrase in phrases for word in phrase.lower().split())


def _besides(found: tuple[Feature, ...], left: float) -> Iterator[Feature]:
    for feature in found:
        if feature.name not in BESIDES:
            yield feature
        elif left > 0:
            yield feature._replace(value=feature.value * left)


@functools.lru_cache(maxsize=16)
def compile_interests(interests: Interests) -> Wanted:
    """What of the interests does not change from mail to mail."""
    places = [place.find_place(name) for name in interests.locations]
    weights = [term.weight for term in interests.want]
    return Wanted(
        titles=tuple(occupation.read_title(title) for title in interests.titles),
        rungs=_accepted_rungs(interests),
        best_rung=LADDER[interests.level] + 1 if interests.level and interests.step_up else None,
        cities=frozenset(found.city for found in places if found.city),
        city_countries=frozenset(code for found in places if found.city for code in found.countries),
        countries=frozenset(code for found in places if not found.city for code in found.countries),
        anywhere=any(name.strip().lower() in _ANYWHERE for name in interests.locations),
        about=terms.stems(interests.about),
        mean_weight=sum(weights) / len(weights) if weights else 1.0,
    )


def evidence(role: Role, field: str) -> str:
    """The words that a field of the role was read from, or ""."""
    return next((found.quote for found in role.evidence if found.field == field), "")


def rung_of(role: Role) -> tuple[int, float] | None:
    """The rung a role stands on (`domain.LADDER`) and how sure that is: 1 by its level, ½ by years asked for."""
    if role.seniority:
        return LADDER[role.seniority], 1.0
    if role.employment is Employment.INTERNSHIP:
        return LADDER[Level.INTERN], 1.0
    if role.years is None:
        return None
    return next(rung for least, rung in _YEARS_TO_RUNG if role.years >= least), 0.5


def accepted_levels(interests: Interests) -> tuple[Level, ...]:
    """The levels the user would consider: those listed, else their own, and one above when they want to step up."""
    if interests.levels or interests.level is None:
        return interests.levels
    own = LADDER[interests.level]
    return tuple(level for level, rung in LADDER.items() if rung == own or (interests.step_up and rung == own + 1))


def page_of(message: Message, role: Role) -> Page:
    """The text of a mail as it is compared: subject and text, and the history below a short one."""
    text = message.text if len(message.text) >= _SHORT else f"{message.text}\n{message.quoted}"
    text = f"{message.subject}\n\n{text}"[:_TEXT_LIMIT]
    lowered = text.lower()
    if len(lowered) != len(text):  # "İ" is two characters in lower case: offsets must stay
        lowered = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
    skills = frozenset(skill.lower() for skill in role.skills)
    return Page(text, lowered, (role.title or "").lower(), skills, (role.agency or "").lower())


def _title(role: Role, page: Page, wish: Wanted) -> Iterator[Feature]:
    if not wish.titles:
        return
    if role.title is None:
        in_prose = _nearest_in_prose(page, wish)
        yield Feature("title_match", "title", 0.8 * in_prose if in_prose >= _NEAR_TITLE else 0.0, "")
        return
    offered = occupation.read_title(role.title)
    known = [near for title in wish.titles if (near := occupation.similarity(title, offered)) is not None]
    shared = max(occupation.overlap(title, offered) for title in wish.titles)
    quote = evidence(role, "title") or role.title
    if known:
        nearest = max(known)
        yield Feature("title_match", "title", nearest if nearest >= _NEAR_TITLE else 0.0, quote)
        yield Feature("title_other", "title", max(0.0, 1.0 - nearest / _NEAR_TITLE), quote)
    else:
        yield Feature("title_match", "title", 0.7 * shared if shared > 0.5 else 0.0, quote)
        yield Feature("title_unknown", "title", 1.0 - shared, quote)


def _nearest_in_prose(page: Page, wish: Wanted) -> float:
    """Without a title, the nearest occupation that the first sentences name."""
    named = occupation.named_in(page.text[:800])
    return max(
        (occupation.nearness(title.occupation, one) for title in wish.titles if title.occupation for one in named),
        default=0.0,
    )


def _want(page: Page, interests: Interests, wish: Wanted) -> Iterator[Feature]:
    found = [(term, terms.wanted(term, page)) for term in interests.want]
    strengths = [min(term.weight / wish.mean_weight, 3.0) * hit.strength for term, hit in found]
    total = sum(strengths)
    if total:
        share = terms.saturated(total) / total
        for (term, hit), strength in zip(found, strengths, strict=True):
            yield Feature("want" if wish.titles else "want_only", f"want:{term.text}", strength * share, hit.quote)
    elif interests.want and (page.skills or len(page.text) > _ENOUGH_SAID):
        yield Feature("want_none", "want", 1.0, "")


def _avoid(page: Page, interests: Interests) -> Iterator[Feature]:
    found = [(term, terms.avoided(term, page)) for term in interests.avoid]
    total = sum(term.weight * hit.strength for term, hit in found)
    scale = min(1.0, _AVOID_CAP / total) if total else 0.0
    for term, hit in found:
        yield Feature("avoid", f"avoid:{term.text}", term.weight * hit.strength * scale, hit.quote)


def _level(role: Role, wish: Wanted) -> Iterator[Feature]:
    offered = rung_of(role)
    if offered is None or not wish.rungs:
        return
    rung, sure = offered
    if role.seniority is Level.LEAD and LADDER[Level.MANAGER] in wish.rungs:
        rung = LADDER[Level.MANAGER]  # "people lead" and "HR manager" are said of one job
    quote = evidence(role, "seniority") or evidence(role, "years")
    below, above = min(wish.rungs) - rung, rung - max(wish.rungs)
    if sure < 1:  # years are a lower bound, and loosely meant
        below, above = below - 1, above - 1
    yield Feature("level_below", "level", sure * _distance(below), quote)
    yield Feature("level_above", "level", sure * _distance(above), quote)
    inside = min(wish.rungs) <= rung <= max(wish.rungs)
    yield Feature("level_match", "level", sure if inside else 0.0, quote)
    yield Feature("level_step_up", "level", sure if inside and rung == wish.best_rung else 0.0, quote)


def _distance(steps: int) -> float:
    return min(0.2 + 0.5 * steps, 1.7) if steps > 0 else 0.0


def _location(role: Role, wish: Wanted) -> Iterator[Feature]:
    if wish.anywhere or not (wish.cities or wish.countries):
        return
    offered = [place.find_place(name) for name in role.locations]
    countries = frozenset(role.countries) or frozenset(code for found in offered for code in found.countries)
    quote = evidence(role, "locations") or evidence(role, "countries") or ", ".join(role.locations)
    remote = role.workplace is Workplace.REMOTE
    if remote:
        yield from _remote_location(countries, wish, quote)
    elif offered or countries:
        yield from _office_location(offered, countries, wish, quote)
    if not countries:
        yield from _foreign_currency(role, wish)


def _remote_location(countries: frozenset[str], wish: Wanted, quote: str) -> Iterator[Feature]:
    if not countries:
        return
    near = bool(countries & (wish.countries | wish.city_countries))
    yield Feature("location_match", "location", float(near), quote)
    yield Feature(
        "remote_elsewhere", "location", float(not near and bool(wish.countries or wish.city_countries)), quote
    )


def _foreign_currency(role: Role, wish: Wanted) -> Iterator[Feature]:
    """A mail that names no country, but pays in a currency of none of the wanted ones."""
    theirs = pay.COUNTRIES.get((role.salary and role.salary.currency) or "", frozenset())
    ours = wish.countries | wish.city_countries
    if theirs and ours and not theirs & ours:
        yield Feature("currency_elsewhere", "location", 1.0, evidence(role, "salary"))


def _office_location(offered: list[Place], countries: frozenset[str], wish: Wanted, quote: str) -> Iterator[Feature]:
    cities = {found.city for found in offered if found.city}
    if (cities & wish.cities) or (countries & wish.countries):
        yield Feature("location_match", "location", 1.0, quote)
    elif countries & wish.city_countries:
        # the right country, another city or none named
        yield Feature("location_other", "location", 0.7 if cities else 0.0, quote)
    elif countries and (wish.countries or wish.city_countries):
        yield Feature("location_other", "location", 1.0, quote)
    elif cities and not wish.countries:  # an unknown place is at least another city
        yield Feature("location_other", "location", 0.5, quote)


def _workplace(role: Role, interests: Interests) -> Iterator[Feature]:
    if role.workplace is None or not interests.workplace or len(set(interests.workplace)) == len(Workplace):
        return
    quote = evidence(role, "workplace")
    if role.workplace in interests.workplace:
        yield Feature("workplace_match", "workplace", 1.0, quote)
    else:
        steps = min(abs(_OFFICE[role.workplace] - _OFFICE[one]) for one in interests.workplace)
        yield Feature("workplace_other", "workplace", 0.4 + 0.3 * steps, quote)


def _employment(role: Role, interests: Interests) -> Iterator[Feature]:
    if role.employment is None or not interests.employment or len(set(interests.employment)) == len(Employment):
        return
    quote, fits = evidence(role, "employment"), role.employment in interests.employment
    yield Feature("employment_match" if fits else "employment_other", "employment", 1.0, quote)


def _pay(role: Role, interests: Interests) -> Iterator[Feature]:
    if role.salary is None or interests.pay_floor is None:
        return
    ratio = pay.log_ratio(role.salary, interests.pay_floor)
    if ratio is None:
        return
    quote = evidence(role, "salary")
    # currencies are compared by rates a few per cent off: a hair under the floor is not under it
    slack = 0.0 if role.salary.currency in {None, interests.pay_floor.currency} else 0.05
    under = -ratio - slack
    yield Feature("pay_under", "pay", min(0.5 + under / 0.2, 2.0) if under > 0.005 else 0.0, quote)
    yield Feature("pay_over", "pay", min(0.5 + ratio / 0.5, 1.0) if under <= 0.005 else 0.0, quote)


def _company(role: Role, interests: Interests) -> Iterator[Feature]:
    for name in (role.company, role.agency):
        if name and any(_same_company(name, avoided) for avoided in interests.companies_avoid):
            yield Feature("company_avoid", "company_avoid", 1.0, name)
            return


def _same_company(name: str, avoided: str) -> bool:
    """Whether one name begins with the other's words: "Initech GmbH" is "Initech", "Initechnology" is not."""
    one, other = occupation.fold(name).split(), occupation.fold(avoided).split()
    short = min(len(one), len(other))
    return short > 0 and [word.strip(".,") for word in one[:short]] == [word.strip(".,") for word in other[:short]]


def _about(page: Page, wish: Wanted) -> Iterator[Feature]:
    if wish.about:
        shared = [at for stem in wish.about if (at := page.lowered.find(stem)) >= 0]
        enough = min(_MOST_ABOUT, len(wish.about))
        yield Feature("about", "about", min(1.0, len(shared) / enough), terms.words_at(page.text, sorted(shared)[:6]))


def _accepted_rungs(interests: Interests) -> tuple[int, ...]:
    return tuple(sorted({LADDER[level] for level in accepted_levels(interests)}))
