"""Finds every stretch of a message that may word the title of the role on offer, with the clues around it."""

from __future__ import annotations

import functools
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from triage import vocabulary
from triage.understand.anchors import anchors
from triage.understand.grammar import ELSEWHERE, has_field, inflected, left_end, right_end, stands
from triage.understand.occupation import asked_for, nominative
from triage.understand.passages import passage
from triage.understand.tidying import EMOJI, GENDER, LEVEL_BRACKET, tidy
from triage.understand.title_words import words
from triage.understand.word_kinds import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from triage.understand.passages import Passage

    Lengths = Callable[[Passage, int, int, int, frozenset[str]], Iterator[tuple[str, int, int]]]

#: How far into a text titles are looked for, in tokens, and how many head nouns of a passage are looked at.
DEEP, MOST = 700, 20
#: How many plain words more than the grammar allows a title may take in, to the right.
_FURTHER = 3
#: The longest title, in tokens from its head noun on, and the fewest letters of one that a text repeats.
_LONGEST, _LEAST = 14, 4
#: How many fields, set off by signs, a title takes in.
_FIELDS = 3

_LABEL = re.compile(
    r"^[ \t>*•\-–]*(?:(?:job|position|role|stellen)?[ \t]*(?:title|titel|bezeichnung)"
    r"|position(?:[ \t]+title)?|role|job(?:[ \t]+role)?|opening|vacancy"
    r"|stelle|rolle|funktion|poste|intitulé(?:[ \t]du[ \t]poste)?|puesto|cargo|vacante|posición"
    r"|functie(?:titel)?|vacature"
    r"|ruolo|posizione|mansione|vaga|função|posição|stanowisko)[ \t]*(?:name)?"
    r"[ \t*]*(?::-?|：|:[ \t]*\*+|[ \t]-|–)[ \t*]*([^\n]{2,160})",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv|antw|odp|pd|sv|i|r)\s*:\s*)+", re.IGNORECASE)
#: What parts a subject into segments.
_SEGMENT = re.compile(
    r"\s+[|•·–—/-]+\s+|\s*[|•]\s*|·\s+|\s+[–—]|::?\s+|\s+@\s*|\s*\n\s*|!\s+|\?\s+"
    r"|(?<! ds)(?<!\b[JSD]r)(?<!\bSt)\.\s+|;\s+|\s+//\s+| \.\.\. "
)
#: Words and signs within a field: "Banking & Finance".
_JOINS = frozenset(("&", "/", "and", "und", "et", "y", "e", "i", "en", "of", "de", "di", "to", "the", "-", "–"))
_AND = frozenset(("e", "y", "i"))
#: What stands before a title that is named as one: "the Embedded Linux role", "our Data position".
_DETERMINES = words("articles") | words("people")
#: A person's name on a line of its own: what follows is that person's post.
_SENDER = re.compile(r"(?:[A-ZÀ-Ž][\w'’-]+ ){1,3}[A-ZÀ-Ž][\w'’-]+")


class Mention(NamedTuple):
    """A stretch of tokens that may be a title; `clues` speak for or against it."""

    title: str  # tidied
    item: Passage
    first: int
    last: int
    where: str  # "subject", "text", "quoted" or "label"
    kind: str  # which of the lengths that a title may have there: "base", "short", "whole"…
    clues: tuple[str, ...]


def mentions(named: dict[str, Passage], places: frozenset[str]) -> Iterator[Mention]:
    """Every mention of a title in the passages of a message; `places` are the places it names, in lower case."""
    if "subject" in named:
        body = named["text"].low if "text" in named else ""
        yield from _in_subject(named["subject"], body, places)
        yield from _in_both(named["subject"], body, places)
    for field in ("text", "quoted"):
        if field in named:
            item = named[field]
            yield from _in_labels(item, places)
            yield from _in_prose(item, places)
            yield from _by_form(item, places)


def heads(item: Passage) -> list[int]:
    """The tokens that name an occupation, among the first `DEEP`."""
    return [at for at in anchors(item, HEAD) if at < DEEP]


# --- the places a title stands in -------------------------------------------------------------------------------------


