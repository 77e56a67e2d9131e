"""Reads the form of contract a message offers; "full-time" alone and "smart contracts" say nothing."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Employment, Evidence, Period
from triage.understand.anchors import matches, matches_near, near
from triage.understand.passages import quote
from triage.understand.term import terms
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.domain import Salary
    from triage.understand.passages import Passage
    from triage.understand.term import Term

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
    r"|onboard\w*|reports?|reporting"
    r"|and juniors?|betreu\w*|years|including|internship or|or internship|through internships?"
    r"|internships? (?:and|or|experience)|experience)\b"
)
#: Before an internship that the reader did: "quando fez estágio", "tutor de prácticas", "your internship with us".
_OF_READER = re.compile(
    r"\b(?:deed|deden|liep|liepen|gelopen|fez|fizeste|fizeram|hizo|hiciste|fait|fit|did|done|had|gemacht|machten|gedaan|robił\w*|odbył\w*"
    r"|(?:te|le|lhe) d(?:i|imos|ei|emos)|gave (?:you|him|her)|tutor(?:a|e)?"
    r"|(?:your|ihr|dein|vo[st]re?|tu|su|seu|tuo|suo|je|jouw|uw|twój|twoje\w*|pana|pani)(?:em|en|s)?) (?:\w+ ){0,2}$"
)
_NEGATED = re.compile(
    r"(?:\b(?:no|not(?: an?)?|kein(?:e|en)?|non|pas de|sin|geen|niet|nie|bez|sem|não|without"
    r"|never|sorry,? no|not after some(?:body|one)"
    r"|instead of|statt|rather than|aucun|hors)|[(\s]≠|\bpas d['’]) ?(?:an? |any |en "
    r"|in |freelancers? |op )?$"
)
_OTHER_SENSE = re.compile(
    r"\b(?:smart|government|federal|legal|customer|client|vendor|supplier|api|data|employment law"
    r"|public|commercial|design by|pact|consumer|energy|forward) contract|contract(?:s)? (?:negoti"
    r"|manag|law|test|lifecycle|renew|review)|hire freelancers|freelancers? (?:platform|marketplace)"
    r"|(?:electrical|building|defen[cs]e|prime|main|general|civil|mechanical|hvac|roofing|construction|military|marine"
    r"|sub)[ -]?contractors?|contractors? (?:portal|manag|and vendors|billing)|(?:our|other|external|vendors and"
    r"|with|manage|and|of) contractors|contractors? (?:side|company|firm)|(?:leading|large|big|major|local|fit-out"
    r"|works|managed|giga|specialist|international) contractors?"
    r"|befristete[nr]? (?:miet|pacht|liefer|nutzungs)\w*|zeitarbeit(?:s|er)|mietvertr"
    r"|for freelancers|freelance marketplace|\b(?:ejb|jpa"
    r"|jsf|jax-rs|java ee|jakarta ee|quarkus)\b"
)


_FULL_TIME_TOO = re.compile(
    r"(?:full[- ]?time|vollzeit|voll-|temps plein|fulltime|completa)[ ]?(?:/|,|or|and|oder"
    r"|und|ou|of|o)[ ]?(?:part|teil|temps|à temps)"
    r"|(?:part[- ]?time|teilzeit|partiel|parttime)[ ]?(?:/|or|and|oder|und|ou|of|o)[ ]?(?:full|voll|plein)"
)


#: Before the form of contract that the reader or somebody else has: "I know you're perm", "Bethan's gone part-time".
_SOMEBODYS = re.compile(
    r"\b(?:you(?:['’]?re| are|r)|(?:has|['’]s) gone|went|she(?:['’]s| is)|he(?:['’]s| is)"
    r""
    r"|(?:du|sie|er) (?:bist|sind|ist)|geht|danach|vous êtes|tu es|eres|estás|está|lei è|sei|je bent|jesteś|jest pani?"
    r"|você é|és) (?:currently |now )?"
    r"(?:in |en |im |op |na |a )?(?:an? |un[ea]? |ein[ne]? )?$"
)
#: Likewise behind it: "o estágio que fez connosco", "your internship where you did …".
_DONE_BEHIND = re.compile(
    r",? (?:que|qui|die|das|that|che|où|where|wo|które|który|dat|bij ons|con noi|bei uns|chez nous|with us)\b"
    r"[^.\n]{0,25}\b(?:fez|fizeste|hizo|hiciste|fait|fit|did|done|had|gemacht|machten|gedaan|deed|odbył\w*|robił\w*|fatto|faceva)\b"
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


def read_employment(
    passages: Iterable[Passage], salary: tuple[Salary, Evidence] | None = None
) -> tuple[Employment, Evidence] | None:
    """The form of contract (contract.md, section 4) and the words that name it; None if none is named.

    Where several are offered ("perm or B2B") the first is taken, but part-time only where nothing else is said; an
    internship in the subject or opening wins. Where no form is named, a length says it ("contrat de trois ans"): a
    day's pay alone does not (of six mails that state one, three were labelled contract, three nothing). A signature
    names what its sender is, not what the role is.
    """
    read = [passage for passage in passages if passage.field != "signature"]
    named = [(passage, form) for passage in read for form in _in_order(passage)]
    sure = (one for one in named if one[1].employment is not Employment.PART_TIME)
    found = next(chain(sure, _for_a_time(read, salary[0].period if salary else None), named), None)
    if found is None:
        return None
    passage, form = found
    return form.employment, Evidence("employment", quote(passage.text, form.start, form.end))


def _for_a_time(passages: Sequence[Passage], covers: Period | None) -> Iterator[tuple[Passage, _Named]]:
    """What an engagement for a time is: one of a contract is hired by the hour or day, employed by the month."""
    for passage in passages:
        for term in terms(passage):
            employment = Employment.CONTRACT if _is_hired(passage, term, covers) else Employment.TEMPORARY
            yield passage, _Named(term.start, term.end, employment)


def _is_hired(passage: Passage, term: Term, covers: Period | None) -> bool:
    """Whether who has a contract for a time is a contractor, as the pay says, else the months of English."""
    if not term.of_contract or covers in {Period.MONTH, Period.YEAR}:
        return False
    return covers is not None or _ENGLISH.search(passage.low, term.start, term.end) is not None


_ENGLISH = re.compile(r"\b(?:months?|mths?|weeks?|wks?)\b")


def _in_order(passage: Passage) -> list[_Named]:
    named, internship = sorted(_named(passage)), next(_internships(passage), None)
    if internship is None or (passage.field != "subject" and any(_lasts(form) for form in named)):
        return named
    return [internship]


def _lasts(form: _Named) -> bool:
    """Whether it is what no internship is."""
    return form.employment is Employment.PERMANENT


def _internships(passage: Passage) -> Iterator[_Named]:
    opening = passage.low[:_OPENING]
    for match in matches(_INTERNSHIP, opening, near(passage, "internship", 30, 40)):
        around = opening[max(0, match.start() - 40) : match.end() + 20]
        before = max(0, match.start() - 30)
        done = _OF_READER.search(opening, before, match.start()) or _DONE_BEHIND.match(opening, match.end())
        if passage.field == "subject" or not (done or _INTERN_CARE.search(around) or _negated(opening, match)):
            yield _Named(match.start(), match.end(), Employment.INTERNSHIP)


def _named(passage: Passage) -> Iterator[_Named]:
    low = passage.low
    for pattern, employment, kind in _FORMS:
        for match in matches_near(pattern, passage, kind, 35, 50):
            around = low[max(0, match.start() - 16) : match.end() + 14]
            either = pattern is _PART_TIME and (_FULL_TIME_TOO.search(around) or _is_option(low, match))
            if not (_negated(low, match) or _OTHER_SENSE.search(around) or either):
                yield _Named(match.start(), match.end(), employment)
                break


#: "Zeitarbeit vermitteln wir nicht", "intérim, non".
_REFUSED_BEHIND = re.compile(
    r"(?: \w+){0,3} (?:nicht|keine[rs]?)\b(?=\s*(?:[.,;!\n]|$))|,? (?:non|no|nein|nee|nie)\b(?=[.!\n])"
)


#: Before and behind part-time that one may have and need not: "auch in Teilzeit", "part-time is possible".
_ALSO = re.compile(
    r"\b(?:also|auch|gerne?|ook|eventueel|également|aussi|también|anche|também|również|też|optionally"
    r"|possibly|can be|kann|se puede|on peut|si può|pode|można|auf wunsch|evtl\.?|eventuell"
    r"|éventuellement|eventualmente|ewentualnie|even) (?:\w+ ){0,2}$"
)
_POSSIBLE = re.compile(
    r"[ -]?(?:\([^)\n]{1,12}\) ?)?(?:,? ?(?:is|are|ist|wäre|geht|est|es|sería|è|é|jest|też|auch|also|ook|aussi|hours"
    r"|arbeit|work|or) ){0,3}(?:possible|an option|optional|considered|negotiable|welcome|available too|works|fine"
    r"|möglich|denkbar|machbar|verhandelbar|auch|mogelijk|bespreekbaar|envisageable|posible|negociable|possibile"
    r"|valutabile|possível|negociável|możliw\w+)\b"
)


def _is_option(low: str, match: re.Match[str]) -> bool:
    """Whether part-time is what the reader may also have."""
    before = _ALSO.search(low, max(0, match.start() - 30), match.start())
    return bool(before or _POSSIBLE.match(low, match.end()))


def _negated(low: str, match: re.Match[str]) -> bool:
    if _REFUSED_BEHIND.match(low, match.end()):
        return True
    start = max(0, match.start() - 30)
    return bool(_NEGATED.search(low, start, match.start()) or _SOMEBODYS.search(low, start, match.start()))
