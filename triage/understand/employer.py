"""Finds the organisation that hires: "Acme is hiring", "at Acme", "our client, Acme", "Company: Acme"."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.gazetteer import begins
from triage.understand.grammar import is_head
from triage.understand.grammar import words as title_words
from triage.understand.names import (
    DEEP,
    Name,
    is_agency_name,
    is_somebody,
    name_after,
    name_before,
    same,
    skip_articles,
    words,
    written,
)
from triage.understand.passages import one_line
from triage.understand.tidying import is_foreign

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet

    from triage.understand.names import Span
    from triage.understand.passages import Passage

_LABEL = re.compile(
    r"^[ \t>*•\-]*(?:hiring[ \t]+)?(?:company(?:[ \t]name)?|employer|client"
    r"|organi[sz]ation|firma|unternehmen|arbeitgeber|kunde"
    r"|entreprise|société|employeur|client[ \t]final|empresa|compañía|bedrijf|organisatie|werkgever|opdrachtgever"
    r"|azienda|società|pracodawca|klient)[ \t*]*(?::-?|：|[ \t]-[ \t])[ \t*]*([^\n,;|(]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
#: What is written before the name of who was applied to: "your application to Acme", "your interest in Acme".
_APPLIED_AFTER = {
    "to": frozenset(("applying", "applied", "application", "apply")),
    "in": frozenset(("interest", "interested")),
}
_WHERE = frozenset(
    [
        "in",
        "à",
        "a",
        "em",
        "en",
        "im",
        "raum",
        "near",
        "around",
        "te",
        "w",
        "we",
        "kolo",
        "bei",
        "da",
        "di",
        "na",
        "to",
        "from",
        "visit",
    ]
) - {"bei"}
_NAME = r"[A-ZÀ-Ž][\w'’&.]*(?: (?:&|de|des|of|du|di|und|[A-ZÀ-Ž0-9][\w'’&.]*)){0,4}"
_PIECE = re.compile(rf"(?:^|[-–—|·:/]\s+|<>\s*)({_NAME})(?=\s+[-–—|·:/]|\s*$|\s*<>|\s*\()")
_AFTER_TITLE = re.compile(rf"^[A-Z][\w /+#-]{{3,50}}, ({_NAME}),", re.MULTILINE)
_AT = frozenset(("at", "bei", "beim", "chez", "bij", "presso", "@"))
_FOR = frozenset(("for", "pour", "para", "für", "voor", "per", "dla"))
_IN = frozenset(("na", "en", "em", "w", "in"))
_SMALL = frozenset(
    ("in", "to", "for", "with", "from", "en", "na", "em", "w", "para", "für", "voor", "per", "pour", "dla")
)
_ROLE = frozenset(("role", "position", "opportunity", "opening", "job", "join"))
_NEEDED = frozenset(("a", "an", "your", "you", "to", "somebody", "someone", "another", "one", "more", "two", "three"))
_RECRUITS = frozenset(("role", "position", "opportunity", "opening", "recruiting", "hiring"))
_GERMAN_VERBS = frozenset(("sucht", "rekrutiert", "hat", "haben"))
#: The weight of a name after a German word: "bei Acme", "Acme sucht".
_GERMAN = 7.5
_AFTER_LOOSE = frozenset((".", "in", ",", "\n"))


def employer(passages: Sequence[Passage], own: Name | None, places: frozenset[str], person: str) -> Name | None:
    """The organisation that hires, if it is named as such; never the agency the sender speaks for (`own`)."""
    somebody = places | set(person.lower().split())
    found = [name for item in passages for name in (*_labelled(item), *_hiring(item), *_placed(item))]
    found += _beside_title(passages, places)
    written_out = " ".join(item.text for item in passages)
    found = [
        name
        for name in found
        if _could_hire(name.name.lower(), somebody) and not is_somebody(name.name) and _is_sure(name, own, written_out)
    ]
    agency = own if own and is_agency_name(own.name) else None
    found = [name for name in found if agency is None or not same(name.name, agency.name)]
    found = [name for name in found if name.weight >= 9 or not is_agency_name(name.name)]
    return max(found, key=lambda name: name.weight, default=None)


def _is_sure(name: Name, own: Name | None, text: str) -> bool:
    """Whether one capitalised word is surely a name: in German every noun is capitalised, so it must occur again."""
    if name.weight != _GERMAN or " " in name.name or not name.name.isalpha() or not name.name[1:].islower():
        return True
    return (own is not None and same(own.name, name.name)) or text.count(name.name) > 1


def _could_hire(name: str, somebody: AbstractSet[str]) -> bool:
    """Whether a lower-case name may be an employer's: no place, person, legal form alone, or list of skills."""
    parts = [word.strip(".,&") for word in name.split()]
    if not somebody.isdisjoint((name, parts[0])) or name in words("regions") or words("legal forms").issuperset(parts):
        return False
    known = vocabulary.single_words()
    return name in words("makers") or not all(part in known or part in {"and", "or"} for part in parts)


