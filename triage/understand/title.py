"""Finds the title of the role on offer: from a labelled line, the subject, or a sentence that offers it."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage import vocabulary
from triage.domain import Evidence
from triage.understand.passages import Passage, one_line, passage
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Longer titles are sentences; what a prose title may reach to the left of its head noun, in tokens.
MOST_WORDS, REACH = 12, 9
#: How far into a text an offer is looked for, in tokens.
DEEP = 900

_LABEL = re.compile(
    r"^[ \t>*•\-–]*(?:(?:job|position|role|stellen)?[ \t]*(?:title|titel|bezeichnung)|position(?:[ \t]+title)?|role|job(?:[ \t]+role)?|opening|vacancy"
    r"|stelle|rolle|funktion|poste|intitulé(?:[ \t]du[ \t]poste)?|puesto|cargo|vacante|posición|functie(?:titel)?|vacature"
    r"|ruolo|posizione|mansione|vaga|função|posição|stanowisko)[ \t]*(?:name)?[ \t*]*(?::-?|：|:[ \t]*\*+|[ \t]-|–)[ \t*]*([^\n]{2,160})",
    re.IGNORECASE | re.MULTILINE,
)
_GENDER = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxhv]|gn|div|all genders|alle|w/m/d|h/f|f/h|m/f|k/m|m/k)(?:\s*[/|,*.\-]\s*(?:[mwfdxhv]|div|gn))*\s*[)\]]"
    r"|\s+\b(?:[mwf]/[mwf]/[dxi]|[HF]/[HF]|[mwf]/[wmf]|M/K|K/M)\b(?!/)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]?")
_REFERENCE = re.compile(
    r"\s*(?:#|\b(?:ref|req|job ?id|id|kennziffer|nr|no)\b)[.:\s#\-]*[\w\-/]*\d[\w\-/]*", re.IGNORECASE
)
_MONEY = re.compile(
    r"[€$£¥]|\d\s?[kK]\b|\d{2,}[.,]?\d{3}|\b(?:EUR|USD|GBP|CHF|PLN|zł|LPA)\b|\b\d+\s*(?:/|per )\s*(?:h|hr|hour|day|d)\b"
)
_PREFIX = re.compile(r"^\s*(?:(?:re|aw|fwd?|wg|tr|rv|antw|odp|pd|sv|i|r)\s*:\s*)+", re.IGNORECASE)
_INFLECTION = re.compile(r"(?:[:*_/]-?in(?:nen)?|[·/]e|/-?a|/-?ra|/rice)\b")
_FIELD = re.compile(
    r"((?:,| [-–—]) [A-Z0-9][\w&/.'+]*(?:,?[ -](?:[A-Z0-9&(–-][\w&/().'+]*|and|of|for|-))*)"
    r" (?:to join|position|role|opening|opportunity|in [A-Z]|on behalf|at \w)"
)
#: Regions are part of a title ("Vertriebsleiter DACH"), unlike cities and countries.
_REGIONS = frozenset(
    "emea apac dach latam americas europe africa asia mena nordics benelux amer cee iberia global".split()
)
#: What ends a title in a subject: what follows says where or for whom.
_ELSEWHERE = re.compile(
    r"\b(?:at|chez|bei|beim|en|bij|presso|in|na|w|em|à|a|for|für|with|mit|on behalf|para|pour|per|voor|dla|z|con|com|met|avec|zum|zur|im|am)\b",
    re.IGNORECASE,
)
#: Of two roles the first is the title: "ML Engineer / Data Scientist".
_SECOND = re.compile(r"^(\w\S* \S+[^/]*?) / \w\S* \w.*$")
_ROLE_WORDS = re.compile(
    r"^(?:new )?(?:role|job|position|opportunity)\b\s*:?\s*|\s+(?:role|position|opportunity|job|opening|vacancy)\b.*$|\s+at\s.*$",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"\b(?:looking for|seeking|recruiting|hiring|thought of|needs?|role of|position of)\s+(?:an?|the|our|your|somebody for)?\s*$"
)
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\uFE0F\u200d\u2B00-\u2BFF★☆►▶✔✨]+")
#: What parts a subject into segments.
_SEGMENT = re.compile(
    r"\s+[|•·–—-]+\s+|\s*[|•·]\s*|\s+[–—]|:\s+|\s+@\s*|\s*\n\s*|!\s+|\?\s+|\.\s+|;\s+|\s+//\s+| \.\.\. "
)
_WORKPLACE = re.compile(
    r"\b(?:remote|hybrid|on-?site|home ?office|full[- ]?time|part[- ]?time|vollzeit|teilzeit|permanent|contract|freelance|cdi|cdd|fte"
    r"|unbefristet|festanstellung|b2b|c2c|w2|inside ir35|outside ir35|télétravail|remoto|zdalnie|salary|urgent|immediate)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A title as the message words it, tidied; `raw` is what it was read from, with levels in brackets and the like."""

    title: str
    raw: str
    evidence: Evidence


