"""Clues that tell what a name is: an organisation's at all, and then whose, by itself and by the words around it."""

from __future__ import annotations

import functools
from bisect import bisect
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from triage import vocabulary
from triage.understand.declension import nominative
from triage.understand.gazetteer import begins, is_town
from triage.understand.memo import Memo
from triage.understand.names import (
    LINKS,
    each,
    house_endings,
    houses,
    is_agency_name,
    is_somebody,
    squeeze,
    without_legal_form,
    words,
)
from triage.understand.own_names import beyond_label, is_own, spelt_by
from triage.understand.title_words import is_head
from triage.understand.title_words import words as title_words
from triage.understand.voice import entrusted, sentences
from triage.understand.word_kinds import DESCRIBES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from triage.understand.passages import Passage

#: Names with more digits are telephone numbers and addresses; those with more words are sentences.
_DIGITS, _MOST_WORDS = 4, 8
#: Signs around the words of a name.
_EDGES = ".,&'’()"


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who writes, and the persons and places that the message names, by words and in lower case."""

    display: str
    domain: str  # "" if it tells nothing
    persons: frozenset[str]
    places: frozenset[str]
    label: str  # what somebody chose: "acme" of "mail.acme.example", the mailbox at a provider of addresses; or ""
    #: What may be the given name of who writes: "Kim" of "Kim from Acme" is no firm's.
    given: frozenset[str] = frozenset()


def around(item: Passage, first: int, last: int, where: str, sender: Sender) -> list[str]:
    """The words around a name in a sentence, and whose it is by its clause; `where` begins each clue."""
    lows = item.lows
    before, after = lows[first - 1] if first else "", lows[last + 1] if last + 1 < len(lows) else ""
    clues = [
        where,
        f"{where}:prev={before.strip()}",
        f"{where}:prev2={lows[first - 2].strip() if first > 1 else ''}",
        f"{where}:next={after.strip()}",
        f"{where}:{kind_of(before) if before and before not in BREAKS else 'starts'}",
        f"{where}:{'early' if first < _EARLY else 'late'}",
    ]
    clues.append(f"{where}:behind {_behind(lows, first)}")
    clues += [f"{where}:kind before"] * (
        (before in houses() or before in words("firm")) and item.words[first - 1].islower()
    )
    if not before or before in BREAKS:
        linked = after in LINKS and item.words[last + 2 : last + 3] and item.words[last + 2][0].isupper()
        then = "link" if linked else kind_of(after) if after else "end"
        clues.append(f"{where}:starts {min(last - first, 2)} then {then}")
    clues += [f"{where}:then place"] * (not sender.places.isdisjoint(lows[last + 1 : last + 5]))
    clues += ["genitive"] * (after in {"'", "’"} and lows[last + 2 : last + 3] == ("s",))
    clues += [f"{where}:behind indefinite"] * (before in each("indefinite"))
    if after in _OPENS:
        clues += [f"{where}:beside {told}" for told in _aside(lows[last + 2 : last + 2 + _ASIDE])]
    for distance, low in enumerate(lows[max(0, first - _REACH_BEFORE) : first][::-1]):
        if low in BREAKS:
            break
        for tag in TAGS[low]:
            clues += (
                [f"{where}:before {tag}", f"{where}:close {tag}"] if distance < _CLOSE else [f"{where}:before {tag}"]
            )
    given = entrusted(item, sender.label)
    for distance, low in enumerate(lows[last + 1 : last + 1 + _REACH_AFTER]):
        if low in BREAKS:
            break
        if last + 1 + distance in given:
            clues.append("entrusts")
        for tag in TAGS[low]:
            clues += [f"{where}:after {tag}", f"{where}:then {tag}"] if distance < _NEXT else [f"{where}:after {tag}"]
    ends, theirs = sentences(item)
    end = bisect(ends, last)
    clues += ["they follow"] * (end < len(ends) and ends[end] in theirs)
    return clues


def _aside(lows: Sequence[str]) -> Iterator[str]:
    """What is said of a name behind it and set off by a sign: "Acme, a maker of pumps", "Acme (pumps, 70 people)"."""
    if lows[:1] and lows[0] in each("relatives"):
        yield "who"
    end = next((at for at, low in enumerate(lows) if low in _CLOSES), len(lows))
    if any(DESCRIBES[low] or low in words("kinds of firms") for low in lows[:end]):
        yield "kind"
    if any(low.isdigit() and following in each("staff") for low, following in pairwise(lows[:end])):
        yield "size"
    yield "aside" if lows[:1] and lows[0].isalpha() else "sign"


#: What an aside begins and ends with, and how much of it is read, in tokens.
_OPENS, _CLOSES, _ASIDE = frozenset((",", "(", "-", "–", "—")), frozenset((".", "!", "?", "\n", ")", ";")), 10


def _behind(lows: Sequence[str], first: int) -> str:
    """What sort of word a name stands behind, over commas, articles and what it is: "my client, the bakery Acme"."""
    for low in lows[max(0, first - _REACH_BEFORE) : first][::-1]:
        if low in BREAKS:
            break
        if low != "," and kind_of(low) != "article" and low not in words("firm") and low not in houses():
            return kind_of(low)
    return "nothing"


#: In tokens: the beginning of a text, and how far from a name words tell something, and something more.
_EARLY, _REACH_BEFORE, _CLOSE, _REACH_AFTER, _NEXT = 50, 9, 4, 10, 2
BREAKS = frozenset((".", "!", "?", ";", "\n"))


def _tags_of(low: str) -> tuple[str, ...]:
    found = tuple(name for name, known in _sections().items() if low in known)
    return (*found, *["head"] * is_head(low), *["described"] * DESCRIBES[low])


#: What the nearness of a lower-case word tells of a name.
TAGS = Memo(_tags_of)


@functools.cache
def _sections() -> dict[str, frozenset[str]]:
    """The sections of words whose nearness tells something."""
    return {
        "me": words("first person"),
        "reader": words("the reader") | title_words("asked"),
        "client": words("client words"),
        "post": words("recruiting posts"),
        "hires": words("hires") | words("is hiring") | words("we hire") | words("ask for somebody"),
        "engaged": words("acts for") | words("on behalf"),
        "past": words("past"),
        "role": title_words("offered") | words("roles"),
        "we": words("we"),
        "work": each("workplaces"),
        "wants": each("wants"),
        "they": each("theirs"),
        "works for": each("works for"),
    }


@functools.cache
def _kinds() -> dict[str, str]:
    table = dict.fromkeys(words("articles") | title_words("articles"), "article")
    table.update(dict.fromkeys(("at", "bei", "beim", "chez", "bij", "presso", "@"), "at"))
    table.update(dict.fromkeys(("for", "für", "pour", "para", "voor", "per", "dla"), "for"))
    table.update(dict.fromkeys(("in", "en", "em", "na", "w", "à", "im", "te", "we"), "in"))
    of = ("of", "de", "d", "von", "van", "di", "da", "do", "z", "ze", "od", "vom", "del", "della", "du", "from")
    table.update(dict.fromkeys(of, "of"))
    table.update(dict.fromkeys(("with", "mit", "avec", "con", "com", "met"), "with"))
    table.update(dict.fromkeys(("by", "par", "por", "door", "przez", "durch"), "by"))
    table.update(dict.fromkeys(words("client words"), "client"))
    return table


def _kind_of(low: str) -> str:
    known = _kinds().get(low)
    return known or ("word" if low.isalpha() else low if low in {",", "(", "-", "/", "&", "|", "'"} else "sign")


#: What sort of word or sign stands beside a name.
kind_of = Memo(_kind_of).__getitem__


class Known(NamedTuple):
    """What a name says by itself, whoever writes."""

    lows: tuple[str, ...]  # its words in lower case
    bare: str  # in the nominative and without its legal form
    telling: frozenset[str]  # its words that are no greeting, skill, occupation or department
    is_none: bool  # it is no firm's
    is_else: bool  # it is no firm's unless it is the sender's own: a post, a street, a number
    is_kind: bool  # it is nothing but what a firm may be: "Bildungshaus"
    is_practice: bool  # somebody's, if the other words are a person's name


@functools.cache
def _plain_kinds() -> frozenset[str]:
    """What employers are, in every case, but for words of trades, which name some: "Orchard"."""
    return houses() - words("houses")


#: What a button's text runs into.
_LINKED = frozenset(("http", "https", "www"))


@functools.lru_cache(maxsize=8192)
def known(name: str) -> Known:
    """What `name` says by itself."""
    lows = tuple(filter(None, [word.strip(_EDGES) for word in name.lower().split()]))
    first, following, *_ = (*lows, "", "")
    return Known(
        lows,
        nominative(without_legal_form(name)),
        frozenset([low for low in lows if _EMPTY.isdisjoint(_MARKS[low])]),
        is_none=not 0 < len(lows) <= _MOST_WORDS
        or len(name) < 2
        or is_somebody(name)
        or words("legal forms").issuperset(lows)
        or not _LINKED.isdisjoint(lows)
        or (following in _BEHIND_A_NOUN and first in words("no firm's name before a preposition")),
        is_else=bool(lows) and (_names_else(lows) or (not name.isalpha() and sum(map(str.isdigit, name)) > _DIGITS)),
        is_kind=all(low in _plain_kinds() or kind_of(low) == "article" for low in lows),
        is_practice=following != "" and lows[-1] in words("practices"),
    )


def own_clues(name: str, sender: Sender) -> Iterator[str]:
    """What a name says by itself and beside who writes: an agency's, a place's, the sender's own, a list of skills."""
    yield from _by_itself(name)
    lows, bare = known(name)[:2]
    support = is_own(bare, sender.label)
    yield "domain" if support else "no domain" if sender.domain else "no own domain"
    if support and not sender.domain:
        yield "mailbox"
    if support:
        spelt, label = squeeze(bare), squeeze(sender.label)
        told = "same" if spelt == label else "shorter" if label.startswith(spelt) else "longer"
        if told == "longer" and not spelt.startswith(label):
            told = "tail" if spelt.endswith(label) else "head" if label.endswith(spelt) else told
        yield f"label: {told if spelt_by(bare, sender.label) else 'initials'}"
        if told == "longer":
            yield f"longer by {beyond_label(lows, label)}"
    yield from _of_places_and_persons(name, lows, sender)