def _labelled(item: Passage) -> Iterable[Name]:
    if ":" not in item.text and " - " not in item.text:
        return
    for match in _LABEL.finditer(item.text):
        name = match[1].strip(" *_-")
        vague = name.lower() in words("generic") or not words("vague").isdisjoint(
            word.strip(".,").lower() for word in name.split()
        )
        if not vague and (name[:1].isupper() or name[:1].isdigit()):
            yield Name(name, 10, one_line(match[0]))


# --- "Data Engineer, Acme, Berlin" ------------------------------------------------------------------------------------


def _beside_title(passages: Sequence[Passage], places: frozenset[str]) -> list[Name]:
    """A piece of the subject that the text has as a name, or a name between commas after a title in the text."""
    bodies = [item.text for item in passages if item.field != "subject"]
    found = []
    for item in passages:
        pattern = _PIECE if item.field == "subject" else _AFTER_TITLE
        for match in pattern.finditer(item.text[:3000]):
            name = match[1].strip()
            if _is_piece(name, places) and (item.field != "subject" or any(_is_named(name, body) for body in bodies)):
                found.append(Name(name, 6, one_line(match[0])))
    return found


def _is_named(name: str, body: str) -> bool:
    """Whether a text has a name, and not as a place ("in Almería")."""
    at = body.find(name)
    before = body[max(0, at - 12) : at].split()
    if at < 0 or (before and before[-1].lower() in _WHERE):
        return False
    return " " in name or (bool(before) and before[-1][-1].isalpha())  # a word that begins a sentence may be any


def _is_piece(name: str, places: frozenset[str]) -> bool:
    """Whether a piece beside a title may be a name: nothing of it is the name of a place, an occupation or a skill."""
    lows = [word.strip(".,&'’").lower() for word in name.split()]
    if not places.isdisjoint((name.lower(), *lows)) or not words("generic").isdisjoint(lows):
        return False
    if len(lows) < 3 and begins(lows[0])[0]:
        return False  # "Jersey City"
    known = (vocabulary.single_words(), title_words("before"), title_words("fields"), title_words("never"))
    return (
        all(section.isdisjoint(lows) for section in known)
        and not any(map(is_head, lows))
        and not is_foreign(name, places)
    )


# --- "Acme is hiring" ------------------------------------------------------------------------------------------------


def _hiring(item: Passage) -> Iterable[Name]:
    verbs = _verbs()
    for at in item.where(verbs, DEEP):
        if item.words[at] != item.lows[at] and item.field != "subject":
            continue  # a heading is no sentence: "What the Candidate Will Need"
        end = _end_of_subject(item.lows, at)
        span = name_before(item, end) if end > 0 else None
        if span:
            unsure = item.lows[at] in _GERMAN_VERBS and item.lows[span[0] - 1] not in {"firma", "unternehmen"}
            weight = _GERMAN if unsure else 8
            yield Name(written(item, *span), weight, item.quote(span[0], at))
        elif end > 0 and _is_whole_subject(item, end - 1):
            yield Name(item.words[end - 1], 7, item.quote(end - 1, at))


@functools.cache
def _verbs() -> frozenset[str]:
    return words("hires") | words("is hiring")


def _end_of_subject(lows: Sequence[str], at: int) -> int:
    """The token after the name that the verb at token `at` may belong to; 0 if the words around it are others."""
    low, before = lows[at], lows[at - 1] if at else ""
    if low in {"need", "needs", "wants"} and not _NEEDED.issuperset(lows[at + 1 : at + 2]):
        return 0
    end = at
    if low in words("is hiring"):
        if before not in words("helping verbs"):
            return 1 if at == 1 and low == "hiring" else 0
        end = at - 2 if at >= 2 and lows[at - 2] in {"is", "are"} else at - 1
    if lows[end - 1 : end] == (")",) and "(" in lows[max(0, end - 25) : end]:
        end -= tuple(reversed(lows[:end])).index("(") + 1  # "Acme (Berlin, 120 people) needs"
    if end > 2 and lows[end - 1] in {"who", "which", "that", "qui", "que", "die", "che", "current", "urgently"}:
        end -= 2 if lows[end - 2] == "," else 1
    return end


def _is_whole_subject(item: Passage, at: int) -> bool:
    """Whether token `at` alone is the subject, in lower case as some firms write themselves: "acorns is hiring"."""
    low = item.lows[at]
    if not low.isalnum() or len(low) < 3 or low in words("generic") or low in words("sentence starters"):
        return False
    return (at == 0 and item.field == "subject") or (at > 0 and item.lows[at - 1] in {"?", "!", "\n"})


# --- "at Acme" -------------------------------------------------------------------------------------------------------


