"""Facts about domains: who registered them, who gives addresses away, and which one poses as another."""

from __future__ import annotations

import functools
import re
import unicodedata

from triage.understand.words import LOOKALIKES, table

_IN_TEXT = re.compile(
    r"(?:https?://|@|www\.)([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6})"
    r"|(?<![\w.@/-])([a-z0-9-]{4,40}\.(?:com|net|org|eu|io|ai|de|at|ch|fr|be|es|it|nl|pt|pl|co\.uk|com\.br|example))\b",
    re.IGNORECASE,
)
_NOT_NAME = re.compile(r"[^a-z0-9]+")
#: What is read as something else at a glance; letters of other scripts are mapped to the Latin ones they resemble.
_GLYPHS = str.maketrans("0135|", "olesl") | LOOKALIKES
_LEGAL = frozenset(
    ["inc", "llc", "ltd", "gmbh", "ag", "se", "sa", "sas", "srl", "spa", "bv", "nv", "plc", "corp", "group", "co", "kg",
     "sp", "zoo", "oy", "ab", "as", "k", "ek"]
)  # fmt: skip
_AND = frozenset(["and", "und", "et", "y", "e", "en", "i"])


@functools.cache
def _facts() -> dict[str, frozenset[str]]:
    return {name: frozenset(" ".join(lines).split()) for name, lines in table("trust_domains.txt").items()}


@functools.cache
def _providers() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(line.split()) for line in table("trust_domains.txt")["same provider"])


def free_mail() -> frozenset[str]:
    """The domains that give addresses to anybody."""
    return _facts()["free mail"]


def registrable(domain: str) -> str:
    """The organisational domain (RFC 7489 section 3.2), by a list of the frequent public suffixes."""
    labels = [label for label in domain.lower().split(".") if label]
    count = 3 if ".".join(labels[-2:]) in _facts()["suffixes"] else 2
    return ".".join(labels[-count:])


def label_of(domain: str) -> str:
    """The part of a domain that somebody chose: "acme" of "mail.acme.example" and of "acme.co.uk"; "" for none."""
    return registrable(domain).partition(".")[0] if "." in domain else ""


def same_provider(one: str, other: str) -> bool:
    """Whether two registrable domains belong to one provider of addresses."""
    return any(one in group and other in group for group in _providers())


def in_text(text: str) -> frozenset[str]:
    """The registrable domains of the links and addresses in `text`."""
    dotted = " ".join([chunk for chunk in text.split() if "." in chunk[:-1]])  # the pattern alone takes twice as long
    return frozenset(registrable(linked or named) for linked, named in _IN_TEXT.findall(dotted)[:50])


def looks_like(domain: str, mentioned: frozenset[str], firms: tuple[str, ...], text: str) -> str:
    """What `domain` poses as ("" for nothing): a domain the message itself mentions, a firm it speaks for, or a
    well-known employer or job board. `firms` and `text` are folded.
    """
    own = registrable(domain)
    if not own or own in free_mail():
        return ""
    label = _unicode(own.partition(".")[0])
    if mixed_scripts(label):
        return _skeleton(label)
    posed = {other for other in mentioned if other != own and poses_as(label, other.partition(".")[0])}
    if posed:
        return min(posed)
    return _poses_as_well_known(label, own.rpartition(".")[2], text) or _poses_as_firm(label, firms)


def _poses_as_well_known(label: str, ending: str, text: str) -> str:
    if label in _facts()["well-known"]:
        return label if ending in _facts()["cheap endings"] else ""
    if plain := _skeletons().get(_skeleton(label)):
        return plain
    rest = _without_added_words(label)
    if added := _facts()["well-known"] & {*rest, *(_skeletons().get(_skeleton(part), "") for part in rest)}:
        return min(added)
    return next((name for name in _one_edit_from_well_known(label) if name in text), "")


def _poses_as_firm(label: str, firms: tuple[str, ...]) -> str:
    names, plain = (
        {_squeeze(firm, leave_out) for firm in firms for leave_out in (_LEGAL, _LEGAL | _AND)},
        label.replace("-", ""),
    )
    if {plain, _without_umlauts(plain)} & {*names, *map(_without_umlauts, names)}:
        return ""
    return min((name for name in names if len(name) > 5 and _mistyped(plain, name)), default="")


