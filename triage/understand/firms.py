"""Finds every stretch of a message that may name an organisation, with the clues that say what it is to the offer."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.gazetteer import begins
from triage.understand.grammar import is_head
from triage.understand.grammar import words as title_words
from triage.understand.names import (
    LINKS,
    is_agency_name,
    is_somebody,
    name_after,
    squeeze,
    without_legal_form,
    words,
    written,
)
from triage.understand.passages import passage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from triage.understand.passages import Passage

#: How far into a passage names are looked for, in tokens, and how many of a passage are looked at.
DEEP, MOST = 400, 30
_MOST_WORDS = 50_000  # remembered
#: In how many lengths a stretch of capitalised words is looked at.
_FORMS = 7
#: Words that are no longer than this occur within other words of a domain by chance.
_SHORT = 3
_LABEL = re.compile(
    r"^[ \t>*•\-]*(?:(?:hiring|end)[ \t]+)?(?:company(?:[ \t]name)?|employer|client"
    r"|organi[sz]ation|firma|unternehmen|arbeitgeber|kunde"
    r"|entreprise|société|employeur|client[ \t]final|empresa|compañía|bedrijf|organisatie|werkgever|opdrachtgever"
    r"|azienda|società|pracodawca|klient)[ \t*]*(?::-?|：|[ \t]-[ \t])[ \t*]*([^\n,;|(]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
_PIECES = re.compile(r"\s*[,|•·/]\s*|\s+(?:at|bei|chez|@|bij|presso|en|na|–|-|—)\s+|\s*\(")
_IN_DISPLAY = re.compile(
    r"(?:\s(?:from|at|chez|bei|bij|presso|de|da|di|von|van|z|@)\s+|\s*[|(–@]\s*|\s-\s)([^|()]{2,40})\)?\s*$"
)
_AT = frozenset(("@", "at", "bei", "chez"))
_VIA = re.compile(r"\s+(?:via|über|przez|por)\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A stretch of tokens that may name an organisation; `clues` say what stands around it."""

    name: str
    item: Passage
    first: int
    last: int
    clues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who writes: display name, domain ("" if it tells nothing), and names of persons, lower case."""

    display: str
    domain: str
    persons: frozenset[str]
    places: frozenset[str]
    label: str  # the part of the domain that somebody chose: "acme" of "mail.acme.example"


def named(passages: Sequence[Passage], sender: Sender) -> Iterator[Named]:
    """Every mention of a name that may be an organisation's."""
    yield from _in_display(sender)
    yield from _in_domain(sender)
    for item in passages:
        if item.field == "signature":
            yield from _in_sign_off(item, sender)
        else:
            yield from _in_labels(item)
            yield from _in_text(item, sender)


# --- where names stand ------------------------------------------------------------------------------------------------


def _in_display(sender: Sender) -> Iterator[Named]:
    display = _VIA.sub("", sender.display)
    line = passage("line", display)
    if not line.words:
        return
    last = len(line.words) - 1
    if found := _IN_DISPLAY.search(display):
        part = passage("line", found[1].strip())
        if part.words:
            yield Named(part.text, part, 0, len(part.words) - 1, ("display:after",))
    for piece in _PIECES.split(display):
        part = passage("line", piece.strip(" -|,"))
        if part.words and part.text != display:
            yield Named(part.text, part, 0, len(part.words) - 1, ("display:piece",))
    rest = [word for word in display.replace("@", " ").split() if word.strip(",-|").lower() not in words("departments")]
    bare = " ".join(rest).strip(" -|,")
    if bare:
        yield Named(bare, line, 0, last, ("display:whole" if bare == display else "display:rest",))


def _in_domain(sender: Sender) -> Iterator[Named]:
    """What the sender's domain says: "Talentis" of talentis.example, "Browar Wilk" of Wilk at browarwilk.example."""
    if len(sender.label) < 3:
        return
    parts = sender.label.split("-") if "-" in sender.label else _parts(sender.label, sender.persons)
    line = passage("line", sender.domain)
    clue = "domain:parts" if len(parts) > 1 else "domain:one"
    yield Named(
        " ".join(part.capitalize() for part in parts if part), line, 0, len(line.words) - 1, ("domain name", clue)
    )


def _parts(label: str, persons: frozenset[str]) -> list[str]:
    """A domain's label cut where a word of firms or the sender's own name ends it or begins it."""
    ends = {word for word in persons if len(word) > _SHORT} | _domain_words()
    for cut in range(_SHORT, len(label) - 2):
        rest = label[cut:]
        if rest in ends and (len(rest) > _SHORT or rest in words("ends of domains")):
            return [label[:cut], rest]
    for cut in range(len(label) - _SHORT, _SHORT, -1):
        if label[:cut] in ends:
            return [label[:cut], label[cut:]]
    return [label]


