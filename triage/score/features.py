"""Compares what a mail offers with what the user wants: a few named numbers, 0 wherever either side says nothing.

Every number is 0 or more and counts either for or against the role (`FOR`, `AGAINST`): training may not turn its sign,
so that no reason ever contradicts the fit. Several numbers may speak under one name: "title" is for and against.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import LADDER, Employment, Level, Workplace
from triage.score import occupation, pay, place, terms, work
from triage.score.numbers import (
    AGAINST,
    BESIDES,
    FOR,
    NAMES,
    SAYS_ENOUGH,
    SUBSTANCE,
    Feature,
    Weighing,
    key_of,
    together,
)
from triage.score.reading import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from triage.domain import Interests, Role, Term
    from triage.score.gist import GistPage
    from triage.score.occupation import Title
    from triage.score.page import Page
    from triage.score.place import Place

__all__ = ["AGAINST", "BESIDES", "FOR", "NAMES", "Feature"]

#: What copied words can reach depends on the number of facts among employer, pay, place and contract that the mail
#: states. A mail of nothing but the right words stays in the middle band.
_SUBSTANCE = (0.25, 0.6)

_ENOUGH_SAID = 500  # characters after which silence about every wanted thing says something
_NEAR_TITLE = 0.3  # similarity below which two known occupations count as different
_ANYWHERE = frozenset({"anywhere", "remote", "worldwide", "world", "global", "any"})
_MOST_ABOUT = 6.0  # words: a mail that shares as many with `about` is fully about it
#: Lower bounds of years asked for, and the rung they usually mean; read only when no level is stated, at half weight.
_YEARS_TO_RUNG = ((12, 5), (8, 4), (4, 3), (2, 2), (0, 1))
_PLAIN_RUNGS = frozenset({2, 3})  # where a title without a word of level may stand
_OFFICE = {Workplace.REMOTE: 0, Workplace.HYBRID: 1, Workplace.ONSITE: 2}


class Wanted(NamedTuple):
    """[interests] as features compare them: made once for each configuration."""

    interests: Interests
    words: frozenset[str]  # of titles and wanted terms, in lower case
    titles: tuple[Title, ...]
    work: work.Sought
    rungs: tuple[int, ...]
    best_rung: int | None
    cities: frozenset[str]
    city_countries: frozenset[str]
    countries: frozenset[str]
    anywhere: bool
    about: tuple[str, ...]
    weighing: Weighing


class Number(NamedTuple):
    """What one part of a comparison gives: see `numbers.together` for the keys."""

    key: str
    value: float
    evidence: str


def extract(page: GistPage, interests: Interests) -> tuple[Feature, ...]:
    """The features that are not 0. Pure, and the same for the same arguments."""
    wish = compile_interests(interests)
    return joined(compare(page, wish), wish)


def joined(compared: Iterable[Number], wish: Wanted) -> tuple[Feature, ...]:
    """The features that numbers make together, each with its evidence."""
    kept = {number.key: number for number in compared}
    found = together({key: number.value for key, number in kept.items()}, wish.weighing)
    nothing = Number("", 0.0, "")
    return tuple(
        Feature(name, shown, value, kept.get(shown, kept.get(name, nothing)).evidence) for name, shown, value in found
    )


def compare(page: GistPage, wish: Wanted) -> tuple[Number, ...]:
    """What a mail and a wish have in common, part by part: the numbers above 0, and `SUBSTANCE`."""
    parts = (part.compare(page, page.role, wish) for part in PARTS)
    stated = [(side, term) for side in TERMS for term in getattr(wish.interests, side)]
    return tuple(filter(counts, (*(number for part in parts for number in part), *compare_terms(page, stated))))


def compare_terms(page: Page, stated: Iterable[tuple[str, Term]]) -> list[Number]:
    """How far a mail is about some terms, each with its list: of most it holds no word, and those are left out."""
    return [TERMS[side](page, term) for side, term in stated if terms.may_be_named(term, page)]


def counts(number: Number) -> bool:
    """Whether it says something: 0 says nothing, but that a mail has no substance."""
    return number.value > 0 or number.key == SUBSTANCE


@functools.lru_cache(maxsize=16)
def compile_interests(interests: Interests) -> Wanted:
    """What of the interests does not change from mail to mail."""
    places = [place.find_place(name) for name in interests.locations]
    phrases = (*interests.titles, *(form for term in interests.want for form in terms.forms(term.text)))
    titles = tuple(occupation.read_title(title) for title in interests.titles)
    return Wanted(
        interests=interests,
        words=frozenset(word for phrase in phrases for word in phrase.lower().split()),
        titles=titles,
        work=work.sought(title.occupation for title in titles if title.occupation),
        rungs=_accepted_rungs(interests),
        best_rung=LADDER[interests.level] + 1 if interests.level and interests.step_up else None,
        cities=frozenset(found.city for found in places if found.city),
        city_countries=frozenset(code for found in places if found.city for code in found.countries),
        countries=frozenset(code for found in places if not found.city for code in found.countries),
        anywhere=any(name.strip().lower() in _ANYWHERE for name in interests.locations),
        about=terms.stems(interests.about),
        weighing=Weighing.by(interests),
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


def _says_enough(page: Page, _role: Role, _wish: Wanted) -> Iterator[Number]:
    """Whether silence about every wanted thing says something."""
    yield Number(SAYS_ENOUGH, float(bool(page.skills) or len(page.text) > _ENOUGH_SAID), "")


def _substance(page: GistPage, _role: Role, wish: Wanted) -> Iterator[Number]:
    """How much a mail says of the role beside the right words, which can be copied from a profile."""
    value = 1.0
    if page.stated < len(_SUBSTANCE):
        value = _SUBSTANCE[page.stated] * (1.0 - terms.repetition(page.repeats, wish.words))
    yield Number(SUBSTANCE, value, "")


def _title(page: GistPage, role: Role, wish: Wanted) -> Iterator[Number]:
    if not wish.titles:
        return
    if role.title is None:
        in_prose = _nearest_in_prose(page, wish)
        yield Number("title_match", 0.8 * in_prose if in_prose >= _NEAR_TITLE else 0.0, "")
        return
    nearest, shared = _alike(wish.titles, role.title)
    quote = evidence(role, "title") or role.title
    if nearest is not None:
        yield Number("title_match", nearest if nearest >= _NEAR_TITLE else 0.0, quote)
        yield Number("title_other", max(0.0, 1.0 - nearest / _NEAR_TITLE), quote)
    else:
        yield Number("title_match", 0.7 * shared if shared > 0.5 else 0.0, quote)
        yield Number("title_unknown", 1.0 - shared, quote)


@functools.lru_cache(maxsize=4096)  # many offers have one title
def _alike(wanted: tuple[Title, ...], title: str) -> tuple[float | None, float]:
    """How near the nearest wanted title lies (None: no occupation is known), and the largest share of words shared."""
    offered = occupation.read_title(title)
    known = [near for one in wanted if (near := occupation.similarity(one, offered)) is not None]
    return max(known, default=None), max(occupation.overlap(one, offered) for one in wanted)


def _nearest_in_prose(page: GistPage, wish: Wanted) -> float:
    """Without a title, the nearest occupation that the first sentences name."""
    return max(
        (occupation.nearness(title.occupation, one) for title in wish.titles if title.occupation for one in page.named),
        default=0.0,
    )


def _work(page: GistPage, _role: Role, wish: Wanted) -> Iterator[Number]:
    if not wish.work.near:
        return
    like = work.likeness(page.chances(wish.work.work), wish.work)
    quote = page.telling(wish.work) if like else ""
    yield Number("work_match", max(0.0, like), quote)
    yield Number("work_other", max(0.0, -like), quote)


def _want(page: Page, term: Term) -> Number:
    return Number(key_of("want", term), *terms.wanted(term, page))


def _avoid(page: Page, term: Term) -> Number:
    return Number(key_of("avoid", term), *terms.avoided(term, page))


def _level(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    offered = rung_of(role)
    if not wish.rungs:
        return
    if offered is None:
        plain = bool(role.title) and _PLAIN_RUNGS.isdisjoint(wish.rungs)
        yield Number("level_plain", float(plain), evidence(role, "title") or role.title or "")
        return
    rung, sure = offered
    if role.seniority is Level.LEAD and LADDER[Level.MANAGER] in wish.rungs:
        rung = LADDER[Level.MANAGER]  # "people lead" and "HR manager" are said of one job
    quote = evidence(role, "seniority") or evidence(role, "years")
    below, above = min(wish.rungs) - rung, rung - max(wish.rungs)
    if sure < 1:  # years are a lower bound, and loosely meant
        below, above = below - 1, above - 1
    yield Number("level_below", sure * _distance(below), quote)
    yield Number("level_above", sure * _distance(above), quote)
    inside = min(wish.rungs) <= rung <= max(wish.rungs)
    yield Number("level_match", sure if inside else 0.0, quote)
    yield Number("level_step_up", sure if inside and rung == wish.best_rung else 0.0, quote)


def _distance(steps: int) -> float:
    return min(0.2 + 0.5 * steps, 1.7) if steps > 0 else 0.0


def _location(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    if wish.anywhere or not (wish.cities or wish.countries):
        return
    offered = [place.find_place(name) for name in role.locations]
    regions = (found.countries for found in offered if found.is_region or not role.countries)
    countries = frozenset(role.countries).union(*regions)
    quote = evidence(role, "locations") or evidence(role, "countries") or ", ".join(role.locations)
    remote = role.workplace is Workplace.REMOTE
    if remote:
        yield from _remote_location(countries, wish, quote)
    elif offered or countries:
        yield from _office_location(offered, countries, wish, quote)
    if not countries:
        yield from _foreign_currency(role, wish)


def _remote_location(countries: frozenset[str], wish: Wanted, quote: str) -> Iterator[Number]:
    if not countries:
        return
    near = bool(countries & (wish.countries | wish.city_countries))
    yield Number("location_match", float(near), quote)
    yield Number("remote_elsewhere", float(not near and bool(wish.countries or wish.city_countries)), quote)


def _foreign_currency(role: Role, wish: Wanted) -> Iterator[Number]:
    """A mail that names no country, but pays in a currency of none of the wanted ones."""
    theirs = pay.COUNTRIES.get((role.salary and role.salary.currency) or "", frozenset())
    ours = wish.countries | wish.city_countries
    if theirs and ours and not theirs & ours:
        yield Number("currency_elsewhere", 1.0, evidence(role, "salary"))


def _office_location(offered: list[Place], countries: frozenset[str], wish: Wanted, quote: str) -> Iterator[Number]:
    cities = {found.city for found in offered if found.city}
    if (cities & wish.cities) or (countries & wish.countries):
        yield Number("location_match", 1.0, quote)
    elif countries & wish.city_countries:
        # the right country, another city or none named
        yield Number("location_other", 0.7 if cities else 0.0, quote)
    elif countries and (wish.countries or wish.city_countries):
        yield Number("location_other", 1.0, quote)
    elif cities and not wish.countries:  # an unknown place is at least another city
        yield Number("location_other", 0.5, quote)


def _workplace(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    if role.workplace is None or not wish.interests.workplace or len(set(wish.interests.workplace)) == len(Workplace):
        return
    quote = evidence(role, "workplace")
    if role.workplace in wish.interests.workplace:
        yield Number("workplace_match", 1.0, quote)
    else:
        steps = min(abs(_OFFICE[role.workplace] - _OFFICE[one]) for one in wish.interests.workplace)
        yield Number("workplace_other", 0.4 + 0.3 * steps, quote)


def _employment(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    if (
        role.employment is None
        or not wish.interests.employment
        or len(set(wish.interests.employment)) == len(Employment)
    ):
        return
    quote, fits = evidence(role, "employment"), role.employment in wish.interests.employment
    yield Number("employment_match" if fits else "employment_other", 1.0, quote)


def _pay(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    if role.salary is None or wish.interests.pay_floor is None:
        return
    ratio = pay.log_ratio(role.salary, wish.interests.pay_floor)
    if ratio is None:
        return
    quote = evidence(role, "salary")
    # currencies are compared by rates a few per cent off: a hair under the floor is not under it
    slack = 0.0 if role.salary.currency in {None, wish.interests.pay_floor.currency} else 0.05
    under = -ratio - slack
    yield Number("pay_under", min(0.5 + under / 0.2, 2.0) if under > 0.005 else 0.0, quote)
    yield Number("pay_over", min(0.5 + ratio / 0.5, 1.0) if under <= 0.005 else 0.0, quote)


def _company(_page: Page, role: Role, wish: Wanted) -> Iterator[Number]:
    for name in (role.company, role.agency):
        if name and any(_same_company(name, avoided) for avoided in wish.interests.companies_avoid):
            yield Number("company_avoid", 1.0, name)
            return


def _same_company(name: str, avoided: str) -> bool:
    """Whether one name begins with the other's words: "Initech GmbH" is "Initech", "Initechnology" is not."""
    one, other = fold(name).split(), fold(avoided).split()
    short = min(len(one), len(other))
    return short > 0 and [word.strip(".,") for word in one[:short]] == [word.strip(".,") for word in other[:short]]


