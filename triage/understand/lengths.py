"""How much of a message a title takes in: the lengths it may have around its head noun, shorter and longer."""

from __future__ import annotations

import functools
import re
from itertools import islice
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.gazetteer import begins
from triage.understand.grammar import article, inflected, is_code, small_words
from triage.understand.mention_clues import word_class
from triage.understand.tidying import GENDER
from triage.understand.title_words import is_head, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from triage.understand.passages import Passage

    Span = tuple[str, int, int]  # the kind of length, the first and the last token
    Lengths = Callable[[Passage, int, int, int, frozenset[str]], Iterator[Span]]

#: How many words more than the grammar allows a title may take in to the right, plain ones or a field's.
_FURTHER = 3
#: The longest acronym that may also be a small word: "Fahrer CE".
_ACRONYM = 4
#: What follows a number of something else: "2 bis 3", "38h", "40%".
_OF_AMOUNTS = (("%",), ("€",), ("$",), ("£",), (":",), ("-",), ("–",), ("x",), ("h",), ("k",), ("hours",), ("days",))
#: Before the ending that opens a title to both sexes: "Leiter/in", "Testmanager:in".
_OF_GENDER = frozenset(("/", ":", "*", "_", "·", "-", "(", "."))
#: How many fields, set off by signs, a title takes in, and how many tokens one may have at most.
_FIELDS, _FIELD = 3, 5
#: How many tokens a bracket may have behind its first sign.
_BRACKET = 8
#: How many words at most a title may have fewer in front.
_FEWER = 3

#: A number that says of what type something is, or which: "360 driver", "8th grade teacher".
_TYPE = re.compile(r"\d{3}|\d{1,2}(?:st|nd|rd|th)")
#: The number of a class or level: "L2", "1ª"; a class behind its name: "C+E", "III"; what stands between two.
_LEVEL = re.compile(r"[A-Z][1-5]|\d{1,2}[ªº]")
_CODE = re.compile(r"\d{1,2}[a-z]?|[IVX]{1,4}|[A-Z]\d?E?\+?")
_BETWEEN = frozenset(("/", "+", "&", "et", "y", "e", "i", "und", "en", "and", "-"))
_ORDINALS = frozenset(((".", "ª"), (".", "º")))
#: Words that offer a role, but name a field behind these: work, research, selection, missions.
_OF_FIELDS = {
    **dict.fromkeys(("ricerca", "selezione"), frozenset(("di",))),
    **dict.fromkeys(
        ("recherche", "recrutement", "mission", "selección", "seleção", "recrutamento"), frozenset(("de",))
    ),
    "lavoro": frozenset(("del", "sul")),
    "trabajo": frozenset(("del", "el")),
    "trabalho": frozenset(("do", "no")),
    "travail": frozenset(("du", "au")),
    "pracy": frozenset(("medycyny", "ochrony", "prawa", "higieny", "bezpieczeństwa", "rynku", "inspektor")),
}
#: Words and signs within a field: "Banking & Finance".
_JOINS = frozenset(("&", "/", "and", "und", "et", "y", "e", "i", "en", "of", "de", "di", "to", "the", "-", "–"))
_AND = frozenset(("e", "y", "i", "et", "und", "en", "and", "&"))
#: Between a preposition and a field: "droit de la famille", "medewerker bij de klantenservice".
_FIELD_ARTICLES = frozenset(("la", "le", "l", "les", "las", "los", "el", "de", "het", "der", "die", "den", "dem"))
#: Prepositions before an apostrophe, and those that an "and" repeats.
_ELIDED = frozenset(("d", "dell", "all", "nell", "sull"))
_APOSTROPHES = frozenset((("'",), ("’",)))
_OF_BOTH = frozenset(
    ("de", "des", "du", "di", "del", "della", "dei", "delle", "degli", "da", "do", "das", "dos", *_ELIDED)
)
#: Within how many tokens behind a comma between fields an "and" closes their list.
_LISTED = 5


