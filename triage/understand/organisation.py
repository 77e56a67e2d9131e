"""Tells the hiring employer from the recruiting firm, and names each only where the message does."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.employer import employer
from triage.understand.names import DEEP, Name, is_agency_name, same, squeeze, without_legal_form, words
from triage.understand.sender import sender_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.passages import Passage

#: A role for somebody who is described and not named; matched against lower case.
_FOR_SOMEBODY = re.compile(
    r"(?:behalf of|acting for|(?:retained|instructed|engaged|mandated) (?:by|on|to)|recruiting for|hiring for)"
    r" (?:an?|the|our|my)\b"
    r"|(?:helping|supporting|with) an? (?:[\w-]+[ ,]+){0,5}(?:company|firm|start-?up|scale-?up"
    r"|business|client|bank|manufacturer|retailer|fintech|unicorn|club|leader|provider|brand|charity|shop)\b"
    r"|auftrag (?:eines|einer|unseres|meines)\b"
    r"|für (?:eine?n?|unsere?n?|meinen) (?:[\w-]+ ){0,4}\w*(?:unternehmen|konzern|kunden|mandant\w*|hersteller|anbieter"
    r"|dienstleister|klinik|bank|startup|mittelständler|kanzlei|krankenhaus|praxis|träger|betrieb|stiftung)\b"
    r"|(?:pour|accompagne) (?:une?|l['’]un) (?:[\w-]+ ){0,3}(?:entreprise|société|groupe|éditeur|start-?up|scale-?up"
    r"|banque|clients?|acteur|pme|eti|industriel|leader|clinique|hôpital|étude|usine|hôtel|cabinet|fondation"
    r"|association|maison|établissement)\b"
    r"|para (?:una?|uma?|el|un) (?:[\w-]+ ){0,2}(?:empresa|multinacional|compañía|grupo|cliente|banco|hospital"
    r"|clínica|despacho|fábrica|bodega|hotel|constructora|startup|firma|indústria|escritório|healthtech|fintech)\b"
    r"|per (?:una? |un['’])(?:[\w-]+ ){0,2}(?:azienda|società|realtà|multinazionale|gruppo|cliente|startup"
    r"|clinica|ospedale|fabbrica|hotel|banca|cantina|cooperativa|casa)\b"
    r"|voor (?:een|mijn) (?:[\w-]+ ){0,3}\w*(?:bedrijf|organisatie|opdrachtgever"
    r"|klant|scale-?ups?|startup|bank|speler|ziekenhuis|gemeente|instelling|kantoor|museum|fabriek|fonds)\b"
    r"|dla (?:[\w-]+ ){0,3}(?:klienta|firmy|spółki|producenta|banku|szpitala|kliniki"
    r"|kancelarii|hotelu|zakładu|fabryki|sieci|fundacji)\b"
)
#: What every match of `_FOR_SOMEBODY` begins with: the pattern is tried at these words only.
_PREPOSITIONS = frozenset(
    [
        "behalf",
        "acting",
        "retained",
        "instructed",
        "engaged",
        "mandated",
        "recruiting",
        "hiring",
        "with",
        "helping",
        "supporting",
        "auftrag",
        "für",
        "pour",
        "accompagne",
        "para",
        "per",
        "voor",
        "dla",
    ]
)
#: Terms of contract such as "no C2C" are an agency's whether wanted or not; the phrases that name agencies are longer.
_SHORT = 9
_PLURALS = frozenset(("clients", "kunden", "clienti", "clientes"))
_INDEFINITE = frozenset(("a", "an", "um", "uma", "un", "een", "ein", "einen", "einem"))
_FOR = frozenset(("for", "für", "voor", "para", "pour", "per", "dla", "by", "of"))
#: Before the plural: "one of our clients" is somebody, "we support our clients" is nobody.
_ONE_OF = frozenset(
    ("one", "un", "uno", "una", "une", "um", "uma", "einen", "einer", "eines", "een", "jednego", "unseren")
)


@dataclass(frozen=True, slots=True)
class Employers:
    """Who hires and who recruits, each with the words that say so."""

    company: str | None = None
    agency: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read_organisations(
    passages: Sequence[Passage], display_name: str, domain: str, places: frozenset[str], person: str
) -> Employers:
    """The employer and the recruiting firm.

    `domain` is the sender's, "" when it tells nothing (relays, free mail); it names nobody by itself, but a name that
    the message writes and that it spells out is the sender's own organisation. `places` are in lower case; `person`
    holds the names of who writes and who is written to.
    """
    found = _organisations(passages, display_name, domain, places, person)
    return _named(*(_as_said(name, passages) for name in found))


def _organisations(
    passages: Sequence[Passage], display_name: str, domain: str, places: frozenset[str], person: str
) -> tuple[Name | None, Name | None]:
    """(employer, recruiting firm)."""
    offers = [item for item in passages if item.field != "signature"]
    own = sender_organisation(passages, display_name, domain, person, places)
    hiring = employer(offers, own, places, person)
    if own is None:
        own = _spelt_agency(domain, passages)
        return hiring, own if hiring is None or own is None or not same(hiring.name, own.name) else None
    is_own = hiring is not None and same(hiring.name, own.name)
    if _recruits_for_others(passages, own, None if is_own else hiring, domain):
        return None if is_own else hiring, own
    if hiring is None or is_own:
        return hiring if hiring is not None and squeeze(hiring.name).startswith(squeeze(own.name)) else own, None
    return (own if hiring.weight < 7 <= own.weight else hiring), None


def _recruits_for_others(passages: Sequence[Passage], own: Name, other: Name | None, domain: str) -> bool:
    """Whether the sender's organisation `own` recruits for `other`, or for somebody it does not name."""
    if is_agency_name(own.name) or (other is not None and other.weight >= 8):
        return True
    label = domain.split(".")[-2].replace("research", "") if "." in domain else ""
    if any(len(word) > 5 and word in label for word in words("agency words")):
        return True
    return any(_says_agency(item) or (item.field != "signature" and _speaks_of_client(item)) for item in passages)


