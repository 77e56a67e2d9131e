"""Tells the hiring employer from the recruiting firm, and names each only where the message does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.employer import employer
from triage.understand.names import DEEP, is_agency_name, same, squeeze, words
from triage.understand.sender import sender_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.names import Name
    from triage.understand.passages import Passage

_FOR_SOMEBODY = re.compile(
    r"\bon behalf of (?:a|an|our|my)\b|\bacting for an?\b|\bretained by an?\b|\bim auftrag (?:eines|einer|unseres)\b",
    re.IGNORECASE,
)
_PLURALS = frozenset(("clients", "kunden", "clienti", "clientes"))
_ONE_OF = frozenset(("of", "de", "dei", "unseren", "dos", "einen"))


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
    the message writes and that it spells out is the sender's own organisation. `places` are in lower case; `person` is
    who writes, "" if unknown.
    """
    offers = [item for item in passages if item.field != "signature"]
    own = sender_organisation(passages, display_name, domain, person, places)
    hiring = employer(offers, own, places, person)
    if own is None:
        return _named(hiring, None)
    is_own = hiring is not None and same(hiring.name, own.name)
    if _recruits_for_others(passages, own, None if is_own else hiring):
        return _named(None if is_own else hiring, own)
    if hiring is None or is_own:
        return _named(
            hiring if hiring is not None and squeeze(hiring.name).startswith(squeeze(own.name)) else own, None
        )
    return _named(hiring, None)


def _recruits_for_others(passages: Sequence[Passage], own: Name, other: Name | None) -> bool:
    """Whether the sender's organisation `own` recruits for `other`, or for somebody it does not name."""
    if is_agency_name(own.name) or (other is not None and other.weight >= 8):
        return True
    return any(_says_agency(item) or (item.field != "signature" and _speaks_of_client(item)) for item in passages)


def _says_agency(item: Passage) -> bool:
    text = item.text[:2500].lower()
    return any(phrase in text for phrase in words("sectors of agencies"))


def _speaks_of_client(item: Passage) -> bool:
    """Whether somebody else's role is offered: "my client", "one of our clients", "unser Mandant"."""
    lows = item.lows
    clients = words("client words")
    for at, low in enumerate(lows[:DEEP]):
        if low in clients:
            before = lows[max(0, at - 3) : at]
            if not words("possessives").isdisjoint(before) and (low not in _PLURALS or not _ONE_OF.isdisjoint(before)):
                return True
    return _FOR_SOMEBODY.search(item.text[:3000]) is not None


def _named(company: Name | None, agency: Name | None) -> Employers:
    return Employers(
        company=company.name if company else None,
        agency=agency.name if agency else None,
        evidence=tuple(
            Evidence(field, found.quote) for field, found in (("company", company), ("agency", agency)) if found
        ),
    )