@functools.cache
def _words(section: str) -> frozenset[str]:
    return frozenset(word for line in table("titles_words.txt")[section] for word in line.split())


@functools.cache
def _suffixes() -> tuple[str, ...]:
    return tuple(_words("suffixes"))


def read_titles(passages: Sequence[Passage], places: frozenset[str]) -> tuple[Found, ...]:
    """Every title the message offers, most authoritative first; `places` are the places it names, in lower case."""
    named = {item.field: item for item in passages}
    places -= _REGIONS
    text, quoted = named.get("text"), named.get("quoted")
    found = [
        *(_in_labels(text, places) if text else ()),
        *(_in_subject(named["subject"], text, places) if "subject" in named else ()),
        *(_in_prose(text, places) if text else ()),
        *(_in_lines(text, places) if text else ()),
        *(_in_labels(quoted, places) if quoted else ()),
        *(_in_prose(quoted, places) if quoted else ()),
    ]
    return tuple(_best_first(found))


def _best_first(found: list[Found]) -> list[Found]:
    """A bare head ("Engineer") gives way to a fuller title that ends or begins with it."""
    if len(found) < 2 or len(found[0].title.split()) > 1:
        return found
    bare = found[0].title.lower()
    fuller = [other for other in found[1:] if bare in other.title.lower().split()]
    return fuller + found if fuller else found


# --- the three places a title stands in ---------------------------------------------------------------------------------


