"""Finds the name of the person who writes: from the From display name, the sign-off or "my name is"."""

from __future__ import annotations

import functools
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.gazetteer import plain
from triage.understand.passages import is_closing, one_line
from triage.understand.words import table

if TYPE_CHECKING:
    from triage.domain import Address

#: What follows a name in a display name: "via LinkedIn", "from Acme", "at Acme", "| Acme", "(Talent)", "- Acme".
_AFTER = re.compile(
    r"\s*(?:[|/\[(<•·–—@]|\s-\s|\b(?:via|from|at|chez|bei|bij|presso|über|przez|tramite|attraverso|a través|através"
    r"|vom)(?:\s|$)).*$",
    re.IGNORECASE,
)
#: In a name, where more of it follows: "Lt Cdr (retd) Simon Peake".
_ASIDE = re.compile(r"\([^)]{1,20}\)\s*(?=\w)")
_SAYS = re.compile(
    r"\b(?:my name is|mein name ist|je m['’]appelle|me llamo|mi nombre es|mijn naam is|mi chiamo|il mio nome è"
    r"|(?:o )?meu nome é|(?:me )?chamo-me|nazywam się|mam na imię|ich heiße|i['’]m|i am|this is|it['’]s|ich bin|soy"
    r"|sou [oa]|sono|ik ben|je suis|jestem|aqui é [oa])\s+([^\s,.;!]+(?:[ \t]+[^\s,.;!]+){0,3})",
    re.IGNORECASE,
)
#: Without a verb, or in one that is also an ordinary word: "its Donna at", "c'est Nadège de", "Tu Patrycja z".
_THIS_IS = re.compile(
    r"^[\s\S]{0,60}?\b(?:[Ii]ts|[Cc]['’]est|[Dd]aqui(?: é [oa])?|[Tt]u|[Tt]utaj|[Hh]ier is|[Mm]et|[Mm]yself"
    r"|[Ll]e saluda|[TtLl]e escribe|z tej strony|[Qq]ui|[Aa]quí) ((?:[A-ZÀ-Ž][a-zà-ž]+ ?){1,3})"
    r"(?:,|[.!]|\b(?:at|from|here|de|d['’]|du|des|da|do|di|del|dell[ae]|van|z|ze|von|vom)\b)"
)
_HERE = re.compile(r"^[\s\S]{0,60}?\b([A-ZÀ-Ž][a-zà-ž]+) (?:hier|here|vom|von der|from) (?:von|from|bei|vom|the|[A-Z])")
#: Before a name on the same line: "Gruß Manfred Kruse", "Um abraço, Cida", "Ihre Vroni".
_REGARDS = re.compile(
    r"(?:gr(?:u|ü)(?:ß|ss)e?n?|regards|wishes|cheers|thanks|thx|best|lg|vg|mfg|cordialement|cdlt"
    r"|salutations|merci|bises|saludos?|slds|gracias|abrazo|groet\w*|mvg|saluti|grazie|abraços?|abs|abç|att|obrigad[oa]"
    r"|cumprimentos|beijos?|pozdrawiam|pozdr\w*|pzdr|ihre?|eure?|deine?|yours)[ ,.!:–-]{1,3}(?=[A-ZÀ-Ž])",
    re.IGNORECASE,
)
#: With the words that lead up to it: "Mit den besten Grüßen".
_FORMULA = re.compile(rf"(?:[\w-]+ ){{0,3}}?{_REGARDS.pattern}", re.IGNORECASE)
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
    return frozenset[str]().union(*map(sections.__getitem__, ("not a name", "kinds of firms", "houses", "mailboxes")))


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
    here = (pattern.search(text) for pattern in (_HERE, _THIS_IS))
    return [*named, *((_leading_name(match[1]), match[0]) for match in here if match)]