def _spelt_agency(domain: str, passages: Sequence[Passage]) -> Name | None:
    """The recruiting firm that the message speaks for and only the sender's domain names ("nord-personal.example")."""
    label = domain.split(".")[-2] if "." in domain else ""
    parts = label.split("-")
    if len(parts) == 1:
        ending = next(
            (word for word in words("ends of domains") if label.endswith(word) and len(label) > len(word) + 3), ""
        )
        parts = [label.removesuffix(ending), ending] if ending else parts
    name = " ".join(part.capitalize() for part in parts if part)
    if len(parts) < 2 or not (is_agency_name(name) or any(_speaks_of_client(item) for item in passages)):
        return None
    return Name(name, 5, domain)


def _says_agency(item: Passage) -> bool:
    text = item.low[:2500]
    return any(_is_claimed(phrase, text) for phrase in words("sectors of agencies") if phrase in text)


def _is_claimed(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text without a denial before it: "no recruitment agencies, please"."""
    before = text[: text.index(phrase)].rpartition("\n")[2].split()[-5:]
    return len(phrase) < _SHORT or words("refusals").isdisjoint(before)


def _speaks_of_client(item: Passage) -> bool:
    """Whether somebody else's role is offered: "my client", "one of our clients", "unser Mandant"."""
    lows = item.lows
    clients = words("client words")
    owned = words("possessives") | words("for whom")
    for at in item.where(clients, DEEP):
        before = lows[max(0, at - 4) : at]
        if at and lows[at - 1] in _INDEFINITE and _FOR.isdisjoint(before):
            continue  # "you would work with a client"
        if lows[at + 1 : at + 2] and lows[at + 1] in words("not of clients"):
            continue
        if not owned.isdisjoint(before) and (lows[at] not in _PLURALS or not _ONE_OF.isdisjoint(before)):
            return True
    spots = item.where(_PREPOSITIONS, DEEP)
    return any(_FOR_SOMEBODY.match(item.low, item.starts[at], item.starts[at] + 160) for at in spots)


def _as_said(found: Name | None, passages: Sequence[Passage]) -> Name | None:
    """`found` without its legal form where the message also has it without."""
    bare = without_legal_form(found.name) if found else ""
    if found is None or len(bare) < 3 or bare == found.name:
        return found
    if any(found.name in item.text for item in passages if item.field != "signature"):
        return found
    return replace(found, name=bare) if any(bare in item.text.replace(found.name, "") for item in passages) else found


def _named(company: Name | None, agency: Name | None) -> Employers:
    return Employers(
        company=company.name if company else None,
        agency=agency.name if agency else None,
        evidence=tuple(
            Evidence(field, found.quote) for field, found in (("company", company), ("agency", agency)) if found
        ),
    )
