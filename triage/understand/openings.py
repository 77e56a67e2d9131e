"""Finds what may be titles of different roles in one text, and where what is said of each begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.anchors import anchors
from triage.understand.mentions import heads
from triage.understand.title_words import of_case, singular, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.understand.passages import Passage

#: So many words of a title stand before the one that names the occupation, and so many characters behind it.
_WORDS, _BEHIND = 5, 30
#: Sections of words that no title holds before its occupation.
_NO_TITLE = ("function", "articles", "hires", "offers", "never", "numbers")
#: How far back a sentence is looked for, and how long what a role is called gets, in characters.
_FAR, _LONGEST_NAME = 600, 60
#: So many roles are told apart at most.
_MOST = 12
_SENTENCE_END = re.compile(r"[.!?…][)\"”’]*(?=\s|$)|\n")
_NAME_END = re.compile(
    r"[\n.,;:|/(–—@*]|[ ](?:-|at|with|in|for|bei|für|chez|à|en|para|bij|voor|te|presso|per|na|em|we?|dla|pour)[ ]"
)
_LETTERS = re.compile(r"[^\W_]+")


class Title(NamedTuple):
    """A stretch of words that ends in an occupation, in characters, with its words in their base forms."""

    start: int
    end: int
    words: frozenset[str]
    behind: str = ""  # the capitalised word right behind it, in lower case
    further: frozenset[str] = frozenset()  # all words of its field, behind it


class Role(NamedTuple):
    """Where the words about a role begin, and its title."""

    start: int
    title: Title


class Body(NamedTuple):
    """What a sender wrote, as one passage, and with the ends of lines as they were: both of the same length."""

    passage: Passage
    lines: str


def titles(body: Body) -> list[Title]:
    """What may be a title, in order: each occupation with the words around it that belong to it."""
    text, found = body.passage, list[Title]()
    for head in heads(text):
        first = head
        while first and head - first < _WORDS and (reach := _before(text, first)) and not _parted(body, first):
            first -= reach
        start, end = text.starts[first], text.starts[head] + len(text.words[head])
        if found and start < found[-1].end:
            start = found.pop().start  # "Account Manager": both words name an occupation
        behind = text.text[end : name_end(text.text, end, _BEHIND)].split()
        field = behind[0].lower() if behind and behind[0][0].isupper() else ""
        further = frozenset(map(base, map(str.lower, behind)))
        found.append(Title(start, end, base_words(text.low[start:end]), field, further))
    return found


def _parted(body: Body, at: int) -> bool:
    """Whether a line ends right before a token."""
    text = body.passage
    return "\n" in body.lines[text.starts[at - 1] : text.starts[at]]


def _before(text: Passage, first: int) -> int:
    """How many tokens right before a token belong to the same title: 2 where a hyphen or slash joins them."""
    low = text.lows[first - 1]
    if not low[0].isalnum():
        joined = first > 1 and low in {"-", "/", "&"} and text.text[text.starts[first - 1] - 1].isalnum()
        return 2 if joined and text.words[first - 2][0].isalnum() else 0
    return int(low == "sous" or all(low not in words(section) for section in _NO_TITLE))


def base(word: str) -> str:
    """A word in lower case as it is told from others: an occupation in the singular and nominative."""
    return of_case(word) or singular(word)


def base_words(low: str) -> frozenset[str]:
    """The words of a text in lower case, in their base forms."""
    return frozenset(map(base, _LETTERS.findall(low)))


def distinct(roles: Sequence[Role]) -> list[Role]:
    """The roles without those whose title may be another form of an earlier one's."""
    kept: list[Role] = []
    for role in roles:
        if not any(same(role.title, other.title) for other in kept):
            kept.append(role)
    return kept[:_MOST]


def same(one: Title, other: Title) -> bool:
    """Whether two titles may be of one role; "Desarrollador Backend" and "Desarrollador Frontend" are of two."""
    if one.words == other.words and one.behind and other.behind and one.behind != other.behind:
        return False
    all_of_one, all_of_other = one.words | one.further, other.words | other.further
    return one.words <= all_of_other or other.words <= all_of_one


def pays(text: Passage, start: int, end: int) -> bool:
    """Whether a stretch of a text has a currency or a "k"."""
    return any(start <= text.starts[at] < end for kind in ("currency", "scale") for at in anchors(text, kind))


def sentence(body: str, title: Title) -> tuple[int, int]:
    """Where the sentence of a title begins and ends."""
    return start_of(_SENTENCE_END, body, title.start), end_of(_SENTENCE_END, body, title.end)


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def name(body: str, title: Title) -> str:
    """What a role is called, on one line."""
    return " ".join(body[title.start : name_end(body, title.end, _LONGEST_NAME)].split())


def name_end(body: str, at: int, longest: int) -> int:
    """Where a name ends that has begun before `at`, at most `longest` characters behind it."""
    return end_of(_NAME_END, body[: at + longest], at)


def start_of(ends: re.Pattern[str], body: str, at: int) -> int:
    """Where the part of `body` that `at` is in begins: behind the last of its `ends`."""
    begin = max(0, at - _FAR)
    return max((match.end() for match in ends.finditer(body, begin, at)), default=begin)


def end_of(ends: re.Pattern[str], body: str, at: int) -> int:
    """Where the part of `body` that `at` is in ends."""
    match = ends.search(body, at)
    return match.start() if match else len(body)