def _mistyped(plain: str, name: str) -> bool:
    """Whether one letter inside a name was replaced, or two were swapped. Longer and shorter domains, and other last
    letters, are the ways of honest firms: an article or a genitive dropped ("Halles d'Armor", "St. Brendan's"), an
    inflected name ("w Bobrowni"), a vowel that two words share.
    """
    return len(plain) == len(name) and plain[:-1] != name[:-1] and _one_edit(plain, name)


def _without_umlauts(name: str) -> str:
    """A name with umlauts spelt out and one with their points dropped are the same name."""
    return name.replace("oe", "o").replace("ae", "a").replace("ue", "u")


def poses_as_word(domain: str, named: set[str]) -> str:
    """Which of the names in a fraudulent message the domain is made to be taken for. For other mail this would be too
    eager: honest firms write from "acme-careers" and the like.
    """
    own = registrable(domain)
    label = own.partition(".")[0]
    parts = {label, *label.split("-")} - named
    if not own or own in free_mail() or label in named:
        return ""
    added = named & set(_without_added_words(label))
    close = {
        name
        for name in named
        if len(name) > 5
        for part in parts
        if _one_edit(part, name) and part.rstrip("s") != name.rstrip("s")
    }
    return min(added or close, default="")


@functools.cache
def _skeletons() -> dict[str, str]:
    return {_skeleton(name): name for name in sorted(_facts()["well-known"])}


@functools.lru_cache(maxsize=1024)
def _one_edit_from_well_known(label: str) -> tuple[str, ...]:
    shortened = _shortened_well_known()
    near = set[str]().union(*(shortened.get(short, ()) for short in _shortened(label)))
    return tuple(name for name in sorted(near) if _one_edit(label, name))


@functools.cache
def _shortened_well_known() -> dict[str, list[str]]:
    """What is left of a well-known name → the names: only names that share some of it can be one edit apart."""
    shortened: dict[str, list[str]] = {}
    for name in sorted(_facts()["well-known"]):
        if len(name) > 5:
            for short in _shortened(name):
                shortened.setdefault(short, []).append(name)
    return shortened


def _shortened(name: str) -> set[str]:
    """A name as it is, and without each of its letters."""
    return {name, *(name[:at] + name[at + 1 :] for at in range(len(name)))}


def poses_as(label: str, other: str) -> bool:
    """Whether one label is made to be taken for another: look-alike letters, one typing error, or a job word added."""
    if label == other or len(other) < 5:
        return False
    return (
        _skeleton(label) == _skeleton(other)
        or (len(other) > 5 and _one_edit(label, other))
        or (other in _without_added_words(label))
    )


def mixed_scripts(label: str) -> bool:
    """Whether a label mixes Latin letters with Cyrillic or Greek ones."""
    if label.isascii():
        return False
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in label if sign.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK"}) > 1


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _skeleton(label: str) -> str:
    return label.translate(_GLYPHS).replace("rn", "m").replace("vv", "w").replace("i", "l").replace("-", "")


@functools.lru_cache(maxsize=1024)
def _without_added_words(label: str) -> tuple[str, ...]:
    """What may remain of a label after the words that fraudsters add: "acme-careers" gives "acme"."""
    added = _facts()["added words"]
    parts = label.split("-")
    rest = [part for part in parts if part not in added]
    if len(rest) < len(parts):
        return ("".join(rest),)
    ends = (label.removesuffix(word) for word in _long_added() if label.endswith(word))
    starts = (label.removeprefix(word) for word in _long_added() if label.startswith(word))
    return (*ends, *starts) if label.endswith(_long_added()) or label.startswith(_long_added()) else ()


@functools.cache
def _long_added() -> tuple[str, ...]:
    """The added words that do not end or begin others by chance."""
    return tuple(word for word in _facts()["added words"] if len(word) > 3)


def _squeeze(name: str, without: frozenset[str]) -> str:
    return "".join(part for part in _NOT_NAME.split(name) if part not in without)


def _one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours makes them equal; they differ."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else b[1:] == a
