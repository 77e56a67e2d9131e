"""Tells apart the roles of a message that offers several, so that the facts of one are not taken for another's."""

from __future__ import annotations

import functools
import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from triage.understand import choice
from triage.understand.mentions import heads
from triage.understand.openings import (
    Body,
    Role,
    Title,
    base_words,
    distinct,
    end_of,
    name,
    pays,
    same,
    sentence,
    sentences,
    start_of,
    titles,
)
from triage.understand.passages import passage
from triage.understand.role_lists import listed
from triage.understand.title import candidates
from triage.understand.title_words import words
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.understand.passages import Passage

_W = wordings("several_wordings")
#: "two open positions", "mehrere spannende Vakanzen".
_ANNOUNCED = re.compile(rf"\b{_W['how many']}[ ](?:[\w/-]+[ ]){{0,3}}?{_W['roles']}\b")
_BESIDES = re.compile(rf"\b{_W['besides']}\b")
_ALL_OF_THEM = re.compile(rf"[ \t]*{_W['all of them']}\b")
_POSTSCRIPT = re.compile(r"^[ \t>*_]*p\.? ?[sd]\b[.:]*", re.MULTILINE)
#: Right before a title, that it is somebody else's: "report to the Head of Data", "I am a recruiter".
_OTHERS = re.compile(
    rf"(?:\b(?:to the|to our|to an?|with|by|of|from|alongside|{_W['of somebody']})(?: {_W['article']})?"
    rf"|{_W['i am']}) ?$"
)
_CLAUSE_END = re.compile(
    r"[.!?…;:](?=\s)|\n|[–—(]|,[ ]|[ ](?:and|or|und|oder|et|ou|y|o|e|ed|en|of|oraz|i|lub|albo)(?=[ ])"
)
_PARAGRAPH_END = re.compile(r"\n[ \t>]*\n|\Z")
#: Behind the title of an item: "(m/f) - Acme, Berlin".
_PARTED = re.compile(r"[^\n.,;:–—|]{0,40}?([ ]*(?:[ ][-–—]+[ ]|[|\t])[ ]*)(?=\S)")
_LETTERS = re.compile(r"[^\W_]+")
#: How likely it must be that the first title is on offer, and each of the others, in log-odds.
_LIKELY = (1.0, 0.3)
#: How far before a title that is looked for, in characters.
_NEAR = 40
#: So much likelier than one before it a title is the only one on offer, in log-odds.
_FAR_LIKELIER = 5.0


class OneRole(NamedTuple):
    """What a message says of the first role it offers and of all of them, apart from the others."""

    passages: tuple[Passage, ...]
    others: tuple[str, ...] = ()  # what they are called
    aside: str = ""  # what the text says of them, as its sender wrote it


def of_one_role(passages: tuple[Passage, ...], text: str) -> OneRole:
    """The first role of a message; the same passages if it offers one at most. `text` is what its sender wrote, with
    the ends of all lines.
    """
    named = {item.field: item for item in passages}
    if "text" not in named or not heads(named["text"]):
        return OneRole(passages)
    body, subject = named["text"], named.get("subject")
    announced = subject is not None and _ANNOUNCED.search(subject.low) is not None
    for item in passages:
        if item.field in {"text", "signature"} and (role := _in_postscript(item, body)):
            kept, begin = {item.field: item.text[: role.start]}, item.text[role.start :].split("\n")[0]
            aside = text[text.find(begin) :] if begin in text else ""
            return OneRole(_changed(passages, kept), (name(item.text, role.title),), aside)
    lines = text.lstrip()[: len(body.text)]
    if found := _in_text(passages, Body(body, lines), announced=announced):
        roles, end = found
        kept = {"text": _apart(_without(body.text, roles[1].start, end), roles[0].title)}
        told = tuple(item for item in passages if item.field != "subject" or not (announced and heads(item)))
        others = tuple(name(body.text, role.title) for role in roles[1:])
        return OneRole(_changed(told, kept), others, lines[roles[1].start : end])
    return OneRole(passages)


def _changed(passages: Sequence[Passage], kept: Mapping[str, str]) -> tuple[Passage, ...]:
    return tuple(passage(item.field, kept[item.field]) if item.field in kept else item for item in passages)


def _in_text(passages: Sequence[Passage], body: Body, *, announced: bool) -> tuple[list[Role], int] | None:
    """The roles that a text offers one after the other, and where the last ends; None if they are not several."""
    found = titles(body)
    if len(found) < 2:
        return None
    announcement = None if announced else _ANNOUNCED.search(body.passage.low)
    begin = announcement.end() if announcement else 0
    announced, likelihood = announced or announcement is not None, _Likelihood(passages)
    later = [title for title in found if title.start >= begin]
    return listed(body, found, likelihood.likely, announced=announced) or _told(
        body.passage, later, likelihood, announced=announced
    )


