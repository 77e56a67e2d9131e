"""Clues that tell whether a stretch of a message is the title on offer: what stands around it, and at its ends."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.grammar import ELSEWHERE, has_field, inflected, is_plainly_noun, small_words
from triage.understand.tidying import GENDER
from triage.understand.title_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

#: A salutation has so many characters at most.
_GREETING = 60
#: A person's name on a line of its own: what follows is that person's post.
_SENDER = re.compile(r"(?:[A-ZÀ-Ž][\w'’-]+ ){1,3}[A-ZÀ-Ž][\w'’-]+")


def shape(item: Passage, first: int, last: int, suffix: str) -> tuple[str, ...]:
    """What stands right before and after a stretch, and at its ends."""
    return (
        f"before:{word_class(item, first - 1)}{suffix}",
        f"after:{word_class(item, last + 1)}{suffix}",
        f"end:{word_class(item, last)}{suffix}",
        f"begin:{word_class(item, first)}{suffix}",
    )


def wording(item: Passage, first: int, last: int) -> tuple[str, ...]:
    """The words right before and after a stretch."""
    lows = item.lows
    return (
        f"prev={lows[first - 1].strip()}" if first else "prev=",
        f"prev2={lows[first - 2].strip()}" if first > 1 else "prev2=",
        f"next={lows[last + 1].strip()}" if last + 1 < len(lows) else "next=",
    )


def grown(item: Passage, kind: str, first: int, last: int, *, field: bool) -> Iterator[str]:
    """What a longer or shorter form of a title takes in or leaves out."""
    yield f"{kind} of {'field' if field else 'none'}"
    if kind.startswith("long"):
        yield f"ends={item.lows[last][-3:]}"
        yield f"by={item.lows[last - 1]}"
        yield f"long:{word_class(item, last)}:{word_class(item, last + 1)}"
    elif kind.startswith("with"):
        yield f"with:{word_class(item, last)}:{word_class(item, last + 1)}"
    elif kind in {"wide", "trim"}:
        at = first if kind == "wide" else first - 1
        yield f"{kind}={item.lows[at]}"
        yield f"{kind}:{word_class(item, at - 1)}:{word_class(item, at)}"
    elif kind in {"short", "cut"}:
        yield f"{kind}:{word_class(item, last)}:{word_class(item, last + 1)}"


def word_class(item: Passage, at: int) -> str:
    """What sort of word token `at` is."""
    if at < 0 or at >= len(item.lows) or item.lows[at] == "\n":
        return "edge"
    low = item.lows[at]
    known = _classes().get(low)
    if known:
        return known
    if not low[0].isalnum():
        return low if low in {",", ".", "(", ":", "-", "/", "'", "’"} else "sign"
    if low.isdigit():
        return "digit"
    return "Word" if item.words[at][0].isupper() else "word"


@functools.cache
def _classes() -> dict[str, str]:
    """Word → its class; of several the last one named here holds."""
    table: dict[str, str] = dict.fromkeys(vocabulary.single_words(), "skill")
    table.update(dict.fromkeys(small_words(), "function"))
    for section in ("fields", "before", "after", "heads", "never", "praise", "people", "links"):
        table.update(dict.fromkeys(words(section), section))
    table.update(dict.fromkeys(_ELSEWHERE, "elsewhere"))
    for section in ("articles", "not offered", "offers", "offered", "levels"):
        table.update(dict.fromkeys(words(section), section))
    return table


_ELSEWHERE = ELSEWHERE.pattern[5:-3].split("|")


def around(item: Passage, first: int, head: int, last: int) -> Iterator[str]:
    """What the clause around a title says about whose it is."""
    low = item.lows[head]
    before = clause_before(item.lows, first)
    yield "early" if first < 70 else "middle" if first < 200 else "late"
    if low in words("weak heads"):
        yield "weak" if is_plainly_noun(item, first, head) else "weakest"
    yield "plural" if low[-1] == "s" and low[:-1] in words("heads") else ""
    yield "field" if has_field(low) else ""
    yield from _nearest(before)
    end = item.starts[last] + len(item.words[last])
    yield "gender" if GENDER.match(item.text, end) else ""
    yield "then:offered" if not words("offered").isdisjoint(item.lows[last + 1 : last + 4]) else ""
    if not words("leaves").isdisjoint(_clause_after(item, last)):
        yield "then:leaves"
        yield "leaves it" if not words("people").isdisjoint(before[:2]) else ""
    yield "mentioned" if not words("mentions").isdisjoint(before[:2]) else ""
    yield "recruits" if not words("recruiters").isdisjoint(item.lows[first : last + 1]) else ""
    start = item.text.rfind("\n", 0, item.starts[first]) + 1
    yield "sender" if _is_senders(item.text, start) else ""
    yield "opens" if not before else ""
    if first > 1 and item.lows[first - 1] in {")", "."} and item.lows[first - 2].isdigit():
        yield "item 1" if item.lows[first - 2] == "1" else "later item"
    yield "salutation" if _is_salutation(item.text, end) else ""
    yield "inflected" if inflected(item, head) > head else ""


def _nearest(before: Sequence[str]) -> Iterator[str]:
    """The classes of words before a title that say whether it is on offer, the first of each, and how far off."""
    seen: set[str] = set()
    first = True
    told = _telling()
    for number, low in enumerate(before):
        for section in told.get(low, ()):
            if section not in seen:
                seen.add(section)
                yield f"{section}:{'near' if number < 3 else 'far'}"
                if first and section in {"offers", "not offered"}:
                    yield f"nearest:{section}"
                    first = False
    yield f"clause:{'+'.join(sorted(seen))}"


@functools.cache
def _telling() -> dict[str, tuple[str, ...]]:
    """Word → the sections that say whether a title after it is on offer."""
    sections = ("offers", "not offered", "people", "weak offers", "several wanted", "asked")
    every = frozenset[str]().union(*map(words, sections))
    return {low: tuple(section for section in sections if low in words(section)) for low in every}


def clause_before(lows: Sequence[str], first: int) -> list[str]:
    """Up to eleven tokens before token `first`, the nearest first, back to where the sentence or line begins."""
    before: list[str] = []
    for at in range(first - 1, max(-1, first - 12), -1):
        if lows[at] in {".", "!", "?", ";", "\n"} or (lows[at] == ":" and not before):
            break
        before.append(lows[at])
    return before


def _clause_after(item: Passage, last: int) -> tuple[str, ...]:
    """Up to seven tokens after token `last`, to where the sentence or line ends."""
    after = item.lows[last + 1 : last + 8]
    return after[: next((at for at, low in enumerate(after) if low in {".", "!", "?", ";", "\n"}), 7)]


def _is_salutation(text: str, end: int) -> bool:
    """Whether what ends at `end` stands in a first line that greets: "Gentile Professoressa Rossi,"."""
    line = text[: _GREETING + 1].partition("\n")[0].rstrip()
    opens = line.partition(" ")[0].strip(",.!").lower()
    return end <= len(line) <= _GREETING and (line.endswith((",", "!", ":")) or opens in words("greetings"))


def _is_senders(text: str, start: int) -> bool:
    """Whether the line at `start` says what the sender is, as relayed messages begin: a name, and the post below it."""
    above = text[:start].strip().rpartition("\n")[2] if start < 200 else ""
    return 0 < start < 200 and (_SENDER.fullmatch(above) is not None or above.endswith(("message", "message.")))
