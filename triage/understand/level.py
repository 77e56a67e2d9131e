"""Reads seniority from words of title or text by the ladder of docs/levels.md, and the years asked for."""

from __future__ import annotations

import functools
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from triage.domain import LADDER, Evidence, Level
from triage.understand.words import table
from triage.vocabulary import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.understand.passages import Passage

    Phrase = tuple[tuple[str, ...], Level | None]

_NUMERALS = {"I": Level.JUNIOR, "II": Level.MID, "III": Level.SENIOR, "IV": Level.STAFF, "V": Level.PRINCIPAL}
_DIGITS = {"1": Level.JUNIOR, "2": Level.MID, "3": Level.SENIOR, "4": Level.STAFF}
_SHORT_TITLES = frozenset({"sde", "swe"})  # "SDE-3" is a level wherever it stands
_NUMBERED = frozenset({"engineer", "developer", "analyst", "sde", "swe"})
_RUNGS = {
    "3": Level.JUNIOR,
    "4": Level.MID,
    "5": Level.SENIOR,
    "6": Level.STAFF,
    "7": Level.PRINCIPAL,
    "8": Level.PRINCIPAL,
}
_RUNG = re.compile(r"(?:[Ll]|IC|ic)-?([3-8])")
_RUNG_WORDS = frozenset(f"{letter}{number}" for letter in ("l", "ic") for number in range(3, 9))
_UPWARDS = frozenset((("and", "above"), ("or", "above"), ("and", "up"), ("and", "upwards"), ("und", "aufwärts")))
_SPOKEN = frozenset({Level.JUNIOR, Level.MID, Level.SENIOR, Level.STAFF, Level.PRINCIPAL})

#: What follows is the boss, not the role: "Executive Assistant to the CEO".
_SERVES = re.compile(r"\bto (?:the|our)\b|\breporting\b|\bbericht", re.IGNORECASE)

#: The other gender behind a word: "jefe/a de proyecto", "Leiter(in)".
_EITHER = re.compile(r"(?<=\w\w)(?:[/·:*]-?(?:a|e|in|ta|ra|trice|rice|euse)|\((?:a|e|in|ta|ra)\))(?!\w)")

_SPELT = {
    word: number
    for number, words in enumerate(
        (
            "one ein ans", "two zwei deux dos twee due dois dwa", "three drei trois tres drie tre três trzy",
            "four vier quatre cuatro quattro quatro cztery", "five fünf cinq cinco vijf cinque pięć",
            "six sechs seis zes sei sześć", "seven sieben sept siete zeven sette", "eight acht huit ocho otto oito",
            "nine neun neuf nueve negen nove", "ten zehn dix diez tien dieci dez",
        ), 1,
    )
    for word in words.split()
}  # fmt: skip
_EXPERIENCE = re.compile(
    r"experi|erfahrung|expéri|esperienz|ervaring|doświadcz|experiên|\bexp\b|working with|in a similar|background in"
    r"|pqe|hands-on|\byoe\b|as an? |praxis|(?:of|in) (?:professional|commercial|industry|software|relevant)",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"\b(?:in business|in the (?:market|industry) (?:for|since)|(?:we|have) been|for (?:the )?(?:past|last|over)"
    r"|over the (?:past|last)|you(?:['’]ve| have) (?:been|worked)"
    r"|founded|since|ago|established|seit (?:über|mehr)|am markt|depuis|desde hace|da oltre|old|history|track record"
    r"|our experience|i have|we have|my \w+ years|recruit\w* for|years? contract|fixed)\b",
    re.IGNORECASE,
)


@functools.cache
def _context(section: str) -> frozenset[str]:
    return frozenset(table("levels_context.txt")[section])


@functools.cache
def _phrases() -> dict[str, tuple[Phrase, ...]]:
    """The phrases of the table by their first token, longest first."""
    by_first: dict[str, list[Phrase]] = {}
    for section, lines in table("levels_words.txt").items():
        level = None if section == "none" else Level(section)
        for phrase in (item.strip() for line in lines for item in line.split("|")):
            tokens = tuple(token.strip() for token in tokenise(phrase))
            by_first.setdefault(tokens[0], []).append((tokens, level))
    return {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in by_first.items()}


def level_of(title: str) -> Level | None:
    """The level that the words of a title stand for; None if they say nothing."""
    words = [token.strip() for token in tokenise(_EITHER.sub("", _SERVES.split(title, maxsplit=1)[0]))]
    marks = _marks(words, [word.lower() for word in words])
    level: Level | None = None
    end = 0
    for at, after, found in marks:
        if level is None:
            level = found
        else:
            choice = at > end and all(word.lower() in _context("choice") for word in words[end:at])
            level = min(level, found, key=LADDER.__getitem__) if choice else max(level, found, key=LADDER.__getitem__)
        end = after
    return level


