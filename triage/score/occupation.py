"""Says which occupations a title names, in any of the languages of the tables, and how near two titles lie.

"Softwareentwickler" and "software engineer" are one occupation; "sales engineer" is another, although it shares a word.
"""

from __future__ import annotations

import functools
import re
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from triage.score.reading import expression, fold, table

#: Words that say how high a role is or how it is worked: they do not tell occupations apart.
_NOT_OCCUPATION = frozenset([
    "senior", "sr", "junior", "jr", "mid", "medior", "middle", "regular", "intern", "internship", "trainee",
    "werkstudent", "praktikant", "staff", "principal", "i", "ii", "iii", "iv", "v", "of", "the", "and", "und",
    "et", "y", "e", "en", "de", "des", "der", "die", "das", "du", "la", "le", "les", "a", "an", "to", "m", "f",
    "d", "w", "x", "h", "gn", "all", "genders", "remote", "hybrid", "onsite", "full", "time", "part", "vollzeit",
    "teilzeit", "experienced", "erfahren", "experte", "expert", "graduate", "stagiaire", "becario", "stage",
    "tirocinio", "praktikum", "junger",
])  # fmt: skip
#: Where the main part of a title ends: "Recruiter for software engineers", "Engineer, Sales Platform".
_SEGMENTS = r"\s+(?:for|fur|pour|para|per|voor|dla|at|bei|chez|within|im|in|with|mit)\s+|\s[-–—|@:]+\s|[(),;|/\[\]]"
_WORD = r"[a-z0-9+#&]+(?:[.'][a-z0-9]+)*|\.net"
_GENDER = r"\((?:[a-z]\s*[/|*]\s*)+[a-z]\)|\b[mfwd](?:/[mfwdx])+\b|[:*_/(-]-?(?:in|innen|e|a|ne|euse|trice|rice)\b\)?"
#: The words and signs of running text, and those at which a clause ends.
_WORD_OR_SIGN = r"[a-z0-9+#&]+(?:'[a-z0-9]+)*|[.,;:!?\n()]"
_BREAKS = frozenset(".,;:!?\n()") | {
    "for", "as", "als", "comme", "como", "at", "bei", "to", "who", "in", "and", "und", "y", "et"
}  # fmt: skip
_COMPOUND_END = 5  # letters: the shortest word looked for at the end of a compound ("daten" + "analyst")
_UNDIVIDED = frozenset({"software", "hardware", "marketing"})
_FAMILY_SIMILARITY = 0.5
_OTHER_CRAFT = 0.25
#: Somebody who looks for "head of sales" is not offered it as an account executive.
_HEADS = frozenset({"head", "director", "vp", "chief"})
_HEADS_AT_LEAST = _HEADS | {"manager", "lead", "president", "vice", "cto", "ceo", "cfo", "coo"}
_NOT_HEADING = 0.4
#: Families in which a later part of a title may make the first part more exact: "Software Engineer, Frontend".
_REFINED = {"software": frozenset({"software", "infra", "data", "qa", "security"})}


class Occupation(NamedTuple):
    """One line of occupations.txt."""

    family: str
    name: str


class Title(NamedTuple):
    """A title as it is compared: its occupation, if it is known, and its words in one spelling."""

    occupation: Occupation | None
    words: frozenset[str]


@functools.lru_cache(maxsize=4096)
def read_title(text: str) -> Title:
    """What `text`, a title of at most a line, names; the words of level and manner of work are left out."""
    folded = _merge(expression(_GENDER).sub(" ", fold(text[:200])))
    segments = [words for part in expression(_SEGMENTS).split(folded) if (words := _words(part))]
    return Title(_occupation(segments), frozenset().union(*segments))


def similarity(wanted: Title, offered: Title) -> float | None:
    """How near two titles lie, 0 (another occupation) to 1 (the same); None when an occupation is not known."""
    if wanted.words and wanted.words <= offered.words and _same_family(wanted, offered):
        return 1.0
    if wanted.occupation is None or offered.occupation is None:
        return None
    near = nearness(wanted.occupation, offered.occupation)
    if wanted.words & _HEADS and not offered.words & _HEADS_AT_LEAST:
        near *= _NOT_HEADING
    return near * _OTHER_CRAFT if _crafts_differ(wanted, offered) else near


def nearness(one: Occupation, other: Occupation) -> float:
    """How near two occupations lie, 0 to 1 (the same)."""
    if one == other:
        return 1.0
    default = _FAMILY_SIMILARITY if one.family == other.family else 0.0
    return _tables().near.get(frozenset((one, other)), default)


def overlap(wanted: Title, offered: Title) -> float:
    """The share of the wanted words that the offered title holds, 0 to 1."""
    return len(wanted.words & offered.words) / len(wanted.words) if wanted.words else 0.0


def named_in(text: str) -> frozenset[Occupation]:
    """The occupations that running text of a few sentences names in so many words: "sales" alone names none."""
    clauses: list[set[str]] = [set()]
    for told in map(_told, expression(_WORD_OR_SIGN).findall(_merge(fold(text)))):
        if told:
            clauses[-1].update(told)
        elif told is None:
            clauses.append(set())
    fields = _tables().fields
    found = [_find(frozenset(words), without=fields) for words in clauses if not words <= fields]
    return frozenset([one.occupation for one in found if one])


def _same_family(one: Title, other: Title) -> bool:
    if one.occupation is None or other.occupation is None:
        return True
    return one.occupation.family == other.occupation.family


def _crafts_differ(one: Title, other: Title) -> bool:
    ours, theirs = one.words & _tables().crafts, other.words & _tables().crafts
    return bool(ours and theirs and not ours & theirs)


