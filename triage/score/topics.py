"""What a mail is about, as learning from decisions sees it: conditions, trades, skills and plain words, each by name.

Names of people, firms and places are none of them, so that no sender becomes a verdict.
"""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from itertools import repeat
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
_BEGUN = 3  # letters
_BEGINNING = rf"(?<!\w)(?=(\S{{1,{_BEGUN}}}))"
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


def total(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """What some topics add, in log-odds; rounded once, whatever their order."""
    return math.fsum(map(weights.get, names, repeat(0.0)))


def weighed(said: Iterable[Topic], weights: Mapping[str, float]) -> Iterator[tuple[Contribution, int]]:
    """The same with the words for it, and where the mail says so: the telling topics one by one, all others as one."""
    rest = list[str]()
    for topic in said:
        weight = weights[topic.name]
        if abs(weight) >= _TOLD:
            yield Contribution(f"{LEARNED}:{topic.name}", weight), topic.at
        else:
            rest.append(topic.name)
    if added := total(rest, weights):
        strongest = sorted(rest, key=lambda name: (-abs(weights[name]), name))[:_QUOTED]
        yield Contribution(LEARNED, added, ", ".join(strongest)), -1


def quoted(said: Iterable[tuple[Contribution, int]], page: Page) -> Iterator[Contribution]:
    """What was `weighed`, with the words of the mail."""
    for one, at in said:
        yield replace(one, evidence=mention.quote(page.text, at)) if at >= 0 else one


def _concepts(page: Page) -> Iterator[Topic]:
    for name in _may_stand(page.lowered):
        said = next((one for one in terms.mentions_of(name, page) if one.stance in _SAID_SO), None)
        if said is not None:
            yield Topic(name, known=True, at=said.start)


def _may_stand(lowered: str) -> dict[str, None]:
    """The concepts of which some form begins as a word of the text does: looking for each of 1,800 took 0.5 ms."""
    begun = {one[:length] for one in set(expression(_BEGINNING).findall(lowered)) for length in range(1, _BEGUN + 1)}
    found = [form for beginning in _beginnings().keys() & begun for form in _beginnings()[beginning]]
    return dict.fromkeys([name for head, longest, name in found if longest in lowered and head in lowered])


@functools.cache
def _beginnings() -> dict[str, list[tuple[str, str, str]]]:
    """The first and the longest word of each form of each concept, with its name, by the first letters."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for name in concept.names():
        for head, longest, _ in mention.heads(terms.forms(name)):
            found.setdefault(head[:_BEGUN], []).append((head, longest, name))
    return found


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
