"""Finds every stretch of a message that may word the title of the role on offer, with the clues around it."""

from __future__ import annotations

import functools
import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from triage import vocabulary
from triage.understand.anchors import anchors
from triage.understand.gazetteer import begins
from triage.understand.grammar import has_field, inflected, left_end, right_end, small_words, stands
from triage.understand.mention_clues import around, grown, shape, word_class, wording
from triage.understand.occupation import asked_for, nominative
from triage.understand.passages import passage
from triage.understand.tidying import EMOJI, GENDER, LEVEL_BRACKET, tidy
from triage.understand.title_words import is_head, words
from triage.understand.word_kinds import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from triage.understand.passages import Passage

    Lengths = Callable[[Passage, int, int, int, frozenset[str]], Iterator[tuple[str, int, int]]]

#: How far into a text titles are looked for, in tokens, and how many head nouns of a passage are looked at.
DEEP, MOST = 700, 20
#: How many plain words more than the grammar allows a title may take in, to the right.
_FURTHER = 3
#: The longest title, in tokens from its head noun on, and the fewest letters of one that a text repeats.
_LONGEST, _LEAST = 14, 4
#: Of words before what may be a title: how many are looked at, how far off it begins, and how long it is, in tokens.
_SLOTS, _SKIPPED, _SLOT = 12, 6, 5
#: Signs that end what leads a line.
_ENDS = frozenset((",", "(", ".", "?", "!", "#", "|", "•"))
#: How many fields, set off by signs, a title takes in.
_FIELDS = 3