def _about(page: Page, _role: Role, wish: Wanted) -> Iterator[Number]:
    if wish.about:
        shared = [stem for stem in wish.about if stem in page.vocabulary]
        enough = min(_MOST_ABOUT, len(wish.about))
        yield Number("about", min(1.0, len(shared) / enough), page.begun_with(shared))


def _accepted_rungs(interests: Interests) -> tuple[int, ...]:
    return tuple(sorted({LADDER[level] for level in accepted_levels(interests)}))


class Part(NamedTuple):
    """One part of a comparison."""

    compare: Callable[[GistPage, Role, Wanted], Iterator[Number]]
    keys: tuple[str, ...]  # of its numbers
    looks_at: Callable[[Wanted], object]  # all that it needs to know of the wish
    reads_words: bool = False  # and not only what is kept of a mail


PARTS = (
    Part(_title, ("title_match", "title_other", "title_unknown"), lambda wish: wish.titles),
    Part(_work, ("work_match", "work_other"), lambda wish: wish.work.near),
    Part(
        _level,
        ("level_below", "level_above", "level_plain", "level_match", "level_step_up"),
        lambda wish: (wish.rungs, wish.best_rung),
    ),
    Part(
        _location,
        ("location_match", "location_other", "remote_elsewhere", "currency_elsewhere"),
        lambda wish: (wish.cities, wish.city_countries, wish.countries, wish.anywhere),
    ),
    Part(_workplace, ("workplace_match", "workplace_other"), lambda wish: wish.interests.workplace),
    Part(_employment, ("employment_match", "employment_other"), lambda wish: wish.interests.employment),
    Part(_pay, ("pay_under", "pay_over"), lambda wish: wish.interests.pay_floor),
    Part(_company, ("company_avoid",), lambda wish: wish.interests.companies_avoid),
    Part(_about, ("about",), lambda wish: wish.about, reads_words=True),
    Part(_says_enough, (SAYS_ENOUGH,), lambda _: None, reads_words=True),
    Part(_substance, (SUBSTANCE,), lambda wish: wish.words),
)
#: The lists of terms, and how a mail is compared with one of them.
TERMS: dict[str, Callable[[Page, Term], Number]] = {"want": _want, "avoid": _avoid}
