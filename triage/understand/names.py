"""Reads names of organisations out of running text: where one begins and ends, and what it says about the firm."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.passages import Passage

    Span = tuple[int, int]  # the first and the last token

#: The most words of a name, and how far into a passage names are looked for, in tokens.
LONGEST, DEEP = 6, 700

_OWNER = re.compile(r"['’]s\b")
_DOTTED = re.compile(r"\. ?(?:z ?o\. ?o\.|p\.A\.|V\.|A\.|r\.l\.|L\.)|\.(?=$|[^\w])")
_FIRM = re.compile(
    r"recruit|talent|staffing|(?<!re)search|personal|headhunt|hunters?|hiring|rekrut|recrut", re.IGNORECASE
)
_ACCENTS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ł": "l",
        "å": "a",
        "ø": "o",
        "æ": "ae",
        "ū": "u",
        "ā": "a",
        "ē": "e",
        "ō": "o",
        "ő": "o",
        "č": "c",
        "š": "s",
        "ž": "z",
        "ř": "r",
        "ě": "e",
        "ý": "y",
    }
    | dict(zip("éèêëáàãâçñóôõíïúùńśżźćąę", "eeeeaaaacnoooiiuunszzcae", strict=True))
)
#: Numbers, and times and amounts such as "4am", "95k", "2nd".
_COUNT = re.compile(r"\d+(?:[ap]m|h|k|m|x|st|nd|rd|th|d|hrs?|days?|wks?|yrs?)?", re.IGNORECASE)
#: How many letters an ending of declension has at most.
_ENDS = 3
#: A name of more words is not abbreviated; so long is a noun that may be a compound: "HS" for "Hochschule".
_MOST_INITIALS, _COMPOUND = 7, 8
#: So long is a domain that leaves letters of a name out, and so much of it the beginning of both.
_CONTRACTED, _BEGUN = 7, 4
LINKS = frozenset(
    (
        "und",
        "and",
        "de",
        "of",
        "da",
        "do",
        "du",
        "des",
        "del",
        "della",
        "di",
        "van",
        "der",
        "et",
        "for",
        "per",
        "il",
        "am",
        "an",
        "im",
        "nad",
        "aan",
        "op",
        "den",
        "ter",
        "sur",
        "la",
        "le",
        "las",
        "los",
        "el",
        "e",
        "y",
        "i",
        "w",
        "the",
        "dos",
        "das",
        "dello",
        "dei",
        "degli",
        "delle",
        "nello",
        "sul",
        "aux",
        "zum",
        "zur",
    )
)
_AND = ("and", "und", "et", "en", "e", "y", "i")
APOSTROPHES = frozenset(("'", "’"))
ELIDED = frozenset(("d", "l", "dell", "all"))
_FORM_SIGNS = frozenset(
    ("&", "Sp.", "sp.", "Sp", "sp", "z", "o.o.", "o.o", "oo", "o.", "e.", "K.", "K", "Pvt", "Pvt.", "Private")
)
#: Nothing else is called so: "Lansink bv", but not "tasty co".
_FORMS_IN_LOWER_CASE = frozenset(
    ("bv", "nv", "gmbh", "mbh", "srl", "sarl", "asbl", "vzw", "ltd", "llc", "plc", "snc", "lda")
)
#: A registered association: "e. V.", "e.V".
_REGISTERED = re.compile(r" e\. ?V\.?$")
QUOTES = frozenset(("„", "«", "“", '"'))
_SIGNS = frozenset(("&", "-", "'", "’"))
#: What goes on after a full stop: "Sp. z o.o.", "St. Brendan".
_DOTTED_WORDS = frozenset(("Sp", "S", "p", "A", "St", "Sta", "Ste", "Sto", "Dr", "Gebr", "Św"))
#: Before the number of a school, and, with a full stop, before whom it is called after: "nr 3", "im. Wilgi".
_NUMBERED, _CALLED_AFTER = frozenset(("nr", "nº", "n°")), "im"
#: All of these.
_LEADS = _NUMBERED | {_CALLED_AFTER, "."}
#: Small words that stand behind another one inside a name.
_SECOND = frozenset(("la", "las", "los", "le", "les", "den", "der", "het"))


@functools.cache
def words(section: str) -> frozenset[str]:
    """A section of the table of words about organisations and persons."""
    return frozenset(table("organisation_words.txt").get(section, ()))


@functools.cache
def each(section: str) -> frozenset[str]:
    """The single words of a section whose lines hold several."""
    return frozenset(word for line in words(section) for word in line.split())


@functools.cache
def houses() -> frozenset[str]:
    """What employers are, and words of trades that their names hold: "clinic", "farms"."""
    return words("kinds of firms") | words("houses") | cases().keys()


@functools.cache
def house_endings() -> tuple[str, ...]:
    """What a word ends in that says what a firm makes, does or is."""
    return tuple(sorted(each("endings of kinds")))


@functools.lru_cache(maxsize=8192)
def squeeze(text: str) -> str:
    """Letters and digits in lower case, accents spelt as domains do."""
    low = text.lower() if text.isascii() else text.lower().translate(_ACCENTS)
    return low if low.isalnum() else "".join(filter(str.isalnum, low))


def as_spelt(name: str, label: str) -> str:
    """An inflected name in the nominative that a domain spells: "Mgławka" of "Mgławce" and mglawka.example; else ""."""
    rest, spelt = squeeze(label), []
    parts = name.split()
    for number, word in enumerate(parts):
        plain = squeeze(word)
        shared = next(
            (at for at, (a, b) in enumerate(zip(plain, rest, strict=False)) if a != b), min(len(plain), len(rest))
        )
        if shared < max(2, len(plain) - _ENDS) or len(plain) != len(word):
            return ""
        following = squeeze(parts[number + 1])[:3] if number + 1 < len(parts) else ""
        end = rest.find(following, shared) if following else len(rest)
        if not 0 <= end - shared <= _ENDS or (shared == len(plain) < end):
            return ""  # "Cobalt" of cobaltrec.example is no case of it
        spelt.append(word[:shared] + rest[shared:end])
        rest = rest[end:]
    return " ".join(spelt)


@functools.cache
def cases() -> dict[str, str]:
    """What a firm is in another case → in the nominative: "urzędzie" → "urząd"."""
    lines = [line.split() for line in words("cases of kinds")]
    return {form: forms[0] for forms in lines for form in forms[1:]}


def is_spelt_otherwise(name: str, label: str) -> bool:
    """Whether a domain spells a name in the nominative, or its "&" as a word: "clayandcardamom"."""
    if squeeze(name).endswith("ing") and not label.endswith("ing"):
        return False  # "Coworking" is no case of "Cowork"
    linked = "&" in name and label in {squeeze(name.replace("&", link)) for link in _AND}
    return linked or as_spelt(name, label) != ""


def abbreviated(name: str, label: str) -> bool:
    """Whether a domain abbreviates a name: the beginnings of its words in order, "swilmtal" for "Stadtwerke Ilmtal",
    "zst" (of zst-brzeg.example) for "Zespół Szkół Technicznych", or its first word and letters of the others in order,
    "galecareintl" for "Gale Care International".
    """
    if _contracted(squeeze(name), squeeze(label)):
        return True
    parts = [squeeze(part) for part in name.split() if part not in LINKS]
    parts = [part for part in parts if part]
    if not 1 < len(parts) <= _MOST_INITIALS or not label or label[0] != parts[0][0]:
        return False
    return any(len(short) > 1 and _begins_all(parts, short) for short in {squeeze(label), label.partition("-")[0]})


def _contracted(name: str, label: str) -> bool:
    """Whether letters of a name in order, and its first ones, are the label."""
    if len(label) < _CONTRACTED or len(name) <= len(label) or name[:_BEGUN] != label[:_BEGUN]:
        return False
    letters = iter(name)
    return all(letter in letters for letter in label)


def _begins_all(parts: Sequence[str], short: str) -> bool:
    """Whether `short` is a beginning of each part in order; of a first compound two letters may stand."""
    ends = {size for size in range(1, len(parts[0]) + 1) if short.startswith(parts[0][:size])}
    ends |= {2} if len(parts[0]) > _COMPOUND and short[1:2] in parts[0][1:] else set()
    for part in parts[1:]:
        sizes = range(1, len(part) + 1)
        ends = {end + size for end in ends for size in sizes if short.startswith(part[:size], end)}
    return len(short) in ends


def is_somebody(name: str) -> bool:
    """Whether a name is a person's by its form of address: "Frau Schmidt", "Dr. Lee", "Onkel Rolf"."""
    return name.lower().split()[0].strip(".,") in words("forms of address")