@functools.cache
def _domain_words() -> frozenset[str]:
    return words("ends of domains") | words("kinds of firms")


def _in_sign_off(item: Passage, sender: Sender) -> Iterator[Named]:
    after_name = False
    for number, line in enumerate(item.text.split("\n")[:9]):
        pieces = [piece.strip(" \t*_.:") for piece in _PIECES.split(line[:200]) if piece and piece.strip(" \t*_.:")]
        for place, text in enumerate(pieces[:6]):
            part = passage("line", text)
            if part.words and not text[0].islower() and len(part.words) < 9:
                after = place > 0 and any(word.lower() in words("recruiting posts") for word in pieces[0].split())
                clues = [
                    "sign",
                    f"sign:line {min(number, 3)}",
                    f"sign:piece {min(place, 2)}",
                    f"sign:pieces {min(len(pieces), 3)}",
                ]
                clues += ["sign:after post"] * after + ["sign:after name"] * (after_name and place == 0)
                yield Named(text, part, 0, len(part.words) - 1, tuple(clues))
        first = pieces[0].lower().split()[:1] if pieces else []  # a piece can be of nothing but odd spaces
        after_name = any(word.strip(".") in sender.persons for word in first)


def _in_labels(item: Passage) -> Iterator[Named]:
    if ":" not in item.text and " - " not in item.text:
        return
    for match in islice(_LABEL.finditer(item.text), 4):
        part = passage("line", match[1].strip(" *_-"))
        if part.words and part.text[0].isalnum() and not part.text[0].islower():
            yield Named(part.text, part, 0, len(part.words) - 1, ("labelled",))


def _in_text(item: Passage, sender: Sender) -> Iterator[Named]:
    """Every stretch of capitalised words, and what the sender's domain spells out in lower case."""
    label, seen, number = squeeze(sender.label), 0, 0
    begins_label = {label[:end] for end in range(3, len(label) + 1)}
    for at, word in enumerate(item.words[:DEEP]):
        if at < seen or (word[0].islower() and word not in begins_label and not _is_led_to(item, at)):
            continue
        span = _span(item, at, label)
        if span is None:
            continue
        lengths = islice(_lengths(item, *span), _FORMS) if _tells(item, *span, label) else ()
        for first, last, clue in lengths:
            yield Named(written(item, first, last), item, first, last, (clue, *_around(item, first, last)))
        seen, number = span[1] + 1, number + 1
        if number == MOST:
            return


def _tells(item: Passage, first: int, last: int, label: str) -> bool:
    """Whether a stretch may name a firm: of most single capitalised words, as of German nouns, nothing says so."""
    if last > first or item.field == "subject" or item.words[first][0].islower():
        return True
    word, low = item.words[first], item.lows[first]
    if low in _ordinary() or low in vocabulary.single_words() or is_head(low):
        return False
    hires = last + 1 < len(item.lows) and "hires" in _tags()[item.lows[last + 1]]
    if hires or label.startswith(low) or not word[1:].islower():
        return True
    at = first - 1
    while at >= 0 and _kind(item.lows[at]) == "article":
        at -= 1
    before = item.lows[at] if at >= 0 else "\n"
    return (
        _kind(before) not in {"word", "sign", "."}
        or before in _BREAKS
        or "role" in _tags()[before]
        or before in _WE_ARE
    )


_WE_ARE = frozenset(
    (
        "are",
        "re",
        "sind",
        "somos",
        "sommes",
        "siamo",
        "zijn",
        "jesteśmy",
        "namens",
        "cabinet",
        "firma",
        "firmy",
        "firmie",
    )
)


def _span(item: Passage, at: int, label: str) -> tuple[int, int] | None:
    """The first and last token of a name that begins at token `at`."""
    word, low = item.words[at], item.lows[at]
    before = item.lows[at - 1] if at else ""
    if word[0].isupper() or (word[0].isdigit() and word[-1].isalpha()):
        return name_after(item, at)
    if not word[0].isalpha():
        return None
    if _is_led_to(item, at):
        return name_after(item, at, loose=True)
    if len(label) > 3 and len(low) > 2 and label.startswith(low):
        last = _spelt_until(item, at, label)
        return (at, last - 1) if last else None
    return None


