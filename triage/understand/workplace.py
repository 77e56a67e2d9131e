"""Reads whether a role is remote, hybrid or on site; a remote interview, team or customer says nothing about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Evidence, Workplace
from triage.understand.anchors import matches_near
from triage.understand.passages import quote
from triage.understand.wordings import wordings
from triage.understand.workweek import NAMED, read_week

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.passages import Passage

# --- words, by how much they say ------------------------------------------------------------------------------------

_WORDINGS = wordings("workplace_wordings")
_NO_REMOTE = re.compile(_WORDINGS["no_remote"])
_CHOICE = re.compile(_WORDINGS["choice"])
_FULL = re.compile(_WORDINGS["full"])
_HYBRID = re.compile(_WORDINGS["hybrid"])
_NOT_HYBRID = re.compile(r"\bcloud|kubernetes|\bapps?\b|vehicle|native")
_ONSITE = re.compile(_WORDINGS["onsite"])
_SITE = re.compile(r"on[- ]?site$")
_REMOTE = re.compile(
    r"\b(?:work from home|remote(?:ly)?|wfh|remoto|teletrabajo|zdalnie|zdalna|thuiswerken|teletrabalho)\b"
)
_REMOTE_THING = re.compile(
    r"[ -](?:interview|compan(?:y|ies)\b|teams?\b|sens|customers?|clients?|desktop|debug|procedure|access"
    r"|control|servers?|monitor|patient|diagnos|sites?\b|calls?\b|support|manag|locations?\b"
    r"|areas|workforce|colleagues|offices|meeting|assist|hands|repo|branch|origin|device"
    r"|un?till? (?!further)|exec|code|health|learning|deposit|viewing|village|onboarding|procedure|work(?:ing)? (?:tool"
    r"|policy|stipend|allowance|setup|budget|experience)|collab|conference|possib|process"
    r"|culture|environment|employees|users|leadership|operations|technical)"
)
_REMOTE_ROLE = re.compile(
    r"[ ]?(?:$|[|)\],;:/(]|–|—|-|\.(?:\s|$)|\n|\b(?:role|position|job|work|working|opportunit"
    r"|contract|within|from|in\b|across|uk\b|us\b|usa\b|eu\b|europe|based|engineer|developer"
    r"|w/|with|emea|germany|only|option|basis|with one|mit|senior|python|java|full|team member"
    r"|canada|india|anywhere|setup|but|and|&|\+|vacanc"
    r"|since|until further|z dowolnego|obviously|of course|salary|budget|desde|dall|em\b"
    r"|en\b|vanuit|z\b))"
)
_REMOTE_BEFORE = re.compile(
    r"(?:^|[|(\[,;:/\n•*@–—]|- |[.!?] |\b(?:is|are|be|role|position|job|work|works|working|location"
    r"|workplace|type|model|a|an|or|and|fully|mostly|this|our|in|da|en|100%|praca|trabajo"
    r"|trabalho|lavoro|developer|engineer|manager|berlin|london|usa?|uk|eu|germany|can"
    r"|volledig|primarily|mainly))[ *_]{0,3}$"
)
_WISHES = re.compile(_WORDINGS["wishes"])
_ABOUT_OTHERS = re.compile(f"{_WORDINGS['wishes']}|{_WORDINGS['about_others']}")


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
    if passage.field != "signature":
        yield from _of_the_week(passage)
    for rank, pattern, kind, workplace in _WORDS:
        for match in matches_near(pattern, passage, kind, 45, 70):
            if _says_so(pattern, low, match):
                yield _Statement(rank, workplace, match.start(), match.end())
                break
    yield from _bare_remote(passage)


def _says_so(pattern: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    """Whether the words are about this job: not a wish or an interview, no hybrid cloud, no on-site hardware."""
    if _ABOUT_OTHERS.search(_sentence(text, match)):
        return False
    if pattern is _ONSITE and _AT_FIRST.search(text, max(0, match.start() - 24), match.start()):
        return False
    if pattern is _ONSITE and _SITE.match(match.group()):
        before = max(0, match.start() - 14)
        framed = _REMOTE_BEFORE.search(text, before, match.start()) or _ALL.search(text, before, match.start())
        return bool((framed and _REMOTE_ROLE.match(text, match.end())) or text.startswith(" at client", match.end()))
    if pattern is _FULL and _REFUSED.search(text, max(0, match.start() - 24), match.start()):
        return False
    return not (pattern is _HYBRID and _NOT_HYBRID.search(text, match.end(), match.end() + 20))


_ALL = re.compile(
    r"\b(?:all|worked|based|shifts?|days?|week|every(?:one|body)|entirely|always|only|staff|[wy]e|you)[ ]$"
)
#: What is on site only then: "remote, Kick-off vor Ort".
_AT_FIRST = re.compile(
    r"\b(?:kick-?off|onboarding|einarbeitung|einschulung|induction|first (?:day|week|month)"
    r"|erste[rn]? (?:tag|woche|monat)"
    r"|premiers? (?:jour|semaine|mois)|primera semana|prima settimana|eerste (?:dag|week)"
    r"|pierwszy (?:dzień|tydzień)) ?:? ?$"
)
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
)


def _of_the_week(passage: Passage) -> Iterator[_Statement]:
    """What the grammar of the week reads, without wishes and what is said of customers."""
    low, starts, words = passage.low, passage.starts, passage.words
    for said in read_week(passage):
        start, end = starts[said.first], starts[said.last] + len(words[said.last])
        named = said.rank == NAMED
        thing = named and (_REMOTE_THING.match(low, end) or _NOT_HERE.search(low, max(0, start - 24), start))
        if not thing and not _WISHES.search(_around(low, start, end)):
            yield _Statement(said.rank, said.workplace, start, end)


#: The heading of what is not offered: "Wat krijgt u niet", and below it "Thuiswerk".
_NOT_HERE = re.compile(r"\b(?:niet|nicht|not|don['’]t|pas|no|nie|não|non)\W{0,3}\n\W{0,4}$")


def _sentence(text: str, match: re.Match[str]) -> str:
    return _around(text, match.start(), match.end())


def _around(text: str, start: int, end: int) -> str:
    """The sentence before and behind [start, end), without it."""
    before = _SENTENCE_END.split(text[max(0, start - 80) : start])[-1]
    return before + _SENTENCE_END.split(text[end : end + 60])[0]


_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def _bare_remote(passage: Passage) -> Iterator[_Statement]:
    """A phrase such as "Remote" by itself: in a subject, a list of facts, or beside a word for the job."""
    low = passage.low
    for match in matches_near(_REMOTE, passage, "at_home", 45, 70):
        refused = _REFUSED.search(low, max(0, match.start() - 24), match.start())
        if refused or _REMOTE_THING.match(low, match.end()) or _ABOUT_OTHERS.search(_sentence(low, match)):
            continue
        framed = _REMOTE_BEFORE.search(low, max(0, match.start() - 14), match.start()) and _REMOTE_ROLE.match(
            low, match.end()
        )
        if passage.field == "subject" or framed:
            yield _Statement(NAMED, Workplace.REMOTE, match.start(), match.end())
            return
