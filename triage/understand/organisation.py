"""Tells the hiring employer from the recruiting firm: each name may be either, and learnt scores choose."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand import choice
from triage.understand.clients import acts, descriptions, says_agency, speaks_of_client
from triage.understand.domains import label_of
from triage.understand.firm_clues import Sender, could_be, known, known_persons, own_clues
from triage.understand.firms import named
from triage.understand.memo import Memo
from triage.understand.names import DEEP, as_spelt, is_agency_name, is_spelt_otherwise, squeeze, words
from triage.understand.recruits import recruits
from triage.understand.title_words import words as title_words
from triage.understand.voice import voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from triage.understand.firms import Named
    from triage.understand.passages import Passage

#: What it counts that a message names an employer and a recruiting firm stands among the clues' weights.
BOTH = "company and agency"
#: What it counts beside if of the two the agency alone is the sender's own; and the clue that a name is.
OWN_AGENCY, OWN = "company and own agency", "domain"
#: Begins the clue of how much the message reads as of somebody who recruits for others.
LEVEL = "recruits "
#: Words of agencies of so many letters or fewer occur within other words of a domain.
_SHORT = 5
#: A name that begins with so many letters of the sender's domain is the sender's.
_BEGUN = 5
#: With fewer letters beside the names of persons a mailbox is a person's: "kim.lee77".
_LEFT = 5
#: So many letters, or fewer, begin other names by chance.
_LEAST = 2
_FIELDS = ("company", "agency")
#: Between the words of a mailbox.
_BETWEEN = re.compile(r"[^a-z]+")


@dataclass(frozen=True, slots=True)
class Employers:
    """Who hires and who recruits, each with the words that say so."""

    company: str | None = None
    agency: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(slots=True)
class Candidate:
    """A name with its mentions, and all the clues to what it is to the offer."""

    spelt: str = ""  # the sender's domain, if it spells the name in the nominative
    mentions: list[Named] = field(default_factory=list)
    clues: set[str] = field(default_factory=set)
    shared: Sequence[frozenset[str]] = ()  # the clues of the whole message, which other candidates have as well

    @property
    def of_mail(self) -> frozenset[str]:
        """The clues of the whole message."""
        return frozenset[str]().union(*self.shared)

    @property
    def name(self) -> str:
        """The name as the message writes it, without its legal form."""
        name = known(self.written.name).bare
        return (as_spelt(name, self.spelt) if self.spelt else "") or name

    @property
    def only_in_domain(self) -> bool:
        """Whether nothing but the sender's domain names it."""
        return all("domain name" in one.clues for one in self.mentions)

    @property
    def written(self) -> Named:
        """The mention that writes the name as its owner does: a domain knows neither capitals nor accents."""
        if len(self.mentions) == 1:
            return self.mentions[0]
        return max(
            self.mentions,
            key=lambda one: ("domain name" not in one.clues, one.name != one.name.lower(), -one.name.isupper()),
        )


def read_organisations(
    passages: Sequence[Passage], display_name: str, domain: str, places: frozenset[str], person: str, mailbox: str = ""
) -> Employers:
    """The employer and the recruiting firm, without their legal forms.

    `domain` is the sender's, "" when it tells nothing (relays, free mail). `places` are in lower case; `person` holds
    the names of who writes and who is written to; `mailbox` is what stands before the domain if that tells nothing.
    """
    found = candidates(passages, display_name, domain, places, person, mailbox)
    both = [choice.scores(_FIELDS, one.clues, *one.shared) for one in found]
    hires = [company + _outright(one.clues) for (company, _), one in zip(both, found, strict=True)]
    scores = {"company": hires, "agency": [agency for _, agency in both]}
    names = [squeeze(one.name) for one in found]
    weights = choice.weights("company")
    pair = weights[BOTH] / choice.HUNDREDTHS, weights[OWN_AGENCY] / choice.HUNDREDTHS
    company, agency = chosen(names, scores, pair, [OWN in one.clues for one in found])
    return _named(found[company] if company >= 0 else None, found[agency] if agency >= 0 else None)


#: What it counts beside the weights, in log-odds, that a name is told outright to be the employer's: "Employer: Acme",
#: "Acme is hiring", and of who belongs to another firm "an engineer at Acme". The mail that the weights are learnt from
#: says it in as many ways as its writers could find, so that the plainest are rarer there than in an inbox.
_LABELLED, _HIRES, _AT = 2.5, 3.0, 2.0
_BEHIND_A_TITLE = frozenset(("T:before post", "T:before head"))


