"""Reads the form of contract a message offers; "full-time" alone and "smart contracts" say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Employment, Evidence
from triage.understand.anchors import matches, matches_near, near
from triage.understand.passages import quote
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.passages import Passage

_WORDINGS = wordings("employment_wordings")
_PERMANENT = re.compile(_WORDINGS["permanent"])
_CONTRACT = re.compile(_WORDINGS["contract"])
_B2B = re.compile(
    r"(?:(?<=^)|(?<=[|(,:/\n])|(?<=[|(,:/\n+] )|(?<=\bna )|(?<=praca )|(?<=pracy )|(?<=umowa )"
    r"|(?<=\bor )|(?<=\blub )|(?<=\bvia )|(?<=\bon )|(?<=zł )|(?<=pln )|(?<=netto )|(?<=vat )"
    r"|(?<=\ba )|(?<=- )|(?<=– ))b2b\b(?![ -](?:saas|market|sales|product|platform|custom"
    r"|compan|tech|commerce|e-?com|soft|startup|client|enter|solution|busin|servic|pay"
    r"|scale|software|environment|experience|space|fintech|integrat|brand|app|content|lead"
    r"|compan|model|sector|trade|account|relation))"
    r"|\bb2b\b(?= ?(?:\d|netto|\+))"
)
_CONTRACT_LABEL = re.compile(r"(?:^|[|(,/•–—]|- )[ ]?contract(?:or)?[ ]?(?=$|[|),/•–—(\n])", re.MULTILINE)
_TEMPORARY = re.compile(_WORDINGS["temporary"])
_PART_TIME = re.compile(_WORDINGS["part_time"])
_INTERNSHIP = re.compile(_WORDINGS["internship"])
_INTERN_CARE = re.compile(
    r"\b(?:mentor\w*|tutor\w*|supervis\w*|coach\w*|manag\w*|train\w*|former|welcome|previous|through|via"
    r"|onboard\w*|and juniors?|betreu\w*|years|including|internship or|or internship|through internships?"
    r"|internships? (?:and|or|experience)|experience)\b"
)
_NEGATED = re.compile(
    r"(?:\b(?:no|not(?: an?)?|kein(?:e|en)?|non|pas de|sin|geen|niet|nie|bez|sem|não|without"
    r"|never|sorry,? no|instead of|statt|rather than|aucun|hors)|[(\s]≠) (?:an? |any |en "
    r"|in |freelancers? |op )?$"
)
_OTHER_SENSE = re.compile(
    r"\b(?:smart|government|federal|legal|customer|client|vendor|supplier|api|data|employment law"
    r"|public|commercial|design by|pact|consumer|energy|forward) contract|contract(?:s)? (?:negoti"
    r"|manag|law|test|lifecycle|renew|review)|hire freelancers|freelancers? (?:platform|marketplace)"
    r"|(?:electrical|building|defen[cs]e|prime|main|general|civil|mechanical|hvac|roofing|construction|military|marine"
    r"|sub)[ -]?contractors?|contractors? (?:portal|manag|and vendors|billing)|(?:our|other|external|vendors and"
    r"|with|manage|and|of) contractors|for freelancers|freelance marketplace|\b(?:ejb|jpa"
    r"|jsf|jax-rs|java ee|jakarta ee|quarkus)\b"
)


_FULL_TIME_TOO = re.compile(
    r"(?:full[- ]?time|vollzeit|voll-|temps plein|fulltime|completa)[ ]?(?:/|,|or|and|oder"
    r"|und|ou|of|o)[ ]?(?:part|teil|temps|à temps)"
    r"|(?:part[- ]?time|teilzeit|partiel|parttime)[ ]?(?:/|or|and|oder|und|ou|of|o)[ ]?(?:full|voll|plein)"
)


#: How far into a text an internship must be named, in characters.
_OPENING = 600


class _Named(NamedTuple):
    """A form of contract named at [start, end)."""

    start: int
    end: int
    employment: Employment


_FORMS = (
    (_TEMPORARY, Employment.TEMPORARY, "temporary"),
    (_PERMANENT, Employment.PERMANENT, "permanent"),
    (_CONTRACT, Employment.CONTRACT, "contract"),
    (_B2B, Employment.CONTRACT, "b2b"),
    (_CONTRACT_LABEL, Employment.CONTRACT, "contract_label"),
    (_PART_TIME, Employment.PART_TIME, "part_time"),
)


def read_employment(passages: Iterable[Passage]) -> tuple[Employment, Evidence] | None:
    """The form of contract (contract.md, section 4) and the words that name it; None if none is named.

    Where several are offered ("perm or B2B") the first is taken, but part-time only where nothing else is said; an
    internship in the subject or opening wins. A signature names what its sender is, not what the role is.
    """
    read = [(passage, named) for passage in passages if passage.field != "signature" for named in _in_order(passage)]
    if not read:
        return None
    passage, named = next((one for one in read if one[1].employment is not Employment.PART_TIME), read[0])
    return named.employment, Evidence("employment", quote(passage.text, named.start, named.end))


def _in_order(passage: Passage) -> list[_Named]:
    internship = next(_internships(passage), None)
    return [internship] if internship else sorted(_named(passage))


def _internships(passage: Passage) -> Iterator[_Named]:
    opening = passage.low[:_OPENING]
    for match in matches(_INTERNSHIP, opening, near(passage, "internship", 30, 40)):
        around = opening[max(0, match.start() - 40) : match.end() + 20]
        if passage.field == "subject" or not (_INTERN_CARE.search(around) or _negated(opening, match)):
            yield _Named(match.start(), match.end(), Employment.INTERNSHIP)


def _named(passage: Passage) -> Iterator[_Named]:
    low = passage.low
    for pattern, employment, kind in _FORMS:
        for match in matches_near(pattern, passage, kind, 35, 50):
            around = low[max(0, match.start() - 16) : match.end() + 14]
            either = pattern is _PART_TIME and _FULL_TIME_TOO.search(around)
            if not (_negated(low, match) or _OTHER_SENSE.search(around) or either):
                yield _Named(match.start(), match.end(), employment)
                break


def _negated(low: str, match: re.Match[str]) -> bool:
    return bool(_NEGATED.search(low, max(0, match.start() - 24), match.start()))
