"""Cuts a message into passages by authority (subject, text, what it quotes, sign-off), and passages into words."""

from __future__ import annotations

import functools
import re
import sys
from dataclasses import dataclass
from itertools import accumulate, compress, count, pairwise
from typing import TYPE_CHECKING

from triage.understand.memo import LONGEST, Memo
from triage.understand.word_kinds import kinds_of
from triage.vocabulary import tokenise, whole_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from triage.domain import Message

#: How much of each part is read for facts about the role, in characters; what follows is a description or a thread.
SUBJECT, TEXT, QUOTED, SIGNATURE = 400, 12_000, 6_000, 800
#: How many lines from the end a sign-off may begin.
_LAST_LINES = 14
QUOTE = 160
#: A line that is longer belongs to no sign-off, but to the text or to a disclaimer, in characters.
_SENTENCE = 100

_CLOSING = re.compile(
    r"\s*(?:(?:best|kind|warm|kindest|warmest|with|many)?\s*(?:regards|wishes|thanks)\b|best\b|thanks?\b|thank you\b"
    r"|cheers\b|sincerely|yours|all the best|talk soon|speak soon|looking forward"
    r"|(?:mit )?(?:freundliche|beste|viele|liebe|herzliche|schöne|sonnige)[mnr]? (?:gr[uü]|gruß)|gruß|grüße|lg\b"
    r"|mfg\b|vg\b"
    r"|(?:bien )?cordialement|(?:bien )?à vous|bonne journée|salutations|sincères"
    r"|(?:un )?(?:cordial )?saludos?|atentamente|un (?:abrazo|cordial)|cordial|gracias"
    r"|(?:met )?(?:vriendelijke|hartelijke) groet|groet(?:en|jes)?\b|mvg\b"
    r"|(?:cordiali|distinti) saluti|un saluto|cordialmente|a presto|saluti"
    r"|atenciosamente|(?:com os melhores )?cumprimentos|melhores cumprimentos|abraços?|obrigad[oa]|att\b"
    r"|pozdrawiam|z wyrazami|łączę wyrazy|z poważaniem|z pozdrowieniami|serdecznie)",
    re.IGNORECASE,
)


_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?=\s)|\n")
#: What no quotation begins with, and what none ends with.
_NO_BEGINNING, _NO_END = " \t.,;:!?)]}>|/·•*–—-", " \t,;:([{<|/·•*–—-"
_QUOTE_MARKS = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)

#: A line that is somebody's name and nothing else.
_NAME_LINE = re.compile(r"\s*(?:[A-ZÀ-Ž][\w'’-]+ ){1,2}[A-ZÀ-Ž][\w'’-]+\s*")


@dataclass(slots=True, eq=False)  # a cache may know it by identity; frozen, it would be made in three times the time
class Passage:
    """One part of a message with its tokens: `words` as written, `lows` in lower case, `starts` their offsets.

    The end of a line, with the blank lines after it, is one token: a newline.
    """

    field: str  # "subject", "text", "quoted" or "signature"
    text: str
    low: str  # `text` in lower case, of the same length
    words: tuple[str, ...]
    lows: tuple[str, ...]
    starts: tuple[int, ...]
    kinds: tuple[tuple[str, ...], ...]  # of each word, as `kinds_of` tells them
    present: frozenset[str]  # the distinct `lows`

    def where(self, words: AbstractSet[str], deep: int | None = None) -> list[int]:
        """The tokens that are one of `words`, in order, among the first `deep`.

        The set of the distinct words is asked first: most words that a reader looks for are not there.
        """
        hits = words & self.present
        return list(compress(count(), map(hits.__contains__, self.lows[:deep]))) if hits else []

    def span(self, first: int, last: int) -> str:
        """The text from token `first` up to and including token `last`."""
        return self.text[self.starts[first] : self.starts[last] + len(self.words[last])]

    def quote(self, first: int, last: int) -> str:
        """Tokens `first` to `last` with a few words of their sentence, on one line, at most `QUOTE` characters."""
        start, end = self.starts[first], self.starts[last] + len(self.words[last])
        return _with_words(self.text, start, end, self.starts[max(0, first - 4)], end + 40)


def one_line(text: str) -> str:
    """`text` on one line, cut to `QUOTE` characters."""
    return " ".join(text[: 4 * QUOTE].split())[:QUOTE]


def quote(text: str, start: int, end: int) -> str:
    """[start, end) with the words of its line and sentence, at most `QUOTE` characters."""
    room = max(0, QUOTE - (end - start)) // 2
    return _with_words(text, start, end, max(0, start - room), end + room)