def _outright(clues: AbstractSet[str]) -> float:
    """What it counts that a name which is not the sender's own is told outright to be the employer's."""
    if OWN in clues:
        return 0.0
    if "labelled" in clues:
        return _LABELLED
    if "T:starts" in clues and "T:then hires" in clues and "T:then we" not in clues:  # "Somos Acme y buscamos"
        return _HIRES
    at = ("T:at" in clues and "T:behind at" in clues) or ("T:for" in clues and "T:behind for" in clues)
    return _AT if at and "another is own" in clues and not _BEHIND_A_TITLE.isdisjoint(clues) else 0.0


def chosen(
    names: Sequence[str], scores: Mapping[str, Sequence[float]], pair: tuple[float, float], own: Sequence[bool]
) -> tuple[int, int]:
    """Which candidates are the employer and the recruiting firm, -1 for none: the best pair of two different ones.

    `names` are squeezed; of two the longer one may only be more of the same: "Brightpath", "Brightpath Recruiting".
    `pair` is what it counts, in log-odds, that a message names both, and that of both the agency alone is the sender's
    `own`: who writes for another firm belongs to one, too. Likelihoods of either name alone, whatever the other is,
    chose no better.
    """
    best, found = 0.0, (-1, -1)
    agencies = _best(scores["agency"])
    for company in _best(scores["company"]):
        for agency in agencies:
            if company >= 0 and agency >= 0 and _one_house(names[company], names[agency]):
                continue
            total = 0.0
            if company >= 0 and agency >= 0:
                total = pair[0] + pair[1] * (own[agency] and not own[company])
            total += scores["company"][company] if company >= 0 else 0.0
            total += scores["agency"][agency] if agency >= 0 else 0.0
            if total > best:
                best, found = total, (company, agency)
    return found


