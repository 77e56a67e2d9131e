"""Says whether two offers are one role: through two agencies (two submissions spoil both), or by one sender again.

Taken for the same only on much that agrees and nothing that contradicts: a warning that fires at every second backend
role would be ignored, and an offer taken for the repetition of another would be lost.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from triage.domain import LADDER, Workplace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from triage.domain import Role, Salary

#: An offer that is older than this is of another opening.
WITHIN = timedelta(days=90)
#: A sender who offers the same within this time repeats themselves.
AGAIN = timedelta(days=42)

_WORD = re.compile(r"[^\W_][\w+#.]*")
_LEGAL = frozenset(["inc", "llc", "ltd", "limited", "gmbh", "ag", "se", "sa", "sas", "srl", "spa", "bv", "nv", "plc",
                    "corp", "corporation", "co", "kg", "oy", "ab", "as", "group"])  # fmt: skip
#: Words of a title that do not tell two roles apart; levels are compared by themselves.
_PLAIN = frozenset(["senior", "sr", "junior", "jr", "mid", "lead", "staff", "principal", "m", "w", "f", "d", "x", "gn",
                    "in", "the", "and", "or", "for", "of", "remote", "hybrid", "position", "role"])  # fmt: skip
_LONG = 6  # letters from which a word says something of the role
#: Long words that most offers of a kind have: of terms, of the search itself.
_COMMON = frozenset(["remote", "remotely", "hybrid", "onsite", "office", "permanent", "contract", "freelance", "salary",
                     "engineer", "engineers", "developer", "developers", "senior", "junior", "hiring", "looking",
                     "company", "client", "position", "opportunity", "interested", "please", "regards", "recruiter",
                     "unbefristet", "festanstellung", "gehalt", "suchen"])  # fmt: skip
#: The shares of their long words that two mails have in common when agencies word one role, and when one sender repeats
#: a mail: with its title there, and by its words alone.
_SHARED, _REPEATED, _COPIED = 0.35, 0.7, 0.9


@dataclass(frozen=True, slots=True)
class Offer:
    """What one mail offers, and who offers it; `party` is the same for everybody of an agency."""

    key: int
    id: str
    at: datetime
    party: str
    who: str  # for the user: "Kim Lee of Brightpath"
    role: Role
    text: str = field(default="", repr=False)
    #: The places of the role, each under one name: a city in small letters, a country's code in capitals.
    places: frozenset[str] = frozenset()

    @property
    def company(self) -> str:
        """The employer's name without legal form and case; "" if it is not named."""
        return company_mark(self.role.company or "")

    @property
    def names_itself(self) -> bool:
        """Whether the employer named is the one who writes: so it is with a company's own recruiter, and where an
        agency was taken for the employer.
        """
        return bool(self.company) and self.company.replace(" ", "") in self.party.partition(".")[0].replace("-", "")


class Offers:
    """Offers by what two mails about one role have in common, so that each is compared with few."""

    def __init__(self, offers: Iterable[Offer] = ()) -> None:
        self._shelves: dict[object, list[Offer]] = {}
        self._parties: dict[str, list[Offer]] = {}
        for offer in offers:
            self.add(offer)

    def add(self, offer: Offer) -> None:
        """Puts an offer among the others."""
        for shelf in _shelves(offer):
            self._shelves.setdefault(shelf, []).append(offer)
        self._parties.setdefault(offer.party, []).append(offer)

    def same_role(self, offer: Offer) -> list[Offer]:
        """The offers of others that look like the same role, oldest first."""
        near = {other.key: other for shelf in _shelves(offer) for other in self._shelves.get(shelf, ())}
        return sorted((other for other in near.values() if is_same_role(offer, other)), key=lambda other: other.at)

    def knows(self, party: str) -> bool:
        """Whether a party has offered anything."""
        return party in self._parties

    def before(self, offer: Offer) -> list[Offer]:
        """What its party has offered not long before, oldest first."""
        own = (other for other in self._parties.get(offer.party, ()) if offer.at - AGAIN <= other.at)
        return sorted(
            (other for other in own if (other.at, other.key) < (offer.at, offer.key)),
            key=lambda other: (other.at, other.key),
        )


@functools.lru_cache(maxsize=4096)
def company_mark(name: str) -> str:
    """An employer's name without legal form and case; two offers of one role share it, or else their pay."""
    words = _words(name)
    return " ".join(word for word in words if word not in _LEGAL) or " ".join(words)


def warning(other: Offer) -> str:
    """What to tell the user about an offer that looks like `other`, as part of a sentence."""
    return f"looks like the role that {other.who} offered on {other.at.day} {other.at:%B}: accept only one"