def _with_words(text: str, start: int, end: int, left: int, right: int) -> str:
    """[start, end) with those words of its line and sentence that stand whole within [left, right), on one line."""
    left = start - len(_SENTENCE_END.split(text[left:start])[-1])
    right = end + len(_SENTENCE_END.split(text[end:right])[0])
    left, right = whole_words(text, left, right, start, end)
    before, after = text[left:start].lstrip(_NO_BEGINNING), text[end:right].rstrip(_NO_END)
    return one_line(f"{before}{text[start:end]}{after}")


def lowered(text: str) -> str:
    """`text` in lower case and of the same length, so that positions stay valid.

    The readers match lower-case patterns against it instead of ignoring case: measured five times faster, because `re`
    can skip an alternative by its first letter only in case-sensitive patterns.
    """
    low = text.lower()
    return low if len(low) == len(text) else "".join([char.lower()[:1] for char in text])


def parts(message: Message) -> tuple[tuple[str, str], ...]:
    """The (field, text) pairs of a message, most authoritative first; empty parts are left out."""
    body, sign_off = cut_sign_off(_unwrapped(message.text[:TEXT]), message.from_.display_name)
    pairs = (
        ("subject", message.subject[:SUBJECT]),
        ("text", body),
        ("quoted", _unwrapped(_QUOTE_MARKS.sub("", message.quoted[:QUOTED]), _QUOTED_WIDTH)),
        ("signature", f"{sign_off}\n{message.signature}".strip()[:SIGNATURE]),
    )
    return tuple((field, text) for field, text in pairs if text.strip())


#: Where mail programs wrap at most, and where lines end that were wrapped and then quoted.
_WIDTH, _QUOTED_WIDTH = 81, 101


def _unwrapped(text: str, width: int = _WIDTH) -> str:
    """`text` with the line ends of a mail program that wraps at 70 to 80 columns made blanks, so that titles and
    amounts hold together; the length stays the same.
    """
    lines = text.split("\n")
    joined = [lines[0]]
    for line, following in pairwise(lines):
        wraps = 50 < len(line) < width and len(line) + following.find(" ") > 66 and following[:1].isalnum()
        joined += (" " if wraps else "\n", following)
    return "".join(joined)


@functools.lru_cache(maxsize=8)
def passage(field: str, text: str) -> Passage:
    """`text` in tokens."""
    text = text.lstrip()
    tokens = tokenise(text)
    if not tokens:
        return Passage(field, text, text, (), (), (), (), frozenset())
    words, lows, kinds = zip(*map(_KNOWN, tokens), strict=True)
    starts = tuple(accumulate(map(len, tokens[:-1]), initial=0))
    return Passage(field, text, lowered(text), words, lows, starts, kinds, frozenset(lows))


def _known(token: str) -> tuple[str, str, tuple[str, ...]]:
    """A token's word without its blanks, in lower case, and its kinds.

    That each word is one string wherever it stands makes the look-ups of all readers cheaper, too.
    """
    word = token.rstrip() or "\n"
    low = word.lower()
    return sys.intern(word), sys.intern(low), kinds_of(word) if len(word) <= LONGEST else ()


_KNOWN = Memo(_known).__getitem__


def cut_sign_off(text: str, display_name: str) -> tuple[str, str]:
    """(text, sign-off): the sign-off begins at a closing such as "Best regards", or where the sender's name stands."""
    lines = text.rstrip().split("\n")
    first = max(0, len(lines) - _LAST_LINES)
    names = {word.strip(",.|").lower() for word in display_name.split() if len(word) > 1}
    for number in range(first, len(lines)):
        if _ends_the_letter(lines[number], names if number else set()) and not _goes_on(lines, number):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    for number in range(max(1, len(lines) - 6), len(lines) - 1):
        named = not lines[number - 1].strip() and _NAME_LINE.fullmatch(lines[number]) and len(lines[number + 1]) < 80
        if named and not _goes_on(lines, number):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def _goes_on(lines: Sequence[str], number: int) -> bool:
    """Whether more text follows line `number` than stands before it: relayed mail begins with its sender."""
    return max(map(len, lines[number:])) > _SENTENCE and len("".join(lines[number:])) > len("".join(lines[:number]))


def is_closing(line: str) -> bool:
    """Whether a line begins with a closing formula such as "Best regards"."""
    return _CLOSING.match(line) is not None


def _ends_the_letter(line: str, names: set[str]) -> bool:
    stripped = line.strip()
    if not stripped or len(stripped) > 60:
        return False
    if is_closing(stripped):
        return len(stripped) < 45 and not stripped.endswith("?")
    return stripped.split()[0].strip(",.|").lower() in names and len(stripped.split(",")[0].split()) <= 4
