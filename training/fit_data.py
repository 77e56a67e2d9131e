"""Mails, users and which fit which, to train and measure the fit on: real ads, invented users, judged by rule.

The ads and the first users lie outside the project (../shared/data); what is judged here follows the same rule: the
ad's family is one of the user's, its level and country lie in their range as far as they are stated, and its pay
reaches the floor.
"""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage.domain import (
    Address,
    Employment,
    Interests,
    Kind,
    Level,
    Message,
    Opportunity,
    PayFloor,
    Period,
    Salary,
    Term,
    Workplace,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from triage.domain import (
        Role,
    )

    Ad = dict[str, Any]
    Reader = Callable[[Message], Role]

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SEED = 20260301
_LEVELS = (
    (Level.INTERN,),
    (Level.JUNIOR,),
    (Level.MID,),
    (Level.SENIOR,),
    (Level.STAFF, Level.LEAD, Level.PRINCIPAL),
    (Level.MANAGER, Level.DIRECTOR, Level.VP, Level.EXECUTIVE),
)
_PER_USER = 300
_COUNTRIES = {
    "DE": "Germany", "GB": "United Kingdom", "FR": "France", "NL": "Netherlands", "PL": "Poland", "ES": "Spain",
    "PT": "Portugal", "IE": "Ireland", "US": "United States", "CA": "Canada", "IT": "Italy", "AT": "Austria",
    "CH": "Switzerland", "SE": "Sweden", "BE": "Belgium", "IN": "India", "MY": "Malaysia", "PH": "Philippines",
    "BD": "Bangladesh",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One mail for one user, and whether the role fits."""

    user: str
    message: Message
    role: Role
    interests: Interests
    fits: bool
    natural: bool  # as judged, and not changed in one thing
    ad: str = ""  # whose text it is

    @property
    def opportunity(self) -> Opportunity:
        """The role as an offer."""
        return Opportunity(Kind.OUTREACH, ((Kind.OUTREACH, 1.0),), "en", self.role, (), (), True, "")  # noqa: FBT003


def available() -> bool:
    """Whether the ads are there."""
    return (SHARED / "fit_dev_ads.jsonl.gz").is_file()


def read_ads() -> dict[str, Ad]:
    """The ads by id."""
    return {ad["id"]: ad for ad in _lines("fit_dev_ads.jsonl.gz")}


def judged(read: Reader, *, title_in_subject: bool = True) -> Iterator[Example]:
    """The given users' judgements; `read` finds the role in a mail."""
    ads = read_ads()
    users = {
        user["id"]: interests(user["config"]) for user in json.loads((SHARED / "fit_dev_users.json").read_text("utf-8"))
    }
    mails = {key: as_mail(ad, title_in_subject=title_in_subject) for key, ad in ads.items()}
    roles = {key: read(mail) for key, mail in mails.items()}
    for row in _lines("fit_dev_judgements.jsonl.gz"):
        key = row["ad"]
        yield Example(row["user"], mails[key], roles[key], users[row["user"]], bool(row["fits"]), natural=True, ad=key)


def invented(read: Reader) -> Iterator[Example]:
    """The users of fit_users.json over the same ads: a fifth fits, half of the rest is of their own families."""
    ads = list(read_ads().values())
    mails = {ad["id"]: as_mail(ad, title_in_subject=number % 3 > 0) for number, ad in enumerate(ads)}
    roles = {key: read(mail) for key, mail in mails.items()}
    chooser = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    for user in json.loads(Path(__file__).with_name("fit_users.json").read_text("utf-8")):
        wish = interests(user)
        fitting = [ad for ad in ads if _fits(user, ad)]
        near = [ad for ad in ads if not _fits(user, ad) and ad["columns"]["family"] in user["families"]]
        far = [ad for ad in ads if ad["columns"]["family"] not in user["families"]]
        count = min(len(fitting), _PER_USER // 5)
        for pool, size in ((fitting, count), (near, 2 * count), (far, 4 * count - min(len(near), 2 * count))):
            for ad in chooser.sample(pool, min(size, len(pool))):
                key = ad["id"]
                yield Example(user["id"], mails[key], roles[key], wish, pool is fitting, natural=True, ad=key)


def interests(config: dict[str, Any]) -> Interests:
    """A user of the data folder in the form of the contract's [interests]."""
    low, high = config["level"] or (None, None)
    levels = (
        tuple(level for group in _LEVELS[low : high + 1] for level in group)
        if low is not None and high is not None
        else ()
    )
    places = [*config.get("cities", ()), *(_COUNTRIES[code] for code in config["countries"] or ())]
    floor = config.get("floor") or (config.get("salary_floor") and (config["salary_floor"], config["currency"]))
    return Interests(
        want=tuple(Term(text, float(weight)) for text, weight in config["want"].items()),
        avoid=tuple(Term(text) for text in config.get("avoid", ())),
        titles=tuple(config["titles"]),
        levels=levels,
        locations=tuple(places),
        employment=(Employment.CONTRACT,) if config.get("contract_only") else (),
        pay_floor=PayFloor(floor[0], floor[1], Period.MONTH if floor[1] == "PLN" else Period.YEAR) if floor else None,
        companies_avoid=tuple(config.get("avoid_companies", ())),
    )


def as_mail(ad: Ad, *, title_in_subject: bool = True) -> Message:
    """An ad as the mail that the data folder renders it as."""
    subject = ad["mail_subject"] if title_in_subject else "An opportunity for you"
    return mail(subject, ad["mail_body"])


def mail(subject: str, text: str) -> Message:
    """A mail with nothing but a subject and a text."""
    sender = Address("Kim Lee", "kim@agency.example")
    return Message("<m@agency.example>", (), (), None, sender, None, (), (), (), subject, text, "", "", (), (), (), "0")


def untitled(examples: list[Example]) -> Iterator[Example]:
    """The same for users who name what they want to work with and no titles: half of the mails."""
    for example in examples[::2]:
        yield replace(example, interests=replace(example.interests, titles=()), natural=False)


def varied(examples: list[Example]) -> Iterator[Example]:
    """Near misses: one thing of a fitting mail is changed, in the role, the mail or the wish, and judged by it."""
    chooser = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    by_user: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_user[example.user].append(example)
    for mine in by_user.values():
        fitting = [example for example in mine if example.fits]
        others = [example for example in mine if not example.fits]
        for example in fitting:
            short = _shortened(example, chooser)
            yield short
            for change in chooser.sample(_CHANGES, 4):
                changed = change(chooser.choice((example, short)), chooser)
                if changed:
                    yield replace(changed, natural=False)
            if others:
                yield _other_occupation(short, chooser.choice(others))
                yield from _still_wrong(chooser.choice(others), chooser)


def _fits(user: dict[str, Any], ad: Ad) -> bool:
    columns = ad["columns"]
    if columns["family"] not in user["families"]:
        return False
    low, high = user["level"] or (0, 5)
    level = columns["level"]
    if (level is None and (low >= 4 or high <= 1)) or (level is not None and not low <= level <= high):
        return False
    if user["countries"] and columns["country"] and not set(columns["country"]) & set(user["countries"]):
        return False
    floor, pay = user.get("floor"), columns.get("sal_max") or columns.get("sal_min")
    return not (floor and pay and columns["cur"] == floor[1] and pay < floor[0])


def _shortened(example: Example, chooser: random.Random) -> Example:
    """The mail as a person writes it: the first sentences only, so that most of the wanted words are gone."""
    text = example.message.text[: chooser.randint(250, 700)]
    return replace(example, message=replace(example.message, text=text), natural=False)


def _still_wrong(example: Example, chooser: random.Random) -> Iterator[Example]:
    """What does not fit does not come to fit by its pay, its contract or its workplace."""
    for change in chooser.sample(_CHANGES, 3):
        changed = change(chooser.choice((example, _shortened(example, chooser))), chooser)
        if changed:
            yield replace(changed, fits=False, natural=False)


def _other_occupation(example: Example, other: Example) -> Example:
    return replace(example, role=replace(example.role, title=other.role.title), fits=False, natural=False)


def _pay(example: Example, chooser: random.Random) -> Example | None:
    """A floor, and pay above or below it, in whatever currency and period."""
    ratio = chooser.choice((chooser.uniform(0.5, 0.93), chooser.uniform(1.0, 1.7)))
    currency, euro = chooser.choice((("EUR", 1.0), ("USD", 0.86), ("GBP", 1.15), ("PLN", 0.24), ("CHF", 1.07)))
    period, times = chooser.choice(((Period.YEAR, 1), (Period.MONTH, 12), (Period.DAY, 220), (Period.HOUR, 1760)))
    floor = chooser.randint(40, 150) * 1000.0
    amount = round(floor * ratio / euro / times, -1 if times < 100 else 0)
    salary = Salary(amount * 0.85 if chooser.random() < 0.5 else amount, amount, currency, period)
    wish = replace(example.interests, pay_floor=PayFloor(floor, "EUR", Period.YEAR))
    return replace(example, role=replace(example.role, salary=salary), interests=wish, fits=ratio >= 1)


def _employment(example: Example, chooser: random.Random) -> Example | None:
    wanted = chooser.choice(
        ((Employment.PERMANENT,), (Employment.CONTRACT,), (Employment.PERMANENT, Employment.PART_TIME))
    )
    offered = chooser.choice((Employment.PERMANENT, Employment.CONTRACT, Employment.TEMPORARY))
    role, wish = replace(example.role, employment=offered), replace(example.interests, employment=wanted)
    return replace(example, role=role, interests=wish, fits=offered in wanted)


def _workplace(example: Example, chooser: random.Random) -> Example | None:
    wanted = chooser.choice(
        ((Workplace.REMOTE,), (Workplace.REMOTE, Workplace.HYBRID), (Workplace.HYBRID, Workplace.ONSITE))
    )
    offered = chooser.choice(tuple(Workplace))
    role, wish = replace(example.role, workplace=offered), replace(example.interests, workplace=wanted)
    return replace(example, role=role, interests=wish, fits=offered in wanted)


def _avoided(example: Example, chooser: random.Random) -> Example | None:
    """A thing to avoid that is part of the job, that is denied, or that another team does."""
    thing = chooser.choice(("cobol", "gambling", "night shifts", "cold calling", "wordpress", "travel", "php"))
    sentence, part = chooser.choice(
        (
            (f"You will spend much of your time on {thing}.", True),
            (f"The role includes {thing}.", True),
            (f"There is no {thing} in this role.", False),
            (f"Another team looks after {thing}.", False),
        )
    )
    wish = replace(example.interests, avoid=(*example.interests.avoid, Term(thing)))
    message = replace(example.message, text=f"{example.message.text}\n\n{sentence}\n")
    return replace(example, message=message, interests=wish, fits=not part)


def _company(example: Example, _chooser: random.Random) -> Example | None:
    if not example.role.company:
        return None
    return replace(example, interests=replace(example.interests, companies_avoid=(example.role.company,)), fits=False)


def _place(example: Example, chooser: random.Random) -> Example | None:
    """An office, or remote work that is tied to a country, in the right place or in another."""
    if not example.interests.locations:
        return None
    fits = chooser.random() < 0.4
    place, code = chooser.choice((("Santiago", "CL"), ("Auckland", "NZ"), ("Lagos", "NG"), ("Lima", "PE")))
    workplace = chooser.choice((Workplace.REMOTE, Workplace.HYBRID, Workplace.ONSITE, None))
    if fits:
        name = example.interests.locations[-1]
        code = next((code for code, country in _COUNTRIES.items() if country == name), "")
        place = name
    role = replace(example.role, locations=(place,), countries=(code,) if code else (), workplace=workplace)
    return replace(example, role=role, fits=fits)


def _level(example: Example, chooser: random.Random) -> Example | None:
    """Another level; with a wish of one level and a step up from it."""
    own = chooser.choice((Level.MID, Level.SENIOR, Level.STAFF))
    up = {Level.MID: Level.SENIOR, Level.SENIOR: Level.STAFF, Level.STAFF: Level.PRINCIPAL}[own]
    offered = chooser.choice((Level.INTERN, Level.JUNIOR, Level.MID, Level.SENIOR, own, up, up, Level.DIRECTOR))
    wish = replace(example.interests, levels=(), level=own, step_up=True)
    return replace(example, role=replace(example.role, seniority=offered), interests=wish, fits=offered in {own, up})


_CHANGES = (_pay, _employment, _workplace, _avoided, _company, _place, _level)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(SHARED / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def from_contract(table: dict[str, Any]) -> Interests:
    """The contract's [interests], with me.level beside them, as the near misses of tests/score write them."""
    floor = table.get("pay_floor")
    return Interests(
        about=table.get("about", ""),
        want=_terms(table.get("want", ())),
        avoid=_terms(table.get("avoid", ())),
        titles=tuple(table.get("titles", ())),
        level=Level(table["level"]) if "level" in table else None,
        levels=tuple(Level(level) for level in table.get("levels", ())),
        locations=tuple(table.get("locations", ())),
        workplace=tuple(Workplace(one) for one in table.get("workplace", ())),
        employment=tuple(Employment(one) for one in table.get("employment", ())),
        pay_floor=PayFloor(float(floor[0]), floor[1], Period(floor[2])) if floor else None,
        companies_avoid=tuple(table.get("companies_avoid", ())),
    )


def _terms(items: Any) -> tuple[Term, ...]:
    return tuple(
        Term(item) if isinstance(item, str) else Term(item["term"], float(item.get("weight", 1.0))) for item in items
    )


def real_reader() -> Reader:
    """Reads a role as the program does."""
    from triage.understand.role import read_role

    known: dict[tuple[str, str], Role] = {}

    def read(message: Message) -> Role:
        key = message.subject, message.text
        if key not in known:
            known[key] = read_role(message)
        return known[key]

    return read


def near_misses(path: Path, read: Reader) -> Iterator[Example]:
    """The mails of tests/score/near_misses.json: to measure on, never to train on."""
    for number, group in enumerate(json.loads(path.read_text("utf-8"))):
        wish = from_contract(group["interests"])
        for fits, subject, text in group["mails"]:
            message = mail(subject, text)
            yield Example(f"user {number}", message, read(message), wish, bool(fits), natural=True)
