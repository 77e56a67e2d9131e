"""Tidies a title: takes away gender marks, brackets, reference numbers, pay, place, emojis and shouting."""

from __future__ import annotations

import functools
import re

from triage.understand.memo import Memo
from triage.understand.title_words import is_head, man_of, of_case, singular, words

#: Longer titles are sentences.
MOST_WORDS = 12

GENDER = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxhv]|gn|div|all genders|alle|w/m/d|h/f|f/h|m/f|k/m|m/k)"
    r"(?:\s*[/|,*.\-]\s*(?:[mwfdxhv]|div|gn))*\s*[)\]]"
    r"|\s+\b(?:[mwf]/[mwf]/[dxi]|[HF]/[HF]|[mwf]/[wmf]|M/K|K/M)\b(?!/)",
    re.IGNORECASE,
)
#: A bracket, but not the one in "Enfermeiro(a)".
PARENTHESIS = re.compile(r"\s*(?!(?<=\w)\((?:[aeo]|in|ra|ne|se|as|os)\))[(\[{][^()\[\]{}]*[)\]}]?")
#: A level in brackets that leads a title belongs to it: "(Junior) Developer".
LEVEL_BRACKET = re.compile(r"\((junior|senior|lead|principal|staff|sr\.?|mid)\)\s+(?=\w)", re.IGNORECASE)
EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d\u2B00-\u2BFF★☆►▶✔✨]+")
_REFERENCE = re.compile(
    r"\s*(?:#|\b(?:ref|req|job ?id|id|kennziffer|nr|no)\b)[.:\s#\-]*[\w\-/]*\d[\w\-/]*", re.IGNORECASE
)
_MONEY = re.compile(
    r"[€$£¥]|\d\s?[kK]\b|\d{2,}[.,]?\d{3}|\b(?:EUR|USD|GBP|CHF|PLN|zł|LPA)\b|\b\d+\s*(?:/|per )\s*(?:h|hr|hour|day|d)\b"
)
_WORKPLACE = re.compile(
    r"\b(?:remote|hybrid|on-?site|home ?office|full[- ]?time|part[- ]?time|vollzeit|teilzeit|permanent"
    r"|contract|freelance|cdi|cdd|fte"
    r"|unbefristet|festanstellung|b2b|c2c|w2|inside ir35|outside ir35"
    r"|télétravail|remoto|zdalnie|salary|urgent|immediate|(?:groß)?raum)\b"
)
_APOSTROPHES = frozenset(("'", "’"))
#: Between an elided word and what follows: "d'affaires".
_ELISION = re.compile("['’]")
#: Small words of titles beside those of the table: "Responsable de la Paie".
_SMALL = frozenset(("i", "e", "y", "et", "und", "en", "and", "la", "le", "les", "las", "los", "the"))
_AND = frozenset(("i", "e", "y", "et", "und", "en"))
#: Inflected endings of Polish adjectives: "finansowego" is "finansowy", "koordynującej" is "koordynująca".
_OF_MEN = re.compile(r"(?<=\w{3})(?:(?<=[kg])i(?:e[gm][ou]|m)|(?<=[nwłtcrdmpbz])(?:e[gm][ou]|ym))$")
_OF_WOMEN = re.compile(r"(?<=\w{3})(?:(?<=[kg])iej|(?<=[nwłtcrdmpbz])(?:ej|ą))$")
#: Behind these stands in the genitive whom they serve: "zastępca ordynatora".
_SERVING = frozenset(("zastępca", "zastępczyni", "asystent", "asystentka", "pomocnik", "sekretarz", "sekretarka"))
#: Of two roles the first is the title: "ML Engineer / Data Scientist".
_SECOND = re.compile(r"^(\w\S* [^/]*?(\w+)) / \w\S* \w.*$")
#: German adjectives as they stand after "einen" or "als", and the nouns before which they end in -e by themselves.
_GERMAN = re.compile(r"(?:[\w-]{3,}(?:isch|lich|(?<!kund)ig|iert)|leitend|stellvertretend|beratend)en", re.IGNORECASE)
_FEMININE = ("in", "ung", "kraft", "hilfe", "assistenz", "frau")
#: Honorifics only as the last word: "Pan European Sales Manager".
_AT_END = frozenset(("Pan", "M"))
_PARTS = re.compile(r"(\s+[–—|-]+\s+|\s*\|\s*|,\s+)")

