"""Finds the title of the role on offer: from a labelled line, the subject, or a sentence that offers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.domain import Evidence
from triage.understand.grammar import ELSEWHERE, heads, left_end, right_end, stands, with_bracket, words
from triage.understand.occupation import asked_for, nominative
from triage.understand.passages import one_line, passage
from triage.understand.tidying import EMOJI, GENDER, LEVEL_BRACKET, PARENTHESIS, is_foreign, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.understand.passages import Passage

#: How far into a text an offer is looked for, in tokens.
DEEP = 900
#: How many titles of sentences and lines are looked at; the first ones decide.
MOST = 12

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
    r"\s+[|•·–—-]+\s+|\s*[|•]\s*|·\s+|\s+[–—]|:\s+|\s+@\s*|\s*\n\s*|!\s+|\?\s+"
    r"|(?<! ds)(?<!\b[JSD]r)(?<!\bSt)\.\s+|;\s+|\s+//\s+| \.\.\. "
)
#: Where a title in a subject may end.
_END = re.compile(r"\s+(?:role|position|opportunity|job|@)|\s*[(|]|\s+at\s|$")
_AFTER_COMMA = re.compile(
    r"(,|\s+[-–—|])\s+([^\W\d_][\w &/-]{2,40}?)"
    r"(?=\s+(?:at|@|role|position|opportunity|in|chez|bei)\b|\s*[|(,–—@]|\s+-|\s*$)"
)
_FIELD = re.compile(
    r"((?:,| [-–—]) [A-Z0-9][\w&/.'+]*(?:,?[ -](?:[A-Z0-9&(–-][\w&/().'+]*|and|of|for|-))*)"
    r" (?:to join|position|role|opening|opportunity|in [A-Z]|on behalf|at \w)"
)
_ROLE_WORDS = re.compile(
    r"^(?:new )?(?:role|job|position|opportunity)\b\s*:?\s*"
    r"|\s+(?:role|position|opportunity|job|opening|vacancy)\b.*$|\s+at\s.*$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:looking for|seeking|recruiting|hiring|thought of|needs?|role of|position of)\s+"
    r"(?:an?|the|our|your|somebody for)?\s*$"
)
_NAMED_ROLE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Oo]ur|[Tt]his)\s((?:[A-Z][\w+#./&-]*[ \n]){1,5})(?:role|position|opening|vacancy)\b"
)
_SENDER = re.compile(r"(?:[A-ZÀ-Ž][\w'’-]+ ){1,3}[A-ZÀ-Ž][\w'’-]+")
#: Regions are part of a title ("Vertriebsleiter DACH"), unlike cities and countries.
_REGIONS = frozenset(
    (
        "emea",
        "apac",
        "dach",
        "latam",
        "americas",
        "europe",
        "africa",
        "asia",
        "mena",
        "nordics",
        "benelux",
        "amer",
        "cee",
        "iberia",
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A title as the message words it, tidied; `raw` is what it was read from, with levels in brackets and the like."""

    title: str
    raw: str
    evidence: Evidence


def read_titles(passages: Sequence[Passage], places: frozenset[str]) -> tuple[Found, ...]:
    """Every title the message offers, most authoritative first; `places` are the places it names, in lower case."""
    named = {item.field: item for item in passages}
    places -= _REGIONS
    text = named.get("text")
    found = [*_in_subject(named["subject"], text, places)] if "subject" in named else []
    if text:
        found = [*_in_labels(text, places), *found, *islice(_in_sentences(text, places), MOST)]
    if not found and "quoted" in named:
        found = [*_in_labels(named["quoted"], places), *islice(_in_sentences(named["quoted"], places), MOST)]
    if not found or " " not in found[0].title:
        bodies = [item for item in passages if item.field in {"text", "quoted"}]
        found += [title for item in bodies for title in _by_form(item, places)]
        offers = [item for item in bodies if speaks_of_work(item)]
        found += [title for item in offers for title in (*_mentioned(item, places), *_without_head(item, places))]
    return tuple(_best_first(found))


def speaks_of_work(item: Passage, least: int = 2) -> bool:
    """Whether a text speaks of terms of work, so that a title in it may be the one on offer without being offered."""
    return len(words("terms") & item.present) >= least


