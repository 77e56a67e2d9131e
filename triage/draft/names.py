"""Whom a reply greets: a first name only when it is certain to be one."""

from __future__ import annotations

import functools
import re
import unicodedata

from triage.draft.tables import wordings

_FIRST_NAME = re.compile(r"[^\W\d_][\w'’.-]{1,24}")
#: Compounds that are departments, offices and firms in German.
_COMPOUND = re.compile(
    r"\w+(?:abteilung|agentur|amt|beratung|dienste?|kliniken?|klinikum|leitung|service|stadt|vermittlung|verwaltung|werke|zentrum)"
)
#: First names that are given together: nobody calls a María José María.
_DOUBLE = re.compile(
    r"(?:Mar[ií]a|Jos[eé]|Juan|Luis|Miguel|[ÁA]ngel|Jo[ãa]o|Ana|Anna|Luiz|Jean|Pier|Gian) "
    r"(?:Jos[eé]|Jes[uú]s|[ÁA]ngel\w*|Luis\w?|Luisa|Carlos|Mar[ií]a|Manuel|Antonio|António|Francisco|Pablo|Paulo|Pedro|"
    r"Miguel|Ignacio|Ram[oó]n|Pilar|Carmen|Teresa|Dolores|Bel[eé]n|Isabel|Elena|Laura|Beatriz|Clara|Cristina|Claude|"
    r"Pierre|Marc|Paul|Luc|Luca|Marco|Paolo)"
)
#: A name whose first word is an initial: "T. Grzbiet".
_SHORTENED = re.compile(r"[^\W\d_]\.\s*\S")
_INITIAL = re.compile(r"[A-Z]\.?")  # "Suresh K"
_ACADEMIC = re.compile(r"\b(?:dr|prof|avv)\b\.?", re.IGNORECASE)
_TITLES = re.compile(
    r"(?:\b(?:dr|dra|prof|mag|ing|mgr|inż|avv|dott|dott\.?ssa|dipl\.?-ing|mr|mrs|ms|herr|frau|mevr|dhr|drs|sir|dame|rev|irmã|irmão|dona|hna|hno|"
    r"capt|cdr|col|lt|maj|sgt)\.?(?:\s+|$))+",
    re.IGNORECASE,
)
_BY_A_NETWORK = re.compile(
    r"\s+(?:via|über|tramite|par|przez|por|through|a través de|através d[eo])\s+(?:linkedin|xing)\b.*|\s*\(.*?\)",
    re.IGNORECASE,
)


@functools.cache
def _words_of_firms() -> frozenset[str]:
    return frozenset(wordings("not_a_name")["words"])


@functools.cache
def _families() -> frozenset[str]:
    return frozenset(" ".join(wordings("not_a_name")["family names that come first"]).split())


def writer(recruiter: str, display: str, address: str, *, relay: bool = False) -> str:
    """The name of who wrote, as far as it can be told: the one that was read as the recruiter's, else the one the mail
    was sent under, if its address (or a network that carries people's mail) says that it is a person's.
    """
    shown = _BY_A_NETWORK.sub("", display).strip()
    if _SHORTENED.match(recruiter):  # another name would be somebody else's
        return recruiter
    own = relay or _is_of_person(shown, address)
    return next((name for name in (recruiter, shown if own else "") if first_name(name, address=address)), recruiter)


def _is_of_person(shown: str, address: str) -> bool:
    """Whether an address is made of a display name as those of persons are: "lee", "k.lee", "klee" for "Kim Lee", but
    not that of a branch, "lyon@acme" for "Acme Lyon".
    """
    words = [_plain(word) for word in re.findall(r"[^\W\d_]+", shown)]
    local, _, domain = _plain(address).rpartition("@")
    if not words:
        return False
    first, last = words[0], words[-1]
    made = {first + last, last + first, first[0] + last, first + last[0], first}
    parts = re.split(r"[\W\d_]+", local)
    if first in parts or "".join(parts) in made:
        return True
    return last in parts and (bool(gender(shown)) or not domain.startswith((first, last)))