#: One of them is in every mark of gender and every bracket.
BRACKETS = frozenset("()[]{}/")
_DIGIT = re.compile(r"\d")
#: Between the title for men and that for women.
_SLASH = re.compile(r"(?<=\w\w\w)\s*/\s*(?=\w{3})")
#: The end of the title for women: "Sozialpädagoge/-pädagogin".
_END_AGAIN = re.compile(r"/-\w{4,}(?:in(?:nen)?|frau)\b")
#: A stem that opens to both sexes: "Logopäd:in".
_FOR_MEN = re.compile(r"\b(\w{4,})[:*_/·]-?in(?:nen)?\b")
#: One of them is in every ending for both sexes.
_OF_BOTH = frozenset(":*_/·-")
#: What opens a title to both sexes behind a hyphen, and behind several: "enseignant-e", "conductores/as".
_FOR_WOMEN = re.compile(
    r"(?<=\w{4})-(?:e|ne|rice|trice|euse|ère|ière)(?:-?s)?(?![\w-])|(?<=\w{3}[eo]s)/-?[ao]s\b|(?<=\w{3}s)/-?es\b"
)
#: So many words are said once more behind a slash at most, and so many letters are the same for men and for women.
_AGAIN, _STEM = 3, 4


def tidy(raw: str, places: frozenset[str]) -> str:
    """A title without gender marks, brackets, reference numbers, pay, place and emojis; "" if nothing sound is left."""
    if raw.replace(" ", "").isalpha() and raw.lower() not in places:
        return _capitals(" ".join(raw.split()))  # four titles in five: nothing to take away
    text = _without_marks(raw)
    if not _OF_BOTH.isdisjoint(text):
        text = _FOR_MEN.sub(_man, _FOR_WOMEN.sub("", text))
    if "/" in text:
        text = _said_once(text)
    text = _SECOND.sub(lambda match: match[1] if is_head(match[2].lower()) else match[0], text)
    if text.count(")") > text.count("("):
        text = text.replace(")", " ")
    pieces = _PARTS.split(" ".join(text.split()))
    kept = pieces[0]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=False):
        if is_foreign(piece, places):
            break
        kept += f"{' - ' if separator.strip() in {'–', '—', '|'} else separator}{piece}"
    return _capitals(kept.strip(" \t-–—,.:;|/*_\"'&"))


def _without_marks(text: str) -> str:
    """A title without gender marks, brackets and emojis, and without reference numbers."""
    if not BRACKETS.isdisjoint(text):
        text = GENDER.sub(" ", text)
    if not text.isascii():
        text = EMOJI.sub(" ", text)
    if not BRACKETS.isdisjoint(text):
        text = PARENTHESIS.sub(" ", LEVEL_BRACKET.sub(r"\1 ", text))
    return _REFERENCE.sub("", text) if _DIGIT.search(text) else text


def _said_once(text: str) -> str:
    """A title without what it is called for the other sex: "Kellner" of "Kellner/Kellnerin", "Waiter / Waitress"."""
    match = _SLASH.search(text)
    if not match:
        return _END_AGAIN.sub("", text)
    before, after = text[: match.start()].split(), text[match.end() :].split()
    for count in range(1, 1 + min(_AGAIN, len(before), len(after))):
        pairs = list(zip(map(str.lower, before[-count:]), map(str.lower, after[:count]), strict=True))
        same = all(one[:_STEM] == other[:_STEM] for one, other in pairs)
        if same and any(one != other and is_head(one) and is_head(other.rstrip(",.;")) for one, other in pairs):
            return " ".join(before + after[count:])
    return text