def lengths(item: Passage, first: int, head: int, last: int, places: frozenset[str]) -> Iterator[Span]:
    """(kind, first token, last token) of a title as the grammar has it, shorter, and longer on either side."""
    yield "base", first, last
    plain = inflected(item, head)
    if last > plain:
        yield "short", first, plain
    end = last
    for number in range(_FURTHER):
        longer = _one_more(item, end, places)
        if longer == end:
            break
        end = longer
        yield f"long{number + 1}", first, end
    yield from _other_beginnings(item, first, head, last, places)
    for number in range(plain + 1, last):
        yield "cut", first, number
    for number, stop in enumerate(_fields_of(item, last, places)):
        yield f"with{number + 1}", first, stop
    for number, tail in enumerate(_tails(item, last)):
        yield f"tail{number or ''}", first, tail


def with_tail(item: Passage, first: int, _head: int, last: int, _places: frozenset[str]) -> Iterator[Span]:
    """The title with the first field that signs set off: of a whole subject, whose segments are read by themselves."""
    yield from (("tail", first, tail) for tail in islice(_tails(item, last), 1))


def dangles(item: Passage, head: int, last: int) -> bool:
    """Whether token `last` only leads on to what it cuts off: "técnico de", "Therapeutin für 20", not "Leiter/in"."""
    low = item.lows[last]
    if last > head and (_is_small_in_german(item, head, last) or _is_led_number(item, last)):
        return True
    if low not in _leading_on() or item.words[last].isupper():
        return False
    return not opens_to_both(item, last)


def opens_to_both(item: Passage, at: int) -> bool:
    """Whether token `at` is the ending that opens a title to both sexes: the "in" of "Leiter/in", "Leiter:in"."""
    return at > 1 and item.lows[at - 1] in _OF_GENDER and item.starts[at] == item.starts[at - 1] + 1


def _is_led_number(item: Passage, at: int) -> bool:
    """Whether token `at` is a number that a small word leads to: not "2 et 3", "de 2.ª"."""
    if not item.lows[at].isdigit() or not _leads(item, at - 1):
        return False
    return item.lows[at - 1] not in _AND or not item.lows[at - 2].isdigit()


def _leads(item: Passage, at: int) -> bool:
    """Whether token `at` is a word that leads on to another, and no sign."""
    return item.lows[at] in _leading_on() and item.lows[at].isalpha()


def _is_small_in_german(item: Passage, head: int, last: int) -> bool:
    """Whether a title of German, which gives its nouns a capital, ends in a small word: "Bauleiter fällt"."""
    if item.words[last][0].isupper() or not item.words[head][0].isupper() or _leads(item, last - 1):
        return False
    if item.lows[last - 1] in _OF_GENDER or is_head(item.lows[last]):
        return False
    return len(_GERMAN & item.present) > 1


#: Words of every German text, and of no other language's.
_GERMAN = frozenset(("und", "wir", "für", "nicht", "ist", "mit", "sie", "auf", "oder", "eine", "einen", "zum"))


def led_on(item: Passage, kind: str, last: int, stop: int, *, field: bool) -> list[str]:
    """What a title that ends at token `last` is led on with to a longer form, and what stands behind that."""
    if stop <= last or kind[:4] not in {"long", "with"}:
        return []
    leads = item.lows[last + 1] if item.lows[last + 1] in _leading_on() else "word"
    if leads != "word" and not _FIELD_ARTICLES.isdisjoint(item.lows[last + 2 : last + 3]):
        leads += " the"
    return [
        f"{kind[:4]}={leads}",
        f"{kind[:4]}={leads} of {'field' if field else 'none'}",
        f"{kind[:4]}={leads}>{word_class(item, stop + 1)}",
    ]


@functools.cache
def _leading_on() -> frozenset[str]:
    """Words and signs after which something more is said."""
    return (
        words("links")
        | words("field links")
        | words("articles")
        | words("small")
        | _AND
        | {"l", "d", "dell", "all", "'", "’"}
    )