def _in_subject(subject: Passage, body: str, places: frozenset[str]) -> Iterator[Mention]:
    segments = _segments(_cleaned(subject.text))
    about_reader = "subject:reader" if {"your", "you"} & subject.present else ""
    for number, segment in enumerate(segments[:8]):
        line = passage("line", segment)
        place = f"segment:{min(number, 3)}", f"segments:{min(len(segments), 4)}", about_reader
        yield from _spans(line, "subject", places, place)
        below = "whole below" if len(segment) > _LEAST and segment.lower() in body else ""
        yield from _whole(line, "subject", places, (*place, below))
    if len(segments) > 1:
        line = passage("line", " ".join(_cleaned(subject.text).split()))
        yield from _spans(line, "subject", places, ("all",), _with_tail)


def _in_both(subject: Passage, body: str, places: frozenset[str]) -> Iterator[Mention]:
    """What a subject says from a title on as far as the text says the same: "Engineer - Gifting, Payments"."""
    for head in heads(subject)[:3]:
        first, last = left_end(subject, head), right_end(subject, head, places)
        end = head - 1
        for at in range(head, min(len(subject.words), head + _LONGEST)):
            if subject.lows[at] == "\n" or subject.span(first, at).lower() not in body:
                break
            end = at if subject.words[at][-1].isalnum() or subject.words[at] == ")" else end
        if end >= last and stands(subject, first, head) and (title := tidy(subject.span(first, end), places)):
            clues = f"subject:both{'+' if end > last else ''}", *_shape(subject, first, end, "|both")
            yield Mention(title, subject, first, end, "subject", "both", clues)


def _cleaned(subject: str) -> str:
    """A subject without prefixes, emojis and gender marks, a level in brackets freed of them."""
    return LEVEL_BRACKET.sub(r"\1 ", GENDER.sub(" ", EMOJI.sub(" ", _PREFIX.sub("", subject))))


def _segments(text: str) -> list[str]:
    return [piece for piece in map(str.strip, _SEGMENT.split(text)) if piece]


