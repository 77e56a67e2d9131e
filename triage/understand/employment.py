"""Reads the form of contract a message offers; "full-time" alone and "smart contracts" say nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Employment, Evidence
from triage.understand.anchors import matches, near
from triage.understand.passage import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.passages import Passage

_PERMANENT = re.compile(
    r"\bperm(?:anent)?\b(?!ly)(?! (?:resid|staff member|link|solution|fix|place|record|storage"
    r"|impact|make|home|remote))|\bpermanent(?:e)? (?:role|position|contract|job|employment)"
    r"|\bfte\b|\bdirect[- ]hire\b"
    r"|\bfestanstellung\w*|\bfestangestellt\w*|\bfeste (?:anstellung|stelle)|\bfester (?:vertrag"
    r"|job)|\bin festanstellung|\bunbefristet\w*"
    r"|(?<![\w-])cdi(?![\w-])|\bdurée indéterminée|\bindefinid[oa]\b|\bcontrato fijo|\btempo indeterminato"
    r"|\bindeterminato\b|\bvast(?:e)? (?:contract|baan|dienst|dienstverband|aanstelling)"
    r"|\bin vaste dienst|\bonbepaalde tijd"
    r"|\bsem termo|\befetiv[oa]\b|\btempo indeterminado|(?<!\w)clt(?!\w)|\bumow[aęy] o pracę"
    r"|\bumowie o pracę|(?<!\w)uop(?!\w)|\bczas nieokreślony|\bw2 (?:permanent|full[- ]time)\b"
)
_CONTRACT = re.compile(
    r"\bfree-?lanc(?:e|er|ing)(?:-projekt|-mission|\b)(?! (?:partner|network|marketplace"
    r"|platform|community))|\bcontractor\b|\bcontracting (?:role|basis)|\bcontract[- ]to[- ](?:hire"
    r"|perm)"
    r"|\bc2h\b|\bc2c\b|\bcorp[- ]to[- ]corp|\bw-?2\b(?! (?:permanent|full))|\b1099\b|\b(?:inside"
    r"|outside) (?:of )?ir ?35|\bday[- ]?rate\b|\bdaily rate\b"
    r"|\b(?:contract|project)[ -](?:role|position|job|opportunity|assignment|duration|length"
    r"|type: ?contract)|\b(?:long|short)[- ]term contract\b|\b\d{1,2}\+?[- ]?(?:to \d{1,2} )?(?:months?"
    r"|mths?|weeks?)(?:['’])?[ +-]{0,3}(?:rolling |initial |long )?contract\b"
    r"|\b(?:type|job type|employment(?: type)?|position type|contract type|duration)[ ]?[:\-–][ ]?(?:full[- ]?time "
    r")?(?:contract\b|c2h|c2c|w2)|\b(?:initial|rolling|on a|is a|as a) contract\b(?! (?:to"
    r"|with|for the|manag|negot|law))|\bcontract (?:for )?\d{1,2}\+? ?months"
    r"|\bfreiberuf\w*|\btagessatz|\bstundensatz|\bfreie mitarbeit|\bselbst(?:st)?ändig (?:tätig"
    r"|als)|\btjm\b|\bindépendants?\b|\bportage salarial|\bauto-?entrepreneur|\bautónom[oa] ?(?:/"
    r"|\(|freelance|$)|\bcomo autónomo|\bzzp(?:['’]?er)?s?\b|\bdetachering|\bfreelance opdracht"
    r"|\binterim opdracht"
    r"|\bpartita iva|\bp\. ?iva|\blibera professione|\bpj\b(?![ ]?[a-z])|\bcontrata[cç][aã]o pj"
    r"|\bpj\b|\brecibos verdes|\bprestação de serviços|\bumow[aęy] b2b|\bkontrak(?:t|cie"
    r"|tu) b2b"
)
_B2B = re.compile(
    r"(?:(?<=^)|(?<=[|(,:/\n])|(?<=[|(,:/\n+] )|(?<=\bna )|(?<=praca )|(?<=pracy )|(?<=umowa )"
    r"|(?<=\bor )|(?<=\blub )|(?<=\bvia )|(?<=\bon )|(?<=zł )|(?<=pln )|(?<=netto )|(?<=vat )"
    r"|(?<=\ba )|(?<=- )|(?<=– ))b2b\b(?![ -](?:saas|market|sales|product|platform|custom"
    r"|compan|tech|commerce|e-?com|soft|startup|client|enter|solution|busin|servic|pay"
    r"|scale|software|environment|experience|space|fintech|integrat|brand|app|content|lead"
    r"|compan|model|sector|trade|account|relation))"
)
_CONTRACT_LABEL = re.compile(r"(?:^|[|(,/•–—]|- )[ ]?contract(?:or)?[ ]?(?=$|[|),/•–—(\n])", re.MULTILINE)
_TEMPORARY = re.compile(
    r"\bfixed[- ]term\b|\bftc\b|\b(?:maternity|paternity|parental)[- ](?:leave )?cover|\btemporary (?:role"
    r"|position|contract|job|assignment|employment|basis|cover|full|part)|\btemp (?:role"
    r"|position|job|contract|to perm)|\btype: ?temporary\b|^temporary\b(?=[ ]*(?:$|[|,\n]))"
    r"|(?<!un)\bbefristet\w*|\belternzeitvertretung|\bzeitarbeit|\barbeitnehmerüberlassung"
    r"|(?<!\w)anü(?!\w)|(?<![\w-])cdd(?![\w-])|\bdurée déterminée|\bintérim\b|\bcontrato temporal"
    r"|\bcontrato de obra|\btemporalidad|\bsustitución"
    r"|\btempo determinato|\bsostituzione maternità|\btijdelijk(?:e)? (?:contract|baan"
    r"|aanstelling|dienstverband)|\bbepaalde tijd\b|\ba termo(?: certo)?\b|\btermo certo"
    r"|\bczas określony|\bzastępstwo\b|\bumow[aęy] (?:zlecenie|tymczasow\w+)|\bseasonal (?:role"
    r"|position|job)"
)
_PART_TIME = re.compile(
    r"\bpart[- ]?time\b(?! (?:stud|mba|degree|colleag))|\bteilzeit(?!studi)\w*|\b(?:à )?temps partiel"
    r"|\bmedia jornada|\btiempo parcial|\bjornada parcial|\bdeeltijd|\bparttime\b|\btempo parziale"
    r"|\bmeio período|\btempo parcial|\bpół etatu|\bniepełn\w+ etat\w*|\b[13]/[24] etatu"
    r"|\b\d{2} ?% (?:stelle|pensum)"
)
_INTERNSHIP = re.compile(
    r"\b(?:intern(?:ship)?s?|werkstudent\w*|working student|\w*praktikum\w*|praktikant\w*|stagiaire"
    r"|alternance|alternant|apprenti\w*|prácticas|becari[oa]|tirocini\w*|stagista|stageplek"
    r"|afstudeer\w*|stageopdracht|estágio|estagiári[oa]|staż(?:ysta|ystka|u)?|praktyk[ai]"
    r"|co-?op (?:student|position))\b"
    r"|\bstage (?:de fin|de \d|conventionné|en entreprise|curriculare|extracurriculare"
    r"|retribuito|pfe|m2|bij|ingénieur)|\b(?:offre|proposition) de stage|\bun stage\b"
)
_INTERN_CARE = re.compile(
    r"\b(?:mentor\w*|supervis\w*|coach\w*|manag\w*|train\w*|former|welcome|previous|through|via"
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
    r"|contractors? (?:portal|manag|and vendors|billing)|(?:our|other|external|vendors and"
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
    (_B2B, Employment.CONTRACT, "contract"),
    (_CONTRACT_LABEL, Employment.CONTRACT, "contract"),
    (_PART_TIME, Employment.PART_TIME, "part_time"),
)


def read_employment(passages: Iterable[Passage]) -> tuple[Employment, Evidence] | None:
    """The form of contract (contract.md, section 4) and the words that name it; None if none is named.

    Where several are offered ("perm or B2B") the first is taken; an internship in the subject or opening wins.
    """
    for passage in passages:
        named = _first(passage)
        if named is not None:
            return named.employment, Evidence("employment", quote(passage.text, named.start, named.end))
    return None


def _first(passage: Passage) -> _Named | None:
    internship = next(_internships(passage), None)
    return internship or min(_named(passage), default=None)


def _internships(passage: Passage) -> Iterator[_Named]:
    opening = passage.low[:_OPENING]
    for match in matches(_INTERNSHIP, opening, near(passage, "internship", 30, 40)):
        around = opening[max(0, match.start() - 40) : match.end() + 20]
        if passage.field == "subject" or not (_INTERN_CARE.search(around) or _negated(opening, match)):
            yield _Named(match.start(), match.end(), Employment.INTERNSHIP)


def _named(passage: Passage) -> Iterator[_Named]:
    low = passage.low
    for pattern, employment, kind in _FORMS:
        for match in matches(pattern, low, near(passage, kind, 35, 50)):
            around = low[max(0, match.start() - 16) : match.end() + 14]
            either = pattern is _PART_TIME and _FULL_TIME_TOO.search(around)
            if not (_negated(low, match) or _OTHER_SENSE.search(around) or either):
                yield _Named(match.start(), match.end(), employment)
                break


def _negated(low: str, match: re.Match[str]) -> bool:
    return bool(_NEGATED.search(low, max(0, match.start() - 24), match.start()))
