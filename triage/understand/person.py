"""Finds the name of the person who writes: from the From display name, the sign-off or "my name is"."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.passages import is_closing, one_line
from triage.understand.words import table

if TYPE_CHECKING:
    from triage.domain import Address

#: What follows a name in a display name: "via LinkedIn", "from Acme", "at Acme", "| Acme", "(Talent)", "- Acme".
_AFTER = re.compile(r"\s*(?:[|/\[(<•·–—@]|\s-\s|\b(?:via|from|at|chez|bei|bij|presso|über|przez)\s).*$", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?:my name is|mein name ist|je m['’]appelle|me llamo|mi nombre es|mijn naam is|mi chiamo|il mio nome è"
    r"|(?:o )?meu nome é|(?:me )?chamo-me|nazywam się|mam na imię|ich heiße|i['’]m|i am|this is|it['’]s|ich bin|soy"
    r"|sou [oa]|sono|ik ben|je suis|jestem|aqui é [oa])\s+([^\s,.;!]+(?:[ \t]+[^\s,.;!]+){0,3})",
    re.IGNORECASE,
)
_HERE = re.compile(r"^[\s\S]{0,60}?\b([A-ZÀ-Ž][a-zà-ž]+) (?:hier|here|vom|von der|from) (?:von|from|bei|vom|the|[A-Z])")
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "da",
        "di",
        "do",
        "dos",
        "del",
        "della",
        "la",
        "le",
        "du",
        "el",
        "al",
        "bin",
        "ibn",
        "ter",
        "ten",
        "y",
        "zu",
        "zur",
    ]
)


@functools.cache
def _not_names() -> frozenset[str]:
    sections = table("organisation_words.txt")
    return frozenset(sections["not a name"]) | frozenset(sections["kinds of firms"])


@functools.cache
def _degrees() -> frozenset[str]:
    return frozenset(table("organisation_words.txt")["titles of persons"])


#: What every introduction that `_SAYS` finds contains one of; looking for these first is ten times faster.
_INTRODUCTIONS = (
    "name i",
    "name e",
    "name è",
    "m'appelle",
    "m’appelle",
    " llamo",
    "nombre es",
    "naam is",
    "mi chiamo",
    "nome ",
    "chamo-me",
    "nazywam",
    "mam na",
    "ich heiße",
    "i'm ",
    "i’m ",
    "i am ",
    "this is ",
    "it's ",
    "ich bin ",
    "soy ",
    "sou ",
    "sono ",
    "ik ben ",
    "je suis ",
    "jestem ",
    "aqui é ",
)


def _introduced(text: str) -> list[tuple[str, str]]:
    """(name, words) where the text gives the writer's name."""
    lowered = text.lower()
    spots = sorted({spot for words in _INTRODUCTIONS if (spot := lowered.find(words)) >= 0})
    found = (_SAYS.search(text, max(0, spot - 16), spot + 80) for spot in spots)
    named = [(_leading_name(match[1]), match[0]) for match in found if match]
    here = _HERE.search(text)
    return [*named, (_name(here[1]), here[0])] if here else named


def read_recruiter(sender: Address, text: str, sign_off: str) -> tuple[str, Evidence] | None:
    """The writer's name, the fullest one given; None when a team or a machine writes and nobody signs."""
    displayed = ("" if _is_firm(sender) else name_in_display(_without_firm(sender)), sender.display_name)
    introduced = _introduced(text[:1500])
    own = [*introduced, *_signed(sign_off)]
    if _shares_domain(sender) and any(name and not _fits(name, displayed[0] or name) for name, _ in own):
        displayed = ("", "")
    names = (displayed, *own)
    given = [(name, quote) for name, quote in names if name]
    if not given:
        return None
    name, quote = max(given, key=lambda pair: (_fits(pair[0], given[0][0]), min(2, len(pair[0].split()))))
    return name, Evidence("recruiter", one_line(quote))


def _is_firm(sender: Address) -> bool:
    """Whether the display name is the name of the sender's domain: a firm's mailbox, nobody's own."""
    name = "".join(filter(str.isalnum, sender.display_name.lower()))
    label = sender.domain.split(".")[-2] if "." in sender.domain else ""
    return len(name) > 5 and name == "".join(filter(str.isalnum, label))


def _shares_domain(sender: Address) -> bool:
    """Whether a word of the display name is also in the domain, and not before the @: perhaps a firm's name."""
    local, _, _ = sender.addr_spec.lower().partition("@")
    label = sender.domain.split(".")[-2] if "." in sender.domain else ""
    return any(len(word) > 3 and word in label and word not in local for word in sender.display_name.lower().split())


def _without_firm(sender: Address) -> str:
    """The display name up to the firm that follows a small word: "Marina de Grupo Sur" of gruposur.example."""
    words = sender.display_name.split()
    label = "".join(filter(str.isalnum, sender.domain.split(".")[-2])) if "." in sender.domain else ""
    for at in range(1, len(words) - 1):
        rest = "".join(filter(str.isalnum, "".join(words[at + 1 :]).lower()))
        if words[at].lower() in _PARTICLES and len(rest) > 3 and (label.startswith(rest) or rest.startswith(label)):
            return " ".join(words[:at])
    return sender.display_name


def _leading_name(text: str) -> str:
    """The words of `text` up to the first that cannot belong to a name."""
    words = text.split()
    ends = (
        at for at, word in enumerate(words) if not _is_name_word(word) or word.lower() in {"and", "und", "i", "from"}
    )
    return _name(" ".join(words[: next(ends, len(words))]))


def _fits(name: str, first: str) -> bool:
    """Whether a name is the same person's as the first one found, so that a fuller form may replace it."""
    return name.split(maxsplit=1)[0].lower() == first.split(maxsplit=1)[0].lower()


@functools.lru_cache(maxsize=1024)
def name_in_display(display: str) -> str:
    """The person in a display name such as "Lee, Kim (Talent)", "KIM LEE | Acme", "Kim from Acme"; "" if none."""
    cleaned = _AFTER.sub("", display.strip().strip("\"' ")).strip()
    if cleaned.count(",") == 1:
        last, first = (part.strip() for part in cleaned.split(","))
        looks_inverted = len(first.split()) <= 2 and len(last.split()) <= 3 and _name(first) and _name(last)
        cleaned = f"{first} {last}" if looks_inverted and first.lower() not in _degrees() else last
    return _name(cleaned)


def _signed(sign_off: str) -> list[tuple[str, str]]:
    """The first lines of a sign-off that look like a name."""
    lines = [line.strip() for line in sign_off.split("\n") if line.strip() and not is_closing(line)][:4]
    return [(name, line) for line in lines if (name := _name(line.split(",")[0].split("|")[0])) and len(line) < 60]


def _name(text: str) -> str:
    """`text` if it reads as one to four words of a person's name, in ordinary capitals, without degrees; else ""."""
    words = [word.strip('.,;:!"') for word in text.split()]
    words = [word for word in words if word and word.lower() not in _degrees()]
    if not 1 <= len(words) <= 4 or len(" ".join(words)) > 40 or len(words[0]) < 2:
        return ""
    if any(word.lower() in _not_names() for word in words) or not all(map(_is_name_word, words)):
        return ""
    return " ".join(_capitals(word) for word in words)


def _is_name_word(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return letters.isalpha() and (word[0].isupper() or word.lower() in _PARTICLES)


def _capitals(word: str) -> str:
    if len(word) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word
