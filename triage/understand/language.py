"""Tells the language of a mail by its function words, so that English job jargon in German text does not mislead."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent / "tables" / "languages.tsv"
_READ_CHARS = 800
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_LETTER_WEIGHT = 0.5  # one kind of letter; a single "ö" may come from a name
_LEAST = 1.0  # below: too little to tell
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_FOREIGN = re.compile(r"[\u0370-\u06ff\u3040-\ud7af]")
_LEAST_FOREIGN = 0.2  # of all letters


def detect(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` (its first 800 characters) is in; "" if it cannot be told."""
    text = text[:_READ_CHARS]
    script = "" if text.isascii() else _script(text)
    return script or _by_words(text.lower())


def _script(text: str) -> str:
    """The language a non-Latin script stands for, when the text is not just quoting a few letters of it."""
    foreign = _FOREIGN.findall(text)
    if len(foreign) < 4 or len(foreign) < _LEAST_FOREIGN * sum(map(str.isalpha, text)):
        return ""
    sample = "".join(foreign)
    return next((code for code, letters in _SCRIPTS if letters.search(sample)), "")


def _by_words(text: str) -> str:
    words, letters, codes = _tables()
    scores = dict.fromkeys(codes, 0.0)
    for known in [words[word] for word in _WORD.findall(text) if word in words]:
        for code, weight in known:
            scores[code] += weight
    if not text.isascii():
        for letter in set(text) & letters.keys():
            for code, weight in letters[letter]:
                scores[code] += weight
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _LEAST else ""


Weights = dict[str, tuple[tuple[str, float], ...]]


@cache
def _tables() -> tuple[Weights, Weights, tuple[str, ...]]:
    """Weights by word, by letter, and the codes: what several languages share counts for each by its share."""
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = _shared([(code, set(row_words.split())) for code, _, row_words in rows], 1.0)
    letters = _shared([(code, set(row_letters)) for code, row_letters, _ in rows], _LETTER_WEIGHT)
    return words, letters, tuple(code for code, _, _ in rows)


def _shared(members: list[tuple[str, set[str]]], weight: float) -> Weights:
    owners: dict[str, list[str]] = {}
    for code, items in members:
        for item in sorted(items):
            owners.setdefault(item, []).append(code)
    return {item: tuple((code, weight / len(codes)) for code in codes) for item, codes in owners.items()}