def is_same_role(one: Offer, other: Offer) -> bool:
    """Whether two parties offer one role: the same employer and the same kind of post or the same terms; where the
    employer is not named by both, the same post, place and pay and much the same skills or words.
    """
    if one.key == other.key or one.party == other.party or abs(one.at - other.at) > WITHIN or _contradict(one, other):
        return False
    a, b = one.role, other.role
    titles, places, pay = _alike_titles(a.title or "", b.title or ""), _meet(one, other), _same_pay(a.salary, b.salary)
    if one.company and one.company == other.company:
        return titles or (places and pay)
    skills = not (one.company and other.company) and _alike(set(a.skills), set(b.skills), 3)
    # Of two employers one may be an agency that was taken for one: then it has its client's words, and not just some.
    enough = _REPEATED if _named_otherwise(one.company, other.company) else _SHARED
    compared = _COMMON.union(*map(_compared, (one, other)))
    return titles and places and pay and (skills or _in_common(one.text, other.text, compared) >= enough)


def is_repetition(one: Offer, other: Offer) -> bool:
    """Whether a party offers a role a second time: the same post, and the same employer, pay or words; or all but the
    same words. A post and a place alone may be two of their clients.
    """
    if not may_be_about(one, other):
        return False
    a, b = one.role, other.role
    common = _in_common(one.text, other.text)
    if not (a.title and b.title):
        return common >= _COPIED
    return (bool(one.company) and one.company == other.company) or _same_pay(a.salary, b.salary) or common >= _REPEATED


def may_be_about(one: Offer, other: Offer) -> bool:
    """Whether two mails of a party can be about one role: nothing that both state differs."""
    a, b = one.role, other.role
    unlike = a.seniority and b.seniority and a.seniority is not b.seniority
    paid_otherwise = a.salary is not None and b.salary is not None and a.salary != b.salary
    titled_otherwise = bool(a.title and b.title) and not _one_title(a.title or "", b.title or "")
    return not (unlike or paid_otherwise or titled_otherwise or _contradict(one, other))


def _shelves(offer: Offer) -> list[object]:
    salary = offer.role.salary
    return [*filter(None, [offer.company]), *([salary] if salary is not None else [])]


def _contradict(one: Offer, other: Offer) -> bool:
    a, b = one.role, other.role
    named = one.company and other.company and (one.party == other.party or one.names_itself == other.names_itself)
    if named and one.company != other.company:
        return True
    if a.seniority and b.seniority and abs(LADDER[a.seniority] - LADDER[b.seniority]) > 1:
        return True
    elsewhere = bool(one.places and other.places) and not (_meet(one, other) or _contains(one, other))
    return elsewhere or _disjoint(a.salary, b.salary)


def _disjoint(one: Salary | None, other: Salary | None) -> bool:
    """Whether two figures for the same unit cannot be the same pay."""
    if one is None or other is None or (one.currency, one.period) != (other.currency, other.period):
        return False
    (low, high), (from_, to) = _range(one), _range(other)
    return low > to or from_ > high


def _range(salary: Salary) -> tuple[float, float]:
    return salary.min if salary.min is not None else 0.0, salary.max if salary.max is not None else float("inf")


def _same_pay(one: Salary | None, other: Salary | None) -> bool:
    return one is not None and one == other


def _meet(one: Offer, other: Offer) -> bool:
    """Whether a place is named by both, or both are remote."""
    return one.role.workplace is other.role.workplace is Workplace.REMOTE or bool(one.places & other.places)


def _contains(one: Offer, other: Offer) -> bool:
    """Whether one names only the country of the other's place."""
    whole = any(all(place.isupper() for place in offer.places) for offer in (one, other))
    return whole and not set(one.role.countries).isdisjoint(other.role.countries)


def _one_title(one: str, other: str) -> bool:
    """Whether the one is the other, or says more of it."""
    a, b = (set(_words(title)) - _PLAIN for title in (one, other))
    return a <= b or b <= a if a and b else a == b


def _alike_titles(one: str, other: str) -> bool:
    a, b = (set(_words(title)) - _PLAIN for title in (one, other))
    return bool(a and b) and (a <= b or b <= a or _alike(a, b, 1))


def _named_otherwise(one: str, other: str) -> bool:
    """Whether two employers have names of which neither is part of the other."""
    return bool(one and other) and not (one in other or other in one)


def _compared(offer: Offer) -> set[str]:
    """The words of what offers are compared by in themselves: they say nothing more when the texts are."""
    role = offer.role
    return set(_words(" ".join([role.title or "", role.company or "", *role.locations])))


def _in_common(one: str, other: str, without: Collection[str] = ()) -> float:
    """The share of long words of the shorter text that the other has too; 0.0 for few."""
    a, b = ({word for word in _words(text) if len(word) >= _LONG}.difference(without) for text in (one, other))
    return len(a & b) / min(len(a), len(b)) if len(a & b) >= 5 else 0.0


def _alike(one: set[str], other: set[str], least: int) -> bool:
    """Whether at least `least` are common, and half of all."""
    common = len(one & other)
    return common >= least and common >= 0.5 * len(set(chain(one, other)))


def _words(text: str) -> list[str]:
    return [word.rstrip(".") for word in _WORD.findall(text.casefold())]