def read_recruiter(sender: Address, text: str, sign_off: str) -> tuple[str, Evidence] | None:
    """The writer's name, the fullest one given; None when a team or a machine writes and nobody signs.

    A display name is its sender's if the address or who signs repeats a word of it; else who signs comes first.
    """
    of_trade, spells = _names_trade(sender), _spells_domain(sender)
    displayed = ("" if of_trade or spells else name_in_display(_without_firm(sender)), sender.display_name)
    introduced, signed = _introduced(text[:_OPENING]), _signed(sign_off)
    if of_trade or (spells and not _is_named_so(sender)):
        signed = [one for one in signed if not _is_senders(one[0], sender)]
    own = [one for one in (*introduced, *signed) if one[0]]
    if not displayed[0]:
        own += _last_lines(text, sender)
    elif _is_doubtful(displayed[0], sender, signed) and not any(_fits(name, displayed[0]) for name, _ in own):
        own = own or [one for one in _last_lines(text, sender) if " " in one[0]]
        displayed = ("", "") if own else displayed
    given = [one for one in (displayed, *own) if one[0]]
    if not given:
        return None
    same = [one for one in given if _fits(one[0], given[0][0])]
    name, quote = max(same, key=lambda one: min(2, len(one[0].split())))
    return name, Evidence("recruiter", one_line(quote))


_OPENING = 1_500  # where an introduction stands, in characters


def _is_doubtful(name: str, sender: Address, signed: list[tuple[str, str]]) -> bool:
    """Whether a display name may be a firm's: the domain has a word of it, or another signs."""
    if _shares_domain(sender):
        return True
    local = plain(sender.addr_spec.partition("@")[0])
    words = [plain(word) for word in name.split()]
    named = any(len(word) > 2 and word in local for word in words) or local == "".join(word[0] for word in words)
    return not named and "reply" not in local and any(len(one[0].split()) > 1 for one in signed)


def _last_lines(text: str, sender: Address) -> list[tuple[str, str]]:
    """A name on one of the last lines: "Theo", and below it what he does; no name of the sender's firm."""
    lines = [line.strip() for line in text.rstrip().split("\n") if line.strip()][1:][-_LAST:]
    lines = [line for line, below in zip_longest(lines, lines[1:]) if not _is_office(line, below)]
    named = ((_name(_before_role(line)), line) for line in lines if len(line) < _LINE and ":" not in line)
    return [(name, line) for name, line in named if name and not _is_senders(name, sender)]


def _is_office(line: str, below: str | None) -> bool:
    """Whether a line says as what one signs whose name stands below it: "Le Maire," and "Annick Le Goff"."""
    return line.endswith(",") and below is not None and " " in _name(_before_role(below))


def _is_senders(name: str, sender: Address) -> bool:
    """Whether a name is that of the sender's firm: part of the domain or of the display name."""
    return _letters(plain(name)) in _letters(plain(f"{sender.domain} {sender.display_name}"))


_LAST, _LINE = 6, 60  # lines from the end, and characters in one that is no sentence


def _before_role(line: str) -> str:
    """A line of a sign-off up to what its writer does: "Antonella" of "Gruß Antonella, filiale di Bari"."""
    if _REGARDS.search(line):  # few lines have one, and to look for words before it takes five times as long
        line = _FORMULA.sub("", line, count=1)
    return _AFTER.sub("", _ON_BEHALF.sub("", line).split(",")[0])


#: Before who signs for another: "i. A. Heike Lorentz".
_ON_BEHALF = re.compile(r"^(?:i\. ?[AV]\.|ppa\.?|p\.p\.|gez\.?|namens|van|wz\.)\s+(?=[A-ZÀ-Ž])")


def _names_trade(sender: Address) -> bool:
    """Whether the display name is a firm's by its words, and nobody's beside it: "Agencja Lumen", but not
    "Anna Lis | Agencja Lumen".
    """
    parts = [part for part in _DISPLAY_PARTS.split(sender.display_name) if part.strip()]
    others = [part for part in parts if _of_trades().isdisjoint(part.lower().split())]
    return len(others) < len(parts) and not any(" " in _name(part) for part in others)


