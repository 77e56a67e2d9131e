"""Finds the organisation the sender speaks for: in display name, sign-off, introduction, or as the domain spells it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.understand.grammar import is_head
from triage.understand.names import (
    DEEP,
    LINKS,
    LONGEST,
    Name,
    is_agency_name,
    is_somebody,
    name_after,
    name_before,
    skip_articles,
    squeeze,
    words,
    written,
)
from triage.understand.passages import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.understand.passages import Passage

_IN_DISPLAY = re.compile(r"(?:\s(?:from|at|chez|bei|bij|presso|@)\s+|\s*[|(–]\s*|\s-\s|@\s*)([^|()]{2,40})\)?\s*$")
_VIA = re.compile(r"\s+(?:via|über|przez|por)\s.*$", re.IGNORECASE)
_PIECES = re.compile(r"\s*[,|•·]\s*|\s+(?:at|bei|chez|@|bij|presso|–|-)\s+")
#: Who writes says so at the start, within so many tokens.
EARLY = 150
_INTRODUCES = frozenset(
    (
        "at",
        "with",
        "from",
        "of",
        "for",
        "bei",
        "beim",
        "von",
        "vom",
        "chez",
        "en",
        "cabinet",
        "recrutement",
        "bij",
        "presso",
        "di",
        "da",
        "na",
        "z",
        "w",
        "desde",
        "van",
        "firmy",
    )
)
#: "founder of", "team of"; but not "Head of", "Director of".
_LOOSE_POSTS = frozenset(
    ("partner", "team", "head", "lead", "manager", "people", "director", "consultant", "specialist")
)
_ITS_NAME = frozenset(("de", "da", "do", "del", "della", "dalla", "von", "vom", "van", "from", "z", "di"))
_I_AM = frozenset(("soy", "sou", "sono", "bin", "jestem", "suis", "ben"))
_HEADLINE = re.compile(
    r"^[^\n.!?]{3,60}\s(?:at|na|bei|chez|en|em|bij|presso|@|w|hos|van)\s([^\n.!?,]{2,50})$", re.MULTILINE
)
_WE_ARE = frozenset(("are", "re", "sind", "somos", "sommes", "siamo", "zijn", "jesteśmy"))
_RUNS = frozenset(("run", "lead", "head", "manage", "leite", "dirijo", "dirige", "leid", "dirigo", "coordino"))
_ENGAGED = frozenset(("engaged", "retained", "instructed", "mandated", "appointed", "commissioned"))
#: Lower-case words within a name.
_LOWER = (
    LINKS
    | words("legal forms")
    | {"e", "y", "i", "o.o", "sp", "z", "nad", "w", "aan", "op", "den", "ter", "am", "im", "sur"}
)
_AT = frozenset(("at", "en", "bei", "chez", "bij", "presso", "w"))
_OF = frozenset(("founder", "ceo", "cto", "owner", "team", "cofounder"))


def sender_organisation(
    passages: Sequence[Passage], display_name: str, domain: str, person: str, places: frozenset[str]
) -> Name | None:
    """The organisation the sender speaks for, if the message names it; `domain` alone names nobody."""
    label = domain.split(".")[-2] if "." in domain else ""
    signature = [item for item in passages if item.field == "signature"]
    offers = [item for item in passages if item.field != "signature"]
    found = [
        *_in_display(display_name, label),
        *(name for item in signature for name in _in_sign_off(item, label, person.lower())),
        *(
            name
            for item in offers
            for name in (*_introduced(item, label), *_we_are(item, label), *_engaged(item, label))
        ),
        *(name for item in offers if item.field == "text" for name in _headline(item, label)),
        *(name for item in (*offers, *signature) for name in _spelt_by_domain(item, label)),
    ]
    found = [
        name
        for name in found
        if not is_somebody(name.name)
        and not words("units").issuperset(name.name.lower().split())
        and not _is_person(name.name, person)
        and name.name.lower() not in places
        and name.name.lower() not in words("regions")
    ]
    return max(found, key=lambda name: name.weight, default=None)


def _is_person(name: str, person: str) -> bool:
    """Whether a name is made of the sender's own alone: "Kim Lee" of lee.example."""
    return " " in name and set(person.lower().split()).issuperset(name.lower().split())


def _in_display(display: str, label: str) -> list[Name]:
    display = _VIA.sub("", display)
    found = _IN_DISPLAY.search(display)
    if rest := _without_posts(display, label):
        return [rest]
    if not found or not found[1][0].isupper():
        return []
    name = found[1].strip()
    posts = words("not a name") | words("recruiting posts") | words("generic")
    if name.lower() in posts or (not posts.isdisjoint(name.lower().split()) and not is_agency_name(name)):
        return []
    return [Name(name, 5 + _support(name, label), one_line(display))]


def _without_posts(display: str, label: str) -> Name | None:
    """The firm in a display name such as "RH Transportes Sul", "Klinikum Auental - Recruiting"."""
    parts = display.replace(" - ", " ").replace("@", " ").split()
    rest = [part for part in parts if part.strip(",").lower() not in words("departments")]
    name = " ".join(rest)
    if not 0 < len(rest) < min(len(parts), LONGEST) or not rest[0][0].isupper() or is_agency_name(display):
        return None
    support = _support(name, label)
    return Name(name, 5 + support, one_line(display)) if support or len(rest) > 2 else None