def _is_led_to(item: Passage, at: int) -> bool:
    """Whether a word in lower case stands where a firm's name does: "join acorns", "acorns is hiring"."""
    low = item.lows[at]
    if len(low) < 3 or not low[0].isalpha() or low in _common():
        return False
    before = item.lows[at - 1] if at else "\n"
    if before == "@" or (before in _AT and item.field == "subject"):
        return True
    earlier = item.lows[at - 2] if at > 1 else ""
    if before in _AT or before == "of":
        return earlier == "behalf" or "role" in _tags()[earlier]
    return before in _JOIN or (before in _BREAKS and item.lows[at + 1 : at + 2] in _HIRES)


#: Words right before an employer's name, and right after it at the beginning of a sentence.
_JOIN = frozenset(("join", "joining"))
_HIRES = frozenset(
    (word,) for word in ("is", "needs", "seeks", "sucht", "recrute", "busca", "cerca", "zoekt", "szuka", "procura")
)


@functools.cache
def _common() -> frozenset[str]:
    """Words in lower case that are no name by themselves."""
    return _ordinary() | words("generic") | words("articles") | title_words("articles") | words("we")


def _spelt_until(item: Passage, at: int, label: str) -> int:
    """The token after the words from `at` on that together spell `label`; 0 if they do not."""
    spelt, last = squeeze(item.lows[at]), at + 1
    while label.startswith(spelt) and len(spelt) < len(label) and last < min(len(item.lows), at + 8):
        spelt += squeeze(item.lows[last])
        last += 1
    return last if spelt == label else 0


def _lengths(item: Passage, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """A name whole, without a word that only begins it, and cut at a link: "Villa Rosa | di Pescara"."""
    yield first, last, "whole"
    begin = first
    skipped = _leads_up()
    starts = first == 0 or item.lows[first - 1] in {".", "!", "?", "\n"}
    while begin < last and (item.lows[begin] in skipped or (starts and begin == first) or is_head(item.lows[begin])):
        begin += 1
        yield begin, last, "without start" if item.lows[begin - 1] not in words("kinds of firms") else "without kind"
    for at in range(first + 1, last):
        if item.lows[at] in LINKS or item.words[at] in {"-", "&"}:
            yield first, at - 1, f"cut at {item.lows[at]}"
            yield at + 1, last, f"after {item.lows[at]}"


@functools.cache
def _leads_up() -> frozenset[str]:
    """Words that begin a stretch of capitalised words and may be no part of the name."""
    return words("sentence starters") | words("articles") | words("generic") | words("kinds of firms")


# --- clues ------------------------------------------------------------------------------------------------------------


def _around(item: Passage, first: int, last: int) -> Iterator[str]:
    """The words around a name in a sentence, and whose it is by its clause."""
    lows, tags = item.lows, _tags()
    where = "S" if item.field == "subject" else "T"
    count = len(lows)
    before, after = lows[first - 1] if first else "", lows[last + 1] if last + 1 < count else ""
    yield where
    yield f"{where}:prev={before.strip()}"
    yield f"{where}:prev2={lows[first - 2].strip() if first > 1 else ''}"
    yield f"{where}:next={after.strip()}"
    yield f"{where}:{_kind(before) if before and before not in _BREAKS else 'starts'}"
    if after in {"'", "’"} and lows[last + 2 : last + 3] == ("s",):
        yield "genitive"
    for at in range(first - 1, max(-1, first - 10), -1):
        low = lows[at]
        if low in _BREAKS:
            break
        for tag in tags[low]:
            yield f"{where}:before {tag}"
            if at > first - 5:
                yield f"{where}:close {tag}"
    for at in range(last + 1, min(count, last + 11)):
        low = lows[at]
        if low in _BREAKS:
            break
        for tag in tags[low]:
            yield f"{where}:after {tag}"
            if at < last + 3:
                yield f"{where}:then {tag}"
    yield f"{where}:early" if first < 50 else f"{where}:late"


_BREAKS = frozenset((".", "!", "?", ";", "\n"))


class _Tags(dict[str, tuple[str, ...]]):
    """Lower-case word → what its nearness to a name tells; a word is judged when it is first met."""

    def __missing__(self, low: str) -> tuple[str, ...]:
        if len(self) > _MOST_WORDS:
            self.clear()
        found = tuple(name for name, known in _sections().items() if low in known)
        self[low] = (*found, "head") if is_head(low) else found
        return self[low]


@functools.cache
def _tags() -> _Tags:
    return _Tags()


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
    }