def first_name(full_name: str, *, not_in: tuple[str, ...] = (), text: str = "", address: str = "") -> str:
    """The first name if it is certain to be one, else "" ("K. Lee" and "Talent Team" have none).

    `not_in` are names of firms, whose words are nobody's. If the mail `text` is signed with one word of the full name
    ("Wei"), that is the one its sender goes by; names that begin with a family name ("Tan Wei Ling") tell it only so.
    """
    words = certain_name(full_name, not_in=not_in, address=address).split()
    if not words:
        return _only_name(full_name.strip(), not_in, text, address)
    signed = _signed(words, text)
    family_first = words[0].lower() in _families() and (len(words) > 2 or "-" in words[1])
    if signed or family_first:
        return signed or _signed([" ".join(words[1:])], text)
    return " ".join(words[:2]) if len(words) > 2 and _DOUBLE.fullmatch(" ".join(words[:2])) else words[0]


def _only_name(word: str, not_in: tuple[str, ...], text: str, address: str) -> str:
    """The one word that somebody goes by: a known first name, or one the mail is signed with or its address has."""
    firms = {part.lower() for firm in not_in for part in re.findall(r"\w+", firm)}
    if not _FIRST_NAME.fullmatch(word) or not word.istitle() or word.lower() in firms | _words_of_firms():
        return ""
    local = re.split(r"[._+\d-]", _plain(address.rpartition("@")[0]))[0]
    last = re.findall(r"[^\W\d_]+", text[-60:])[-1:]
    return word if gender(word) or word in last or _plain(word) == local or _signed([word], text) else ""


def _plain(text: str) -> str:
    """Small letters without accents, as in an address."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))


def certain_name(full_name: str, *, not_in: tuple[str, ...] = (), address: str = "") -> str:
    """The full name, without academic titles, if it is certain to be a person's, else "".

    A surname may be a word of firms if first name and surname make the address: "Ana Posada" of ana.posada@.
    """
    words = _TITLES.sub("", full_name.strip(), count=1).split()
    if not 2 <= len(words) <= 4 or not all(map(_FIRST_NAME.fullmatch, words[:-1])):
        return ""
    if not (_FIRST_NAME.fullmatch(words[-1]) or _INITIAL.fullmatch(words[-1])):
        return ""
    lowered = {word.lower().strip(".") for word in words}
    firms = {word.lower() for firm in not_in for word in re.findall(r"\w+", firm)}
    if gender(words[0]) and {_plain(words[0]), _plain(words[-1])} == set(_plain(address.partition("@")[0]).split(".")):
        lowered.discard(words[-1].lower())
    if lowered & _words_of_firms() or any(map(_COMPOUND.fullmatch, lowered)) or (len(lowered & firms) == len(lowered)):
        return ""
    first = words[0]
    return " ".join(words) if "." not in first and first[0].isupper() and not first.isupper() else ""


def last_name(full_name: str, *, not_in: tuple[str, ...] = (), text: str = "", address: str = "") -> str:
    """The family name if it is certain which word that is, else "": of two the other one, or from "von" or "de" on."""
    words = certain_name(full_name, not_in=not_in, address=address).split()
    if not words or (_signed(words, text) or words[0]) != words[0]:
        return ""
    particle = next((place for place, word in enumerate(words) if place and word.islower()), len(words) - 1)
    return " ".join(words[particle:]) if len(words) == 2 or particle < len(words) - 1 else ""


def academic_title(name: str, text: str) -> str:
    """As in "Prof. Dr." or "Avv." (Italian lawyers), before the name in the From line or the signature, else ""."""
    degrees = r"(?:\b(?:dr|prof|avv)\b\.?\s*(?:(?:rer|nat|phil|ing|med|jur|oec)\.\s*){0,3}){1,3}"
    before = re.search(rf"({degrees}){re.escape(name)}", text, re.IGNORECASE)
    if not name or before is None:
        return ""
    return " ".join(f"{each.strip('.').capitalize()}." for each in _ACADEMIC.findall(before[1]))


def gender(full_name: str) -> str:
    """Either "f" or "m" where a title tells, or a first name that is one everywhere; else ""."""
    known = wordings("first_names")
    words = re.findall(r"\w+(?:-\w+)*", full_name.lower())
    for told, titles in (("f", {"frau", "mrs", "ms"}), ("m", {"herr", "mr"})):
        if words and words[0] in titles:
            return told
    first = next((word for word in _TITLES.sub("", full_name.strip(), count=1).lower().split()), "").partition("-")[0]
    return next((told for told in ("f", "m") if first in " ".join(known[told]).split()), "")


def _signed(words: list[str], text: str) -> str:
    """The one word that one of the last lines consists of, if the name has it."""
    last = [line.strip(" ,.!-–—") for line in text.rstrip().splitlines() if line.strip()][-4:]
    return next((line for line in reversed(last) if line in words), "")
