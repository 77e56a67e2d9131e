"""The grammar of a title: which nouns name an occupation, and which words before and after them belong to it."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.gazetteer import begins
from triage.understand.title_words import is_compound, is_head, words

if TYPE_CHECKING:
    from triage.understand.passages import Passage

#: How far a title may reach from its head noun, in tokens.
REACH = 9
#: Signs and words that join parts of a title.
_JOINS = frozenset(("&", "/", "-", "+", "and", "und", "et", "y"))
#: Behind a word whose second half stands in the next: "Lohn- und Gehaltsbuchhalter", "gezins- en jeugdhulp".
_CUTS = frozenset(("und", "oder", "en", "of", "&"))
#: Between these and a noun stands an article: what follows is a verb.
_VERB_BEFORE = frozenset(("to", "and", "will", "would", "can", "we", "i", "you", "they"))
#: Between two levels: "medior tot senior".
_CHOICE = frozenset(("tot", "bis", "à", "oder", "ou", "o", "lub", "do"))
_OF = frozenset(("of", "de", "di", "do", "da", "des", "du", "del", "dos", "das", "ds", "d")) | frozenset(
    ("della", "dei", "delle", "degli", "dello")
)
#: Between "of" and a field: "responsable de la paie", "Head of the Physics Department".
_ARTICLES = frozenset(("la", "l", "le", "les", "las", "los", "the"))
_GLUE = frozenset(("&", "-", "/", "+"))
#: Ends of verbs that say what we do and open a sentence: "Requerimos eléctrico", "Cerchiamo cuoco".
_WE_ENDINGS = ("amos", "emos", "imos", "iamo")
_APOSTROPHES = frozenset(("'", "’"))
#: Before an apostrophe: "chargé d'affaires", "addetto all'ufficio".
_ELIDED = frozenset(("d", "l", "dell", "all"))
_ENGLISH_ARTICLES = frozenset(("a", "an", "the", "our", "their", "another", "one", "experienced"))
#: Lower-case words that lead up to a title: "an experienced and analytical Finance Manager".
_FILLERS = frozenset(
    ("and", "experienced", "talented", "motivated", "key", "to", "erfahrene", "erfahrenen", "und", "et", "y")
)
#: An inflected Polish title: "dyrektora finansowego", "pielęgniarki operacyjnej".
_POLISH_NOUNS, _POLISH_ADJECTIVES = ("ra", "ka", "ta", "ki", "kę", "za"), ("ego", "ej", "ną", "wą", "ką", "cą")
#: How much somebody works is no part of a title.
_PART_TIME = frozenset((("part", "-", "time"), ("full", "-", "time")))
_NUMERALS = frozenset(("i", "ii", "iii", "iv", "v"))
#: The ending that opens a title to both sexes: "Buchhalter/in", "Técnico/a", "Développeur·se", "Enfermeiro(a)",
#: "Sozialpädagoge/-pädagogin".
_INFLECTION = re.compile(
    r"(?:[:*_]-?in(?:nen)?|/-?(?:in(?:nen)?|a|ra|o|os|as|e|se|euse|rice|trice|ne)|\((?:[aeo]|in|ra|ne|se|as|os)\)"
    r"|[·.](?:e|se|ne|trice|rice)"
    r"|\((?:[AEO]|RA|AS|OS)\)|(?<=[A-ZÀ-Þ]{3})/(?:[AEO]S?|RA)"
    r"|/-\w{4,}(?:in(?:nen)?|frau)|-(?:e|ne|rice|trice|euse|ère|ière)(?:-?s)?(?!-))"
    r"(?!\w)"
)
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|d)")
#: Words that say where or for whom, and so end a title.
ELSEWHERE = re.compile(
    r"\b(?:at|chez|bei|beim|en|bij|presso|in|na|w|em|à|a|for|für|with|mit|on behalf"
    r"|para|pour|per|voor|dla|z|con|com|met|avec|zum|zur|im|am)\b",
    re.IGNORECASE,
)


def stands(item: Passage, head: int) -> bool:
    """Whether a head that is also an ordinary word or a verb ("lead", "partner", "head") is meant as a noun here."""
    after = item.lows[head + 1 : head + 2]
    if after in {("'",), ("’",)}:  # "Founder's Associate"
        return False
    if item.lows[head] in words("leading") and any(map(is_head, after)):  # "a locum optometrist"
        return False
    before = item.lows[head - 1] if head else ""
    return item.lows[head] not in words("weak heads") or before not in _VERB_BEFORE


def is_plainly_noun(item: Passage, first: int, head: int) -> bool:
    """Whether a head that is also an ordinary word is surely a noun here: article, capital or asking verb say so."""
    if item.lows[head + 1 : head + 2] and item.lows[head + 1] in {"de", "of"}:
        return True
    before = item.lows[head - 1] if head else ""
    if before in words("articles") or _is_asked_for(item, head):
        return True
    return item.words[head][0].isupper() or (first < head and before not in {"to", "and", "will", "would"})


def _is_asked_for(item: Passage, at: int) -> bool:
    """Whether a word that names what is looked for leads up to token `at`: "preciso de motorista"."""
    before = at - 1
    while before > max(0, at - 3) and item.lows[before] in words("slot skips"):
        before -= 1
    return before >= 0 and item.lows[before] in words("slots")


def left_end(item: Passage, head: int, floor: int = 0) -> int:
    """The first token of the title whose head noun is token `head`."""
    first = _with_plain_words(item, _capitalised_end(item, head, floor), floor)
    if item.lows[first - 1 : first] == (")",) and first - 3 >= floor and item.lows[first - 2] in words("levels"):
        first -= 2  # "(Junior) Developer"
    while first < head and (item.lows[first] in words("leading") or item.words[first] in _FILLERS):
        first += 1
    if item.lows[first : first + 3] in _PART_TIME and first + 3 <= head:
        first += 3
    return first


def _with_plain_words(item: Passage, first: int, floor: int) -> int:
    """`first`, or the token after an English article when one or two plain words lie between: "a plant manager"."""
    at = first - 1
    while at > max(floor, first - 4) and _is_plain(item, at):
        at -= 1
    if at < first - 1 and at >= floor and item.lows[at] in _ENGLISH_ARTICLES:
        return at + 1
    alone = first - at == 1 or "-" in item.lows[at:first]
    if item.field == "line" and at == floor and alone and _is_plain(item, at):
        return at
    return first


def _is_plain(item: Passage, at: int) -> bool:
    low = item.lows[at]
    if low == "-":
        return at > 0 and item.starts[at] == item.starts[at - 1] + len(item.words[at - 1])
    if item.lows[at + 1 : at + 2] == ("-",):
        return low.isalpha()
    return low.isalpha() and len(low) > 2 and not (low in _not_plain() or ELSEWHERE.fullmatch(low))


@functools.cache
def _not_plain() -> frozenset[str]:
    return words("never") | words("praise") | words("articles")


def _capitalised_end(item: Passage, head: int, floor: int) -> int:
    first = head
    for at in range(head - 1, max(floor, head - REACH) - 1, -1):
        low = item.lows[at]
        if low in {"'", "’"} or (low == "s" and item.lows[at - 1] in {"'", "’"}):
            continue
        if low == "." and item.lows[at - 1] in {"sr", "jr", "snr", "dipl"}:
            continue
        if low in _CHOICE and item.lows[at - 1] in words("levels"):
            continue
        if low in words("numbered") and (
            is_code(item, at + 1) or (at > floor and _ORDINAL.fullmatch(item.lows[at - 1]))
        ):
            first = at  # "class a driver", "Year 5/6 Teacher", "8th grade teacher"
            continue
        if low in _CUTS and _is_cut(item, at - 1):
            first = at - 2  # "Gesundheits- und Krankenpfleger"
        elif low in _JOINS or low in {"to", "or"}:
            if not _is_part(item, at - 1):
                break
        elif _is_part(item, at):
            first = at
        else:
            break
    return first


def _is_cut(item: Passage, at: int) -> bool:
    """Whether token `at` is the hyphen of a word that the next one completes: "Lohn- und Gehaltsbuchhalter"."""
    if at < 1 or item.lows[at] != "-" or item.starts[at + 1] == item.starts[at] + 1:
        return False
    return item.starts[at] == item.starts[at - 1] + len(item.words[at - 1])


def _is_part(item: Passage, at: int) -> bool:
    """Whether token `at` may belong to a title, standing before its head noun."""
    if at < 0:
        return False
    if is_code(item, at):
        return True
    word, low = item.words[at], item.lows[at]
    if (
        (low in _never_before() and not (_is_paired(item, at) or _is_joined(item, at)))
        or low.endswith(_WE_ENDINGS)
        or (low == "it" and word != "IT")
        or not (word[0].isalnum() or word[0] == ".")
    ):
        return False
    known = low in words("before") or low in vocabulary.single_words()
    if not known and at and item.lows[at - 1] in {"w", "we"} and begins(low)[0]:
        return False  # "szukamy w Poznaniu inżyniera"
    if known or (low == "open" and item.lows[at + 1] == "source"):
        return True
    return word[0].isupper() or _ORDINAL.fullmatch(low) is not None


def _is_paired(item: Passage, at: int) -> bool:
    """Whether a small word belongs to a title because of the word beside it: "Special Needs Assistant"."""
    beside = ("_".join(item.lows[max(0, at - 1) : at + 1]), "_".join(item.lows[at : at + 2]))
    return not words("paired").isdisjoint(beside)


def _is_joined(item: Passage, at: int) -> bool:
    """Whether a capitalised word is one with what a hyphen joins to it: "Zij-instromer"."""
    glued = item.lows[at + 1 : at + 2] == ("-",) and item.starts[at + 1] == item.starts[at] + len(item.words[at])
    return glued and item.words[at][0].isupper() and item.starts[at + 1 : at + 3][-1] == item.starts[at + 1] + 1


def is_code(item: Passage, at: int) -> bool:
    """Whether token `at` is the letter or number of a class: "Band 6", "groep 7/8", "CDL-A", "E&I", "6G welder"."""
    word = item.words[at]
    if len(word) > 4:
        return False
    before = item.lows[at - 1] if at else ""
    if before in words("numbered"):
        return word.isdigit() or (len(word) == 1 and word.isalpha())
    if word.isdigit():
        return before in {"/", "-"} and at > 1 and item.words[at - 2].isdigit() and is_code(item, at - 2)
    if word.isalpha():
        joined = before in _GLUE and item.starts[at] == item.starts[at - 1] + 1 and item.words[at - 2].isupper()
        followed = item.lows[at + 1 : at + 2] == ("&",) and item.starts[at + 1] == item.starts[at] + 1
        return len(word) == 1 and word.isupper() and (joined or followed)
    return word[0].isdigit() and word[-1] in "ABCDEFGRV"


@functools.cache
def _never_before() -> frozenset[str]:
    """Words that no title begins with, though a sentence may and capitalise them."""
    return words("never") | words("numbers") | small_words()


@functools.cache
def small_words() -> frozenset[str]:
    """Words of sentences and salutations that are no part of a title in any language."""
    parts = frozenset[str]().union(*map(words, ("heads", "before", "after", "levels", "fields")))
    return (words("function") | words("greetings")) - parts - vocabulary.single_words() - {"it", "hi", "good"}


def right_end(item: Passage, head: int, places: frozenset[str], stop: int | None = None) -> int:
    """The last token of the title whose head noun is token `head`."""
    stop = len(item.lows) if stop is None else stop
    complemented = has_field(item.lows[head])
    last = _with_glued(item, inflected(item, head if complemented else _further_head(item, head, stop)), stop)
    for at in range(last + 1, min(stop, head + REACH + 1)):
        if at <= last:
            continue
        low = item.lows[at]
        if low == "to":
            return _boss(item, at, head, last, stop)
        if (low in _APOSTROPHES and item.lows[at - 1] in _ELIDED) or (
            article(item, at) and low_before(item, at) in _OF
        ):
            continue
        if _is_another_head(item, at, last):
            complemented = complemented or low in words("complemented heads")
        elif not _ends_title(item, at, complemented=complemented, places=places):
            if not _goes_on(item, at, stop, places, complemented=complemented, last=last):
                break
            complemented = complemented or low in {"of", "ds"}
            continue
        last = _with_glued(item, inflected(item, at), stop)
    return min(last + _has_plain_field(item, last, places), stop - 1)


def _with_glued(item: Passage, last: int, stop: int) -> int:
    """The last token of a word that signs hold together: "FP&A", "C+E", "SDET-2"."""
    while last + 2 < stop and item.lows[last + 1] in {"&", "+", "-"} and item.words[last + 2].isalnum():
        glued = item.starts[last + 2] == item.starts[last] + len(item.words[last]) + 1
        if not glued or (item.lows[last + 1] == "-" and len(item.words[last + 2]) > 1):
            break
        last += 2
    return last


def has_field(head: str) -> bool:
    """Whether the field may follow a head: "Head of Data", "Projektleiter Anlagenbau"."""
    return head in words("complemented heads") or is_compound(head)


def _has_plain_field(item: Passage, last: int, places: frozenset[str]) -> bool:
    """Whether one word more is the field: "hoofd bedrijfsvoering voor", "saldatore TIG"."""
    field, after = (*item.words[last + 1 : last + 2], "")[0], (*item.lows[last + 2 : last + 3], ".")[0]
    if not field.isalpha() or field.lower() in places or field.lower() in _no_fields():
        return False
    if field.isupper():
        return 1 < len(field) < 5 and item.lows[last].endswith(_ends("complemented endings"))
    if field.islower() and field.endswith(_POLISH_ADJECTIVES) and item.lows[last].endswith(_POLISH_NOUNS):
        return True
    if not field.islower() or len(field) < 5 or not item.lows[last].endswith(_ends("field follows")):
        return False
    return bool(ELSEWHERE.fullmatch(after)) or not after[0].isalnum()


@functools.cache
def _ends(section: str) -> tuple[str, ...]:
    return tuple(words(section))


@functools.cache
def _no_fields() -> frozenset[str]:
    return words("never") | words("no fields") | words("offered")


def inflected(item: Passage, at: int) -> int:
    """The last token of the ending that opens token `at` to both sexes; `at` if there is none."""
    ending = _INFLECTION.match(item.text, item.starts[at] + len(item.words[at]))
    while ending and at + 1 < len(item.starts) and item.starts[at + 1] < ending.end():
        at += 1
    return at


def _boss(item: Passage, at: int, head: int, last: int, stop: int) -> int:
    """The end of "Executive Assistant to the CEO"; other roles do not end in whom they report to."""
    serves = item.lows[head] == "assistant" and item.lows[at + 1 : at + 2] in {("the",), ("our",)}
    return min(stop - 1, at + 2) if serves else last


def _is_another_head(item: Passage, at: int, last: int) -> bool:
    low = item.lows[at]
    near = at == last + 1 or (at == last + 2 and item.span(at - 1, at).startswith("-"))  # "assistent-accountant"
    named = is_head(low) or (near and len(low) > 6 and low.endswith("ista"))  # "ingegnere strutturista"
    return (item.words[at][0].isupper() or near) and low not in words("never") and named


def _ends_title(item: Passage, at: int, *, complemented: bool, places: frozenset[str]) -> bool:
    """Whether a title may end with token `at`, which is no head noun: "III", "confirmé", a field or a skill."""
    low = item.lows[at]
    if low in words("links") or low in _JOINS:
        return False
    if (low in _NUMERALS and item.words[at].isupper()) or low in words("after"):
        return True
    if complemented and low in words("ends"):
        return False
    return complemented and (_is_complement(item, at, places) or _is_field(item, at, places))


def _further_head(item: Passage, head: int, stop: int) -> int:
    """The head noun that one like "agent" or "partner" only leads up to ("Partner Success Manager"), else `head`."""
    for at in range(head + 1, min(stop, head + 5)):
        if not _is_part(item, at):
            break
        if is_head(item.lows[at]):
            return at
    return head


def _is_field(item: Passage, at: int, places: frozenset[str]) -> bool:
    """Whether a lower-case word in a line of its own still belongs to the title: "Infirmier de bloc opératoire"."""
    low = item.lows[at]
    own_line = item.field == "line" and len(item.lows) < 14
    return (
        own_line and low.isalpha() and low not in places and low not in words("never") and not ELSEWHERE.fullmatch(low)
    )


def _is_complement(item: Passage, at: int, places: frozenset[str]) -> bool:
    word, low = item.words[at], item.lows[at]
    if low in words("never") or low in places or not word[0].isalnum():
        return low == ".net"
    if (
        low_before(item, at) in _OF
        or item.lows[at - 2] == "ds"
        or (item.lows[at - 1] == "i" and "ds" in item.lows[:at])
    ):
        return word.isalpha()
    return word[0].isupper() or low in vocabulary.single_words()


def low_before(item: Passage, at: int) -> str:
    """The word before token `at` and its article, in lower case, whether elided or not: "d" of "d'affaires"."""
    before = at - 2 if at > 1 and item.lows[at - 1] in _APOSTROPHES else at - 1
    return item.lows[before - 1] if before > 0 and item.lows[before] in _ARTICLES else item.lows[before]


def article(item: Passage, at: int, articles: frozenset[str] = _ARTICLES) -> int:
    """How many tokens the article at token `at` is: 1 for "la", 2 for "l'", 0 for none of `articles`."""
    if at >= len(item.lows) or item.lows[at] not in articles:
        return 0
    return 2 if item.lows[at + 1 : at + 2] in {("'",), ("’",)} else 1


def _goes_on(item: Passage, at: int, stop: int, places: frozenset[str], *, complemented: bool, last: int) -> bool:
    """Whether the title continues after the sign or link word at token `at`."""
    low = item.lows[at]
    if at + 1 >= stop:
        return False
    if low in {"the", "technical"} or "ds" in {low, item.lows[at - 1]}:
        return item.lows[at - 1] == "of" or low not in {"the", "technical"}  # "Head of the Staff", "ds. sprzedaży"
    elided = low in _ELIDED and item.lows[at + 1] in _APOSTROPHES and at + 2 < stop
    begin = min(at + 1 + (elided or (article(item, at + 1) if low in _OF else 0)), stop - 1)
    word, after = item.words[begin], item.lows[begin]
    if after in places or after in words("never") or not word[0].isalnum():
        return False
    if "ds" in item.lows[max(0, at - 5) : at]:
        return low == "i"  # "specjalista ds. kadr i płac do firmy"
    if low in _JOINS or low in {"e", "i"}:
        lowercase = low in {"&", "/", "+", "-"} and (after in words("before") or is_head(after))
        lowercase = lowercase or (complemented and after in words("after"))
        return lowercase or (word[0].isupper() and (at - last == 1 or low in {"&", "/", "+", "-"}))
    links = low in words("links") and (complemented or low == "of")
    return links and (word[0].isupper() if low in {"für", "von"} else word[0].isalpha())


def with_bracket(item: Passage, first: int, last: int) -> str:
    """Tokens `first` to `last` and a bracket after them, which may hold the level: "Director Financiero (CFO)"."""
    after = item.lows[last + 1 : last + 8]
    closing = after.index(")") if after[:1] == ("(",) and ")" in after else -1
    return item.span(first, last + 1 + closing) if closing > 0 else item.span(first, last)
