"""The words that titles are made of: a table by sections, and which words name an occupation."""

from __future__ import annotations

import functools

from triage.understand.memo import LONGEST, Memo
from triage.understand.words import table

#: What the table of occupations adds to the other. Behind Romance and Polish occupations stands their field.
_FIELD_BEHIND = ("fr", "es", "it", "pt", "pl", "pl forms")
_ADDED = {
    "heads": ("en", "de", "nl", *_FIELD_BEHIND),
    "complemented heads": _FIELD_BEHIND,
    "weak heads": ("weak",),
    "suffixes": ("suffixes",),
    "nominatives": ("pl cases",),
}


@functools.cache
def words(section: str) -> frozenset[str]:
    """A section of the table of words that titles are made of, and what the table of occupations adds to it."""
    own = frozenset(word for line in table("titles_words.txt")[section] for word in line.split())
    return own.union(*map(_occupations, _ADDED.get(section, ())))


@functools.cache
def _occupations(section: str) -> frozenset[str]:
    """A section of the table of occupations; for Polish cases the forms, or the pairs of form and nominative."""
    if section == "pl forms":
        return frozenset(pair.partition("=")[0] for pair in _occupations("pl cases"))
    return frozenset(word for line in table("occupations.txt")[section] for word in line.split())


@functools.cache
def suffixes() -> tuple[str, ...]:
    """The ends of German and Dutch compounds that name an occupation."""
    return tuple(words("suffixes"))


def singular(low: str) -> str:
    """One of several who have an occupation: "nurses" is "nurse", "conductores" "conductor"; else the word as it is.

    Of German women the suffixes tell: "Buchhalterinnen" is "Buchhalterin".
    """
    heads = words("heads")
    for ending in ("s", "es"):
        if low.endswith(ending) and low.removesuffix(ending) in heads:
            return low.removesuffix(ending)
    plain = low.removesuffix("nen")
    women = plain != low and (plain in heads or (len(plain) > 8 and plain.endswith(suffixes())))
    return plain if women and plain.endswith("in") else low


#: Ends of Polish cases, and what stands for them in the nominative.
_CASES = tuple(
    pair.split("=")
    for pair in (
        "owców=owiec rzem=rz rza=rz rzy=rz czem=cz cza=cz czy=cz era=er erem=er erów=er orem=or orów=or istów=ista stów=sta ców=ca"
        " arek=arka erek=erka orek=orka stek=stka czek=czka kiem=k ków=k giem=g gów=g tem=t tów=t nem=n nów=n antów=ant"
    ).split()
)


def of_case(low: str) -> str:
    """The nominative of an occupation in another Polish case: "spawaczy" is "spawacz"; "" if it is none."""
    heads = words("heads")
    for ending, plain in _CASES:
        if low.endswith(ending) and (found := low.removesuffix(ending) + plain) in heads and found != low:
            return found
    return ""


_ACCENTS = str.maketrans("áàâãäéèêëíìîïóòôõöúùûüçñąćęłńśźż", "aaaaaeeeeiiiiooooouuuucnacelnszz")


@functools.cache
def _bare() -> frozenset[str]:
    return frozenset(head.translate(_ACCENTS) for head in words("heads") if not head.isascii()) - _NOT_BARE


#: Words of other languages that are an occupation without its accents.
_NOT_BARE = frozenset(("charge", "employee", "fraser", "matron", "attache"))


def _names_occupation(low: str) -> bool:
    if low in words("heads") or singular(low) != low or (8 < len(low) < LONGEST and low.endswith(suffixes())):
        return True
    return low in _bare() or bool(of_case(low))


#: Whether a lower-case word names an occupation, by itself or as the end of a German or Dutch compound.
is_head = Memo(_names_occupation).__getitem__
