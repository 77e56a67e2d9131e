"""Finds where a mail names a thing, and whether its sentence makes it part of the job, a passing remark or a denial."""

from __future__ import annotations

import functools
import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from triage.resources import sections
from triage.score.reading import TABLES, expression
from triage.vocabulary import whole_words

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEN_MENTIONS = 6  # more mentions of one word say nothing new
_GAP = r"[\s\-]+"
_INFLECTED = 5  # letters: shorter words ("java", "rust") are looked for as they stand
_QUOTE = 80  # characters on each side of the word, within its sentence
_DENIED_BEFORE, _DENIED_AFTER = 70, 60  # characters: as far as a word that denies reaches
_SENTENCE_END = r"[.!?;](?=\s|$)|\n\s*\n|\n(?=\s*[-*•–])"


class Stance(Enum):
    """What a sentence says about a thing it names."""

    PART = "part of the job"
    PASSING = "named in passing"
    DENIED = "said not to be there"


class Mention(NamedTuple):
    """One place where a thing is named."""

    start: int  # character offsets
    end: int
    stance: Stance


def find(forms: tuple[str, ...], lowered: str, exceptions: tuple[str, ...] = ()) -> list[Mention]:
    """The first mentions of any of `forms` (lower case) as whole words in `lowered`, in the order of the text.

    A word of a form may end in any way after "*"; words inside one of the phrases in `exceptions` are not mentions.
    """
    spans: dict[int, int] = {}
    for piece, theirs in _by_piece(forms):
        if piece in lowered:
            there = ((head, form) for head, longest, form in theirs if longest in lowered and head in lowered)
            spans.update(span for head, form in there for span in _occurrences(head, form, lowered))
    if spans and exceptions:
        other = [span for phrase in exceptions for span in _phrases(phrase, lowered)]
        spans = {
            start: end for start, end in spans.items() if not any(a <= start < b or a < end <= b for a, b in other)
        }
    return [Mention(start, end, _stance(lowered, start, end)) for start, end in sorted(spans.items())[:_SEEN_MENTIONS]]


class Denials(NamedTuple):
    """What a text says is not there."""

    lowered: str
    words: tuple[tuple[int, int], ...]  # where the words stand that may deny others

    def reach(self, start: int, end: int) -> bool:
        """Whether its sentence denies the plain word at `start` to `end`: behind a comma something else may begin."""
        if not any(first < end + _DENIED_AFTER and last > start - _DENIED_BEFORE for first, last in self.words):
            return False
        begin, stop = _sentence(self.lowered, start, end)
        begin = max(begin, self.lowered.rfind(",", begin, start) + 1)
        return _deny(self.lowered[begin:start], self.lowered[end:stop])


def denials(lowered: str) -> Denials:
    """Looks for the words that deny once for all that stands around them."""
    return Denials(lowered, tuple([match.span() for match in _signs().denying.finditer(lowered)]))


def quote(text: str, start: int) -> str:
    """The sentence around `start`, at most 160 characters on one line."""
    begin, end = _sentence(text, start, start + 1)
    begin, end = whole_words(text, max(begin, start - _QUOTE), min(end, start + _QUOTE), start, start + 1)
    return " ".join(text[begin:end].split())


def words_at(text: str, starts: list[int]) -> str:
    """The whole words that stand at some offsets, as they are written, each once."""
    return ", ".join(dict.fromkeys(_word_at(text, start) for start in starts))


def _word_at(text: str, start: int) -> str:
    begin = end = start
    while begin > 0 and text[begin - 1].isalnum():
        begin -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[begin:end]


def is_central(lowered: str, start: int) -> bool:
    """Whether the sentence at `start` says that what it names is the work itself."""
    return bool(_signs().central.search(lowered, *_sentence(lowered, start, start + 1)))


def is_business(lowered: str, start: int) -> bool:
    """Whether the sentence at `start` says that what it names is the employer's trade."""
    return bool(_signs().business.search(lowered, *_sentence(lowered, start, start + 1)))


def sentence_of(lowered: str, found: Mention) -> str:
    """The sentence of a mention: said twice in the same words, a thing is said once."""
    return lowered[slice(*_sentence(lowered, found.start, found.end))].strip()


def _occurrences(head: str, form: str, lowered: str) -> Iterator[tuple[int, int]]:
    """Where `form` stands: its first word is looked for as plain text, which costs a tenth of an expression."""
    at = lowered.find(head)
    for _ in range(_SEEN_MENTIONS * 4):
        if at < 0:
            return
        if match := _whole(form).match(lowered, at):
            yield match.span()
        at = lowered.find(head, at + 1)


def _phrases(phrase: str, lowered: str) -> Iterator[tuple[int, int]]:
    """Where `phrase` stands, as it is written; "*" at its end stands for the rest of the word."""
    plain = phrase.removesuffix("*")
    at = lowered.find(plain)
    while at >= 0:
        yield at, at + len(plain)
        at = lowered.find(plain, at + 1)


