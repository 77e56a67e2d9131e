"""Joins what a message says about the role it offers into one `Role`, each fact with the words it was read from."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triage.domain import Address, Employment, Evidence, Fact, Level, Role, Workplace
from triage.understand import domains, machine
from triage.understand.clients import names_agency
from triage.understand.employment import read_employment
from triage.understand.gazetteer import plain
from triage.understand.level import read_level, read_years
from triage.understand.organisation import Employers, read_organisations
from triage.understand.passages import parts, passage
from triage.understand.pay import read_salary
from triage.understand.person import read_recruiter
from triage.understand.place import read_places
from triage.understand.several import of_one_role
from triage.understand.skills import read_skills
from triage.understand.title import read_titles, speaks_of_work
from triage.understand.title_words import is_head
from triage.understand.workplace import read_workplace

_FORWARDS = re.compile(r"\s*(?:fwd?|wg|tr|rv|enc|i|pd|doorst|vs)\s*:", re.IGNORECASE)
_GREETINGS = frozenset(
    ("hi", "hello", "hey", "dear", "good", "hallo", "liebe", "lieber", "sehr", "guten", "moin", "servus", "bonjour",
     "cher", "chère", "hola", "estimado", "estimada", "ciao", "gentile", "buongiorno", "oi", "olá", "caro", "cara",
     "cześć", "dzień", "witam", "szanowny", "szanowna", "beste", "hoi", "dag")
)  # fmt: skip
_FORWARDED_FROM = re.compile(
    r"^[>\s*]*(?:From|Von|De|Da|Van|Od)\s*:[ *]*\"?([^<\n\"@]{2,60}?)\"?[ *]*(?:<|\[mailto:)([^\s<>@]+@[^\s<>\]]+)",
    re.IGNORECASE | re.MULTILINE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from triage.domain import Message
    from triage.understand.passages import Passage
    from triage.understand.title import Found


@dataclass(frozen=True, slots=True)
class Reading:
    """The role that a message offers, or would if it were an offer, and how likely a title is on offer at all."""

    role: Role
    title_score: float | None = None  # of the likeliest title, see `Titles`
    others: tuple[str, ...] = ()  # what further roles are called, of which `role` holds nothing
    aside: str = ""  # what the text says of them


def read_role(message: Message) -> Role:
    """The role that `message` offers, or would if it were an offer; what is unstated is None or (). Never raises."""
    return read(message).role


def read(message: Message) -> Reading:
    """The same with what the choice of its title says. Never raises."""
    if machine.is_own_or_automatic(message, frozenset()):
        return Reading(Role())  # a bounce or an automatic reply offers nothing, whatever it quotes
    passages, others, aside = of_one_role(tuple(passage(*pair) for pair in parts(message)), message.text)
    relayed = machine.is_relay(message)
    author = _author(message)
    persons = frozenset(plain(f"{author.display_name} {_addressed(message)}").replace(",", " ").split())
    domain = _domain(message, author)
    locations, countries, place_evidence = read_places(passages, domain, relayed=relayed, persons=persons)
    places = frozenset(name.lower() for name in locations)
    salary = read_salary(passages, countries)
    workplace, employment = read_workplace(passages), read_employment(passages, salary)
    titles, title_score = read_titles(passages, places)
    offers = tuple(item for item in passages if item.field != "signature")
    seniority = read_level(_wordings(titles), offers) or _as_intern(employment)
    skills, skill_evidence = read_skills(offers)
    of_work = bool(titles) or any(speaks_of_work(item, 1) for item in offers)
    looks = of_work or any(map(names_agency, passages))
    person = recruiter(message, passages) if looks or locations or skills else None
    # who writes about something else hires nobody
    employers = read_organisations(passages, *who_writes(message, person, places)) if looks else Employers()
    if not (of_work or employers.evidence or locations or skills):
        person = None
    role = Role(
        title=titles[0].title if titles else None,
        company=employers.company,
        agency=employers.agency,
        recruiter=person[0] if person else None,
        locations=locations,
        countries=countries,
        workplace=workplace[0] if workplace else None,
        salary=salary[0] if salary else None,
        seniority=seniority[0] if seniority else None,
        years=read_years(offers),
        employment=employment[0] if employment else None,
        skills=skills,
        evidence=(
            *(found.evidence for found in titles[:1]),
            *employers.evidence,
            *_evidence(person),
            *place_evidence,
            *_evidence(workplace),
            *_evidence(salary),
            *_evidence(seniority),
            *_evidence(employment),
            *skill_evidence,
        ),
    )
    return Reading(role, title_score, others, aside)


def with_recruiter(role: Role, message: Message) -> Role:
    """The `role` with the person who writes, where what the message says about work is too little to look for one."""
    person = recruiter(message, [passage(*pair) for pair in parts(message)])
    if person is None:
        return role
    return replace(role, recruiter=person[0], evidence=(*role.evidence, person[1]))


def missing(role: Role) -> tuple[Fact, ...]:
    """The deciding facts that the message leaves unstated, in the contract's order."""
    unstated = {
        Fact.COMPANY: role.company is None,
        Fact.PAY: role.salary is None,
        Fact.LOCATION: not role.locations and role.workplace is not Workplace.REMOTE,
        Fact.LEVEL: role.seniority is None,
        Fact.EMPLOYMENT: role.employment is None,
    }
    return tuple(fact for fact, is_missing in unstated.items() if is_missing)


