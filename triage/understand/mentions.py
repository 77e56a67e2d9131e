"""Finds every stretch of a message that may word the title of the role on offer, with the clues around it."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.anchors import anchors
from triage.understand.grammar import has_field, left_end, right_end, stands
from triage.understand.lengths import dangles, is_glue, led_on, lengths, no_parts, opens_to_both, with_tail
from triage.understand.mention_clues import agreement, around, grown, occupation, shape, word_class, wording
from triage.understand.occupation import asked_for, nominative
from triage.understand.passages import passage
from triage.understand.tidying import BRACKETS, EMOJI, GENDER, LEVEL_BRACKET, tidy
from triage.understand.title_words import is_head, words
from triage.understand.word_kinds import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.understand.lengths import Lengths
    from triage.understand.passages import Passage

#: How far into a text titles are looked for, in tokens, and how many head nouns of a passage are looked at.
DEEP, MOST = 700, 20
#: The longest title, in tokens from its head noun on, and the fewest letters of one that a text repeats.
_LONGEST, _LEAST = 14, 4
#: Of words before what may be a title: how many are looked at, how far off it begins, and how long it is, in tokens.
_SLOTS, _SKIPPED, _SLOT = 12, 6, 5
#: Signs that end what leads a line.
_ENDS = frozenset((",", "(", ".", "?", "!", "#", "|", "•"))
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
    r"|(?<! ds)(?<!\b[JSD]r)(?<!\bSt)(?<!\bkl)(?<!\b[kK]at)(?<!\bniv)(?<!\bdipl)\.\s+|;\s+|\s+//\s+| \.\.\. "
)
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
    cleaned = _cleaned(subject.text)
    segments = _segments(cleaned)
    about_reader = "reader" if {"your", "you"} & subject.present else ""
    gender = "gender" if not BRACKETS.isdisjoint(subject.text) and GENDER.search(subject.text) else ""
    for number, segment in enumerate(segments[:8]):
        line = passage("line", segment)
        place = f"segment:{min(number, 3)}", f"segments:{min(len(segments), 4)}", about_reader, gender
        yield from _spans(line, "subject", places, place)
        below = "whole below" if len(segment) > _LEAST and segment.lower() in body else ""
        yield from _whole(line, "subject", places, (*place, below))
    if len(segments) > 1:
        line = passage("line", " ".join(cleaned.split()))
        yield from _spans(line, "subject", places, ("all",), with_tail)


def _in_both(subject: Passage, body: str, places: frozenset[str]) -> Iterator[Mention]:
    """What a subject says from a title on as far as the text says the same: "Engineer - Gifting, Payments"."""
    for head in heads(subject)[:3]:
        first, last = left_end(subject, head), right_end(subject, head, places)
        end = head - 1
        for at in range(head, min(len(subject.words), head + _LONGEST)):
            if subject.lows[at] == "\n" or subject.span(first, at).lower() not in body:
                break
            end = at if subject.words[at][-1].isalnum() or subject.words[at] == ")" else end
        if end >= last and stands(subject, head) and (title := tidy(subject.span(first, end), places)):
            clues = f"subject:both{'+' if end > last else ''}", *shape(subject, first, end, "|both")
            yield Mention(title, subject, first, end, "subject", "both", clues)


def _cleaned(subject: str) -> str:
    """A subject without prefixes, emojis and gender marks, a level in brackets freed of them."""
    text = _PREFIX.sub("", subject)
    text = text if text.isascii() else EMOJI.sub(" ", text)
    return text if BRACKETS.isdisjoint(text) else LEVEL_BRACKET.sub(r"\1 ", GENDER.sub(" ", text))


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
    small = [at for at in line.where(words("small"), last + 1) if at >= first and not opens_to_both(line, at)]
    inside = "small words" if small else ""
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
    return (low in words("links") or low not in no_parts()) and low not in _ENDS and not low.isdigit()


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
        link = next((number for number in range(first, last + 1) if item.lows[number] in words("links")), last + 1)
        if last < first or any(map(is_head, item.lows[first:link])):
            continue  # but "bras droit du directeur"
        for end in range(first, last + 1):
            raw = " ".join(map(nominative, item.span(first, end).split()))
            if item.lows[end] not in words("links") and (title := tidy(raw, places)):
                yield Mention(title, item, first, end, item.field, "slot", _slot_clues(item, at, first, end, last))


def _fills(item: Passage, at: int, places: frozenset[str], first: int) -> bool:
    low = item.lows[at]
    if at > first and (low in words("links") or is_glue(item, at) or low == "&"):
        return True
    return low[0].isalnum() and not low.isdigit() and low not in places and low not in no_parts()


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
    item: Passage, where: str, places: frozenset[str], place: tuple[str, ...], taken: Lengths = lengths
) -> Iterator[Mention]:
    """The titles around each head noun of a passage, in several lengths."""
    done = -1
    for head in heads(item)[:MOST]:
        if head <= done or not stands(item, head):
            continue
        first, last = left_end(item, head), right_end(item, head, places)
        done = last
        stands_in = (*place, *around(item, first, head, last)) if where != "subject" else place
        own = [f"{where}:{clue}" for clue in stands_in if clue]
        field = has_field(item.lows[head])
        for kind, start, stop in taken(item, first, head, last, places):
            if not dangles(item, head, stop) and (title := tidy(item.span(start, stop), places)):
                clues = [f"{where}:{kind}", *own, *shape(item, start, stop, f"|{kind}"), *wording(item, start, stop)]
                if where == "subject":
                    clues.append(f"subject:{word_class(item, start - 1)}>{word_class(item, stop + 1)}|{kind}")
                clues += grown(item, kind, start, stop, field=field)
                clues += led_on(item, kind, last, stop, field=field)
                clues += agreement(item, stop)
                clues += occupation(item, head, stop)
                yield Mention(title, item, start, stop, where, kind.rstrip("123"), tuple(clues))