def _of_places_and_persons(name: str, lows: Sequence[str], sender: Sender) -> Iterator[str]:
    """What a name has of the places and persons that the message names."""
    if name.lower() in sender.places:
        yield "place"
    if not sender.places.isdisjoint(lows):
        yield "some place"
        if lows[1:] and lows[-1] in sender.places:
            yield "ends in place" if lows[-2] not in LINKS else "ends in linked place"
    if not sender.persons.isdisjoint(lows):
        yield "person"
        if sender.persons.issuperset(lows):
            yield "nothing but person"
    if lows[1:] and lows[0] in sender.given:
        yield "given name"


@functools.lru_cache(maxsize=8192)
def _by_itself(name: str) -> tuple[str, ...]:
    lows, bare = known(name)[:2]
    marks = [_MARKS[low] for low in lows]
    told = set[str]().union(*marks)
    told.add(f"length {min(len(lows), 5)}")
    told.update(["article first"] * (lows[:1] != () and kind_of(lows[0]) == "article"))
    told.add("agency name" if is_agency_name(name) else "no agency name")
    told.add("legal" if without_legal_form(name) != name else "no legal")
    told.update(
        ["shouted"] * (name.isupper() and len(name) > 3), ["lower"] * name[0].islower(), ["hyphen"] * ("-" in name)
    )
    if not name.isupper() and any(map(str.isupper, "".join([word[1:] for word in name.translate(_APART).split()]))):
        told.add("inner capital")
    if len(lows) > 1 and not marks[0] and lows[0].endswith(house_endings()):
        told.add("kind by ending")
    if all("some known" in mark or "some ordinary" in mark for mark in marks):
        told.add("all known")
    if 0 < len(lows) < 3 and begins(lows[0])[0]:
        told.add("may be place")
    told.update(kind for kind in ("makers", "regions") if bare.lower() in words(kind))
    return tuple(told)


