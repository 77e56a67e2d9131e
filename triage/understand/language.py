"""Tells the language of a mail by its function words, so that English job jargon in German text does not mislead."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from triage.understand.lanes import pack, unpack

_TABLE = Path(__file__).parent / "tables" / "languages.tsv"
_READ_CHARS = 800
_WORD = re.compile(r"\w+(?:['’]\w+)?")
#: The weight of a word of one language, which up to eight can share equally: sums of whole numbers are the same in
#: whatever order a set gives its letters.
_WHOLE = 840
_LETTER_WEIGHT = _WHOLE // 2  # one kind of letter; a single "ö" may come from a name
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
    total = sum(filter(None, map(words.get, _WORD.findall(text))))
    if not text.isascii():
        total += sum(filter(None, map(letters.get, set(text))))
    scores = unpack(total, len(codes))
    most = max(scores)
    return codes[scores.index(most)] if most >= _WHOLE else ""  # less is too little to tell


@cache
def _tables() -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """Weights by word and by letter, packed, a lane a language, and the codes of these."""
    rows = [line.split("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    words = _shared([set(row_words.split()) for _, _, row_words in rows], _WHOLE)
    letters = _shared([set(row_letters) for _, row_letters, _ in rows], _LETTER_WEIGHT)
    return words, letters, tuple(code for code, _, _ in rows)


def _shared(members: list[set[str]], weight: int) -> dict[str, int]:
    """What several languages share counts for each by its share."""
    having = {item: [item in items for items in members] for item in set[str]().union(*members)}
    return {item: pack([weight // sum(has) * one for one in has]) for item, has in having.items()}