@functools.lru_cache(maxsize=1024)
def heads(forms: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """The first word of each form, its longest, which few mails have ("on call"), and the form."""
    words = [[word.rstrip("*") for word in expression(_GAP).split(_stem(form)) if word] or [""] for form in forms]
    return tuple((each[0], max(reversed(each), key=len), form) for each, form in zip(words, forms, strict=True))


@functools.lru_cache(maxsize=1024)
def _by_piece(forms: tuple[str, ...]) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """`heads`, each under a piece of text that must stand in a mail that names it: few of 41 for "on-call"."""
    pieces: dict[str, list[tuple[str, str, str]]] = {}
    for one in sorted(heads(forms), key=lambda each: (each[0] != each[1], len(each[1]))):
        first = next((shorter for shorter in pieces if shorter in one[1] or shorter in one[0]), one[1])
        pieces.setdefault(first, []).append(one)
    return tuple((piece, tuple(theirs)) for piece, theirs in pieces.items())


def pieces(forms: tuple[str, ...]) -> tuple[str, ...]:
    """Texts of which one stands in every mail that names any of `forms` (lower case): few of 41 for "on-call"."""
    return tuple(piece for piece, _ in _by_piece(forms))


def _stem(form: str) -> str:
    if form.endswith("*"):
        return form[:-1]
    return form.removesuffix("s") if len(form) > _INFLECTED and not form.endswith("ss") else form


@functools.lru_cache(maxsize=8192)
def _whole(form: str) -> re.Pattern[str]:
    """`form` as a whole word, however its parts are joined; "c" is not found in "c++", nor "go" in "go-to"."""
    stem = _stem(form)
    words = r"[\s\-]{0,3}".join(_pattern(word) for word in expression(_GAP).split(stem) if word)
    if form.endswith("*"):
        return re.compile(rf"(?<!\w){words}\w*")
    ending = "(?:s|es|e|n|en|er|ern|a|i)?" if len(stem) >= _INFLECTED and stem[-1].isalpha() else ""
    after = r"(?![\w+#]|-to\b|\.\w)" if form[-1:].isalnum() else r"(?!\w)"
    return re.compile(rf"(?<!\w){words}{ending}{after}")


def _pattern(word: str) -> str:
    return re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "")


def _stance(lowered: str, start: int, end: int) -> Stance:
    begin, stop = _sentence(lowered, start, end)
    if _deny(lowered[begin:start], lowered[end:stop]):
        return Stance.DENIED
    return Stance.PASSING if _signs().passing.search(lowered, begin, stop) else Stance.PART


def _deny(before: str, after: str) -> bool:
    signs = _signs()
    denied = signs.denied_before.search(before[-_DENIED_BEFORE:])
    behind = signs.denied_after.match(after[:_DENIED_AFTER])
    return bool((denied and not signs.not_denied.search(denied["between"])) or behind)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    begin = max(0, start - 2 * _QUOTE)
    for match in expression(_SENTENCE_END).finditer(text, begin, start):
        begin = match.end()
    stop = expression(_SENTENCE_END).search(text, end, min(len(text), end + 2 * _QUOTE))
    return begin, stop.start() if stop else min(len(text), end + 2 * _QUOTE)


class _Signs(NamedTuple):
    """The expressions of stances.txt."""

    denied_before: re.Pattern[str]  # denies what follows in the same clause
    not_denied: re.Pattern[str]  # "not only X" says that X is there; after "but" or a second verb the denial is over
    denied_after: re.Pattern[str]
    denying: re.Pattern[str]  # any word that denies, before or after
    passing: re.Pattern[str]  # the sentence speaks of somebody else, of the past, or of whom one works with
    central: re.Pattern[str]  # the sentence says what the work is
    business: re.Pattern[str]  # the sentence says what the employer does


@functools.cache
def _signs() -> _Signs:
    parts = _sections()
    return _Signs(
        re.compile(rf"\b(?:{parts['denied_before']})\b(?P<between>[^.!?;:\n]{{0,45}})$"),
        re.compile(rf"^\W*(?:{parts['not_denied_start']})\b|\b(?:{parts['not_denied_inside']})\b"),
        re.compile(rf"^(?:[\s,\w]{{0,14}}?\b(?:{parts['denied_after']})\b|-free\b)"),
        re.compile(rf"\b(?:{parts['denied_before']}|{parts['denied_after']})\b|-free\b"),
        re.compile(rf"\b(?:{parts['passing']})\b"),
        re.compile(rf"\b(?:{parts['central']})\b"),
        re.compile(rf"\b(?:{parts['business']})\b"),
    )


def _sections() -> dict[str, str]:
    """Each section's lines as one alternation."""
    return {name: "|".join(lines) for name, lines in sections(TABLES / "stances.txt").items()}