def _other_beginnings(item: Passage, first: int, head: int, last: int, places: frozenset[str]) -> Iterator[Span]:
    """A title with one or two words more in front, and with up to `_FEWER` fewer."""
    wider = _one_before(item, first, places)
    if wider < first:
        yield "wide", wider, last
        if (widest := _one_before(item, wider, places)) < wider:
            yield "wide", widest, last
    for number in range(first + 1, min(_last_head(item, head, last), first + _FEWER) + 1):
        if not is_code(item, number):
            yield "trim", number, last


def _last_head(item: Passage, head: int, last: int) -> int:
    """The last of the head nouns that stand together: of "locum band 6 physiotherapist" not "locum"."""
    for at in range(head + 1, last + 1):
        if item.lows[at] in words("links"):
            break
        head = at if is_head(item.lows[at]) else head
    return head


def _fields_of(item: Passage, last: int, places: frozenset[str]) -> Iterator[int]:
    """The last tokens of a field that a preposition leads to: "Lead Engineer for Marine Structures"."""
    last = _past_gender(item, last)
    at = _past_article(item, last + 1) + 1
    if at >= len(item.lows) or item.lows[last + 1] not in words("field links") or item.lows[at] in words("numbers"):
        return
    for _ in range(_FURTHER):
        if at >= len(item.lows) or not _is_word(item, at, places):
            return
        yield at
        at = _past_joint(item, at) + 1


def _tails(item: Passage, last: int) -> Iterator[int]:
    """The last tokens of fields set off by signs: "Director, Engineering", "Associate - Banking & Finance, Asia"."""
    end, fields = _past_bracket(item, last), words("fields")
    for _ in range(_FIELDS):
        at = end + 2
        if at >= len(item.lows) or item.lows[end + 1] not in {",", "-", "–", "|", "/", "to", ":"}:
            return
        if item.lows[at] in words("offers") or item.lows[at] in words("wanted"):
            return  # "Postdoc-Stelle"
        stop = end
        while (
            at < len(item.lows)
            and at < end + 2 + _FIELD
            and (item.words[at][0].isupper() or item.lows[at] in _JOINS or item.lows[at] in fields)
        ):
            stop = at if item.words[at][0].isupper() or item.lows[at] in fields else stop
            at += 1
        if stop == end:
            return
        yield stop
        end = _past_bracket(item, stop)


def _past_bracket(item: Passage, last: int) -> int:
    """The token that closes a short bracket right after token `last`, else `last`."""
    if item.lows[last + 1 : last + 2] != ("(",):
        return last
    return next((at for at in range(last + 2, min(len(item.lows), last + 2 + _BRACKET)) if item.lows[at] == ")"), last)


def _past_gender(item: Passage, last: int) -> int:
    """The token that closes a mark of gender right after token `last`, else `last`: "Leiter (m/w/d) im Vertrieb"."""
    closing = _past_bracket(item, last)
    return closing if closing > last and GENDER.fullmatch(item.span(last + 1, closing)) else last


def _one_more(item: Passage, end: int, places: frozenset[str]) -> int:
    """The token up to which one plain word more reaches ("responsable | qualité", "capo | ricevimento"), or `end`."""
    if item.lows[end + 1 : end + 2] and item.lows[end + 1] in words("numbered"):
        return _past_class(item, end + 1)
    at = _past_joint(item, end) + 1
    if at >= len(item.lows) or not (_is_word(item, at, places) or _is_number(item, at)):
        return end
    return at + 2 if item.lows[at + 1 : at + 3] in _ORDINALS else at


def _past_class(item: Passage, at: int) -> int:
    """The last token of a class that is named at token `at`: "kat. C+E", "kl. III", "niveau 4"; else the one before."""
    end = at - 1
    at += 2 if item.lows[at + 1 : at + 2] == (".",) else 1
    while at < len(item.lows) and _CODE.fullmatch(item.words[at]):
        end = at
        between, after = (*item.words[at + 1 : at + 3], "", "")[:2]
        at += 2 if between.lower() in _BETWEEN and _CODE.fullmatch(after) else 1
    return end


