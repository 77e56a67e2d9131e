"""Brings the user's words to the forms that mail may write them in, and weighs how much of a mail is about them."""

from __future__ import annotations

import functools
import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from triage import vocabulary
from triage.score import concept, mention
from triage.score.mention import Stance
from triage.score.reading import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from triage.domain import Term
    from triage.score.page import Page

#: Characters: how long the text is that a word must stand in to count half when it stands there once. BM25's idea of
#: saturation: it took the AP of the wanted words alone from .48 to .70.
_HALF_AT = 2500.0
_AVOID_HALF_AT = 1000.0  # the same for avoided words: in a long description one of them decides little
_SHORT = 1000  # characters: what a mail of this length names once, it offers
_PASSING_WANT = 0.3
_PASSING_AVOID = 0.1
_SAID_TWICE = 2  # in the subject and in the text
_USUAL_REPEATS = 0.15  # share of words
_LONG_LIST = 15  # skills: in a mail that lists as many, each says less about the work


class Repeats(NamedTuple):
    """How often a text says the same."""

    length: int  # in words
    more: Mapping[str, int]  # the words that stand there more often than is usual, and how much more


class Found(NamedTuple):
    """How far a mail is about a term, 0 to 1, and the words that say so."""

    strength: float
    quote: str


_NOT_FOUND = Found(0.0, "")


def wanted(term: Term, page: Page) -> Found:
    """How far the role is about a wanted thing: its title or skills name it, or the text does, often for its length."""
    mentions = mentions_of(term.text, page)
    if mentions:
        mentions = _once_each(mentions, page)
    count = sum(_WANT_COUNTS[found.stance] for found in mentions)
    named = _named_in(term, page.title) or (_marks(term.text).skill in page.skills and not only_denied(mentions))
    if not named and not count:
        return _NOT_FOUND
    in_text = count / (count + 0.35 + len(page.lowered) / _HALF_AT)
    evidence = next((found.start for found in mentions if found.stance is Stance.PART), None)
    strength = max(in_text, 0.9 if named else 0.0) * min(1.0, _LONG_LIST / max(1, len(page.skills)))
    return Found(strength, _quote(page, evidence) if evidence is not None else _named_as(term, page))


def avoided(term: Term, page: Page) -> Found:
    """How sure it is that an avoided thing is part of the job: not for "no PHP here" or the team next door."""
    mentions = mentions_of(term.text, page)
    parts = [found for found in mentions if found.stance is Stance.PART]
    if _named_in(term, page.title):
        return Found(1.0, _quote(page, parts[0].start if parts else None))
    if not mentions:
        return _NOT_FOUND
    if not parts:
        passing = any(found.stance is Stance.PASSING for found in mentions)
        return Found(_PASSING_AVOID, _quote(page, mentions[0].start)) if passing else _NOT_FOUND
    if central := next((one for one in parts if _decides(term, page, one)), None):
        return Found(1.0, _quote(page, central.start))
    return Found(
        len(parts) / (len(parts) + max(0.0, len(page.lowered) - _SHORT) / _AVOID_HALF_AT), _quote(page, parts[0].start)
    )


def may_be_named(term: Term, page: Page) -> bool:
    """Whether a mail holds any word of a term, or lists it: no, of most, at a fraction of what comparing costs."""
    marks, title, text = _marks(term.text), page.title, page.vocabulary
    for piece in marks.pieces:
        if piece in text or piece in title:
            return True
    return marks.skill in page.skills


def _decides(term: Term, page: Page, found: mention.Mention) -> bool:
    """Whether one mention is enough: a short mail says it of the work, or any mail of the employer's trade."""
    if len(page.lowered) < 2 * _SHORT and mention.is_central(page.lowered, found.start):
        return True
    return concept.find_concept(term.text) is not concept.NONE and mention.is_business(page.lowered, found.start)


def _once_each(mentions: list[mention.Mention], page: Page) -> list[mention.Mention]:
    """One mention of each sentence: repeating a word, or the sentence it stands in, says nothing more."""
    return list({mention.sentence_of(page.lowered, found): found for found in reversed(mentions)}.values())[::-1]


class _Sought(NamedTuple):
    """How a term is looked for: the marks of the tables, put together."""

    forms: tuple[str, ...]  # lower case
    capitals: frozenset[str]  # those that count only with a capital
    exceptions: tuple[str, ...]