def _in_labels(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    for match in _LABEL.finditer(item.text):
        line = passage("line", match[1])
        if title := _tidy_span(line, 0, len(line.words), places, labelled=True):
            yield Found(title, match[1], Evidence("title", one_line(match[0])))


def _in_subject(subject: Passage, text: Passage | None, places: frozenset[str]) -> Iterable[Found]:
    cleaned = _EMOJI.sub(" ", _PREFIX.sub("", subject.text))
    end = 0
    for segment in _segments(cleaned):
        start = cleaned.index(segment, end)
        end = start + len(segment)
        line = passage("line", segment)
        if _is_about_reader(line.lows):
            continue
        title = _tidy_span(line, 0, len(line.words), places, labelled=False) or _headless(segment, text, places)
        if title:
            longer = _corroborated(title, cleaned, text.text if text else "", places)
            yield Found(longer or title, f"{segment}", Evidence("title", one_line(subject.text)))


def _headless(segment: str, text: Passage | None, places: frozenset[str]) -> str:
    """A title without a head noun ("Business Operations"), which only a sentence that offers just these words can tell."""
    bare = _ROLE_WORDS.sub("", tidy(segment, places)).strip()
    at = text.text.find(bare) if text and bare[:1].isupper() else -1
    if text is None or at < 0 or not 3 < len(bare) < 70:
        return ""
    after = text.text[at + len(bare) : at + len(bare) + 12]
    return bare if _OFFERS.search(text.text[max(0, at - 30) : at]) and not after[:1].isalnum() else ""


def _segments(text: str) -> list[str]:
    masked = _GENDER.sub(lambda match: " " * len(match[0]), text)
    pieces, start = [], 0
    for match in _SEGMENT.finditer(masked):
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
    for match in re.finditer(r"\s+(?:role|position|opportunity|job|@)|\s*[(|]|\s+at\s|$", rest):
        longer = f"{title}{rest[: match.start()]}".strip(" -–—,|/:")
        tail = longer[len(title) :]
        if longer != title and longer in text and not _ELSEWHERE.search(tail) and not _is_foreign(tail, places):
            best = longer
    return best or _plain_specialty(title, rest, text, places)


def _plain_specialty(title: str, rest: str, text: str, places: frozenset[str]) -> str:
    """`title` with what follows its comma, if those are ordinary words and no name: the text has them in lower case."""
    parted = r"(?:,|\s+[-–—|])" if " " not in title else ","
    match = re.match(
        parted
        + r"\s+([^\W\d_][\w &/-]{2,40}?)(?=\s+(?:at|@|role|position|opportunity|in|chez|bei)\b|\s*[|(,–—@]|\s+-|\s*$)",
        rest,
    )
    if match is None or _is_foreign(match[1], places):
        return ""
    known = vocabulary.single_words()
    ordinary = all(
        word.lower() in known or word.lower() in _words("before") or word.lower() in text for word in match[1].split()
    )
    return f"{title}{', ' if rest[0] == ',' else ' - '}{match[1]}" if ordinary else ""


def _in_lines(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    """Titles that have a line to themselves, as headings and items of lists do."""
    for line in item.text.split("\n")[:60]:
        bare = _EMOJI.sub("", line).strip(" \t*#>•·-–—_")
        if not 3 < len(bare) < 90 or not bare[0].isupper() or bare[-1] in ".?!:;,":
            continue
        words = passage("line", bare)
        title = _tidy_span(words, 0, len(words.words), places, labelled=False)
        rest = tidy(_PARENTHESIS.sub("", _GENDER.sub("", bare)), places)
        if title and rest.startswith(title) and len(rest) <= len(title) + 25:
            yield Found(title, bare, Evidence("title", one_line(line)))


def _in_prose(item: Passage, places: frozenset[str]) -> Iterable[Found]:
    lows = item.lows
    skip = 0
    for at in range(min(len(lows), DEEP)):
        low = lows[at]
        if at < skip or len(low) < 2 or not _is_head(low):
            continue
        first = _left(item, at)
        last = _right(item, at, places)
        if not _stands(item, first, at) or not _is_offered(item, first, last):
            continue
        skip = last + 1
        if title := _tidy_span(item, first, last + 1, places, labelled=False):
            title += _prose_specialty(item, last, places)
            yield Found(title, _with_bracket(item, first, last), Evidence("title", item.quote(first, last)))


def _prose_specialty(item: Passage, last: int, places: frozenset[str]) -> str:
    """The field after the comma or dash of a title in a sentence, if the sentence goes on as one that offers a role does:
    "looking for a Director, Engineering - Maps to join …"."""
    end = item.starts[last] + len(item.words[last])
    match = _FIELD.match(item.text[end : end + 90])
    if match is None:
        return ""
    tail = _PARENTHESIS.sub("", match[1])
    return "" if _is_foreign(tail, places) else tail.rstrip(" ,-–—")


def _with_bracket(item: Passage, first: int, last: int) -> str:
    """Tokens `first` to `last` and a bracket after them, which may hold the level: "Director Financiero (CFO)"."""
    after = item.lows[last + 1 : last + 8]
    closing = after.index(")") if after[:1] == ("(",) and ")" in after else -1
    return item.span(first, last + 1 + closing) if closing > 0 else item.span(first, last)


# --- the grammar of a title ---------------------------------------------------------------------------------------------


def _is_head(low: str) -> bool:
    return low in _words("heads") or (len(low) > 8 and low.endswith(_suffixes()))


def _stands(item: Passage, first: int, head: int) -> bool:
    """Whether a head that is also an ordinary word or a verb ("lead", "partner", "head") is meant as a noun here."""
    if item.lows[head + 1 : head + 2] in {("'",), ("’",)}:  # "Founder's Associate"
        return False
    if item.lows[head] not in _words("weak heads"):
        return True
    before = item.lows[head - 1] if head else ""
    return item.words[head][0].isupper() or (first < head and before not in {"to", "and", "will", "would"})


def _tidy_span(item: Passage, start: int, stop: int, places: frozenset[str], *, labelled: bool) -> str:
    """The title within the tokens `start` to `stop`; "" if there is no head noun among them."""
    lows = item.lows
    head = next(
        (at for at in range(start, stop) if _is_head(lows[at]) and _stands(item, _left(item, at, start), at)), None
    )
    if head is None:
        return ""
    first = start if labelled else _left(item, head, start)
    last = _right(item, head, places, stop)
    title = tidy(_worded(item, first, last), places)
    return title + _specialty(item, title, last, stop, places) if title and item.field == "line" else title


def _worded(item: Passage, first: int, last: int) -> str:
    """Tokens `first` to `last` with the ending that opens the last one to both sexes ("Buchhalter/in")."""
    ending = _INFLECTION.match(item.text, item.starts[last] + len(item.words[last]))
    return item.span(first, last) + (ending[0] if ending else "")


def _specialty(item: Passage, title: str, last: int, stop: int, places: frozenset[str]) -> str:
    """What follows a title of one word after a dash: "Associate - Banking & Finance"."""
    if len(title.split()) > 1 or last + 2 >= stop or item.lows[last + 1] not in {"-", "–", ","}:
        return ""
    end = last + 1
    while end + 1 < stop and (
        item.words[end + 1][:1].isupper() or item.lows[end + 1] in {"&", "and", "/", "und", "et"}
    ):
        end += 1
    tail = item.span(last + 2, end) if end > last + 1 else ""
    return f" - {tail}" if tail and not _is_foreign(tail, places) else ""


def _left(item: Passage, head: int, floor: int = 0) -> int:
    """The first token of the title whose head noun is token `head`."""
    first = at = head
    while at > max(floor, head - REACH):
        at -= 1
        word, low = item.words[at], item.lows[at]
        if low in {"'", "’"} or (low == "s" and item.lows[at - 1] in {"'", "’"}):
            continue
        if low in {"&", "/", "-", "and", "und", "et", "y", "+", ",", "to", "or"}:
            if low == "," or not _is_part(item, at - 1):
                break
            continue
        if not _is_part(item, at):
            break
        first = at
    while first < head and item.lows[first] in _FILLERS:
        first += 1
    return first


#: Lower-case words that lead up to a title: "an experienced and analytical Finance Manager".
_FILLERS = frozenset("and experienced talented motivated key to erfahrene erfahrenen und et y".split())


def _is_part(item: Passage, at: int) -> bool:
    """Whether token `at` may belong to a title, standing before its head noun."""
    if at < 0:
        return False
    word, low = item.words[at], item.lows[at]
    if low in _words("never") or not (word[0].isalnum() or word[0] == "."):
        return False
    if low in _words("before") or low in vocabulary.single_words():
        return True
    return word[0].isupper() or (word[0].isdigit() and low.endswith(("st", "nd", "rd", "th", "d")))


def _right(item: Passage, head: int, places: frozenset[str], stop: int | None = None) -> int:
    """The last token of the title whose head noun is token `head`."""
    stop = len(item.lows) if stop is None else stop
    at = last = head
    complemented = item.lows[head] in _words("complemented heads")
    if not complemented and (further := _further_head(item, head, stop)):
        at = last = further
    while at + 1 < min(stop, head + REACH):
        at += 1
        low, word = item.lows[at], item.words[at]
        if _is_head(low) and (word[:1].isupper() or at == last + 1) and low not in _words("never"):
            last = at
            complemented = complemented or low in _words("complemented heads")
        elif low in {"i", "ii", "iii", "iv", "v"} and word.isupper() or low in _words("after"):
            last = at
        elif low in {"&", "/", "-", "and", "und", "et", "y", "e", "i", "+", "(", ")"} or low == ",":
            if not _goes_on(item, at, stop, places, complemented=complemented, last=last):
                break
        elif low in _words("links") and (complemented or low == "of"):
            if not _goes_on(item, at, stop, places, complemented=True, last=last) or low == "in":
                break
        elif low == "to" and item.lows[at + 1 : at + 2] in {("the",), ("our",)}:
            return min(stop - 1, at + 2) if item.lows[head] == "assistant" else last
        elif low in {"the", "technical"} and item.lows[at - 1] == "of":
            continue
        elif complemented and (_is_complement(item, at, places) or _is_field(item, at, places)):
            last = at
        elif low == "." and item.lows[at - 1] in {"ds", "d"}:
            continue
        else:
            break
    return last


def _further_head(item: Passage, head: int, stop: int) -> int:
    """The head noun that one like "agent" or "partner" only leads up to ("Partner Success Manager"); 0 if there is none."""
    for at in range(head + 1, min(stop, head + 5)):
        if not _is_part(item, at):
            return 0
        if _is_head(item.lows[at]):
            return at
    return 0


def _is_field(item: Passage, at: int, places: frozenset[str]) -> bool:
    """Whether a lower-case word in a line of its own still belongs to the title: "Infirmier de bloc opératoire"."""
    low = item.lows[at]
    own_line = item.field == "line" and len(item.lows) < 14
    return (
        own_line
        and low.isalpha()
        and low not in places
        and low not in _words("never")
        and not _ELSEWHERE.fullmatch(low)
    )


def _is_complement(item: Passage, at: int, places: frozenset[str]) -> bool:
    word, low = item.words[at], item.lows[at]
    if low in _words("never") or low in places or not word[0].isalnum():
        return low == ".net"
    if item.lows[at - 1] in {"of", "de", "di", "do", "da", "des", "du", "del", "ds", "d", "en"}:
        return word.isalpha()
    return word[0].isupper() or low in vocabulary.single_words()


def _goes_on(item: Passage, at: int, stop: int, places: frozenset[str], *, complemented: bool, last: int) -> bool:
    """Whether the title continues after the sign or link word at token `at`."""
    low = item.lows[at]
    if at + 1 >= stop or low in {"(", ")"}:
        return False
    word, after = item.words[at + 1], item.lows[at + 1]
    if after == "." and low in {"ds", "d"}:
        return True
    if after in places or after in _words("never") or not word[0].isalnum():
        return False
    if low in {"&", "/", "+", "-"}:
        return word[0].isupper() or after in _words("before") or _is_head(after)
    if low == ",":
        return item.field == "line" and word[0].isupper() and not _WORKPLACE.match(word)
    if low in {"and", "und", "et", "y", "e", "i"}:
        return word[0].isupper() and at - last == 1
    return complemented and word[0].isalpha()


def _is_offered(item: Passage, first: int, last: int) -> bool:
    """Whether the words around a title in a sentence offer it, and do not speak of the reader, the sender or a boss."""
    lows = item.lows
    before: list[str] = []
    for at in range(first - 1, max(-1, first - 14), -1):
        if lows[at] in {".", "!", "?", ";", "\n"} or (lows[at] == ":" and not before):
            break
        before.append(lows[at])
    after = not _words("offered").isdisjoint(lows[last + 1 : last + 3])
    weak = False
    for low in before[:11]:
        if low in _words("weak offers"):
            weak = True
        elif low in _words("offers"):
            return True
        elif low in _words("not offered"):
            return after and low not in _words("bosses")
    return after or (weak and not _words("weak offers").isdisjoint(before[:2]))


# --- tidying ------------------------------------------------------------------------------------------------------------


def tidy(raw: str, places: frozenset[str]) -> str:
    """A title without gender marks, brackets, reference numbers, pay, place and emojis; "" if nothing sound is left."""
    text = _EMOJI.sub(" ", _GENDER.sub(" ", raw))
    text = _REFERENCE.sub("", _PARENTHESIS.sub(" ", text))
    text = _SECOND.sub(r"\1", text)
    pieces = re.split(r"(\s+[–—|-]+\s+|\s*\|\s*|,\s+)", " ".join(text.split()))
    kept = pieces[0]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=False):
        if _is_foreign(piece, places):
            break
        kept += f"{' - ' if separator.strip() in {'–', '—', '|'} else separator}{piece}"
    return _capitals(kept.strip(" \t-–—,.:;|/*_\"'&"))


def _is_foreign(piece: str, places: frozenset[str]) -> bool:
    """Whether a piece beside a title says something else: pay, place, workplace, form of contract."""
    lowered = piece.strip(" -–—,|/").lower()
    return bool(
        not lowered
        or _MONEY.search(piece)
        or _WORKPLACE.search(piece)
        or lowered in places
        or any(part.strip() in places for part in re.split(r"[,/]| - ", lowered))
    )


def _capitals(title: str) -> str:
    """A title in ordinary capitals: neither shouted nor wholly in lower case."""
    words = title.split()
    if not words or len(words) > MOST_WORDS:
        return ""
    if title.isupper() and len(title) > 5:
        return " ".join(_capital(word) for word in words)
    if title.islower():
        return " ".join(
            word[0].upper() + word[1:] if word not in {"of", "to", "and", "de", "di", "du"} else word for word in words
        )
    return title


_ACRONYMS = {"ios": "iOS", "ui": "UI", "ux": "UX", "qa": "QA", "it": "IT", "hr": "HR", "sap": "SAP", "ai": "AI", "ml": "ML", "vp": "VP", "aws": "AWS", "php": "PHP", "sql": "SQL", "devops": "DevOps", "ii": "II", "iii": "III", "iv": "IV", "bi": "BI", ".net": ".NET", "c++": "C++", "c#": "C#", "crm": "CRM", "icu": "ICU"}  # fmt: skip


def _capital(word: str) -> str:
    return _ACRONYMS.get(word.lower(), word.capitalize())