def _spells_domain(sender: Address) -> bool:
    """Whether the display name, or a word with a hyphen that begins it, spells the domain: mostly a firm's.

    So does "Job-Brücke Opole" of jobbruecke-opole.example.
    """
    spelt = sender.display_name.lower().translate(_UMLAUTS)
    name, first = _letters(plain(spelt)), spelt.partition(" ")[0]
    begins = "-" in first.strip("-") and _label(sender).startswith(_letters(plain(first)))
    return begins or (len(name) > 5 and name == _label(sender))


def _is_named_so(sender: Address) -> bool:
    """Whether a word of the display name stands before the @, as of somebody with a domain of his own."""
    return plain(sender.addr_spec.partition("@")[0]) in plain(sender.display_name).split()


def _label(sender: Address) -> str:
    return _letters(sender.domain.split(".")[-2]) if "." in sender.domain else ""


def _letters(text: str) -> str:
    """The letters and digits of a text, as domains have them."""
    return "".join(filter(str.isalnum, text))


_DISPLAY_PARTS = re.compile(r"[|,;:()/–—]| - ")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@functools.cache
def _of_trades() -> frozenset[str]:
    return frozenset(table("organisation_words.txt")["firms of trades"])


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
    one, other = name.lower().split(), first.lower().split()
    return one[0] == other[0] or set(one) == set(other)


@functools.lru_cache(maxsize=1024)
def name_in_display(display: str) -> str:
    """The person in a display name such as "Lee, Kim (Talent)", "KIM LEE | Acme", "Kim from Acme"; "" if none."""
    cleaned = _AFTER.sub("", _ASIDE.sub("", display.strip().strip("\"' "))).strip()
    if cleaned.islower() and " " in cleaned:  # "jess tran"
        cleaned = " ".join(word if word in _PARTICLES else word.capitalize() for word in cleaned.split())
    if cleaned.count(",") == 1:
        last, first = (part.strip() for part in cleaned.split(","))
        looks_inverted = len(first.split()) <= 2 and len(last.split()) <= 3 and _name(first) and _name(last)
        cleaned = f"{first} {last}" if looks_inverted and first.lower() not in _degrees() else last
    return _name(cleaned)


def _signed(sign_off: str) -> list[tuple[str, str]]:
    """The first lines of a sign-off that look like a name."""
    lines = [line.strip() for line in sign_off.split("\n") if line.strip()]
    lines = [line for line in lines if not is_closing(line) or _FORMULA.match(line)][:4]
    return [(name, line) for line in lines if (name := _name(_before_role(line))) and len(line) < _LINE]


def _name(text: str) -> str:
    """`text` if it reads as one to four words of a person's name, in ordinary capitals, without degrees; else ""."""
    words = [word if _is_initial(word) else word.strip('.,;:!"') for word in text.split()]
    words = [word for word in words if word and word.lower().strip(".") not in _degrees()]
    while words and words[-1].lower() in _PARTICLES:
        words.pop()
    if not 1 <= len(words) <= 4 or len(" ".join(words)) > 40 or max(map(len, words)) < 2:
        return ""
    if any(word.lower() in _not_names() for word in words) or not all(map(_is_name_word, words)):
        return ""
    if len(words[0]) > 2 and words[0].isupper() and not words[-1].isupper() and words[-1][0].isupper():
        words = [*words[1:], words[0]]  # "BRETEAU Sylvie"
    return " ".join(map(_capitals, words))


def _is_initial(word: str) -> bool:
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def _is_name_word(word: str) -> bool:
    letters = word.replace("'", "").replace("’", "").replace("-", "")
    return _is_initial(word) or (letters.isalpha() and (word[0].isupper() or word.lower() in _PARTICLES))


def _capitals(word: str) -> str:
    if len(word) > 2 and word.isupper():
        return "-".join(part.capitalize() for part in word.split("-"))
    return word
