"""Reads the title of the role on offer: every stretch that may be one is a candidate, and a learnt score chooses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from triage.domain import Evidence
from triage.understand import choice
from triage.understand.grammar import with_bracket
from triage.understand.mentions import heads, mentions
from triage.understand.no_offer import offers_nothing
from triage.understand.title_words import is_head, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.mentions import Mention
    from triage.understand.passages import Passage

#: How likely it must be that a candidate is on offer rather than none is, in log-odds.
LEAST = 0.0
#: How much of a title a mention takes in; longer and shorter forms of the same mention are told from these.
_KINDS = frozenset(("base", "short", "cut", "trim", "wide", "tail", "whole", "named", "long", "lead", "slot", "with"))
_BASE = frozenset(("base",))
_SUBJECTS, _PARTS = frozenset(("base", "whole", "lead")), frozenset(("short", "cut", "trim"))
#: A shorter word ends longer ones by chance, and a longer one is short for nothing, in letters.
_SHORTEST, _ACRONYM = 4, 6
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Found:
    """A title as the message words it, tidied; `raw` is what it was read from, with levels in brackets and the like."""

    title: str
    raw: str
    evidence: Evidence


class Titles(NamedTuple):
    """The titles that a message may offer, the likeliest first."""

    found: tuple[Found, ...]
    score: float | None  # of the likeliest that there is, on offer or not, in log-odds; None where there is none


@dataclass(slots=True)
class Candidate:
    """A title with its mentions, and all the clues that speak for or against its being on offer."""

    mentions: list[Mention] = field(default_factory=list)
    clues: set[str] = field(default_factory=set)
    lengths: dict[str, set[str]] = field(default_factory=dict)  # part of the message → the lengths it has it in

    def add(self, mention: Mention) -> None:
        """One mention more."""
        self.mentions.append(mention)
        self.clues.update(mention.clues)
        self.lengths.setdefault(mention.where, set()).add(mention.kind)

    @property
    def title(self) -> str:
        """The title as it is first worded."""
        return self.mentions[0].title

    @property
    def kinds(self) -> frozenset[str]:
        """How much of a title its mentions take in."""
        return _KINDS & frozenset[str]().union(*self.lengths.values())

    def stands(self, where: str, kinds: frozenset[str]) -> bool:
        """Whether a part of the message has it in one of some lengths."""
        return where in self.lengths and not kinds.isdisjoint(self.lengths[where])

    @property
    def is_repeated(self) -> bool:
        """Whether more than one part of the message has it."""
        return len(self.lengths) > 1


def read_titles(passages: Sequence[Passage], places: frozenset[str]) -> Titles:
    """Every title the message may offer; none if it is likelier to offer none.

    `places` are the places it names, in lower case.
    """
    found = [(choice.score("title", candidate.clues), candidate) for candidate in candidates(passages, places)]
    likely = sorted((pair for pair in found if pair[0] > LEAST), key=lambda pair: -pair[0])
    kept: list[Candidate] = []
    for _, candidate in likely:
        low = candidate.title.lower()
        if not any(low in other.title.lower() or other.title.lower() in low for other in kept):
            kept.append(candidate)
    return Titles(tuple(map(_found, _fuller(kept, likely))), max((score for score, _ in found), default=None))


def _fuller(kept: list[Candidate], likely: Sequence[tuple[float, Candidate]]) -> list[Candidate]:
    """A bare head noun ("Developer") gives way to the likeliest title that holds it."""
    bare = kept[0].title.lower() if kept else " "
    fuller = (other for _, other in likely if " " not in bare and bare in other.title.lower().split()[1:])
    longer = next(fuller, None)
    return [longer, *kept[1:]] if longer else kept


def candidates(passages: Sequence[Passage], places: frozenset[str]) -> list[Candidate]:
    """The distinct titles that may be on offer, in order of their first mention."""
    named = {item.field: item for item in passages}
    grouped: dict[str, Candidate] = {}
    for mention in mentions(named, _said(places) - words("regions") - words("topics")):
        grouped.setdefault(mention.title.lower(), Candidate()).add(mention)
    if not grouped:
        return []
    everywhere = _mail_clues(named)
    kinds = {key: candidate.kinds for key, candidate in grouped.items()}
    bases = [key for key in grouped if "base" in kinds[key]]
    repeated = [key for key, candidate in grouped.items() if candidate.is_repeated and kinds[key]]
    subjects = [key for key, candidate in grouped.items() if candidate.stands("subject", _SUBJECTS)]
    for key, candidate in grouped.items():
        candidate.clues.update(everywhere, _own_clues(key, candidate, kinds[key]), _clues_beside(key, bases))
        if any(key in longer and key != longer for longer in repeated):
            candidate.clues.add("within a repeated one")
        if _holds_one(key, repeated):
            candidate.clues.update([f"holds a repeated one|{kind}" for kind in kinds[key]])
        if candidate.stands("text", _BASE):
            if _holds_one(key, subjects):
                candidate.clues.add("fuller than the subject's")
        elif key in subjects and candidate.stands("text", _PARTS):
            candidate.clues.add("the text has it fuller")
    return list(grouped.values())


def _said(places: frozenset[str]) -> frozenset[str]:
    """Places and the words they are made of: "nashville" of "nashville, tn"."""
    return places.union(
        word for place in places if not place.isalpha() for word in _WORD.findall(place) if len(word) > 2
    )


def speaks_of_work(item: Passage, least: int = 2) -> bool:
    """Whether a text speaks of terms of work, so that a title in it may be the one on offer without being offered."""
    return len(words("terms") & item.present) >= least


def _found(candidate: Candidate) -> Found:
    mention = candidate.mentions[0]
    item, first, last = mention.item, mention.first, mention.last
    raw = " · ".join(dict.fromkeys(with_bracket(one.item, one.first, one.last) for one in candidate.mentions))
    return Found(mention.title, raw, Evidence("title", item.quote(first, last)))


def _mail_clues(named: dict[str, Passage]) -> list[str]:
    """What the message as a whole says about whether it offers anything: the same for all its candidates."""
    bodies = [item for name, item in named.items() if name in {"text", "quoted"}]
    clues = ["mail"]
    terms = sum(len(words("terms") & item.present) for item in bodies)
    clues.append(f"mail:terms {min(terms, 6)}")
    many = sum(len(heads(item)) for item in bodies)
    clues.append(
        f"mail:heads {'0' if not many else '1' if many < 2 else '2-4' if many < 5 else '5-9' if many < 10 else '10+'}"
    )
    digest = sum(len(words("digests") & item.present) for item in named.values())
    clues.append(f"mail:digest {min(digest, 3)}")
    clues += ["mail:offers nothing"] * ("text" in named and offers_nothing(named["text"]))
    return clues


def _own_clues(key: str, candidate: Candidate, kinds: frozenset[str]) -> list[str]:
    parts = _WORD.findall(key)
    clues = [f"words {min(len(parts), 6)}", f"mentions {min(len(candidate.mentions), 3)}"]
    parts_of_mail = "both" if candidate.is_repeated else "one"
    clues += [f"{kind} in {parts_of_mail}" for kind in kinds]
    clues += ["base is whole"] * {"subject:base", "subject:whole"}.issubset(candidate.clues)
    clues += ["no head"] * (not any(map(is_head, parts)))
    if "text:plural" in candidate.clues and any("text:plural" not in one.clues for one in candidate.mentions):
        candidate.clues.remove("text:plural")  # that others are also wanted says little once one is
        clues.append("also plural")
    clues += ["weak"] * (len(parts) == 1 and parts[0] in words("weak heads"))
    return clues


def _clues_beside(key: str, others: Sequence[str]) -> list[str]:
    """How a candidate stands to the others: part of a longer one, the short form of one."""
    clues = []
    for other in others:
        if other == key:
            continue
        if key in other and f" {key} " in f" {other} ":
            clues.append("within another")
        elif other in key:
            if f" {other} " in f" {key} ":
                clues.append("holds another")
            elif len(other) > _SHORTEST and key.endswith(other):
                clues.append("compound of another")  # "Finanzbuchhalterin" beside "Buchhalterin"
            elif key.startswith(other):
                clues.append("spells another out")  # "IT Technician" beside "IT Tech"
        elif other.startswith(key):
            clues.append("cut off another")
        elif 1 < len(key) < _ACRONYM and " " not in key and _is_short_for(key, other):
            clues.append("short for another")
    return clues


def _holds_one(key: str, others: Sequence[str]) -> bool:
    return any(other in key and other != key and f" {other} " in f" {key} " for other in others)


def _is_short_for(key: str, other: str) -> bool:
    parts = other.split()
    return len(parts) > 1 and "".join(word[0] for word in parts) == key