#: What is elided is no beginning of a word: "L’Orvane" has no capital inside.
_APART = str.maketrans("'’", "  ")


def _marks_of(low: str) -> frozenset[str]:
    found = [mark for mark, known in _marked().items() if low in known]
    return frozenset([*found, "head"] if is_head(low) else found)


#: What a lower-case word says within a name.
_MARKS = Memo(_marks_of)


@functools.cache
def _marked() -> dict[str, frozenset[str]]:
    return {
        "some known": vocabulary.single_words(),
        "some ordinary": ordinary(),
        "generic": words("generic"),
        "post": words("recruiting posts"),
        "unit": words("units"),
        "no firm": words("not a firm") | words("no part of a name"),
        "kind of firm": houses(),
    }


@functools.cache
def ordinary() -> frozenset[str]:
    """Capitalised words of mail that name nothing."""
    return (
        words("not a name")
        | words("sentence starters")
        | title_words("never")
        | title_words("before")
        | title_words("terms")
        | LINKS
        | words("departments")
    )


def could_be(name: str, sender: Sender) -> bool:
    """Whether a name can be an organisation's at all: no person, place, greeting, skill or occupation."""
    told, persons = known(name), sender.persons
    if told.is_none:
        return False
    if persons.issuperset(told.lows):  # "Robota Plus" of robotaplus.example was taken for a person
        return sender.domain != "" and len(told.lows) > 1 and spelt_by(name, sender.label)
    if name.lower() in sender.places:  # of firms that were taken for places
        whole = (
            sender.label != "" and squeeze(name) == squeeze(sender.label) and not is_town(name)
        )  # "Head of HR @ Acme"
        return whole or (told.lows[0] in houses() and spelt_by(name, sender.label))  # "Sanatorium Falun"
    if told.is_practice and not persons.isdisjoint(told.lows[:-1]):
        return True
    if not (told.is_else or told.is_kind or persons.issuperset(told.telling)):
        return True
    return sender.label != "" and is_own(name, sender.label)


