"""What a mail is about, as learning from decisions sees it: conditions, trades, skills and plain words, each by name.

Names of people, firms and places are none of them, so that no sender becomes a verdict.
"""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Contribution
from triage.score import concept, mention, terms
from triage.score.mention import Stance
from triage.score.reading import expression, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from triage.domain import Message, Opportunity
    from triage.score.page import Page

LEARNED = "learned"
#: Topics that add so much are told one by one, in log-odds; of the rest, the strongest are quoted.
_TOLD = 0.25
_QUOTED = 6
_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_SHORTEST = 4  # letters: shorter words are particles, and abbreviations that the tables know
_LONGEST = 30
_MOST_WORDS = 400  # of one mail
_SAID_SO = frozenset({Stance.PART, Stance.PASSING})


class Topic(NamedTuple):
    """One thing a mail is about: what kind of name it is, and the words that say so."""

    name: str  # lower case
    known: bool = False  # from the tables of concepts and skills, not only a word of the mail
    at: int = -1  # where the words stand that say so; -1: nowhere


def topics(page: Page, message: Message, opportunity: Opportunity) -> tuple[Topic, ...]:
    """Every topic of a mail, each name once, those of the tables first.

    What a sentence denies ("no on-call duty") is no topic of the mail.
    """
    found = {topic.name: topic for topic in _words(page, message, opportunity)}
    found |= {topic.name: topic for topic in _skills(page)}
    found |= {topic.name: topic for topic in _concepts(page)}
    return tuple(sorted(found.values(), key=lambda topic: (not topic.known, topic.name)))


def weighed(said: Iterable[Topic], weights: Mapping[str, float]) -> Iterator[tuple[Contribution, int]]:
    """What the topics of a mail add, in log-odds, and where the mail says so: the telling ones each by its name, all
    others as one.
    """
    rest: list[Topic] = []
    for topic in said:
        weight = weights.get(topic.name)
        if weight is None:
            continue
        if abs(weight) >= _TOLD:
            yield Contribution(f"{LEARNED}:{topic.name}", weight), topic.at
        else:
            rest.append(topic)
    total = math.fsum([weights[topic.name] for topic in rest])
    if total:
        strongest = sorted(rest, key=lambda topic: (-abs(weights[topic.name]), topic.name))[:_QUOTED]
        yield Contribution(LEARNED, total, ", ".join([topic.name for topic in strongest])), -1


def quoted(said: Iterable[tuple[Contribution, int]], page: Page) -> Iterator[Contribution]:
    """What was `weighed`, with the words of the mail."""
    for one, at in said:
        yield replace(one, evidence=mention.quote(page.text, at)) if at >= 0 else one


def _concepts(page: Page) -> Iterator[Topic]:
    words = set(expression(r"\w+").findall(page.lowered))
    begun = {"", *(word[:length] for word in words for length in range(1, mention.START + 1))}
    for name in dict.fromkeys([name for start, name in _starts() if start in begun]):
        said = next((one for one in terms.mentions_of(name, page) if one.stance in _SAID_SO), None)
        if said is not None:
            yield Topic(name, known=True, at=said.start)


@functools.cache
def _starts() -> tuple[tuple[str, str], ...]:
    """How a word must begin in a mail that names each concept: the beginnings of all its words are looked up in a
    fifth of the time that looking for the words of the tables takes.
    """
    return tuple((start, name) for name in concept.names() for start in mention.starts(terms.forms(name)))


def _skills(page: Page) -> Iterator[Topic]:
    for name in page.skills:
        if not terms.only_denied(terms.mentions_of(name, page)):
            yield Topic(name, known=True, at=page.lowered.find(name))


def _words(page: Page, message: Message, opportunity: Opportunity) -> Iterator[Topic]:
    """Words that stand in lower case somewhere: in most languages names never do."""
    nouns_are_capital = opportunity.language == "de"
    names, ordinary, denials = _name_words(message, opportunity), _ordinary(), mention.denials(page.lowered)
    seen = set[str]()
    for match in expression(_WORD).finditer(page.text):
        word = match[0].lower()
        if not _SHORTEST <= len(word) <= _LONGEST or word in seen or word in ordinary or word in names:
            continue
        if not (match[0].islower() or nouns_are_capital) or denials.reach(*match.span()):
            continue
        seen.add(word)
        yield Topic(word, at=match.start())
        if len(seen) == _MOST_WORDS:
            return


def _name_words(message: Message, opportunity: Opportunity) -> frozenset[str]:
    """Every word of the names that a mail gives: whoever writes, whoever hires, where it is."""
    role = opportunity.role
    people = (message.from_, message.sender, *message.reply_to, *message.to, *message.cc)
    named: Iterable[str | None] = (
        *(part for who in people if who for part in (who.display_name, who.addr_spec)),
        *(role.company, role.agency, role.recruiter, *role.locations),
        message.signature,
    )
    return frozenset(word.lower() for name in named if name for word in expression(_WORD).findall(name))


@functools.cache
def _ordinary() -> frozenset[str]:
    """Words that any mail or advertisement may hold, and names of concepts: those are found where they are meant."""
    lines = table("plain_words.txt").splitlines()
    return frozenset((*concept.names(), *(word for line in lines if not line.startswith("#") for word in line.split())))
