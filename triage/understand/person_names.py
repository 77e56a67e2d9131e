"""Reads a person's name out of the words of a line or of a display name."""

from __future__ import annotations

import functools
import re

from triage.understand.names import each, houses, words

#: What follows a name in a display name: "via LinkedIn", "from Acme", "at Acme", "| Acme", "(Talent)", "- Acme".
AFTER = re.compile(
    r"\s*(?:[|/\[(<•·–—@]|\s-\s|\b(?:via|from|at|chez|bei|bij|presso|über|przez|tramite|attraverso|a través|através"
    r"|vom)(?:\s|$)).*$",
    re.IGNORECASE,
)
#: In a name, where more of it follows: "Lt Cdr (retd) Simon Peake".
_ASIDE = re.compile(r"\([^)]{1,20}\)\s*(?=\w)")
#: Small words within a surname.
PARTICLES = frozenset(
    ("van", "von", "de", "der", "den", "da", "di", "do", "dos", "del", "della", "la", "le", "du", "el", "al", "bin",
     "ibn", "ter", "ten", "y", "zu", "zur")
)  # fmt: skip
#: In lower case no name begins with one of these: "de Leeds".
_OF = frozenset(("de", "da", "do", "di", "del", "dos", "della", "du", "des"))
#: Two words, the first of them an article, are a firm: "La Fanega".
_ARTICLES = frozenset(("la", "le", "les", "los", "las", "el", "il", "lo", "het", "der", "die", "das", "os", "as", "o"))
#: The most words and characters of a name.
_MOST_WORDS, _LONGEST = 4, 40
#: Words that are in no name: of recruiting by their beginnings, of departments and firms by their ends.
_COMPOUND = re.compile(
    r"(?:recruit|rekrut|recrut|reclut|personal.|bewerb|karriere).*"
    r"|.{3,}(?:abteilung|agentur|beratung|dienste|kanzlei|direktion|entwicklung|verwaltung|vermittlung|zentrale|zentrum"
    r"|gärtnerei|stelle|service|team|büro|handel|logistik|manufaktur|genossenschaft|bedrijf|diensten|kantoor)"
)
#: Posts by their endings, before a name: "Schichtleitung", "Teamleiterin".
_POST = re.compile(r".{3,}(?:leitung|leiter|leiterin|direktor|direktorin|referent|referentin|hoofd)")
#: Letters without a vowel are a firm's or a degree's: "MDN", "CPHR".
_ACRONYM = re.compile(r"[B-DF-HJ-NP-TV-XZ]{3,5}")


@functools.cache
def _not_names() -> frozenset[str]:
    """Words that are in no name, as the tables have them."""
    sections = ("words of departments", "closings in one word", "recruiters", "personnel")
    named = words("not a name") | houses() | words("mailboxes") | words("agency words")
    return named.union(*map(each, sections))


@functools.cache
def _degrees() -> frozenset[str]:
    """Degrees, forms of address and letters behind names."""
    return words("titles of persons") | each("forms of address and letters behind names")


@functools.lru_cache(maxsize=1024)
def in_display(display: str) -> str:
    """The person in a display name such as "Lee, Kim (Talent)", "KIM LEE | Acme", "Kim from Acme"; "" if none."""
    cleaned = AFTER.sub("", _ASIDE.sub("", display.strip().strip("\"' "))).strip()
    if cleaned.islower() and " " in cleaned:  # "jess tran"
        cleaned = " ".join(word if word in PARTICLES else word.capitalize() for word in cleaned.split())
    if cleaned.count(",") == 1:
        last, first = (part.strip() for part in cleaned.split(","))
        looks_inverted = len(first.split()) <= 2 and len(last.split()) <= 3 and person_name(first) and person_name(last)
        cleaned = f"{first} {last}" if looks_inverted and first.lower() not in _degrees() else last
    name = person_name(cleaned)
    at_post = " " in cleaned and " " not in name and _is_post(cleaned.split()[0])
    return "" if at_post else name  # "Prezes Jutrzenki", "Revierleitung Huftiere": of what somebody is the head


def person_name(text: str) -> str:
    """`text` if it reads as one to four words of a person's name, in ordinary capitals, without degrees and posts;
    else "".
    """
    parts = _without_titles(text)
    if not 1 <= len(parts) <= _MOST_WORDS or len(" ".join(parts)) > _LONGEST or max(map(len, parts)) < 2:
        return ""
    if not all(map(is_name_word, parts)) or any(map(_is_no_name, parts)) or parts[0] in _OF:
        return ""
    if parts[1:2] == ["y"] or (len(parts) == 1 and parts[0].isupper() and len(parts[0]) < 4):
        return ""  # two persons; "AGM"
    if _begins_business(parts) or _is_legal_form(parts[-1]):
        return ""
    if len(parts[0]) > 2 and parts[0].isupper() and not parts[-1].isupper() and parts[-1][0].isupper():
        parts = [*parts[1:], parts[0]]  # "BRETEAU Sylvie"
    return " ".join(map(_capitals, parts))


def _without_titles(text: str) -> list[str]:
    """The words of a line without degrees, the post that begins it and the letters that end it."""
    parts = [word if _is_initial(word) else word.strip('.,;:!"') for word in text.split()]
    parts = [word for word in parts if word and (_is_initial(word) or word.lower().strip(".") not in _degrees())]
    while parts and parts[-1].lower() in PARTICLES:
        parts.pop()
    while parts and _is_post(parts[0]):
        parts.pop(0)
    if len(parts) > 2 and not parts[0].isupper() and _ACRONYM.fullmatch(parts[-1]):
        parts.pop()
    return parts


@functools.lru_cache(maxsize=8192)
def _is_post(word: str) -> bool:
    """Whether a word before a name is somebody's post: "Principal", "Teamleiterin"."""
    low = word.lower()
    known = low in each("posts before names") and (len(word) > 2 or word.isupper())  # "AL", but not "Al"
    return known or _POST.fullmatch(low) is not None


def names_department(text: str) -> bool:
    """Whether a text has a word that is in nobody's name, as departments and firms have: "HR", "Personalabteilung"."""
    return any(map(_is_no_name, text.split()))


@functools.lru_cache(maxsize=8192)
def _is_no_name(word: str) -> bool:
    """Whether a word is in nobody's name, by the tables, its parts or its letters."""
    low = word.lower().removeprefix("l'").removeprefix("l’")
    return low in _not_names() or _COMPOUND.fullmatch(low) is not None or _ACRONYM.fullmatch(word) is not None


def _begins_business(parts: list[str]) -> bool:
    """Whether words begin as a firm's name does: "Salon Vero", "La Fanega"; "La Rosa Maria" may be somebody."""
    first = parts[0].lower()
    if len(parts) == 2 and parts[0][0].isupper() and first in _ARTICLES:
        return True
    return first in each("first words of businesses") or first in words("firms of trades")


@functools.lru_cache(maxsize=8192)
def _is_legal_form(word: str) -> bool:
    """Whether a word is a legal form, as written: "LLP", "GbR", "Limited", but not the "Sa" of "Rui Sa"."""
    return word.lower() in words("legal forms") and (len(word) > 2 or not word.istitle())


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


@functools.lru_cache(maxsize=8192)
def is_name_word(word: str) -> bool:
    """Whether a word can be one of a name: in capitals, an initial or a particle."""
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return _is_initial(word) or (letters.isalpha() and (word[0].isupper() or word.lower() in PARTICLES))


def _capitals(word: str) -> str:
    if len(word) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word