_LABEL = re.compile(
    r"^[ \t>*•\-–]*(?:(?:job|position|role|stellen)?[ \t]*(?:titt?le|titel|bezeichnung)"
    r"|position(?:[ \t]+title)?|role|job(?:[ \t]+role)?|opening|vacancy"
    r"|stelle|rolle|funktion|poste|intitulé(?:[ \t]du[ \t]poste)?|puesto|cargo|vacante|posición"
    r"|functie(?:titel)?|vacature"
    r"|ruolo|posizione|mansione|vaga|função|posição|stanowisko"
    r"|designation|post|profile?|profilo|perfil|funkcja|titre|título)[ \t]*(?:name)?"
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
            yield from _by_place(item, places)


def heads(item: Passage) -> list[int]:
    """The tokens that name an occupation, among the first `DEEP`."""
    return [at for at in anchors(item, HEAD) if at < DEEP]


# --- the places a title stands in -------------------------------------------------------------------------------------


def _in_subject(subject: Passage, body: str, places: frozenset[str]) -> Iterator[Mention]:
    segments = _segments(_cleaned(subject.text))
    about_reader = "reader" if {"your", "you"} & subject.present else ""
    gender = "gender" if GENDER.search(subject.text) else ""
    for number, segment in enumerate(segments[:8]):
        line = passage("line", segment)
        place = f"segment:{min(number, 3)}", f"segments:{min(len(segments), 4)}", about_reader, gender
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
            clues = f"subject:both{'+' if end > last else ''}", *shape(subject, first, end, "|both")
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
    """A piece of a subject or line as a whole, and what leads it: "Cook wanted from June", "Kellner in Graz"."""
    first, last = 0, len(line.words) - 1
    named = last > 0 and line.lows[last] in words("offered")
    last -= named  # "Business Operations role"
    while first < last and line.lows[first] in words("articles"):
        first += 1  # "the data platform role"
    while last > first and line.lows[last] in words("conditions"):
        last -= 1
    inside = "small words" if not words("small").isdisjoint(line.lows[first : last + 1]) else ""
    lead = first
    while lead < last and _goes_on(line, lead + 1):
        lead += 1
    while lead > first and not line.words[lead][0].isalnum():
        lead -= 1
    kinds = [("named" if named else "whole", last, (*place, inside))] + [("lead", lead, place)] * (lead < last)
    for kind, end, clues in kinds:
        if -1 < end < 11 and (title := tidy(line.span(first, end), places)):
            own = tuple([f"{where}:{clue}" for clue in (*clues, kind, *shape(line, first, end, "")) if clue])
            yield Mention(title, line, first, end, where, kind, own)


def _goes_on(line: Passage, at: int) -> bool:
    """Whether a title may go on with token `at` of a line: no preposition, comma or number ends it there."""
    low = line.lows[at]
    return (low in words("links") or low not in _no_parts()) and low not in _ENDS and not low.isdigit()


def _in_prose(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    yield from _spans(item, item.field, places, ())
    for at in item.where(words("offered"), DEEP):
        first = at
        while first > max(0, at - 5) and _is_capital(item, first - 1):
            first -= 1
        before = item.lows[first - 1] if first else ""
        title = tidy(item.span(first, at - 1), places) if first < at and before in _DETERMINES else ""
        if title:  # "the Embedded Linux role"
            clues = f"{item.field}:named", *shape(item, first, at - 1, "|named")
            yield Mention(title, item, first, at - 1, item.field, "named", clues)


def _is_capital(item: Passage, at: int) -> bool:
    return item.words[at][0].isupper() and item.lows[at] not in words("never")


def _by_form(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    """Occupations that no list has, where the text asks for one: "we need a falconer"."""
    for first, last in asked_for(item, places):
        raw = item.span(first, last)
        if title := tidy(" ".join(nominative(word) for word in raw.split()), places):
            yield Mention(title, item, first, last, item.field, "form", (f"{item.field}:form",))


def _by_place(item: Passage, places: frozenset[str]) -> Iterator[Mention]:
    """What stands where the text names a title, though no word of it is known for one: "recherche une IBODE"."""
    for at in islice(item.where(words("slots"), DEEP), _SLOTS):
        first = at + 1
        while first < len(item.lows) and first - at < _SKIPPED and item.lows[first] in words("slot skips"):
            first += 1
        last = first - 1
        while last + 1 < min(len(item.lows), first + _SLOT) and _fills(item, last + 1, places, first):
            last += 1
        while last > first and item.lows[last] in words("links"):
            last -= 1
        if last < first or any(map(is_head, item.lows[first : last + 1])):
            continue
        for end in range(first, last + 1):
            raw = " ".join(map(nominative, item.span(first, end).split()))
            if item.lows[end] not in words("links") and (title := tidy(raw, places)):
                yield Mention(title, item, first, end, item.field, "slot", _slot_clues(item, at, first, end, last))


def _fills(item: Passage, at: int, places: frozenset[str], first: int) -> bool:
    low = item.lows[at]
    if at > first and (low in words("links") or _is_glue(item, at) or low == "&"):
        return True
    return low[0].isalnum() and not low.isdigit() and low not in places and low not in _no_parts()


def _slot_clues(item: Passage, at: int, first: int, end: int, last: int) -> tuple[str, ...]:
    return (
        f"{item.field}:slot",
        f"slot={item.lows[at]}",
        f"slot:{'all' if end == last else 'part'}",
        f"slot:{min(first - at - 1, 2)} skipped",
        f"slot:{min(end - first, 3)} more",
        "slot:shouted" if item.words[first].isupper() and len(item.words[first]) > 1 else "",
        f"slot:first~{item.lows[first][-3:]}",
        f"slot:last~{item.lows[end][-3:]}",
        *shape(item, first, end, "|slot"),
    )


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
        stands_in = (*place, *around(item, first, head, last)) if where != "subject" else place
        own = [f"{where}:{clue}" for clue in stands_in if clue]
        field = has_field(item.lows[head])
        for kind, start, stop in (lengths or _lengths)(item, first, head, last, places):
            if title := tidy(item.span(start, stop), places):
                clues = [f"{where}:{kind}", *own, *shape(item, start, stop, f"|{kind}"), *wording(item, start, stop)]
                if where == "subject":
                    clues.append(f"subject:{word_class(item, start - 1)}>{word_class(item, stop + 1)}|{kind}")
                clues += grown(item, kind, start, stop, field=field)
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
    for number, stop in enumerate(_fields_of(item, last, places)):
        yield f"with{number + 1}", first, stop
    for number, tail in enumerate(_tails(item, last)):
        yield f"tail{number or ''}", first, tail


def _with_tail(
    item: Passage, first: int, _head: int, last: int, _places: frozenset[str]
) -> Iterator[tuple[str, int, int]]:
    """The title with the first field that signs set off: of a whole subject, whose segments are read by themselves."""
    yield from (("tail", first, tail) for tail in islice(_tails(item, last), 1))


def _fields_of(item: Passage, last: int, places: frozenset[str]) -> Iterator[int]:
    """The last tokens of a field that a preposition leads to: "Lead Engineer for Marine Structures"."""
    at = last + 2
    if at > len(item.lows) or item.lows[last + 1] not in words("field links"):
        return
    while at < min(len(item.lows), last + 2 + _FURTHER) and _is_word(item, at, places):
        yield at
        at += 1


def _tails(item: Passage, last: int) -> Iterator[int]:
    """The last tokens of fields set off by signs: "Director, Engineering", "Associate - Banking & Finance, Asia"."""
    end, fields = _past_bracket(item, last), words("fields")
    for _ in range(_FIELDS):
        at = end + 2
        if at >= len(item.lows) or item.lows[end + 1] not in {",", "-", "–", "|", "/", "to", ":"}:
            return
        stop = end
        while (
            at < len(item.lows)
            and at < end + 7
            and (item.words[at][0].isupper() or item.lows[at] in _JOINS or item.lows[at] in fields)
        ):
            stop = at if item.words[at][0].isupper() or item.lows[at] in fields else stop
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
    if at < 0 or not _is_word(item, at, places):
        return first
    low = item.lows[at]
    return first if low in words("offers") or begins(low)[0] else at


def _is_glue(item: Passage, at: int) -> bool:
    """Whether token `at` is a hyphen without blanks around it."""
    if not 0 < at < len(item.lows) - 1 or item.lows[at] != "-":
        return False
    return item.starts[at + 1] == item.starts[at] + 1 and item.starts[at] == item.starts[at - 1] + len(
        item.words[at - 1]
    )


def _is_word(item: Passage, at: int, places: frozenset[str]) -> bool:
    low = item.lows[at]
    worded = low.isalpha() or low in vocabulary.single_words()
    return worded and low not in places and low not in _no_parts() and len(low) > 1


@functools.cache
def _no_parts() -> frozenset[str]:
    """Words that are no part of a title."""
    terms = words("terms") - words("before") - words("after") - words("fields")
    other = frozenset[str]().union(
        *map(words, ("never", "articles", "offered", "links", "praise", "leading", "conditions"))
    )
    return other | small_words() | terms