@functools.cache
def _kinds() -> dict[str, str]:
    table = dict.fromkeys(words("articles") | title_words("articles"), "article")
    table.update(dict.fromkeys(("at", "bei", "beim", "chez", "bij", "presso", "@"), "at"))
    table.update(dict.fromkeys(("for", "für", "pour", "para", "voor", "per", "dla"), "for"))
    table.update(dict.fromkeys(("in", "en", "em", "na", "w", "à", "im", "te", "we"), "in"))
    table.update(
        dict.fromkeys(("of", "de", "von", "van", "di", "da", "do", "z", "vom", "del", "della", "du", "from"), "of")
    )
    table.update(dict.fromkeys(("with", "mit", "avec", "con", "com", "met"), "with"))
    table.update(dict.fromkeys(words("client words"), "client"))
    return table


def _kind(low: str) -> str:
    known = _kinds().get(low)
    return known or ("word" if low.isalpha() else low if low in {",", "(", "-", "/", "&", "|", "'"} else "sign")


def own_clues(name: str, sender: Sender) -> Iterator[str]:
    """What a name says by itself and to who writes: an agency's, a place's, the sender's own, a list of skills."""
    yield from _by_itself(name)
    lows = [word.strip(".,&'’()").lower() for word in name.split()]
    support = spelt_by(without_legal_form(name), sender.label)
    yield "domain" if support else "no domain" if sender.label else "no own domain"
    yield "place" if name.lower() in sender.places else ""
    yield "some place" if not sender.places.isdisjoint(lows) else ""
    yield "person" if not sender.persons.isdisjoint(lows) else ""


@functools.lru_cache(maxsize=8192)
def _by_itself(name: str) -> tuple[str, ...]:
    lows = [low for low in (word.strip(".,&'’()").lower() for word in name.split()) if low]
    marks = _marks()
    told = set[str]().union(*(marks[low] for low in lows))
    told.add(f"length {min(len(lows), 5)}")
    told.add("agency name" if is_agency_name(name) else "no agency name")
    bare = without_legal_form(name)
    told.add("legal" if bare != name else "no legal")
    told.update(
        ["shouted"] * (name.isupper() and len(name) > 3), ["lower"] * name[0].islower(), ["hyphen"] * ("-" in name)
    )
    if not name.isupper() and any(char.isupper() for word in name.split() for char in word[1:]):
        told.add("inner capital")
    if all("some known" in marks[low] or "some ordinary" in marks[low] for low in lows):
        told.add("all known")
    if lows and len(lows) < 3 and begins(lows[0])[0]:
        told.add("may be place")
    told.update(kind for kind in ("makers", "regions") if bare.lower() in words(kind))
    return tuple(told)


class _Marks(dict[str, frozenset[str]]):
    """Lower-case word → what it says within a name; a word is judged when it is first met."""

    def __missing__(self, low: str) -> frozenset[str]:
        if len(self) > _MOST_WORDS:
            self.clear()
        found = [mark for mark, known in _marked().items() if low in known]
        self[low] = frozenset([*found, "head"] if is_head(low) else found)
        return self[low]


@functools.cache
def _marks() -> _Marks:
    return _Marks()


@functools.cache
def _marked() -> dict[str, frozenset[str]]:
    return {
        "some known": vocabulary.single_words(),
        "some ordinary": _ordinary(),
        "generic": words("generic"),
        "post": words("recruiting posts"),
        "unit": words("units"),
        "no firm": words("not a firm") | words("no part of a name"),
        "kind of firm": words("kinds of firms"),
    }


@functools.cache
def _ordinary() -> frozenset[str]:
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
    lows = [low for low in (word.strip(".,&'’").lower() for word in name.split()) if low]
    if not lows or len(name) < 2 or len(lows) > 8 or is_somebody(name) or name.lower() in sender.places:
        return False
    if words("legal forms").issuperset(lows) or sender.persons.issuperset(lows):
        return False
    marks = _marks()
    return not all(low in sender.persons or not _EMPTY.isdisjoint(marks[low]) for low in lows) or bool(
        sender.label and spelt_by(name, sender.label)
    )


#: A name of nothing but such words is none, unless it is the sender's domain: a greeting, a skill, an occupation.
_EMPTY = frozenset(("some known", "some ordinary", "head", "unit"))


def spelt_by(name: str, label: str) -> bool:
    """Whether the sender's domain spells a name out, or its first or last word."""
    bare, squeezed = squeeze(name), squeeze(label)
    first = label.partition("-")[0]
    if len(squeezed) < 3 or len(bare) < 3:
        return False
    parts = name.split()
    if (len(first) > 4 and squeeze(parts[0]) == first) or (len(squeezed) > 4 and squeeze(parts[-1]) == squeezed):
        return True
    return squeezed == bare or bare.startswith(squeezed) or squeezed.startswith(bare)


def known_persons(*names: str) -> AbstractSet[str]:
    """The words of persons' names, in lower case."""
    return {word.strip(".,") for name in names for word in name.lower().split()}
