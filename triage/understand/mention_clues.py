"""Clues that tell whether a stretch of a message is the title on offer: what stands around it, and at its ends."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.understand.adjectives import agrees, sort_of
from triage.understand.grammar import ELSEWHERE, has_field, inflected, is_plainly_noun, small_words
from triage.understand.memo import Memo
from triage.understand.tidying import GENDER
from triage.understand.title_words import is_head, singular, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from triage.understand.passages import Passage

#: Numbers of so many digits are no numbers of people.
_AMOUNT = 3
#: Longer words in capitals are shouted.
_ACRONYM = 6
#: Signs around a heading.
_SIGNS = " \t*_=#-–—|:•>"
#: Words that join two fields; "en" and "i" are also other words.
_AND = ("and", "und", "et", "y", "e", "&")
#: What ends a salutation.
_STOP = re.compile("[,!:]")
#: Before one person in German, whose noun then may look like several: "einen Dozenten".
_ONE = frozenset(("einen", "einem", "eines", "dem", "des", "keinen", "unseren", "unserem"))
#: A salutation has so many characters at most, and so has what follows a title in a heading.
_GREETING = 60
#: What leads the item of a list, and what in it may differ from item to item.
_BULLET = re.compile(r"[ \t>]*(?:[-–—*•·▪◦‣►→+#]|\(?\d{1,2}[.)]|[a-h]\))[ \t]+")
_NUMBER = re.compile(r"[\w \t>]+")
#: A person's name on a line of its own: what follows is that person's post.
_SENDER = re.compile(r"(?:[A-ZÀ-Ž][\w'’-]+ ){1,3}[A-ZÀ-Ž][\w'’-]+")


#: The number of a grade: "Associate II", "Engineer, L6".
_GRADE = re.compile(r"I{2,3}|IV|VI{0,3}|(?:L|IC|E)\d")


def shape(item: Passage, first: int, last: int, suffix: str) -> list[str]:
    """What stands before and after a stretch, at its ends, and from word to word within it."""
    words_on = item.words[max(0, first - 2) : last + 3]
    classes = ["edge"] * max(0, 2 - first) + [_CLASS[word] for word in words_on] + ["edge", "edge"]
    before2, before, *inside, after, after2 = classes[: last - first + 5]
    return [
        f"before:{before}{suffix}",
        f"after:{after}{suffix}",
        f"end:{inside[-1]}{suffix}",
        f"begin:{inside[0]}{suffix}",
        f"before:{before2}>{before}",
        f"after:{after}>{after2}",
        *map(_then, inside, inside[1:]),
    ]


@functools.cache
def _then(one: str, other: str) -> str:
    return f"within:{one}>{other}"


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
    elif kind.startswith("tail"):
        yield f"tail:{word_class(item, last)}:{word_class(item, last + 1)}"
    elif kind.startswith("with"):
        yield f"with:{word_class(item, last)}:{word_class(item, last + 1)}"
    elif kind in {"wide", "trim"}:
        at = first if kind == "wide" else first - 1
        yield f"{kind}={item.lows[at]}"
        yield f"{kind}:{word_class(item, at - 1)}:{word_class(item, at)}"
    elif kind in {"short", "cut"}:
        yield f"{kind}:{word_class(item, last)}:{word_class(item, last + 1)}"


def occupation(item: Passage, head: int, last: int) -> tuple[str, str]:
    """Which occupation is named, and whether a field follows it: some are seldom named without one."""
    low = item.lows[head]
    return f"head={low}", f"head={low}|{'more' if last > head else 'alone'}"


def agreement(item: Passage, last: int) -> Iterator[str]:
    """Whether a title that ends with token `last` parts a noun from its adjective, or ends in such a pair."""
    if kind := agrees(item, last + 1):
        yield f"parts a pair:{kind}"
    if kind := agrees(item, last):
        yield f"ends in a pair:{kind}"


def word_class(item: Passage, at: int) -> str:
    """What sort of word token `at` is."""
    return _CLASS[item.words[at]] if 0 <= at < len(item.words) else "edge"


def _class(word: str) -> str:
    low = word.lower()
    if low == "\n":
        return "edge"
    if known := _classes().get(low):
        return known
    if is_head(low):
        return "heads"
    return _by_letters(word, low)


def _by_letters(word: str, low: str) -> str:
    """What sort of word no table has, by its letters."""
    if not low[0].isalnum():
        return low if low in {",", ".", "(", ":", "-", "/", "'", "’"} else "sign"
    if low.isdigit():
        return "digit"
    if not word[0].isupper():
        return sort_of(low)
    if _GRADE.fullmatch(word):
        return "grade"
    return "CAPS" if word.isupper() and len(word) < _ACRONYM else "Word"


#: Word → its class: "before", "heads", "function", …, or what its letters tell.
_CLASS = Memo(_class)


@functools.cache
def _classes() -> dict[str, str]:
    """Word → its class; of several the last one named here holds."""
    table: dict[str, str] = dict.fromkeys(vocabulary.single_words(), "skill")
    table.update(dict.fromkeys(small_words(), "function"))
    for section in ("topics", "numbered", "fields", "before", "after", "heads", "never", "praise", "people", "links"):
        table.update(dict.fromkeys(words(section), section))
    table.update(dict.fromkeys(_ELSEWHERE, "elsewhere"))
    for section in ("articles", "not offered", "offers", "offered", "levels"):
        table.update(dict.fromkeys(words(section), section))
    table.update(dict.fromkeys(_AND, "and"))
    return table


_ELSEWHERE = ELSEWHERE.pattern[5:-3].split("|")


def around(item: Passage, first: int, head: int, last: int) -> Iterator[str]:
    """What the clause around a title says about whose it is."""
    low = item.lows[head]
    before = clause_before(item.lows, first)
    yield "early" if first < 70 else "middle" if first < 200 else "late"
    if low in words("weak heads"):
        yield "weak" if is_plainly_noun(item, first, head) else "weakest"
    if singular(low) != low and _ONE.isdisjoint(item.lows[max(0, first - 1) : first]):
        yield "counted" if any(map(_counts, item.lows[max(0, first - 2) : first])) else "plural"
    yield "field" if has_field(low) else ""
    yield from _nearest(before)
    end = item.starts[last] + len(item.words[last])
    yield "gender" if GENDER.match(item.text, end) else ""
    after = item.lows[last + 1 : last + 4]
    yield "" if words("offered").isdisjoint(after) and words("wanted").isdisjoint(after) else "then:offered"
    if not words("leaves").isdisjoint(_clause_after(item, last)):
        yield "then:leaves"
        yield "leaves it" if not words("people").isdisjoint(before[:2]) else ""
    yield "mentioned" if not words("mentions").isdisjoint(before[:2]) else ""
    yield "recruits" if not words("recruiters").isdisjoint(item.lows[first : last + 1]) else ""
    start = item.text.rfind("\n", 0, item.starts[first]) + 1
    yield "sender" if _is_senders(item.text, start) else ""
    yield "opens" if not before else ""
    yield _place_in_list(item, first)
    yield _on_line(item.text, start, item.starts[first], end)
    yield "salutation" if _is_salutation(item.text, end) else ""
    yield "inflected" if inflected(item, head) > head else ""


def _counts(low: str) -> bool:
    """Whether a word says how many are wanted: "6 technicians", "dos enfermeras"."""
    return low in words("numbers") or (low.isdigit() and len(low) < _AMOUNT)


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
    """Up to twelve tokens after token `last`, to where the sentence or line ends."""
    after = item.lows[last + 1 : last + 13]
    return after[: next((at for at, low in enumerate(after) if low in {".", "!", "?", ";", "\n"}), 12)]


def _place_in_list(item: Passage, first: int) -> str:
    """Whether what begins at token `first` leads the first item of a list, or a later one; "" outside of lists."""
    if first and item.words[first - 1][0].isalnum():
        return ""
    start = item.text.rfind("\n", 0, item.starts[first]) + 1
    above, line = item.text[:start].rstrip(), item.text[start:]
    sign = _BULLET.match(line)
    if not sign or item.starts[first] - start > sign.end():
        return ""
    before = _BULLET.match(above.rpartition("\n")[2])
    return "later item" if before and _NUMBER.sub("", before[0]) == _NUMBER.sub("", sign[0]) else "item 1"


def _on_line(text: str, start: int, first: int, end: int) -> str:
    """Whether a title leads a line that says little else, as headings do; "" within sentences."""
    if any(map(str.isalnum, text[start:first])):
        return ""
    rest = text[end : end + 2 * _GREETING].partition("\n")[0].strip(_SIGNS)
    if not rest:
        return "line alone"
    if len(rest) > _GREETING or rest.endswith((".", "!", "?", ",")):
        return ""
    return "line with figures" if any(map(str.isdigit, rest)) else "line with more"


def _is_salutation(text: str, end: int) -> bool:
    """Whether what ends at `end` stands where a first line greets: "Gentile Professoressa Rossi, …"."""
    if end > _GREETING:
        return False
    line = text[: _GREETING + 1].partition("\n")[0].rstrip()
    greeting = _STOP.split(line, maxsplit=1)[0]
    greets = line.partition(" ")[0].strip(",.!").lower() in words("greetings")
    return end <= len(greeting) <= _GREETING and (greets or len(greeting) + 1 == len(line))


def _is_senders(text: str, start: int) -> bool:
    """Whether the line at `start` says what the sender is, as relayed messages begin: a name, and the post below it."""
    above = text[:start].strip().rpartition("\n")[2] if start < 200 else ""
    return 0 < start < 200 and (_SENDER.fullmatch(above) is not None or above.endswith(("message", "message.")))