def _man(named: re.Match[str]) -> str:
    """Who is named for both sexes by a stem, as a man: "Logopäd:in" is "Logopäde"."""
    stem, low = named[1], named[1].lower()
    man = "" if low in words("heads") else man_of(low)
    return (man.capitalize() if stem[0].isupper() else man) or named[0]


def is_foreign(piece: str, places: frozenset[str]) -> bool:
    """Whether a piece beside a title says something else: pay, place, workplace, form of contract."""
    lowered = piece.strip(" -–—,|/").lower()
    return bool(
        not lowered
        or _MONEY.search(piece)
        or _WORKPLACE.search(lowered)
        or lowered in places
        or any(_is_place(part.strip(), places) for part in re.split(r"[,/]| - ", lowered))
    )


def _is_place(low: str, places: frozenset[str]) -> bool:
    """Whether a place is meant, perhaps in short: "Frankfurt" of "Frankfurt am Main"."""
    return low in places or (len(low) > 3 and any(place.startswith(f"{low} ") for place in places))


@functools.lru_cache(maxsize=1024)  # a title is a candidate in several places
def _capitals(title: str) -> str:
    """A title in ordinary capitals: neither shouted nor wholly in lower case."""
    parts = _without_person(title.split())
    if not parts or len(parts) > MOST_WORDS:
        return ""
    parts = _german_parts(_nominative_parts(parts))
    title = " ".join(parts)
    if "," not in title and words("links").isdisjoint(parts):  # but "Manager, Agents", "gestora de citas médicas"
        parts[-1] = _SINGULAR[parts[-1]]
    if (one := _SINGULAR[parts[0]]) != parts[0]:
        parts = [one, *_agreeing(parts[1:])]
    title = " ".join(parts)
    if title.isupper() and len(title) > 5:
        return " ".join(
            _acronyms().get(low, low if low in _small() else low.capitalize()) for low in title.lower().split()
        )
    return " ".join(map(_IN_CAPITALS.__getitem__, parts)) if title.islower() else title


def _in_capitals(word: str) -> str:
    """A lower-case word of a title with the capitals it has in one: "Responsable de la Paie", "IT", "l'accueil"."""
    if word.rstrip(".") in _small() or word[1:2] in _APOSTROPHES or _ELISION.split(word, 1)[0] in _small():
        return word
    return _acronyms().get(word, word[0].upper() + word[1:])


_IN_CAPITALS = Memo(_in_capitals)


def _agreeing(parts: list[str]) -> list[str]:
    """The words behind several who were put in the singular, as adjectives of one: "éducateur spécialisés"."""
    for at, part in enumerate(parts):
        ones = [part.removesuffix(several) + one for several, one in _SEVERAL if part.endswith(several)]
        one = next((one for one in ones if one.lower() in words("after")), "")
        if not one:
            return parts
        parts[at] = one
    return parts


#: Ends of adjectives of several, and of one.
_SEVERAL = (
    *(("aux", "al"), ("es", ""), ("s", ""), ("chi", "co"), ("ci", "co")),
    *(("i", "o"), ("i", "e"), ("he", "a"), ("e", "a")),
)


@functools.cache
def _small() -> frozenset[str]:
    return _SMALL | words("links") | words("field links")


def _without_person(parts: list[str]) -> list[str]:
    """The words of a title without somebody who is named beside it: "Project Manager, Mr Vale"."""
    bare = [part.rstrip(".,") for part in parts]
    if words("honorifics").isdisjoint(bare) and _AT_END.isdisjoint(bare[-1:]):
        return parts
    named = [part in words("honorifics") for part in bare]
    if bare[-1] in _AT_END:
        named[-1] = True
    first = named[:1] == [True]
    last = next((at for at in range(first, len(named)) if named[at]), len(named))
    return parts[first:] if last == len(parts) else " ".join(parts[first:last]).rstrip(" -–—,").split()