def _past_joint(item: Passage, end: int) -> int:
    """The token that joins two fields: "and", "di", a hyphen, a comma of a list that an "and" closes; else `end`."""
    at = end + 1
    if at >= len(item.lows):
        return end
    low = item.lows[at]
    if low == ",":
        after = item.lows[at + 1 : at + 1 + _LISTED]
        listed = next((word for word in after if word in _AND or not word.isalpha()), "")
        return at if listed in _AND else end
    slashed = low == "/" and item.words[end].isdigit()
    if low in words("links") or low in _ELIDED:
        return _past_article(item, at)
    if low in _AND and item.lows[at + 1 : at + 2] and item.lows[at + 1] in _OF_BOTH:
        return _past_article(item, at + 1)  # "des achats et de la logistique"
    return at if low in _AND or slashed or is_glue(item, at) else end


def _past_article(item: Passage, at: int) -> int:
    """The last token of the article behind the preposition at token `at`: "droit de | la | famille"; else `at`."""
    if item.lows[at + 1 : at + 2] in _APOSTROPHES and item.lows[at] in _ELIDED:
        return at + 1  # "agent d'escale", "maestra di scuola dell'infanzia"
    return at + article(item, at + 1, _FIELD_ARTICLES)


def _is_number(item: Passage, at: int) -> bool:
    """Whether token `at` is the number of a level, class or type: "Manager 2", "groep 7/8", not a time or an amount."""
    after = item.lows[at + 1 : at + 2]
    known = item.lows[at - 1] in words("numbered")  # "Level 2 - Leeds"
    number = item.words[at].isdigit() and len(item.words[at]) < 4 and (known or after not in _OF_AMOUNTS)
    return number or _LEVEL.fullmatch(item.words[at]) is not None or (item.words[at].isupper() and is_code(item, at))


def _one_before(item: Passage, first: int, places: frozenset[str]) -> int:
    """The token from which one word more reaches ("sage- | femme coordinatrice"), or `first`."""
    at = first - 2 if is_glue(item, first - 1) else first - 1
    if at < 0 or not (_is_word(item, at, places) or _TYPE.fullmatch(item.lows[at])):
        return first
    low = item.lows[at]
    return first if low in _never_leading() or begins(low)[0] else at


@functools.cache
def _never_leading() -> frozenset[str]:
    """Words before a title that are no part of it: what offers it, its contract, how many are wanted."""
    return words("offers") | words("leading") | words("numbers")


def is_glue(item: Passage, at: int) -> bool:
    """Whether token `at` is a hyphen without blanks around it."""
    if not 0 < at < len(item.lows) - 1 or item.lows[at] != "-":
        return False
    return item.starts[at + 1] == item.starts[at] + 1 and item.starts[at] == item.starts[at - 1] + len(
        item.words[at - 1]
    )


def _is_word(item: Passage, at: int, places: frozenset[str]) -> bool:
    """Whether token `at` is a word that a title may have."""
    low = item.lows[at]
    worded = low.isalpha() or low in vocabulary.single_words()
    known = low not in no_parts() or (1 < len(low) < _ACRONYM and item.words[at].isupper()) or _is_of_work(item, at)
    return worded and low not in places and known and len(low) > 1


def _is_of_work(item: Passage, at: int) -> bool:
    """Whether a word that else offers a role names a field: "sicurezza sul lavoro", "chargé de mission"."""
    return item.lows[at - 1] in _OF_FIELDS.get(item.lows[at], ())


@functools.cache
def no_parts() -> frozenset[str]:
    """Words that are no part of a title."""
    terms = words("terms") - words("before") - words("after") - words("fields")
    other = frozenset[str]().union(
        *map(words, ("never", "articles", "offered", "links", "praise", "leading", "conditions"))
    )
    return other | small_words() | terms | words("leaves")
