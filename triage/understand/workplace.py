"""Reads whether a role is remote, hybrid or on site; a remote interview, team or customer says nothing about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Evidence, Workplace
from triage.understand.anchors import anchors, matches, matches_near, merged
from triage.understand.passages import quote
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.anchors import Stretches
    from triage.understand.passages import Passage

# --- so many days a week --------------------------------------------------------------------------------------------

_NUMBERS = {
    1: "1|one|einen?|ein|une?|una|één|een|uno?|um|uma|jeden|once", 2: "2|two|zwei|deux|dos|twee|due|dois|dwa|twice",
    3: "3|three|drei|trois|tres|drie|tre|três|trzy", 4: "4|four|vier|quatre|cuatro|quattro|quatro|cztery",
    5: "5|five|fünf|cinq|cinco|vijf|cinque|pięć",
}  # fmt: skip
_ANY_NUMBER = "|".join(_NUMBERS.values())
_DAYS = (
    rf"(?<![\w.,])(?P<days>{_ANY_NUMBER})\+?(?:[ ]?(?:-|–|to|bis|à|a|of|or|oder|tot|o|ou|do|lub)[ ]?(?P<more>[2-5]))?"
    r"[ -]?(?P<unit>(?:volle |full )?(?:days?|tagen?|tage|jours?|journées?|j|días?|dias?|dag(?:en|e|ar)?|giorn[oi]|dni"
    r"|dzień|x))\b(?![ -](?:week|weeks|woche|semaine)\b)"
)
_OFFICE = (
    r"(?:in[ -](?:the |our |their )?(?:\w+ ){0,2}office|office|on[- ]?site|in[ -]person|onsite|studio|campus|desk|wfo"
    r"|the lab|in(?= ?[.;,)])|büro|vor ort|präsenz|sur site|sur place|présentiel|au bureau|bureau|locaux|oficina"
    r"|presencial\w*|op kantoor|kantoor|op locatie|sede|ufficio|officina|presenza|escritório|w? ?biurze|biura"
    r"|stacjonarn\w+|kontor\w*)"
)
_HOME = (
    r"(?:remote(?:ly)?|from home|home[ -]?office|at home|wfh|mobile[sn]? arbeit\w*|mobil|zu hause|daheim|télétravail"
    r"|tt|vanuit huis|distanciel|teletrabajo|remoto|casa|thuis\w*|smart ?working|teletrabalho|zdaln\w+|z domu|distancia"
    r"|home working|hemifrån|hjemmefra)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thurs?|fri|mo|di|mi|do|fr)(?:days?)?"
_WEEKDAYS = re.compile(
    rf"\b(?:{_WEEKDAY} ?(?:,|-|–|to|and|&|or|/|und|bis) ?{_WEEKDAY}\b[^.;!?\n]{{0,12}} {_OFFICE}"
    rf"|{_OFFICE}[^.;!?\n]{{0,6}} {_WEEKDAY} ?(?:,|-|–|to|and|&|or|/|und|bis) ?{_WEEKDAY})\b"
    r"|\b(?:come|coming|are|be) in (?:once|twice|(?:two|three|2|3) (?:days|times)) (?:a|per) week"
    r"|\b(?:zwei|drei|1|2|3|4) (?:büro|präsenz|office)-?tage\b"
    rf"|\b(?:raz|[1-4] razy|dwa razy|[1-4] keer|twee keer|eens|[1-4]x|[1-4] vezes|[1-4] veces|[1-4] volte)"
    rf" (?:w|per|in de|por|a la|a|na) (?:tygodniu|week|semana|settimana)\b[^.;!?\n]{{0,16}}{_OFFICE}"
    r"|\b(?:want|need|like) (?:people|you|everyone) in (?:two|three|four|2|3|4) days"
)
_IN_OFFICE = re.compile(_OFFICE)
_DAYS_THERE = re.compile(
    rf"{_DAYS}(?P<gap>[^.;!?\n\d]{{0,32}}?)\b(?:(?P<office>{_OFFICE})|(?P<home>{_HOME}))\b(?P<tail>[^.;!?\n]{{0,24"
    rf"}})"
)
_THERE_DAYS = re.compile(
    rf"\b(?:(?P<office>{_OFFICE})|(?P<home>{_HOME}))(?P<gap>[^.;!?\n\d]{{0,40}}?){_DAYS}(?P<tail>[^.;!?\n]{{0,24}})"
)
_MONTHLY = re.compile(
    r"\b(?:month(?:ly)?|monat(?:lich)?|mois|mensuel\w*|mes(?:es)?|mensual\w*|mese|maand|mês"
    r"|mensa\w*|miesiąc\w*|miesięczn\w*|quarter(?:ly)?|quartal|trimestre|kwarta\w+|year|jahr"
    r"|an\b|año)"
)
_WEEKLY = re.compile(r"week|woche|semaine|semana|settimana|tydz|tygod")
_HOLIDAY = re.compile(r"holiday|vacation|urlaub|congés|vacaciones|ferie|vakantie|urlop|pto|leave|interview")
_OCCASIONAL = re.compile(
    r"\b(?:once|one|1|two|2|few|couple|einmal|zweimal|une fois|una vez|una volta|uma vez"
    r"|raz)\b[^.;!?\n]{0,24}\b(?:a|per|im|pro|par|al|por|w|each|every|of)\b[^.;!?\n]{0,8}(?:month"
    r"|monat|mois|mes\b|mese|mês|miesiąc|quarter|quartal)"
)
_PERCENT = re.compile(
    rf"(?<![\d.,])(?P<share>\d{{1,3}})(?:[ ]?[-–][ ]?\d{{1,3}})?[ ]?%[ ]?(?:ig )?(?:(?:de "
    rf"|en |in |im |na |w |of |do |ig |di |the )?(?:time |pracy |trabajo |zeit |lavoro |trabalho )?)(?:(?P<office>"
    rf"{_OFFICE})|(?P<home>{_HOME}|full remote))"
)

# --- words, by how much they say ------------------------------------------------------------------------------------

_WORDINGS = wordings("workplace_wordings")
_NO_REMOTE = re.compile(_WORDINGS["no_remote"])
_CHOICE = re.compile(_WORDINGS["choice"])
_FULL = re.compile(_WORDINGS["full"])
_HYBRID = re.compile(_WORDINGS["hybrid"])
_NOT_HYBRID = re.compile(r"\bcloud|kubernetes|\bapps?\b|vehicle|native")
_ONSITE = re.compile(_WORDINGS["onsite"])
_SITE = re.compile(r"on[- ]?site$")
_EVERY_DAY = re.compile(
    rf"\b(?:every day|daily|each day|full[- ]time|täglich|jeden tag|tous les jours|todos los días"
    rf"|ogni giorno|tutti i giorni|elke dag|codziennie) (?:w|op|in|at|from|im|au|en)"
    rf" (?:the |our )?{_OFFICE}|{_OFFICE} (?:every day"
    rf"|each day|daily|jeden tag|tous les jours|todos los días|ogni giorno|elke dag|codziennie|full[- ]time)"
)
_REMOTE = re.compile(
    r"\b(?:work from home|remote(?:ly)?|wfh|remoto|teletrabajo|zdalnie|zdalna|thuiswerken|teletrabalho)\b"
)
_REMOTE_THING = re.compile(
    r"[ -](?:interview|teams?\b|sens|customers?|clients?|desktop|debug|procedure|access"
    r"|control|servers?|monitor|patient|diagnos|sites?\b|calls?\b|support|manag|locations?\b"
    r"|areas|workforce|colleagues|offices|meeting|assist|hands|repo|branch|origin|device"
    r"|exec|code|health|learning|deposit|viewing|village|onboarding|procedure|work(?:ing)? (?:tool"
    r"|policy|stipend|allowance|setup|budget|experience)|collab|conference|possib|process"
    r"|culture|environment|employees|users|leadership|operations|technical)"
)
_REMOTE_ROLE = re.compile(
    r"[ ]?(?:$|[|)\],;:/(]|–|—|-|\.(?:\s|$)|\n|\b(?:role|position|job|work|working|opportunit"
    r"|contract|within|from|in\b|across|uk\b|us\b|usa\b|eu\b|europe|based|engineer|developer"
    r"|w/|with|emea|germany|only|option|basis|with one|mit|senior|python|java|full|team member"
    r"|canada|india|anywhere|setup|but|and|&|\+|vacanc"
    r"|since|until|z dowolnego|obviously|of course|salary|budget|desde|dall|em\b"
    r"|en\b|vanuit|z\b))"
)
_REMOTE_BEFORE = re.compile(
    r"(?:^|[|(\[,;:/\n•*@–—]|- |[.!?] |\b(?:is|are|be|role|position|job|work|works|working|location"
    r"|workplace|type|model|a|an|or|and|fully|mostly|this|our|in|da|en|100%|praca|trabajo"
    r"|trabalho|lavoro|developer|engineer|manager|berlin|london|usa?|uk|eu|germany|can"
    r"|volledig|primarily|mainly))[ *_]{0,3}$"
)
_WISHES = re.compile(_WORDINGS["wishes"])


class _Statement(NamedTuple):
    """One reading of the text; the lowest rank wins."""

    rank: int
    workplace: Workplace
    start: int
    end: int


def read_workplace(passages: Iterable[Passage]) -> tuple[Workplace, Evidence] | None:
    """Where the work is done (contract.md, section 4) and the words that say so; None if nothing does.

    Counted days win over words, a refusal over an offer, a choice counts as remote, "fully remote" wins over "hybrid",
    and a bare "remote" comes last. Among equals the more authoritative passage, then the earlier words, win.
    """
    best: tuple[_Statement, str] | None = None
    for passage in passages:
        for statement in _statements(passage):
            if best is None or statement.rank < best[0].rank:
                best = (statement, passage.text)
    if best is None:
        return None
    statement, text = best
    return statement.workplace, Evidence("workplace", quote(text, statement.start, statement.end))


def _statements(passage: Passage) -> Iterator[_Statement]:
    low = passage.low
    yield from _counted(passage)
    for rank, pattern, kind, workplace in _WORDS:
        for match in matches_near(pattern, passage, kind, 45, 70):
            if _says_so(pattern, low, match):
                yield _Statement(rank, workplace, match.start(), match.end())
                break
    yield from _bare_remote(passage)


def _says_so(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    """Whether the words are about this job: not a wish or an interview, no hybrid cloud, no on-site hardware."""
    if _WISHES.search(_sentence(text, match)):
        return False
    if pattern is _ONSITE and _SITE.match(match.group()):
        return bool(_REMOTE_ROLE.match(text, match.end()) or text.startswith(" at client", match.end()))
    if pattern is _FULL and _REFUSED.search(text, max(0, match.start() - 24), match.start()):
        return False
    return not (pattern is _HYBRID and _NOT_HYBRID.search(text, match.end(), match.end() + 20))


_REFUSED = re.compile(
    r"\b(?:not|no|never|won['’]t|can['’]t|cannot|don['’]t|isn['’]t|nicht|kein\w*|pas|non|nie|niet|não)"
    r" (?:\w+ ){0,2}$"
)
_WORDS = (
    (2, _NO_REMOTE, "at_home", Workplace.ONSITE),
    (3, _CHOICE, "at_home", Workplace.REMOTE),
    (4, _FULL, "at_home", Workplace.REMOTE),
    (5, _HYBRID, "shared", Workplace.HYBRID),
    (6, _ONSITE, "at_office", Workplace.ONSITE),
    (6, _EVERY_DAY, "every", Workplace.ONSITE),
)


def _counted(passage: Passage) -> Iterator[_Statement]:
    """What days a week, days a month and shares of the time say."""
    places = [at.start for kind in ("at_home", "at_office", "there") for at in anchors(passage, kind)]
    days = [at.start for at in anchors(passage, "days") if any(abs(at.start - place) < _REACH for place in places)]
    if days:
        yield from _days_a_week(passage, merged([(max(0, start - _REACH), start + _REACH) for start in days]))
    if places:
        yield from _now_and_then(passage)


#: A number of days and the place they are spent at stand this near to each other, in characters.
_REACH = 70


def _days_a_week(passage: Passage, stretches: Stretches) -> Iterator[_Statement]:
    low = passage.low
    for pattern in (_DAYS_THERE, _THERE_DAYS):
        for match in matches(pattern, low, stretches):
            workplace = _by_days(match, low)
            if workplace:
                yield _Statement(1, workplace, match.start(), match.end())
    for match in matches(_WEEKDAYS, low, stretches):
        yield _Statement(1, Workplace.HYBRID, match.start(), match.end())


def _now_and_then(passage: Passage) -> Iterator[_Statement]:
    """A visit a month, and shares of the time."""
    low = passage.low
    for match in matches_near(_OCCASIONAL, passage, "often"):
        if _IN_OFFICE.search(_sentence(low, match) + match.group()):
            yield _Statement(1, Workplace.REMOTE, match.start(), match.end())
    for match in matches_near(_PERCENT, passage, "percent"):
        share = int(match["share"])
        if 0 < share <= 100:
            workplace = _by_share(share, office=bool(match["office"]))
            yield _Statement(1 if share < 90 else 4, workplace, match.start(), match.end())


def _by_share(share: int, *, office: bool) -> Workplace:
    if share < 90:
        return Workplace.HYBRID
    return Workplace.ONSITE if office else Workplace.REMOTE


def _by_days(match: re.Match[str], text: str) -> Workplace | None:
    around = match["gap"] + match["tail"]
    if _HOLIDAY.search(around) or _WISHES.search(match.group()):
        return None
    if _MONTHLY.search(around) and not _WEEKLY.search(around):
        return Workplace.REMOTE if match["office"] else None
    if match["unit"] == "x" and not _WEEKLY.search(text, match.start(), match.end() + 20):
        return None
    written = match["days"]
    days = int(
        match["more"]
        or next(
            number
            for number, words in _NUMBERS.items()
            if written in words.replace("?", "").split("|") or re.fullmatch(words, written)
        )
    )
    if days == 1 and not _WEEKLY.search(around):
        return None
    if days < 5:
        return Workplace.HYBRID
    return Workplace.ONSITE if match["office"] else Workplace.REMOTE


def _sentence(text: str, match: re.Match[str]) -> str:
    before = re.split(r"[.!?]\s|\n", text[max(0, match.start() - 80) : match.start()])[-1]
    return before + re.split(r"[.!?]\s|\n", text[match.end() : match.end() + 60])[0]


def _bare_remote(passage: Passage) -> Iterator[_Statement]:
    """A phrase such as "Remote" by itself: in a subject, a list of facts, or beside a word for the job."""
    low = passage.low
    for match in matches_near(_REMOTE, passage, "at_home", 45, 70):
        refused = _REFUSED.search(low, max(0, match.start() - 24), match.start())
        if refused or _REMOTE_THING.match(low, match.end()) or _WISHES.search(_sentence(low, match)):
            continue
        framed = _REMOTE_BEFORE.search(low, max(0, match.start() - 14), match.start()) and _REMOTE_ROLE.match(
            low, match.end()
        )
        if passage.field == "subject" or framed:
            yield _Statement(7, Workplace.REMOTE, match.start(), match.end())
            return