@functools.lru_cache(maxsize=8192)
def without_legal_form(name: str) -> str:
    """A name as people say it: "Acme" for "Acme GmbH & Co. KG"."""
    parts = _REGISTERED.sub(" e.V.", name).split()
    while len(parts) > 1 and (squeeze(parts[-1]) in words("legal forms") or parts[-1] in _FORM_SIGNS):
        if parts[-1].islower() and parts[-1].isalpha() and parts[-1] not in _FORM_SIGNS | _FORMS_IN_LOWER_CASE:
            break  # "tasty co"
        parts.pop()
    return " ".join(parts).rstrip(" ,")


def is_agency_name(name: str) -> bool:
    """Whether a name tells that the firm recruits for others ("Bright Search Ltd", "Personalhaus GmbH", "Hays")."""
    lowered = name.lower()
    parts = [word.strip(".,&") for word in lowered.replace("-", " ").split()]
    if not words("units").isdisjoint(parts):
        return False
    if not words("agency words").isdisjoint(parts) or (parts and _FIRM.search(parts[0])):
        return True
    bare = " ".join(word for word in lowered.split() if word.strip(".") not in words("legal forms"))
    return not words("agencies").isdisjoint((bare, lowered))


def name_after(item: Passage, at: int, *, loose: bool = False) -> Span | None:
    """The tokens of a name that begins at token `at`; `loose` allows one in lower case ("@ acorns")."""
    generic = words("generic")
    last = -1
    for number in range(at, min(len(item.words), at + 2 * LONGEST)):
        low = item.lows[number]
        begins = loose and number == at and low[0].isalpha() and low not in generic
        if (
            begins
            or (_is_name_word(item.words[number]) and not (number > at and low in words("ends of names")))
            or _is_glued(item, number, at)
            or (number > at and item.words[number - 1] in _NUMBERED and item.words[number].isdigit())
        ):
            last = number
        elif last < 0 or not (_joins(item, number, last) or _numbers(item, number)):
            break
    return None if last < 0 or (at == last and item.lows[at] in generic) else (at, last)