def _in_labels(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    for match in islice(_LABEL.finditer(item.text), 6):
        line = passage("line", match[1])
        yield from _spans(line, "label", places, ())
        yield from _whole(line, "label", places, ())


def _whole(line: Passage, where: str, places: frozenset[str], place: tuple[str, ...]) -> Iterator[Mention]:
    """A piece of a subject or line as a whole."""
    last = len(line.words) - 1
    named = last > 0 and line.lows[last] in words("offered")
    last -= named  # "Business Operations role"
    if -1 < last < 11 and (title := tidy(line.span(0, last), places)):
        kind = "named" if named else "whole"
        own = tuple([f"{where}:{clue}" for clue in (*place, kind, *_shape(line, 0, last, "")) if clue])
        yield Mention(title, line, 0, last, where, kind, own)


def _in_prose(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    yield from _spans(item, item.field, places, ())
    for at in item.where(words("offered"), DEEP):
        first = at
        while first > max(0, at - 5) and _is_capital(item, first - 1):
            first -= 1
        before = item.lows[first - 1] if first else ""
        title = tidy(item.span(first, at - 1), places) if first < at and before in _DETERMINES else ""
        if title:  # "the Embedded Linux role"
            clues = f"{item.field}:named", *_shape(item, first, at - 1, "|named")
            yield Mention(title, item, first, at - 1, item.field, "named", clues)


def _is_capital(item: Passage, at: int) -> bool:
    return item.words[at][0].isupper() and item.lows[at] not in words("never")


def _by_form(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    """Occupations that no list has, where the text asks for one: "we need a falconer"."""
    for first, last in asked_for(item, places):
        raw = item.span(first, last)
        if title := tidy(" ".join(nominative(word) for word in raw.split()), places):
            yield Mention(title, item, first, last, item.field, "form", (f"{item.field}:form",))


def _spans(
    item: Passage, where: str, places: frozenset[str], place: tuple[str, ...], lengths: Lengths | None = None
) -> Iterator[Mention]:
    """The titles around each head noun of a passage, in several lengths."""
    done = -1
    for head in heads(item)[:MOST]:
        first, last = left_end(item, head), right_end(item, head, places)
        if head <= done or not stands(item, first, head):
            continue
        done = last
        around = (*place, *_around(item, first, head, last)) if where != "subject" else place
        own = [f"{where}:{clue}" for clue in around if clue]
        field = has_field(item.lows[head])
        for kind, start, stop in (lengths or _lengths)(item, first, head, last, places):
            if title := tidy(item.span(start, stop), places):
                clues = [f"{where}:{kind}", *own, *_shape(item, start, stop, f"|{kind}"), *_wording(item, start, stop)]
                if where == "subject":
                    clues.append(f"subject:{_class(item, start - 1)}>{_class(item, stop + 1)}|{kind}")
                clues += _grown(item, kind, start, stop, field=field)
                yield Mention(title, item, start, stop, where, kind.rstrip("123"), tuple(clues))


def _lengths(item: Passage, first: int, head: int, last: int, places: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """(kind, first token, last token) of a title as the grammar has it, shorter, and longer on either side."""
    yield "base", first, last
    plain = inflected(item, head)
    if last > plain:
        yield "short", first, plain
    end = last
    for number in range(_FURTHER):
        longer = _one_more(item, end, places)
        if longer == end:
            break
        end = longer
        yield f"long{number + 1}", first, end
    wider = _one_before(item, first, places)
    if wider < first:
        yield "wide", wider, last
        if (widest := _one_before(item, wider, places)) < wider:
            yield "wide", widest, last
    for number in range(first + 1, min(head, first + 3) + 1):
        yield "trim", number, last
    for number in range(plain + 1, last):
        yield "cut", first, number
    for number, tail in enumerate(_tails(item, last)):
        yield f"tail{number or ''}", first, tail


def _with_tail(
    item: Passage, first: int, _head: int, last: int, _places: frozenset[str]
) -> Iterator[tuple[str, int, int]]:
    """The title with the first field that signs set off: of a whole subject, whose segments are read by themselves."""
    yield from (("tail", first, tail) for tail in islice(_tails(item, last), 1))


def _tails(item: Passage, last: int) -> Iterator[int]:
    """The last tokens of fields set off by signs: "Director, Engineering", "Associate - Banking & Finance, Asia"."""
    end = _past_bracket(item, last)
    for _ in range(_FIELDS):
        at = end + 2
        if at >= len(item.lows) or item.lows[end + 1] not in {",", "-", "–", "|", "/", "to", ":"}:
            return
        stop = end
        while at < len(item.lows) and at < end + 7 and (item.words[at][0].isupper() or item.lows[at] in _JOINS):
            stop = at if item.words[at][0].isupper() else stop
            at += 1
        if stop == end:
            return
        yield stop
        end = _past_bracket(item, stop)


def _past_bracket(item: Passage, last: int) -> int:
    """The token that closes a short bracket right after token `last`, else `last`."""
    if item.lows[last + 1 : last + 2] != ("(",):
        return last
    return next((at for at in range(last + 2, min(len(item.lows), last + 10)) if item.lows[at] == ")"), last)


def _one_more(item: Passage, end: int, places: frozenset[str]) -> int:
    """The token up to which one plain word more reaches ("responsable | qualité", "capo | ricevimento"), or `end`."""
    at = end + 1
    if at < len(item.lows) and (item.lows[at] in words("links") or item.lows[at] in _AND or _is_glue(item, at)):
        at += 1
    return at if at < len(item.lows) and _is_word(item, at, places) else end


def _one_before(item: Passage, first: int, places: frozenset[str]) -> int:
    """The token from which one word more reaches ("sage- | femme coordinatrice"), or `first`."""
    at = first - 2 if _is_glue(item, first - 1) else first - 1
    return at if at >= 0 and _is_word(item, at, places) else first


def _is_glue(item: Passage, at: int) -> bool:
    """Whether token `at` is a hyphen without blanks around it."""
    if not 0 < at < len(item.lows) - 1 or item.lows[at] != "-":
        return False
    return item.starts[at + 1] == item.starts[at] + 1 and item.starts[at] == item.starts[at - 1] + len(
        item.words[at - 1]
    )


def _is_word(item: Passage, at: int, places: frozenset[str]) -> bool:
    low = item.lows[at]
    return low.isalpha() and low not in places and low not in _no_parts() and len(low) > 1


@functools.cache
def _no_parts() -> frozenset[str]:
    """Words that are no part of a title."""
    return words("never") | words("articles") | words("offered") | words("links") | words("praise")


# --- clues ------------------------------------------------------------------------------------------------------------


def _shape(item: Passage, first: int, last: int, suffix: str) -> tuple[str, ...]:
    """What stands right before and after a stretch, and at its ends."""
    return (
        f"before:{_class(item, first - 1)}{suffix}",
        f"after:{_class(item, last + 1)}{suffix}",
        f"end:{_class(item, last)}{suffix}",
        f"begin:{_class(item, first)}{suffix}",
    )


def _wording(item: Passage, first: int, last: int) -> tuple[str, ...]:
    """The words right before and after a stretch."""
    lows = item.lows
    return (
        f"prev={lows[first - 1].strip()}" if first else "prev=",
        f"prev2={lows[first - 2].strip()}" if first > 1 else "prev2=",
        f"next={lows[last + 1].strip()}" if last + 1 < len(lows) else "next=",
    )


def _grown(item: Passage, kind: str, first: int, last: int, *, field: bool) -> Iterator[str]:
    """What a longer or shorter form of a title takes in or leaves out."""
    yield f"{kind} of {'field' if field else 'none'}"
    if kind.startswith("long"):
        yield f"ends={item.lows[last][-3:]}"
        yield f"by={item.lows[last - 1]}"
        yield f"long:{_class(item, last)}:{_class(item, last + 1)}"
    elif kind in {"wide", "trim"}:
        at = first if kind == "wide" else first - 1
        yield f"{kind}={item.lows[at]}"
        yield f"{kind}:{_class(item, at - 1)}:{_class(item, at)}"
    elif kind in {"short", "cut"}:
        yield f"{kind}:{_class(item, last)}:{_class(item, last + 1)}"


def _class(item: Passage, at: int) -> str:
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
    for section in ("fields", "before", "after", "heads", "never", "praise", "people", "links"):
        table.update(dict.fromkeys(words(section), section))
    table.update(dict.fromkeys(_ELSEWHERE, "elsewhere"))
    for section in ("articles", "not offered", "offers", "offered", "levels"):
        table.update(dict.fromkeys(words(section), section))
    return table


_ELSEWHERE = ELSEWHERE.pattern[5:-3].split("|")


def _around(item: Passage, first: int, head: int, last: int) -> Iterator[str]:
    """What the clause around a title says about whose it is."""
    low = item.lows[head]
    before = clause_before(item.lows, first)
    yield "early" if first < 70 else "middle" if first < 200 else "late"
    yield "weak" if low in words("weak heads") else ""
    yield "plural" if low[-1] == "s" and low[:-1] in words("heads") else ""
    yield "field" if has_field(low) else ""
    yield from _nearest(before)
    end = item.starts[last] + len(item.words[last])
    yield "gender" if GENDER.match(item.text, end) else ""
    yield "then:offered" if not words("offered").isdisjoint(item.lows[last + 1 : last + 4]) else ""
    yield "then:leaves" if not words("leaves").isdisjoint(item.lows[last + 1 : last + 4]) else ""
    yield "mentioned" if not words("mentions").isdisjoint(before[:2]) else ""
    yield "recruits" if not words("recruiters").isdisjoint(item.lows[first : last + 1]) else ""
    start = item.text.rfind("\n", 0, item.starts[first]) + 1
    yield "sender" if _is_senders(item.text, start) else ""
    yield "opens" if not before else ""


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


def _is_senders(text: str, start: int) -> bool:
    """Whether the line at `start` says what the sender is, as relayed messages begin: a name, and the post below it."""
    above = text[:start].strip().rpartition("\n")[2] if start < 200 else ""
    return 0 < start < 200 and (_SENDER.fullmatch(above) is not None or above.endswith(("message", "message.")))