def _placed(item: Passage) -> Iterable[Name]:
    lows = item.lows
    triggers = _triggers()
    for at in item.where(triggers, DEEP):
        if (lows[at] == "@" and _is_glued(item, at)) or (lows[at] in _SMALL and not _may_follow(item, at + 1)):
            continue
        weight = _weight_in_subject(lows, at) if item.field == "subject" else 0
        weight = weight or _weight(lows, at)
        span = _name_at(item, at) if weight else None
        if span and item.text[item.starts[span[1]] + len(item.words[span[1]]) :][:2] in {"'s", "’s"}:
            continue  # "at Kim's party"
        if span and not (weight < 8 and item.field != "subject" and _is_about_reader(lows, at)):
            yield Name(written(item, *span), weight, item.quote(at, span[1]))


@functools.cache
def _triggers() -> frozenset[str]:
    return words("before names") | words("client words")


def _is_glued(item: Passage, at: int) -> bool:
    """Whether the @ at token `at` is part of an address."""
    return at > 0 and item.starts[at] == item.starts[at - 1] + len(item.words[at - 1])


def _may_follow(item: Passage, at: int) -> bool:
    """Whether a name or its article may begin at token `at`: most small words are followed by neither."""
    return at < len(item.words) and (not item.words[at][0].islower() or item.lows[at] in words("articles"))


def _name_at(item: Passage, at: int) -> Span | None:
    lows, low = item.lows, item.lows[at]
    begin = skip_articles(item, at + (2 if low == "behalf" or lows[at + 1 : at + 2] == (",",) else 1))
    if begin >= len(lows):
        return None
    loose = (
        low == "behalf"
        or (low == "@" and item.field == "subject")
        or (low == "join" and lows[at - 1] == "to")
        or (low == "at" and lows[at - 1] in _ROLE)
    )
    span = name_after(item, begin, loose=loose)
    if span and item.words[begin][0].islower() and item.field != "subject":
        return span if (*lows[span[1] + 1 : span[1] + 2], ".")[0] in _AFTER_LOOSE else None
    return span


def _is_about_reader(lows: Sequence[str], at: int) -> bool:
    """Whether this is "your work at Globex"; "your next role at Acme" is not."""
    return not {"your", "you", "profile", "experience"}.isdisjoint(lows[max(0, at - 8) : at]) and _ROLE.isdisjoint(
        lows[max(0, at - 3) : at]
    )


def _weight_in_subject(lows: Sequence[str], at: int) -> float:
    low = lows[at]
    if low in _AT or low == "firmie":
        return 8
    if low == "join":
        return 5
    return 6 if low in _IN and _hires_later(lows, at) else 0


def _weight(lows: Sequence[str], at: int) -> float:
    """How surely the name after token `at` is the employer; 0 if the token does not introduce one."""
    low, before, after = lows[at], lows[at - 1] if at else "", (*lows[at + 1 : at + 2], "")[0]
    if low in {"behalf", "auftrag", "namens", "conto"}:
        return 9 if low != "behalf" or after == "of" else 0
    if low in words("client words"):
        return 8 if (after == "," and before in words("possessives")) or before in {"our", "my"} else 0
    if low in {"supporting", "supports", "representing", "helping", "assisting"}:
        return 8
    if low in {"firmie", "join", "joining"}:
        return 7
    return _weight_of_preposition(lows, at, low, before)


def _weight_of_preposition(lows: Sequence[str], at: int, low: str, before: str) -> float:
    near = lows[max(0, at - 8) : at]
    if before in _APPLIED_AFTER.get(low, ()):
        return 7
    if low in _AT:
        if low in {"bei", "beim"}:
            return _GERMAN
        return 4 if _ROLE.isdisjoint(near[-3:]) and not {"i", "my", "am", "ich", "je"}.isdisjoint(near) else 7
    if low in _IN:
        return 7 if _hires_later(lows, at) else 0
    if low == "with" and before in {"partnering", "partnered", "working"}:
        return 6
    wanted = low in _FOR and (not words("hired for").isdisjoint(near[-6:]) or _asks_later(lows, at))
    return 6 if wanted or (low in {"with", "for"} and not _RECRUITS.isdisjoint(near[-7:])) else 0


def _hires_later(lows: Sequence[str], at: int) -> bool:
    """Whether "en Acme" is followed by "estamos buscando" and the like."""
    return not words("we hire").isdisjoint(lows[at + 2 : at + 7])


def _asks_later(lows: Sequence[str], at: int) -> bool:
    """Whether the sentence that "for Acme" begins asks for somebody: "Per Acme, azienda di moda, cerchiamo"."""
    after = lows[at + 2 : at + 12]
    after = after[: after.index(".")] if "." in after else after
    return (at == 0 or lows[at - 1] in {".", "\n"}) and not words("ask for somebody").isdisjoint(after)