def _support(name: str, label: str) -> int:
    """3 if the sender's domain spells the name out, else 0."""
    bare = squeeze(" ".join(word for word in name.split() if word.lower().strip(".") not in words("legal forms")))
    first = label.partition("-")[0]
    label = squeeze(label)
    if len(label) < 3 or len(bare) < 3:
        return 0
    if len(first) > 4 and squeeze(name.split(maxsplit=1)[0]) == first:
        return 3
    if len(label) > 4 and squeeze(name.rsplit(maxsplit=1)[-1]) == label:
        return 3  # "Agencja Horyzont" of horyzont.example
    return 3 if label == squeeze(name) or bare.startswith(label) or label.startswith(bare) else 0


def _in_sign_off(item: Passage, label: str, person: str) -> Iterable[Name]:
    after_name = False
    for number, line in enumerate(item.text.split("\n")[:9]):
        if after_name and (name := _alone(line, person)):
            yield Name(name, 4, one_line(line))
        after_name = after_name or _is_signed(line, person)
        pieces = [piece.strip(" \t*_") for piece in _PIECES.split(line[:200])]
        after_post = _is_post(pieces[0])
        for place, piece in enumerate(pieces):
            weight = 0 if piece.lower() == person else _weight(piece, label, after_post=place > 0 and after_post)
            if weight:
                yield Name(piece, weight - number // 4, one_line(line))


def _is_signed(line: str, person: str) -> bool:
    """Whether a line of a sign-off holds the sender's name."""
    names = line.lower().replace(",", " ").split()
    return bool(names) and names[0].strip(".") in person.split()


def _alone(line: str, person: str) -> str:
    """The organisation that a line below the sender's name begins with: "Stadt Moorhagen, Zentrale Dienste"."""
    name = re.split(r"\s*[,|•·(–]\s*|\s-\s", line.strip(" *_"))[0]
    lows = [word.lower().strip(".") for word in name.split()]
    if len(lows) < 2 or not _could_be_name(name) or any(char.isdigit() for char in name) or name.isupper():
        return ""
    known = (words("recruiting posts"), words("departments"), words("not a firm"))
    if set(lows) <= set(person.split()) or not all(section.isdisjoint(lows) for section in known):
        return ""
    return "" if any(map(is_head, lows)) else name


def _is_post(text: str) -> bool:
    return not words("recruiting posts").isdisjoint(word.lower().strip("().") for word in text.split())


def _weight(piece: str, label: str, *, after_post: bool) -> int:
    """How surely a piece of a sign-off names an organisation; 0 if it does not."""
    if not _could_be_name(piece):
        return 0
    parts = piece.split()
    lows = {word.lower().strip(".,") for word in parts}
    support = _support(piece, label)
    if parts[-1].lower().strip(".") in words("ends of posts") and not support:
        return 0
    legal = not lows.isdisjoint(words("legal forms") - {"sa", "co", "se", "spa", "group"})
    if legal or support or (len(parts) > 1 and is_agency_name(piece)):
        return 6 + support + legal
    return 4 if after_post and not _is_post(piece) else 0


def _could_be_name(piece: str) -> bool:
    parts = piece.split()
    if parts and parts[0].lower() in words("recruiting posts") and not is_agency_name(parts[-1]):
        return False  # "Consultante en recrutement IT"
    if not 1 <= len(parts) <= LONGEST or not (piece[0].isupper() or piece[0].isdigit()) or piece[-1] in "?!":
        return False
    lows = {word.lower().strip(".,") for word in parts}
    if not words("units").isdisjoint((parts[0].lower(), parts[-1].lower())):
        return False
    if lows <= _no_name() or any(word[0].islower() and word.strip(".,") not in _LOWER for word in parts):
        return False
    return not any(sign in piece for sign in "@/+:=") and lows.isdisjoint(words("no part of a name"))


@functools.cache
def _no_name() -> frozenset[str]:
    """Words that alone make no name of an organisation."""
    return words("agency words") | words("recruiting posts") | words("legal forms") | words("not a name") | LINKS


def _introduced(item: Passage, label: str) -> Iterable[Name]:
    """Introductions: "I'm a Senior Recruiter at X", "Jonas here from X", "soy consultora en X", "I work for X"."""
    for at, low in enumerate(item.lows[:EARLY]):
        if low not in _INTRODUCES or (low == "of" and item.lows[at - 1] not in _OF):
            continue
        weight = _introduction_weight(item, at)
        span = name_after(item, skip_articles(item, at + 1)) if weight or low in _AT else None
        name = written(item, *span) if span else ""
        if span and not weight and " " in name and is_agency_name(name) and _speaks_itself(item, at):
            weight = 5
        if span and weight:
            yield Name(name, weight + _support(name, label), item.quote(max(0, at - 4), span[1]))


def _speaks_itself(item: Passage, at: int) -> bool:
    """Whether the clause before token `at` is about others than the reader: "a role that we have at Acme Search"."""
    return words("the reader").isdisjoint(_clause_before(item.lows, at)) and item.lows[at - 1] != "\n"


def _we_are(item: Passage, label: str) -> Iterable[Name]:
    """Who the message says it is: "We are Acme", "Wir sind Acme", "Somos Acme"; "Soy Kim, de Acme"."""
    for at in item.where(_WE_ARE | {"de"}, EARLY):
        low = item.lows[at]
        if low in _WE_ARE or (low == "de" and item.lows[at - 3 : at - 2] == ("soy",)):
            begin = at + 1
            while item.lows[begin : begin + 1] == ("\n",):
                begin += 1
            speaks = low not in {"are", "re"} or _we(item, at)
            span = name_after(item, begin) if speaks and begin < len(item.lows) else None
            if span and (span[1] > span[0] or item.words[span[0]] != item.lows[span[0]]):
                name = written(item, *span)
                if " " not in name or not name.isupper():
                    yield Name(name, 6 + _support(name, label), item.quote(at, span[1]))


def _engaged(item: Passage, label: str) -> Iterable[Name]:
    """The subject of "Acme has been engaged by": the firm that somebody unnamed retained."""
    for at in item.where({"been"}, DEEP):
        if at > 1 and not _ENGAGED.isdisjoint(item.lows[at + 1 : at + 3]):
            span = name_before(item, at - 1)
            if span:
                name = written(item, *span)
                yield Name(name, 8 + _support(name, label), item.quote(span[0], at + 1))
    for at in item.where(words("acts for"), EARLY):
        end = next((back for back in range(at, max(0, at - 4), -1) if item.words[back - 1][0].isupper()), 0)
        span = name_before(item, end) if end else None
        if span and span[1] > span[0] and item.words[at].islower():
            name = written(item, *span)
            yield Name(name, 6 + _support(name, label), item.quote(span[0], at))


def _headline(item: Passage, label: str) -> Iterable[Name]:
    """The line of a relayed message that says who writes: "Engineering Manager at Acme"."""
    for match in _HEADLINE.finditer("\n".join(item.text[:400].split("\n")[:4])):
        name = match[1].strip()
        if _could_be_name(name) and not words("recruiting posts").isdisjoint(match[0].lower().split()):
            yield Name(name, 7 + _support(name, label), one_line(match[0]))


def _we(item: Passage, at: int) -> bool:
    return "we" in item.lows[max(0, at - 2) : at]


def _introduction_weight(item: Passage, at: int) -> int:
    """How surely the words before token `at` say "I am from": 0 if they do not."""
    before = _clause_before(item.lows, at)
    if not words("the reader").isdisjoint(before) and "recruiter" not in before:
        return 0
    low = item.lows[at]
    posts = words("recruiting posts") - _LOOSE_POSTS if low in {"with", "for"} else words("recruiting posts")
    post = not posts.isdisjoint(before[:6]) or low in {"cabinet", "desde"}
    first_person = not words("first person").isdisjoint(before)
    works = first_person and low in {"at", "for", "with"} and not {"work", "recruit", "working"}.isdisjoint(before[:2])
    works = works or (
        low in {"at", "bei", "en", "chez", "presso", "bij"} and not _RUNS.isdisjoint(before[:4]) and first_person
    )
    here = "here" in before[:2] or "hier" in before[:4] or (low == "from" and before[:1] == ["greetings"])
    names_itself = low in _ITS_NAME and not _I_AM.isdisjoint(before[:5])
    if names_itself or (post and first_person) or here or works or low == "desde":
        return 6 if post else 5
    return 0


def _clause_before(lows: Sequence[str], at: int) -> list[str]:
    before: list[str] = []
    for back in range(at - 1, max(-1, at - 10), -1):
        if lows[back] in {".", "!", "?", ";"}:
            break
        before.append(lows[back])
    return before


def _spelt_by_domain(item: Passage, label: str) -> Iterable[Name]:
    """A name in the message that the sender's domain spells out."""
    label = squeeze(label)
    if len(label) < 3:
        return
    begins = {label[:length] for length in range(1, len(label) + 1)}
    if not item.text.isascii():
        begins.update(low for low in item.present if not low.isascii() and label.startswith(squeeze(low) or "?"))
    for at in item.where(begins, DEEP):
        if item.words[at][0] == item.lows[at][0] and item.field != "subject":
            continue
        last = _spelt_until(item, at, label)
        if last:
            span = name_after(item, at) or (at, last - 1)
            end = span[1] if span[1] >= last and item.lows[span[1]] in words("legal forms") else last - 1
            yield Name(written(item, at, end), 7, item.quote(at, end))
            return


def _spelt_until(item: Passage, at: int, label: str) -> int:
    """The token after the words from `at` on that together spell `label`; 0 if they do not."""
    spelt = squeeze(item.lows[at])
    last = at + 1
    while (
        len(spelt) >= 2 and label.startswith(spelt) and len(spelt) < len(label) and last < min(len(item.lows), at + 8)
    ):
        spelt += squeeze(item.lows[last])
        last += 1
    return last if spelt == label else 0