def _as_intern(employment: tuple[Employment, Evidence] | None) -> tuple[Level, Evidence] | None:
    """Whom an internship is offered to is an intern, whatever the title."""
    if employment is None or employment[0] is not Employment.INTERNSHIP:
        return None
    return Level.INTERN, Evidence("seniority", employment[1].quote)


def _wordings(titles: tuple[Found, ...]) -> tuple[str, ...]:
    """The ways the message words its first title, brackets included, the most authoritative first."""
    if not titles:
        return ()
    title = titles[0].title.lower()
    words = set(filter(is_head, title.split())) or set(title.split()) - {"to", "of", "the", "de"}
    same = " · ".join(found.raw for found in titles if found.title.lower() == title)
    longer = (found for found in titles if " " in found.title and not words.isdisjoint(found.title.lower().split()))
    return (same, *(found.raw for found in longer))


def _author(message: Message) -> Address:
    """Who makes the offer: the sender, or the stranger whose mail the sender forwards."""
    if _FORWARDS.match(message.subject):
        for text in (message.quoted[:2000], message.text[:4000]):
            if match := _FORWARDED_FROM.search(text):
                original = Address(match[1].strip(), match[2].lower())
                return original if original.domain != message.from_.domain else message.from_
    return message.from_


def forwarded_from(message: Message) -> str:
    """Who wrote the mail that `message` forwards, if that is neither its sender nor somebody it is sent to; else ""."""
    author = _author(message).display_name
    known = {address.display_name.casefold() for address in (message.from_, *message.to, *message.cc)}
    return "" if author.casefold() in known else " ".join(author.split())


def who_writes(
    message: Message, person: tuple[str, Evidence] | None, places: frozenset[str]
) -> tuple[str, str, frozenset[str], str, str]:
    """Display name, telling domain, places named, the names of who writes (`person`) and who is written to, and the
    mailbox if the domain gives addresses to anybody.
    """
    author = _author(message)
    names = f"{person[0] if person else ''} {_addressed(message)}"
    mailbox = author.addr_spec.partition("@")[0] if author.domain in domains.free_mail() else ""
    return author.display_name, _domain(message, author), places, names, mailbox


def recruiter(message: Message, passages: Iterable[Passage]) -> tuple[str, Evidence] | None:
    """The person who writes, with the words that say so."""
    return read_recruiter(_author(message), message.text[:2000], _field(passages, "signature"))


def _addressed(message: Message) -> str:
    """The names the message is addressed to: those of its recipients, and the words of its salutation."""
    names = [address.display_name for address in message.to[:3]]
    line = message.text.lstrip()[:60].partition("\n")[0].rstrip()
    salutation = line.partition(",")[0]
    words = salutation.split()
    if 0 < len(words) < 5 and (words[0].lower() in _GREETINGS or line == f"{salutation},"):
        names.append(salutation)
    return " ".join(names)


def _evidence(found: tuple[object, Evidence] | None) -> tuple[Evidence, ...]:
    return (found[1],) if found else ()


def _field(passages: Iterable[Passage], field: str) -> str:
    return next((item.text for item in passages if item.field == field), "")


def _domain(message: Message, author: Address) -> str:
    """The author's domain where it can tell who the author works for, else ""."""
    domain = author.domain
    return "" if machine.is_relay(message) or machine.is_job_board(domain) or domain in domains.free_mail() else domain