def _marks(words: Sequence[str], lows: Sequence[str]) -> list[tuple[int, int, Level]]:
    """(first token, token after, level) of each level word, left to right."""
    found: list[tuple[int, int, Level]] = []
    at = 0
    while at < len(lows):
        length, level = _match(lows, at)
        if not length:
            length, level = 1, _numbered(words, at)
        if level is not None:
            found.append((at, at + length, level))
        at += length
    return found


def _match(lows: Sequence[str], at: int) -> tuple[int, Level | None]:
    """How many tokens at `at` are a phrase of the table, or "chief … officer", and its level; 0 if none are."""
    for tokens, level in _phrases().get(lows[at], ()):
        if tuple(lows[at : at + len(tokens)]) == tokens:
            return len(tokens), level
    if lows[at] == "chief" and "officer" in lows[at + 2 : at + 5]:
        return lows.index("officer", at) + 1 - at, Level.EXECUTIVE
    return (1, Level.MANAGER) if _LEADS.fullmatch(lows[at]) else (0, None)


#: German compounds: "Sachgebietsleitung", not "Anleitung" or "Halbleiter".
_LEADS = re.compile(
    r"(?!(?:\w*an|be|ein|um|zu|ab|her|über|weiter|halb|projekt|bau|mandats)leit)\w{4,20}leit(?:ung|er|erin)"
)


def _numbered(words: Sequence[str], at: int) -> Level | None:
    word = words[at]
    if word[-1:] in _RUNGS and (rung := _RUNG.fullmatch(word)):
        return _RUNGS[rung[1]]
    if at > 1 and words[at - 1] == "-" and words[at - 2].lower() in _NUMBERED:
        return _DIGITS.get(word) or _NUMERALS.get(word)  # "SDE-3"
    if not at or not words[at - 1].isalpha() or (at + 1 < len(words) and words[at + 1].isalnum()):
        return None
    if words[at - 1].lower() in _NUMBERED and word in _DIGITS:
        return _DIGITS[word]
    return _NUMERALS.get(word)


def read_level(titles: Iterable[str], passages: Iterable[Passage]) -> tuple[Level, Evidence] | None:
    """The level of the first of `titles`, most authoritative first, that tells one, else the one the text states."""
    for title in titles:
        if (level := level_of(title)) is not None:
            return level, Evidence("seniority", title[:160])
    return next((stated for passage in passages if (stated := _stated(passage))), None)


def _stated(passage: Passage) -> tuple[Level, Evidence] | None:
    """A level named as such: "mid-level", "Level: Senior", "L6 opening", or of somebody wanted: "we need a CTO"."""
    lows, words = passage.lows, passage.words
    begins = passage.where(_first_words())
    numbered = [at + 2 for at in passage.where(_SHORT_TITLES) if lows[at + 1 : at + 2] == ("-",) and at + 2 < len(lows)]
    for at in numbered:
        if (level := _numbered(words, at)) is not None:
            return level, Evidence("seniority", passage.quote(at - 2, at))
    if "leit" in passage.low:
        begins = sorted({*begins, *(at for at, low in enumerate(lows) if _LEADS.fullmatch(low))})
    for at in begins[:_MOST]:
        length, level = _match(lows, at)
        if not length:
            length, level = 1, _numbered(words, at)
        if level is not None and (
            _is_statement(lows, at, at + length, level) or _is_wanted(passage, at, at + length, level)
        ):
            level, end = _lowest_of_choice(words, lows, at + length, _of_the_whole(passage, at, level))
            return level, Evidence("seniority", passage.quote(at, end - 1))
    return None


def _of_the_whole(passage: Passage, at: int, level: Level) -> Level:
    """The level of the capitalised words that go on from token `at`: "Senior Fundraising Manager" is a manager."""
    title = takewhile(lambda word: word[:1].isupper(), passage.words[at : at + 4])
    return level_of(" ".join(title)) or level


#: How many words that may name a level are looked at in one passage.
_MOST = 80
#: How far from its level a word stands that says somebody is wanted, in tokens: before it, and behind it in German.
_BEFORE, _BEHIND = 12, 6
_SENTENCE_ENDS = frozenset((".", "!", "?", "\n"))


def _is_wanted(passage: Passage, at: int, after: int, level: Level) -> bool:
    """Whether the sentence asks for somebody of this level, and the level is not of those around them."""
    before = _until_end(reversed(passage.lows[max(0, at - _BEFORE) : at]))
    behind = _until_end(passage.lows[after : after + _BEHIND])
    if not _context("others").isdisjoint(behind[:2]) or (before and before[0] in {"with", "to", "mit", "avec", "con"}):
        return False
    near = {*before, *behind}
    if not near.isdisjoint(_context("succession")) and before and before[0] in _context("the") | _context("a"):
        return True
    if near.isdisjoint(_context("seeking")):
        return False
    named = _context("a") | {"die"} if passage.lows[at].endswith("leitung") else _context("a")
    return level in _SPOKEN or bool(before and before[0] in named)