class _Likelihood:
    """How likely it is that titles are on offer, as the choice of the one title has it; read when it is asked for."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages

    @functools.cached_property
    def _candidates(self) -> list[tuple[frozenset[str], float]]:
        found = candidates(self._passages, frozenset())
        return [(base_words(one.title.lower()), choice.score("title", one.clues)) for one in found]

    def likely(self, roles: Sequence[Role], least: float, others: float) -> list[Role]:
        """The roles that are on offer: from the first that is at least so likely on, and not far less likely than
        another, those that are as likely as `others` says; all in log-odds.
        """
        scores = [self._of(role.title.words) for role in roles]
        least = max(least, max(scores, default=0.0) - _FAR_LIKELIER)
        first = next((at for at, score in enumerate(scores) if score >= least), len(roles))
        return [role for role, score in zip(roles[first:], scores[first:], strict=True) if score >= others]

    def _of(self, own: frozenset[str]) -> float:
        return max((score for words, score in self._candidates if words <= own or own <= words), default=-math.inf)


# --- prose ------------------------------------------------------------------------------------------------------------


def _told(
    text: Passage, found: Sequence[Title], likelihood: _Likelihood, *, announced: bool
) -> tuple[list[Role], int] | None:
    """Roles of which sentences tell one after the other, and where the last ends; None if they are not several."""
    roles = distinct([Role(title.start, title) for title in found if _is_offered(text, title, announced=announced)])
    if len(_with_others(text, roles, announced=announced)) > 1:
        roles = likelihood.likely(roles, *_LIKELY)
        roles = _with_others(text, roles, announced=announced)
        if len(roles) > 1:
            return roles, end_of(_PARAGRAPH_END, text.text, roles[-1].title.end)
    return None


def _is_offered(text: Passage, title: Title, *, announced: bool) -> bool:
    """Whether a title in a sentence is not what somebody is, and something says that one is wanted."""
    if _OTHERS.search(text.low, max(0, title.start - _NEAR), title.start):
        return False
    start, end = (0, 0) if announced else sentence(text.low, title)
    return announced or not words("another wanted").isdisjoint(_LETTERS.findall(text.low, start, end))


def _with_others(text: Passage, roles: Sequence[Role], *, announced: bool) -> list[Role]:
    """The first role and those that are offered beside it, each from where what is said of it begins."""
    told = list(roles[:1])
    for before, role in pairwise(roles):
        if announced or _is_another(text, before, role):
            start, _ = sentence(text.low, role.title)
            if start < before.title.end:
                start = start_of(_CLAUSE_END, text.text, role.start)
            told.append(Role(start, role.title))
    return told


def _is_another(text: Passage, before: Role, role: Role) -> bool:
    """Whether a role is said to be another than the one before it, or each has its own pay."""
    start, end = sentence(text.low, role.title)
    if start < before.title.end:  # both in one sentence
        return pays(text, before.start, role.start) and pays(text, role.start, end)
    own_end = end_of(_PARAGRAPH_END, text.low, role.title.end)
    return _BESIDES.search(text.low, start, role.title.start) is not None or pays(text, role.start, own_end)


def _in_postscript(item: Passage, body: Passage) -> Role | None:
    """The role that a postscript offers beside that of the text; it may have no title, but then its own pay."""
    begin = _POSTSCRIPT.search(item.low)
    if begin is None:
        return None
    wanted = not words("another wanted").isdisjoint(_LETTERS.findall(item.low, begin.end()))
    if not (wanted or _is_paid_besides(item, begin.end())):
        return None
    after = [title for title in titles(Body(item, item.text)) if title.start > begin.start()]
    if not after:
        said = begin.end() + len(item.text[begin.end() :]) - len(item.text[begin.end() :].lstrip())
        return Role(begin.start(), Title(said, said, frozenset())) if _is_paid_besides(item, begin.end()) else None
    before = [title for title in titles(Body(body, body.text)) if item is not body or title.end < begin.start()]
    is_another = before and not any(same(after[0], title) for title in before)
    return Role(begin.start(), after[0]) if is_another else None


def _is_paid_besides(item: Passage, begin: int) -> bool:
    """Whether what follows says that there is something else, with its pay."""
    return _BESIDES.search(item.low, begin) is not None and pays(item, begin, len(item.text))


# --- cutting ----------------------------------------------------------------------------------------------------------


def _apart(body: str, title: Title) -> str:
    """`body` with a line's end in place of the dash or bar that parts the title of an item from its firm or place."""
    mark = _PARTED.match(body, title.end)
    return f"{body[: mark.start(1)]}\n{body[mark.end(1) :]}" if mark else body


def _without(body: str, start: int, end: int) -> str:
    """`body` without what it says from `start` to `end`, but for what that says of all roles."""
    common = [part for part in sentences(body[start:end]) if _ALL_OF_THEM.match(part.lower())]
    return "\n".join([body[:start].rstrip(" \t,;("), *common, body[end:]])