def _best_first(found: list[Found]) -> list[Found]:
    """A bare head ("Engineer") or a short form ("SRE") gives way to a fuller title."""
    if len(found) < 2:
        return found
    bare = found[0].title.lower()
    if "dev" in bare.split():
        return sorted(found, key=lambda other: "dev" in other.title.lower().split())
    if " " in bare:
        return found
    if bare in words("weak heads"):
        return [*found[1:], found[0]]
    fuller = [other for other in found[1:] if _is_fuller(other.title.lower().split(), bare)]
    return fuller + found if fuller else found


def _is_fuller(title: Sequence[str], bare: str) -> bool:
    """Whether the words of a title hold a bare head, alone or as the end of a compound, or spell out a short form."""
    if bare in title or title[-1].endswith(bare) or (len(bare) > 2 and title[0].startswith(bare)):
        return title != [bare]
    return len(bare) > 1 and "".join(word[0] for word in title).startswith(bare)


# --- the places a title stands in -------------------------------------------------------------------------------------


def _in_labels(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    for match in _LABEL.finditer(item.text):
        line = passage("line", match[1])
        if title := _tidy_span(line, 0, len(line.words), places, whole=True):
            yield Found(title, match[1], Evidence("title", one_line(match[0])))


def _in_subject(subject: Passage, text: Passage | None, places: frozenset[str]) -> Iterable[Found]:
    cleaned = _cleaned(subject.text)
    end = 0
    for segment in _segments(cleaned):
        start = cleaned.index(segment, end)
        end = start + len(segment)
        line = passage("line", segment)
        if _is_about_reader(line.lows):
            continue
        title = _tidy_span(line, 0, len(line.words), places, whole=False) or _headless(segment, text, places)
        if title:
            longer = _corroborated(title, cleaned, text.text if text else "", places)
            yield Found(longer or title, f"{segment}", Evidence("title", one_line(subject.text)))


def _cleaned(subject: str) -> str:
    """A subject without prefixes, emojis and gender marks, a level in brackets freed of them."""
    return LEVEL_BRACKET.sub(r"\1 ", GENDER.sub(" ", EMOJI.sub(" ", _PREFIX.sub("", subject))))


def _headless(segment: str, text: Passage | None, places: frozenset[str]) -> str:
    """A title without a head noun ("Business Operations"), if a sentence of the text offers just these words."""
    bare = _ROLE_WORDS.sub("", tidy(segment, places)).strip()
    at = text.text.find(bare) if text and bare[:1].isupper() else -1
    if text is None or at < 0 or not 3 < len(bare) < 70:
        return ""
    after = text.text[at + len(bare) : at + len(bare) + 12]
    return bare if _OFFERS.search(text.text[max(0, at - 30) : at]) and not after[:1].isalnum() else ""


def _segments(text: str) -> list[str]:
    pieces, start = [], 0
    for match in _SEGMENT.finditer(text):
        pieces.append(text[start : match.start()].strip())
        start = match.end()
    pieces.append(text[start:].strip())
    return [piece for piece in pieces if piece]


def _is_about_reader(lows: Sequence[str]) -> bool:
    return "profile" in lows and "as" in lows


def _corroborated(title: str, subject: str, text: str, places: frozenset[str]) -> str:
    """A longer title, when the text repeats what follows it in the subject ("Marketing Manager - Developer Tools")."""
    at = subject.find(title)
    if at < 0:
        return ""
    rest = subject[at + len(title) :]
    best = ""
    for match in _END.finditer(rest):
        longer = f"{title}{rest[: match.start()]}".strip(" -–—,|/:")
        tail = longer[len(title) :]
        if longer != title and longer in text and not ELSEWHERE.search(tail) and not is_foreign(tail, places):
            best = longer
    return best or _plain_specialty(title, rest, text, places)


def _plain_specialty(title: str, rest: str, text: str, places: frozenset[str]) -> str:
    """`title` with what follows its comma, if those are ordinary words and no name: the text has them in lower case."""
    match = _AFTER_COMMA.match(rest)
    if match is None or (match[1] != "," and " " in title) or is_foreign(match[2], places):
        return ""
    known = vocabulary.single_words() | words("before") | _REGIONS
    ordinary = all(word.lower() in known or word.lower() in text for word in match[2].split())
    ordinary = ordinary or (match[1] == "," and match[2].split()[-1].lower() in words("fields"))
    return f"{title}{', ' if match[1] == ',' else ' - '}{match[2]}" if ordinary else ""


def _in_sentences(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    nouns = heads(item, 0, DEEP)
    yield from _in_prose(item, nouns, places)
    yield from _in_lines(item, nouns, places)


def _in_lines(item: Passage, nouns: Sequence[int], places: frozenset[str]) -> Iterable[Found]:
    """Titles that have a line to themselves, as headings and items of lists do."""
    end = -1
    for at in nouns:
        start = item.text.rfind("\n", 0, item.starts[at]) + 1
        if start < end or _is_senders(item.text, start):
            continue
        end = item.text.find("\n", item.starts[at])
        end = len(item.text) if end < 0 else end
        bare = EMOJI.sub("", item.text[start : min(end, start + 100)]).strip(" \t*#>•·-–—_")
        if 3 < len(bare) < 90 and bare[0].isupper() and bare[-1] not in ".?!:;,":
            yield from _alone(bare, places)


def _is_senders(text: str, start: int) -> bool:
    """Whether the line at `start` says what the sender is, as relayed messages begin: a name, and the post below it."""
    above = text[:start].strip().rpartition("\n")[2]
    return 0 < start < 200 and (_SENDER.fullmatch(above) is not None or above.endswith(("message", "message.")))


def _is_recruiter(item: Passage, first: int, last: int) -> bool:
    """Whether a title nothing offers is who writes: a recruiter's post, or one right below a name at the start."""
    start = item.text.rfind("\n", 0, item.starts[first]) + 1
    return not words("recruiters").isdisjoint(item.lows[first : last + 1]) or _is_senders(item.text, start)


def _alone(line: str, places: frozenset[str]) -> Iterable[Found]:
    """The title that a line consists of."""
    item = passage("line", line)
    title = _tidy_span(item, 0, len(item.words), places, whole=False)
    rest = tidy(line, places)
    if title and title.lower() not in words("weak heads") and rest.startswith(title) and len(rest) <= len(title) + 25:
        yield Found(title, line, Evidence("title", one_line(line)))


def _in_prose(item: Passage, nouns: Sequence[int], places: frozenset[str]) -> Iterable[Found]:
    skip = 0
    for at in nouns:
        if at < skip:
            continue
        first, last = left_end(item, at), right_end(item, at, places)
        if not stands(item, first, at) or not _is_specific(item, first, at, last) or not _is_offered(item, first, last):
            continue
        skip = last + 1
        if title := _tidy_span(item, first, last + 1, places, whole=True):
            title += _prose_specialty(item, last, places)
            yield Found(title, with_bracket(item, first, last), Evidence("title", item.quote(first, last)))


def _by_form(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    """Occupations that no list has, where the text asks for one: "we need a falconer"."""
    for first, last in asked_for(item, places):
        raw = item.span(first, last)
        if title := tidy(" ".join(nominative(word) for word in raw.split()), places):
            yield Found(title, raw, Evidence("title", item.quote(first, last)))


def _mentioned(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    """Titles that nothing offers in so many words: "we add a Senior Accountant", "→ Art Director"."""
    surely = speaks_of_work(item)
    for at in heads(item, 0, DEEP):
        first, last = left_end(item, at), right_end(item, at, places)
        if not stands(item, first, at) or not _is_specific(item, first, at, last) or not (surely or first < last):
            continue
        before = _clause_before(item.lows, first)
        opens = not before or not (before[0].isalnum() or before[0] in {",", "/", "&", "'", "’", ")", "@"})
        introduced = bool(before) and before[0] in words("articles")
        if (
            (opens and (first < last or len(item.lows[at]) > 12))
            or introduced
            or not words("mentions").isdisjoint(before[:2])
            or not words("leaves").isdisjoint(item.lows[last + 1 : last + 4])
        ):
            if not (words("not offered") | words("people")).isdisjoint(before) or _is_recruiter(item, first, last):
                continue
            if title := _tidy_span(item, first, last + 1, places, whole=True):
                yield Found(title, with_bracket(item, first, last), Evidence("title", item.quote(first, last)))


def _without_head(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    """A title without a head noun that is named as one: "the Embedded Linux role"."""
    for match in _NAMED_ROLE.finditer(item.text[:4000]):
        title = tidy(match[1], places)
        if title and words("never").isdisjoint(title.lower().split()) and not is_foreign(title, places):
            yield Found(title, match[0], Evidence("title", one_line(match[0])))


def _is_specific(item: Passage, first: int, head: int, last: int) -> bool:
    """Whether words in a sentence say enough to be a title: not "Developers", not "Lead" without an article."""
    low = item.lows[head]
    if low[-1] == "s" and low[:-1] in words("heads"):
        return first < last and not words("several wanted").isdisjoint(_clause_before(item.lows, first))
    return first < last or low not in words("weak heads") or item.lows[first - 1] in words("articles")


def _prose_specialty(item: Passage, last: int, places: frozenset[str]) -> str:
    """The field after a comma or dash, if the sentence goes on offering: "a Director, Engineering - Maps to join"."""
    end = item.starts[last] + len(item.words[last])
    match = _FIELD.match(item.text[end : end + 90])
    if match is None:
        return ""
    tail = PARENTHESIS.sub("", match[1])
    return "" if is_foreign(tail, places) else tail.rstrip(" ,-–—")


def _tidy_span(item: Passage, start: int, stop: int, places: frozenset[str], *, whole: bool) -> str:
    """The title within the tokens `start` to `stop`; "" if there is no head noun among them."""
    found = (at for at in heads(item, start, stop) if stands(item, left_end(item, at, start), at))
    head = next(found, None)
    if head is None:
        return ""
    first = start if whole else left_end(item, head, start)
    last = right_end(item, head, places, stop)
    title = tidy(item.span(first, last), places)
    return title + _specialty(item, title, last, stop, places) if title and item.field == "line" else title


def _specialty(item: Passage, title: str, last: int, stop: int, places: frozenset[str]) -> str:
    """What follows a title of one word after a dash: "Associate - Banking & Finance"."""
    if len(title.split()) > 1 or last + 2 >= stop or item.lows[last + 1] not in {"-", "–", ","}:
        return ""
    end = last + 1
    while end + 1 < stop and (item.words[end + 1][0].isupper() or item.lows[end + 1] in {"&", "and", "/", "und", "et"}):
        end += 1
    tail = item.span(last + 2, end).rstrip(" /&-") if end > last + 1 else ""
    return f" - {tail}" if tail and not is_foreign(tail, places) else ""


def _is_offered(item: Passage, first: int, last: int) -> bool:
    """Whether the words around a title in a sentence offer it, and do not speak of the reader, the sender or a boss.

    The nearest word before it that can tell decides.
    """
    before = _clause_before(item.lows, first)
    end = item.starts[last] + len(item.words[last])
    after = not words("offered").isdisjoint(item.lows[last + 1 : last + 3]) or GENDER.match(item.text, end) is not None
    weak = words("weak offers")
    for number, low in enumerate(before):
        if low in weak or _is_no_subject(before, number):
            continue
        if low in words("offers"):
            return True
        if low in words("not offered"):
            return after and low not in words("bosses")
    return after or not weak.isdisjoint(before[:2])


def _is_no_subject(before: Sequence[str], number: int) -> bool:
    """Whether a word that often leads up to the writer's own post does not: "suche ich einen", "on my team for a"."""
    low = before[number]
    if low in {"ich", "ik"}:
        return not words("offers").isdisjoint(before[number + 1 : number + 2])
    return low == "my" and number > 0 and before[number - 1] in {"team", "client", "group", "company"}


def _clause_before(lows: Sequence[str], first: int) -> list[str]:
    """Up to eleven tokens before token `first`, the nearest first, back to where the sentence or line begins."""
    before: list[str] = []
    for at in range(first - 1, max(-1, first - 12), -1):
        if lows[at] in {".", "!", "?", ";", "\n"} or (lows[at] == ":" and not before):
            break
        before.append(lows[at])
    return before