def _one_house(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _best(scores: Sequence[float]) -> list[int]:
    """None and the two likeliest candidates: one of them may be the other field's."""
    return [-1, *sorted(range(len(scores)), key=lambda number: -scores[number])[:2]]


def candidates(
    passages: Sequence[Passage], display_name: str, domain: str, places: frozenset[str], person: str, mailbox: str = ""
) -> list[Candidate]:
    """The distinct names that may be organisations, in order of their first mention."""
    persons = frozenset(known_persons(person))
    label = label_of(domain) or label_of_mailbox(mailbox, persons)
    given = frozenset(name.split()[0].strip(",").lower() for name in (display_name, person) if name.split())
    sender = Sender(display_name, domain, persons, places, label, given & persons - {label})
    grouped: dict[str, Candidate] = {}
    own, begins = squeeze(sender.label), squeeze(sender.label.partition("-")[0])
    keys = Memo(lambda name: squeeze(known(name).bare) if could_be(name, sender) else "").__getitem__
    for mention in named(passages, sender, keys):
        if key := keys(mention.name):
            owns = (label for label in (own, begins) if key != label and key[:3] == label[:3])
            plain = next((label for label in owns if is_spelt_otherwise(mention.name, label)), key)
            candidate = grouped.setdefault(plain, Candidate())
            candidate.spelt = candidate.spelt or (plain if plain != key else "")
            candidate.mentions.append(mention)
            candidate.clues.update(mention.clues)
    if not grouped:
        return []
    for candidate in grouped.values():
        candidate.clues.update(_client_clues(candidate.clues))
    everywhere = frozenset([*_mail_clues(passages, sender), *_of_clients(grouped, own)])
    joined = {whose: frozenset([f"{clue}|{whose}" for clue in everywhere]) for whose in _WHOSE.values()}
    for candidate in grouped.values():
        candidate.clues.update([*_pooled(candidate), *own_clues(candidate.written.name, sender)])
    _compare(grouped)
    for candidate in grouped.values():
        whose = [joined[whose] for clue, whose in _WHOSE.items() if clue in candidate.clues]
        candidate.shared = everywhere, *whose
    return list(grouped.values())


def _of_clients(grouped: Mapping[str, Candidate], own: str) -> Iterator[str]:
    """Says if a firm that is not the sender's has somebody look for it."""
    if any("client's" in one.clues for key, one in grouped.items() if not (own and key.startswith(own[:_BEGUN]))):
        yield "mail:names client"


#: Each of these says that a firm which is not the sender's has somebody look for it.
_CLIENT = frozenset(("entrusts", "T:behind client", "T:close engaged", "T:close works for"))


def _client_clues(clues: AbstractSet[str]) -> Iterator[str]:
    """Says if a name is a client's, and if several things tell so."""
    said = len(_CLIENT & clues)
    if said:
        yield "client's"
    if said and "they follow" in clues:
        yield "client's, they follow"
    if said > 1:
        yield "client's twice"


def label_of_mailbox(mailbox: str, persons: AbstractSet[str]) -> str:
    """What a mailbox at a provider of addresses spells like a domain, without names of persons and departments:
    "zwergenwald" of "kontakt.zwergenwald"; "" if too little is left beside the persons.
    """
    parts = [part for part in _BETWEEN.split(mailbox.lower()) if part not in persons | words("mailboxes")]
    label = rest = "".join(parts)
    for name in persons:
        rest = rest.replace(squeeze(name), "") if len(name) > _LEAST else rest
    return label if len(rest) >= _LEFT else ""


def _pooled(candidate: Candidate) -> tuple[str, ...]:
    """What all the mentions together say."""
    fields = "".join(sorted({one.where for one in candidate.mentions}))
    starts = fields == "T" and all("T:starts" in one.clues for one in candidate.mentions)
    return f"mentions {min(len(candidate.mentions), 4)}", f"in {fields}", "only starts" if starts else ""


#: Clue to whose a name is → what the clues of the whole message are joined with.
_WHOSE = {"domain": "own", "no domain": "other", "no own domain": "other", "agency name": "agency name", "sign": "sign"}


def _compare(grouped: Mapping[str, Candidate]) -> None:
    """Clues from the other candidates: part of a longer name, another one is the sender's own."""
    own = {key for key, one in grouped.items() if "domain" in one.clues}
    agencies = {key for key, one in grouped.items() if "agency name" in one.clues}
    unwritten = {key for key, one in grouped.items() if one.only_in_domain}
    written = tuple(key for key in grouped if len(key) > _LEAST and key not in unwritten)
    following = dict(pairwise(sorted(grouped)))  # of the keys that begin with a key, one follows it
    for key, one in grouped.items():
        where = "domain only" if key in unwritten else "written"
        clues = [where]
        if len(own) > (key in own):
            clues += "another is own", f"{where} beside own"
        if len(agencies) > (key in agencies):
            clues.append("another is agency")
        if key in agencies:
            clues.append(f"{where} is agency")
        if len(key) > _LEAST and following.get(key, "").startswith(key):
            clues.append("begins another")
        if key[:-1].startswith(written):
            clues.append(f"{where} continues another")
        one.clues.update(clues)


def _mail_clues(passages: Sequence[Passage], sender: Sender) -> Iterator[str]:
    """What the message as a whole says about who writes."""
    offers, label = [item for item in passages if item.field != "signature"], label_of(sender.domain)
    yield f"{LEVEL}{recruits(passages, label)}"
    yield "mail:client" if any(map(speaks_of_client, offers)) else "mail:no client"
    yield "mail:agency" if any(map(says_agency, passages)) else "mail:no agency"
    yield "mail:agency domain" if _recruits(label) else "mail:other domain" if label else "mail:no domain"
    yield "mail:agency display" if is_agency_name(sender.display) else "mail:other display"
    ours = sum(len(item.where(words("we"), DEEP)) for item in offers)
    yield f"mail:we {min(ours, 2)}"
    present = frozenset[str]().union(*(item.present for item in offers))
    for clue in {*voice(passages, sender.label), *set[str]().union(*map(descriptions, offers))}:
        yield f"mail:{clue}"
    yield "mail:client word" if not words("client words").isdisjoint(present) else ""
    yield f"mail:acts {min(3, sum(map(acts, passages)))}"
    yield "mail:terms" if len(present & title_words("terms")) > 2 else "mail:few terms"


@functools.lru_cache(maxsize=1024)
def _recruits(label: str) -> bool:
    """Whether a domain holds a word of agencies."""
    return any(len(word) > _SHORT and word in label for word in words("agency words"))


def _named(company: Candidate | None, agency: Candidate | None) -> Employers:
    return Employers(
        company=company.name if company else None,
        agency=agency.name if agency else None,
        evidence=tuple(
            Evidence(role, _quote(found)) for role, found in (("company", company), ("agency", agency)) if found
        ),
    )


def _quote(found: Candidate) -> str:
    mention = found.written
    return mention.item.quote(mention.first, mention.last)
