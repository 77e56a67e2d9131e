"""Turns text into the folded words, pairs of words and known phrases that the kind model and the trust checks read."""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import chain, compress, count, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from triage.resources import sections
from triage.understand.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_TABLES = Path(__file__).parent / "tables"
#: Letters that do not decompose into ASCII, and signs that carry meaning for pay.
_SPELT = (
    ("ß", "ss"),
    ("ł", "l"),
    ("ø", "o"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("đ", "d"),
    ("ı", "i"),
    ("’", "'"),
    ("‘", "'"),
    ("€", " eur "),
    ("£", " gbp "),
    ("–", "-"),
    ("—", " - "),
    ("…", " . "),
    ("“", '"'),
    ("”", '"'),
)
#: Cyrillic and Greek letters, and what they are read as among Latin ones.
LOOKALIKES = str.maketrans("абсԁеһіјӏорѕтухѵαοικνρτυɑ", "abcdehijlopstyxvaoiknptua")
#: Fraud hides words from filters by such letters; a word of one script alone is what it is.
_MIXED = re.compile(r"[a-z][\u0251\u0370-\u052f]|[\u0251\u0370-\u052f][a-z]")
_OTHER = re.compile(r"[\u0251\u0370-\u052f]")
_LETTERS = re.compile(r"\w+")
_MASK_DIGITS = bytes.maketrans(b"123456789", b"000000000")

#: A word by its first six letters, a number by its shape, a sign. Six letters keep the inflected forms of the eight
#: languages together without a stemmer each: "bewerbung", "bewerbungen" are one word; "interview", "interest" two.
_WORD = re.compile(r"([a-z]{1,6}|0[0.,:]{0,7}|[@$!?%])[a-z0]*")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}")


@functools.lru_cache(maxsize=8)  # the parts of a message, of which several readers ask
def fold(text: str) -> str:
    """`text` in lower case without accents, in ASCII; letters of other scripts are dropped, unless they pose as Latin
    ones.
    """
    lowered = text.lower()
    if not lowered.isascii():
        if _OTHER.search(lowered):
            lowered = _LETTERS.sub(_undisguised, lowered)
        for sign, spelling in _SPELT:
            lowered = lowered.replace(sign, spelling)
        lowered = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode("ascii")
    return lowered


def _undisguised(word: re.Match[str]) -> str:
    return word[0].translate(LOOKALIKES) if _MIXED.search(word[0]) else word[0]


def words(folded: str) -> list[str]:
    """The words of folded text: cut to six letters, digits masked as 0, each link as "www"."""
    if "://" in folded or "www." in folded:
        folded = _LINK.sub(" www ", folded)
    return _WORD.findall(folded.encode("ascii").translate(_MASK_DIGITS).decode("ascii"))


def pairs(sequence: list[str]) -> list[str]:
    """Each two neighbouring words, joined by a blank."""
    return [f"{a} {b}" for a, b in pairwise(sequence)]


@functools.cache  # most readers ask for a section at a time
def table(name: str) -> Mapping[str, tuple[str, ...]]:
    """A shipped table of words: see `resources.sections`."""
    return sections(_TABLES / name)


class Phrases:
    """Phrases of a few words that mean the same thing (a concept) in any of the languages."""

    def __init__(self, sections: Mapping[str, tuple[str, ...]]) -> None:
        """`sections` maps a concept to its phrases as people write them."""
        self._concepts: dict[str, set[str]] = {}
        self._longer: dict[str, list[tuple[list[str], str]]] = {}  # by their first three words: the others, the concept
        for concept, phrases in sections.items():
            for phrase in phrases:
                known = words(fold(phrase))
                opening = " ".join(known[:3])
                if len(known) > 3:
                    self._longer.setdefault(opening, []).append((known[3:], concept))
                else:
                    self._concepts.setdefault(opening, set()).add(concept)
        triples = (phrase for phrase in (*self._concepts, *self._longer) if phrase.count(" ") > 1)
        self._openings = {phrase.rpartition(" ")[0] for phrase in triples}
        self.names = tuple(sections)

    def found(self, sequence: list[str], neighbours: list[str]) -> set[str]:
        """The concepts that occur in a sequence of words; `neighbours` are its `pairs`."""
        openings, concepts = self._openings, self._concepts
        opens = compress(count(), map(openings.__contains__, neighbours[:-1]))
        triples = [(at + 3, f"{neighbours[at]} {sequence[at + 2]}") for at in opens]
        hits = concepts.keys() & chain(sequence, neighbours, (triple for _, triple in triples))
        found = set[str]().union(*(concepts[hit] for hit in hits))
        for at, triple in triples:
            for rest, concept in self._longer.get(triple, ()):
                if sequence[at : at + len(rest)] == rest:
                    found.add(concept)
        return found


class Literals:
    """Finds which of many literals a text holds: each word is asked once, for all texts, which of them it may be of.

    Of a literal its longest run of letters is known by words, however a text is cut into these.
    """

    def __init__(self, literals: Iterable[str]) -> None:
        pieces = [(max(_LETTERS.findall(literal), key=len, default=""), literal) for literal in sorted(set(literals))]
        self._anywhere = [literal for piece, literal in pieces if len(piece) < _START]
        self._by_start: dict[str, list[tuple[str, str]]] = {}
        for piece, literal in pieces:
            self._by_start.setdefault(piece[:_START], []).append((piece, literal))
        self._of_word = Memo(self._within).__getitem__

    def found(self, text: str, words: Iterable[str] = ()) -> set[str]:
        """The literals in `text`; `words` are its words, if they are known."""
        told = filter(None, map(self._of_word, words or text.split()))
        return {literal for literal in set(self._anywhere).union(*told) if literal in text}

    def _within(self, word: str) -> tuple[str, ...]:
        """The literals whose longest run of letters is a part of `word`."""
        starts = [word[at : at + _START] for at in range(len(word) - _START + 1)]
        if self._by_start.keys().isdisjoint(starts):
            return ()
        begun = chain.from_iterable(self._by_start.get(start, ()) for start in starts)
        return tuple({literal for piece, literal in begun if piece in word})


#: Literals are looked up by so many letters, as `_within` cuts a word; shorter ones are looked for in every text.
_START = 3