class _Marks(NamedTuple):
    """What tells at once that a mail does not name a term."""

    pieces: tuple[str, ...]  # of which one stands in every text that does
    skill: str  # what it is called among `Page.skills`


def forms(term: str) -> tuple[str, ...]:
    """What `term` is called in mail, in lower case."""
    return _sought(term).forms


@functools.lru_cache(maxsize=1024)
def _sought(term: str) -> _Sought:
    meant = concept.find_concept(term)
    named = {form.lower() for form in (term, *vocabulary.forms(term), *meant.forms)}
    named = {form for form in named if form not in _too_common()} or {term.lower()}
    return _Sought(tuple(sorted(named)), (_names() & named) | meant.capitals, meant.exceptions)


@functools.lru_cache(maxsize=256)
def _marks(term: str) -> _Marks:
    return _Marks(mention.pieces(forms(term)), vocabulary.canonical(term))


def stems(about: str) -> tuple[str, ...]:
    """The beginnings of the telling words of a free text, in lower case, each once."""
    words = (word.strip(".,;:!?()\"'").lower() for word in about.split())
    return tuple(dict.fromkeys(word[:7] for word in words if len(word) > 3 and word not in _stop_words()))


def repeats(lowered: str) -> Repeats:
    """What a text in lower case says again."""
    words = lowered.replace(",", " ").replace(".", " ").split()
    counts = Counter(words).items()
    return Repeats(len(words), {word: times - _SAID_TWICE for word, times in counts if times > _SAID_TWICE})


def repetition(said: Repeats, wanted: frozenset[str]) -> float:
    """How far a text does nothing but repeat wanted words, 0 (an ordinary mail) to 1."""
    again = sum(said.more[word] for word in wanted.intersection(said.more))
    return min(1.0, max(0.0, again / max(1, said.length) - _USUAL_REPEATS) / (0.5 - _USUAL_REPEATS))


def saturated(total: float) -> float:
    """A sum of strengths that nears 1 as it grows: the third wanted word adds little, the tenth nothing."""
    return 1.0 - math.exp(-total / 1.2)


def mentions_of(term: str, page: Page) -> list[mention.Mention]:
    """Where a mail names what `term` means, in any of its words."""
    sought = _sought(term)
    exceptions = (*sought.exceptions, page.agency) if page.agency else sought.exceptions
    found = mention.find(sought.forms, page.lowered, exceptions)
    if not sought.capitals:
        return found
    return [
        one
        for one in found
        if page.text[one.start].isupper() or page.lowered[one.start : one.end] not in sought.capitals
    ]


def _named_in(term: Term, title: str) -> bool:
    return bool(title) and bool(mention.find(_sought(term.text).forms, title))


def _named_as(term: Term, page: Page) -> str:
    """The words for what only the title or the skills name: a form too common to be looked for is a name in capitals
    ("Python and Go").
    """
    every = tuple(form.lower() for form in (term.text, *vocabulary.forms(term.text)))
    if _named_in(term, page.title) or mention.find(every, page.title):
        return page.title
    start = next((one.start for one in mention.find(every, page.lowered) if page.text[one.start].isupper()), None)
    return "" if start is None else _quote(page, start)


def only_denied(mentions: list[mention.Mention]) -> bool:
    """Whether a thing is named, and only to say that it is not there."""
    return bool(mentions) and all(found.stance is Stance.DENIED for found in mentions)


@functools.cache
def _stop_words() -> frozenset[str]:
    text = table("stop_words.txt")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@functools.cache
def _too_common() -> frozenset[str]:
    """Forms that are also everyday words ("go", "r"): running text counts only as `understand` reads it into skills."""
    every = (form for forms_ in vocabulary.index().values() for form in forms_)
    return frozenset(" ".join(form.tokens) for form in every if form.company)


@functools.cache
def _names() -> frozenset[str]:
    """Forms that are skills only when they begin with a capital ("Excel", "Rust")."""
    every = (form for forms_ in vocabulary.index().values() for form in forms_)
    return frozenset(" ".join(form.tokens) for form in every if form.capital)


def _quote(page: Page, start: int | None) -> str:
    return page.quote(start) if start is not None else page.title


_WANT_COUNTS = {Stance.PART: 1.0, Stance.PASSING: _PASSING_WANT, Stance.DENIED: 0.0}