def _occupation(segments: list[frozenset[str]]) -> Occupation | None:
    """That of the first part that names one, if no later part says it in more words: "Growth - Software Engineer"."""
    named = [found for words in segments if (found := _find(words))]
    whole = _find(frozenset().union(*segments)) if len(segments) > 1 else None
    if not named:
        return whole.occupation if whole else None
    main = next((found for found in named if len(found.phrase) > 1), named[0]) if _is_vague(named[0]) else named[0]
    if whole and whole.occupation.family in _REFINED.get(main.occupation.family, ()):
        return whole.occupation
    return main.occupation


class _Found(NamedTuple):
    """An occupation, and the phrase of the table that says it."""

    occupation: Occupation
    phrase: frozenset[str]
    weight: float


def _is_vague(found: _Found) -> bool:
    """Whether a single word that does not decide is all that was found: "operations", "growth"."""
    return found.weight <= 1.0


def _find(words: frozenset[str], without: frozenset[str] = frozenset()) -> _Found | None:
    """The occupation with the longest phrase; a deciding word counts as three, and of a tie the earlier line wins.

    Phrases of nothing but words in `without` are not looked for.
    """
    best: _Found | None = None
    for word in words:
        for phrase, weight, occupation in _tables().by_word.get(word, ()):
            if (best is None or weight > best.weight) and phrase <= words and not phrase <= without:
                best = _Found(occupation, phrase, weight)
    return best


def _merge(folded: str) -> str:
    tables = _tables()
    return tables.merge_pattern.sub(lambda match: f" {tables.merges[match[0]]} ", folded)


def _words(part: str) -> frozenset[str]:
    """Its words in one spelling, those of level and manner of work left out."""
    found = frozenset([one for word in expression(_WORD).findall(part) for one in _one_spelling(word)])
    return found - _NOT_OCCUPATION


@functools.lru_cache(maxsize=8192)
def _one_spelling(word: str) -> tuple[str, ...]:
    """A word in the tables' spelling, German and Dutch compounds taken apart; unknown words stay."""
    known = _tables().words
    if word in known or word in _UNDIVIDED or word in _tables().by_word:
        return (known.get(word, word),)
    for start in range(2, len(word) - _COMPOUND_END + 1):
        if word[start:] in known:
            return (
                *_one_spelling(word[:start].rstrip("s") if word[:start] not in known else word[:start]),
                known[word[start:]],
            )
    if word.endswith("s") and len(word) > 4 and word[:-1] in _tables().by_word:
        return (word[:-1],)
    return (word,)


@functools.lru_cache(maxsize=8192)
def _told(word: str) -> tuple[str, ...] | None:
    """Those words of its one spelling that stand in a phrase of the table: of most words, none; None for a break."""
    if word in _BREAKS:
        return None
    return tuple(one for one in _one_spelling(word) if one in _tables().by_word and one not in _NOT_OCCUPATION)


class _Tables(NamedTuple):
    words: dict[str, str]
    merges: dict[str, str]
    merge_pattern: re.Pattern[str]
    by_word: dict[str, list[tuple[frozenset[str], float, Occupation]]]
    near: dict[frozenset[Occupation], float]
    crafts: frozenset[str]
    fields: frozenset[str]


@functools.cache
def _tables() -> _Tables:
    merges = dict(_split(line, "=>") for line in _lines("merges.txt"))
    longest_first = sorted(merges, key=lambda phrase: (phrase[0], -len(phrase)))
    by_letter = (  # in a quarter of the time that one list of them all takes
        re.escape(letter) + f"(?:{'|'.join([re.escape(phrase[1:]) for phrase in phrases])})"
        for letter, phrases in groupby(longest_first, key=itemgetter(0))
    )
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(by_letter)})(?![a-z0-9])")
    occupations = [line for line in _lines("occupations.txt") if line[0] not in "~%^"]
    crafts = [line.split()[1:] for line in _lines("occupations.txt") if line.startswith("%")]
    fields = [line.split()[1:] for line in _lines("occupations.txt") if line.startswith("^")]
    nearness = [line.split()[1:] for line in _lines("occupations.txt") if line.startswith("~")]
    return _Tables(
        words={other: one for one, others in map(_split, _lines("words.txt")) for other in (one, *others.split())},
        merges=merges,
        merge_pattern=pattern,
        by_word=_phrases(occupations),
        near={frozenset((_named(one), _named(other))): float(value) for one, other, value in nearness},
        crafts=frozenset(word for words in crafts for word in words),
        fields=frozenset(word for words in fields for word in words),
    )


def _phrases(lines: list[str]) -> dict[str, list[tuple[frozenset[str], float, Occupation]]]:
    """Each phrase under each of its words: looked up by the words of a title."""
    by_word: dict[str, list[tuple[frozenset[str], float, Occupation]]] = {}
    for order, (name, phrases) in enumerate(map(_split, lines)):
        for phrase in phrases.split(";"):
            plain = phrase.strip().removeprefix("!")
            for spelled in {plain.replace("@dev", "developer"), plain.replace("@dev", "engineer")}:
                words = frozenset(spelled.split())
                weight = len(words) + 2.0 * phrase.strip().startswith("!") - order / 1000
                for word in words:
                    by_word.setdefault(word, []).append((words, weight, _named(name)))
    return by_word


def _named(name: str) -> Occupation:
    family, _, occupation = name.partition("/")
    return Occupation(family, occupation)


def _split(line: str, by: str = ":") -> tuple[str, str]:
    left, _, right = line.partition(by)
    return left.strip(), right.strip()


def _lines(name: str) -> list[str]:
    text = table(name)
    return [line for line in text.splitlines() if line and not line.startswith("#")]