def _is_name_word(word: str) -> bool:
    return word[0].isupper() or (word[0].isdigit() and len(word) > 1 and not _COUNT.fullmatch(word))


def _is_glued(item: Passage, number: int, at: int) -> bool:
    """Whether token `number` goes on after a hyphen or full stop without blanks: "cargo-one", "Jerry.ai"."""
    if number < at + 2 or item.words[number - 1] not in {"-", "."} or not item.words[number].isalnum():
        return False
    return item.starts[number] == item.starts[number - 2] + len(item.words[number - 2]) + 1


def _numbers(item: Passage, number: int) -> bool:
    """Whether token `number` tells that the number of a school follows, or whom it is called after: "nr 3", "im. X"."""
    low = item.lows[number]
    if low not in _LEADS:
        return False
    following = item.words[number + 1 : number + 3]
    if low == "." and item.lows[number - 1] == _CALLED_AFTER:
        return following != () and following[0][0].isupper()
    if low == _CALLED_AFTER:
        return len(following) > 1 and following[0] == "." and following[1][0].isupper()
    return low in _NUMBERED and following != () and following[0].isdigit()


def _joins(item: Passage, number: int, last: int) -> bool:
    """Whether a sign or small word may stand inside a name: "Seidel & Partner", "S.p.A.", "Sp. z o.o."."""
    tokens, word = item.words, item.words[number]
    if word == "-" and item.starts[number + 1 : number + 2] != (item.starts[number] + 1,):
        return False
    following = tokens[number + 1] if number + 1 < len(tokens) else "\n"
    if number - last > 1:
        second = word in _SECOND and tokens[number - 1] in LINKS and following[0].isupper()  # "Cabinet de la Harpe"
        return second or word in {"o", ".", "z"} or (word in APOSTROPHES and tokens[number - 1] in ELIDED)
    if word == ".":
        begins = last == 0 or not tokens[last - 1][0].isupper()
        initial = begins and len(tokens[last]) == 1 and tokens[last].isupper()  # "J. Pickering Haulage"
        return initial or tokens[last] in _DOTTED_WORDS or following[:1].islower()
    if word in {"z", "p"}:
        return tokens[number - 1] in {".", "Sp"} or following == "o"
    beyond = tokens[number + 2 : number + 3]
    if (word in ELIDED and following in APOSTROPHES) or (word in LINKS and following in _SECOND):
        return beyond != () and beyond[0][0].isupper()  # "Halles d'Armor", "Hotel de la Paz"
    joined = word in _SIGNS or word in LINKS or word == "+" or word in QUOTES
    return joined and (following[0].isupper() or (word == "-" and following.isalnum()))


_UNQUOTED = dict.fromkeys(map(ord, QUOTES))


def written(item: Passage, first: int, last: int) -> str:
    """The name as written, with the full stops of its legal form; "St Mungo's" has no other form."""
    if item.words[first] in APOSTROPHES and first < last:  # "L'Oréal" has its article, "L'Hôpital Bichat" has not
        elided = item.words[first - 1 : first] == ("L",) and item.lows[first + 1] not in words("kinds of firms")
        first += -1 if elided else 1
    end = item.starts[last] + len(item.words[last])
    name = item.text[item.starts[first] : end]
    dotted = _DOTTED.match(item.text[end : end + 8])
    if dotted and (len(dotted[0]) > 1 or item.lows[last] in {"inc", "ltd", "co", "corp"} or name[-2:-1] == "."):
        name += dotted[0]
    elif first < last and item.lows[first] in {"st", "saint"} and (owner := _OWNER.match(item.text[end : end + 3])):
        name += owner[0]
    return " ".join(name.translate(_UNQUOTED).split())