def _names_else(lows: Sequence[str]) -> bool:
    """Whether a name is a post, a street or a thing that was spoken of."""
    spoken_of = len(lows) > 1 and (lows[0] in _POINTING or not _YOURS.isdisjoint(lows))
    return _is_post(lows) or lows[0] in words("streets") or spoken_of


def _is_post(lows: Sequence[str]) -> bool:
    """Whether a name is somebody's post: "Business Unit Manager", "Specjalista ds. rekrutacji"."""
    if len(lows) < 2 or not houses().isdisjoint((lows[0], lows[-1])):
        return False  # "Garrel Avocats", "Farmacéutica Ocelotl"
    return any(is_head(low) and low not in title_words("weak heads") for low in (lows[0], lows[-1]))


#: What begins with one of these names a thing that was spoken of, and no firm: "Diese Entscheidung", "Ihren Vortrag".
_POINTING = frozenset(
    ("this", "these", "that", "those", "your", "diese", "dieser", "dieses", "diesen", "diesem", "ihr", "ihre", "ihren",
     "ihrem", "ihrer", "cette", "ces", "votre", "vos", "este", "esta", "estos", "estas", "su", "sus", "questa",
     "questo", "sua", "suo", "deze", "dit", "uw")
)  # fmt: skip
#: Whatever holds one of these is spoken of, too: "Freischaltung Ihres Kontos".
_YOURS = frozenset(("your", "ihr", "ihre", "ihren", "ihrem", "ihrer", "ihres", "votre", "vos", "uw"))
_BEHIND_A_NOUN = frozenset(("am", "auf", "aus", "bei", "der", "des", "für", "im", "in", "mit", "rund", "von"))
#: A name of nothing but such words is none, unless it is the sender's domain: a greeting, a skill, an occupation.
_EMPTY = frozenset(("some known", "some ordinary", "head", "unit"))


def known_persons(*names: str) -> AbstractSet[str]:
    """The words of persons' names, in lower case."""
    return {word.strip(".,") for name in names for word in name.lower().split()}