def _nominative_of(low: str) -> str:
    """The nominative of a word that stands in another Polish case, as a table or its ending tells; "" for none."""
    return _nominatives().get(low, "") or ("" if low in words("heads") else of_case(low))


_NOMINATIVE = Memo(_nominative_of)


@functools.cache
def _nominatives() -> dict[str, str]:
    return dict(pair.split("=") for pair in words("nominatives"))


def _nominative_parts(parts: list[str]) -> list[str]:
    """The words of a Polish title as it stands by itself: "głównego elektryka" is "główny elektryk".

    Only what agrees with its head noun is changed: in "dyrektor działu prawnego" all stays as it is.
    """
    lows = [part.lower() for part in parts]
    nouns = list(filter(None, map(_NOMINATIVE.__getitem__, lows)))
    if not nouns:
        return parts
    noun = next(filter(is_head, nouns), "")
    plain: list[str] = []
    agrees = True
    for part, low, after in zip(parts, lows, [*lows[1:], ""], strict=True):
        governs = low in _heads_as_they_stand() and not _is_english(after)
        agrees = agrees and not governs and not (plain and plain[-1].lower() in _SERVING)
        changed = _nominative(part, noun) if agrees else part
        agrees = agrees and (changed != part or not plain or plain[-1] == parts[len(plain) - 1] or low in _AND)
        plain.append(changed)
    return plain


def _is_english(low: str) -> bool:
    """Whether a word is an English occupation in a Polish case, which stands behind others: "DevOps Engineera"."""
    return _NOMINATIVE[low].endswith(_ENGLISH)


#: English occupations by their last words.
_ENGLISH = ("engineer", "developer", "consultant", "designer", "tester", "scientist", "owner", "master", "lead")


def _nominative(word: str, noun: str) -> str:
    """A word in the nominative, an adjective only if it agrees with `noun`: "nauczyciel praktycznej nauki"."""
    plain = _NOMINATIVE[word.lower()]
    if noun and not noun.endswith("a"):
        plain = "" if _OF_WOMEN.search(word) else plain
    elif not plain and (ending := _OF_WOMEN.search(word)):
        plain = f"{word[: ending.start()]}a"
    if not plain and not noun.endswith("ka") and (ending := _OF_MEN.search(word)):
        plain = f"{word[: ending.start()]}{'i' if word[ending.start() - 1] in 'kg' else 'y'}"
    return (plain.capitalize() if word[0].isupper() else plain) or word


def _german_parts(parts: list[str]) -> list[str]:
    """The words of a German title as it stands by itself: "Leitenden Ingenieur" is "Leitender Ingenieur"."""
    if not parts[0].lower().endswith("en"):
        return parts
    count = next((at for at, part in enumerate(parts) if not _GERMAN.fullmatch(part)), 0)
    if not count or not parts[count][0].isupper():
        return parts
    ending = "e" if parts[count].lower().endswith(_FEMININE) else "er"
    return [f"{part[:-2]}{ending}" for part in parts[:count]] + parts[count:]


@functools.cache
def _heads_as_they_stand() -> frozenset[str]:
    """Polish occupations that are in the nominative already: what follows them does not agree."""
    return frozenset(_nominatives().values()) - _nominatives().keys() - words("levels")


def _singular(word: str) -> str:
    """One of the several people wanted: "Engineers" is "Engineer"."""
    first, hyphen, second = word.partition("-")
    if hyphen and (one := singular(first.lower())) != first.lower():
        return f"{first[: len(one)]}-{_singular(second)}"  # "monteurs-câbleurs"
    one, low = singular(word.lower()), word.lower()
    if low.startswith(one):
        return word[: len(one)]  # in the capitals that it has: "DevOps"
    return one.capitalize() if word[0].isupper() else one


_SINGULAR = Memo(_singular)


@functools.cache
def _acronyms() -> dict[str, str]:
    return {word.lower(): word for word in words("spellings")}