def _until_end(lows: Iterable[str]) -> list[str]:
    """The words up to the end of the sentence."""
    return list(takewhile(lambda low: low not in _SENTENCE_ENDS, lows))


@functools.cache
def _first_words() -> frozenset[str]:
    """The words that may begin the name of a level."""
    return _RUNG_WORDS.union(_phrases())


def _is_statement(lows: Sequence[str], at: int, after: int, level: Level) -> bool:
    if lows[at] in _SAY_SO or lows[after - 1] in _SAY_SO:
        return True
    if level not in _SPOKEN:
        return False
    following = [low for low in lows[after : after + 2] if low != "-"]
    if lows[after : after + 2] in _UPWARDS or _ranges(lows, after):
        return True
    if (following and following[0] in _context("level nouns")) or "level" in lows[at:after]:
        return lows[after : after + 3][-1:] == () or _context("others").isdisjoint(lows[after : after + 3])
    before = [low for low in lows[max(0, at - 2) : at] if low not in {":", "-"}]
    return (
        bool(before) and before[-1] in _context("level nouns") and before[-1] not in {"experience", "role", "position"}
    )


def _ranges(lows: Sequence[str], after: int) -> bool:
    """Whether another level ends a range behind token `after`: "mid to senior", not "junior to senior developers"."""
    if after + 1 >= len(lows) or lows[after] not in _RANGES:
        return False
    length, second = _match(lows, after + 1)
    return second in _SPOKEN and _context("others").isdisjoint(lows[after + 1 + length : after + 3 + length])


_RANGES = frozenset(("to", "bis", "à", "tot", "a", "do", "–", "-"))
#: Who is wanted is at this level, whatever stands around the word.
_SAY_SO = frozenset(
    ("berufseinsteiger", "berufsanfänger", "débutant", "neolaureato", "neolaureati", "neolaureata", "entry", "medior",
     "startersfunctie", "startersrol", "afgestudeerd")
)  # fmt: skip


def _lowest_of_choice(words: Sequence[str], lows: Sequence[str], after: int, level: Level) -> tuple[Level, int]:
    """The lower of two levels a text offers: "Level: mid to senior"."""
    if after + 1 < len(lows) and lows[after] in _context("choice"):
        length, second = _match(lows, after + 1)
        if second in _SPOKEN:
            return min(level, second, key=LADDER.__getitem__), after + 1 + length
    return level, min(after, len(words))


def read_years(passages: Iterable[Passage]) -> int | None:
    """The least number of years of experience asked for, 1 to 30; not the age of the company."""
    for passage in passages:
        for at in passage.where(_context("years")):
            if years := _asked(passage, at):
                return years
    return None


def _asked(passage: Passage, at: int) -> int:
    """The number before the word "years" at token `at`, if the sentence asks for experience; else 0."""
    first, years = _number_before(passage.lows, at)
    if not 0 < years <= 30:
        return 0
    start, end = passage.starts[max(0, first - 14)], passage.starts[at]
    sentence = passage.text[end : end + 70].split("\n\n")[0].split(". ")[0]
    before = passage.text[start : passage.starts[first]].split("\n")[-1]
    if _NOT_ASKED.search(before) or _NOT_ASKED.search(sentence[:28]):
        return 0
    least = not _context("at least").isdisjoint(passage.lows[max(0, first - 3) : first])
    asks = least or _EXPERIENCE.search(sentence) or _EXPERIENCE.search(before)
    return years if asks or passage.words[first].endswith("+") else 0


def _number_before(lows: Sequence[str], at: int) -> tuple[int, int]:
    """(token of the lowest number, the number) before token `at`: "3", "3+", "3-5", "3 to 5", "three or more"."""
    back, last = at - 1, max(-1, at - 7)
    numbers: list[tuple[int, int]] = []
    while back > last:
        low = lows[back]
        value = int(low.rstrip("+")) if low.rstrip("+").isdecimal() and len(low) < 4 else _SPELT.get(low, 0)
        if value:
            numbers.append((value, back))
        elif low not in {
            "-",
            "–",
            "to",
            "bis",
            "à",
            "a",
            "do",
            "+",
            "or",
            "more",
            "plus",
            "oder",
            "mehr",
            "of",
            "tot",
            "y",
            "~",
        }:
            break
        back -= 1
    return (min(numbers)[1], min(numbers)[0]) if numbers else (at, 0)
