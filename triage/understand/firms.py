"""Finds every stretch of a message that may name an organisation, with the clues that say what it is to the offer."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from triage import vocabulary
from triage.understand.anchors import anchors
from triage.understand.declension import polish_nominative
from triage.understand.firm_clues import BREAKS, TAGS, around, kind_of, ordinary
from triage.understand.firm_lengths import common_words, cut_to_label, lengths
from triage.understand.names import (
    each,
    houses,
    name_after,
    squeeze,
    words,
    written,
)
from triage.understand.passages import is_closing, passage
from triage.understand.title_words import is_head
from triage.understand.word_kinds import CAPITAL, DESCRIBES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from triage.understand.firm_clues import Sender
    from triage.understand.passages import Passage

#: How far into a passage names are looked for, in tokens, and how many of a passage are looked at.
DEEP, MOST = 400, 30
#: In how many lengths a stretch of capitalised words is looked at.
_FORMS = 8
#: Where the header of a relayed message ends, how long a line of it is, in characters, and a name, in tokens.
_HEADER, _LONG_LINE, _LONG_NAME = 400, 120, 8
#: Words that are no longer than this occur within other words of a domain by chance.
_SHORT = 3
_LABEL = re.compile(
    r"^[ \t>*•\-]*(?:(?:hiring|end)[ \t]+)?(?:company(?:[ \t]name)?|employer|client"
    r"|organi[sz]ation|firma|unternehmen|arbeitgeber|kunde"
    r"|entreprise|société|employeur|client[ \t]final|empresa|compañía|bedrijf|organisatie|werkgever|opdrachtgever"
    r"|azienda|società|pracodawca|klient)[ \t*]*(?::-?|：|[ \t]-[ \t])[ \t*]*([^\n,;|(]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
_PIECES = re.compile(r"\s*[,|•·/]\s*|\s@(?=\w)|\s+(?:at|bei|chez|@|bij|presso|en|na|–|-|—)\s+|\s*\(")
#: Before the name of a house in a sign-off: an article, or on whose behalf it is signed.
_LED = re.compile(r"^(?:the|die|der|das|het|de|p\.|pp\.?|per|for|für|pour|voor|por|i\. ?A\.)\s+(?=[A-ZÀ-Þ])")
_PARTS = re.compile(r"\s*[,|•·/(]\s*|\s+[–—-]\s+")
_IN_DISPLAY = re.compile(
    r"(?:\s(?:from|at|chez|bei|bij|presso|de|da|di|von|van|z|@)\s+|\s*[|(–@]\s*|\s-\s)([^|()]{2,40})\)?\s*$"
)
_AT = frozenset(("@", "at", "bei", "chez"))
_POST = re.compile(r"\S.* (?:@|at|bei|chez|bij|presso|en|na|no|w) ([^,|•·/()]+)")
#: Of fewer words is no name followed by its year: "seit 1952".
_DATED = 2
#: Signs around a line that is set off.
_MARKS = " \t*_"
#: Signs around a piece of a line.
_AROUND = " \t*_.:()"
_VIA = re.compile(r"\s+(?:via|über|przez|por)\s.*$", re.IGNORECASE)


class Named(NamedTuple):
    """A stretch of tokens that may name an organisation; `clues` say what stands around it."""

    name: str
    item: Passage
    first: int
    last: int
    where: str  # D for display name and domain, G for the sign-off, L for a label, S for the subject, T for the text
    clues: tuple[str, ...]


def named(passages: Sequence[Passage], sender: Sender, could_be: Callable[[str], object]) -> Iterator[Named]:
    """Every mention of a name that may be an organisation's; of one in a text it is asked first whether it `could_be`,
    before the words around it are looked at.
    """
    yield from _in_display(sender)
    yield from _in_domain(sender)
    for item in passages:
        if item.field == "signature":
            yield from _in_sign_off(item, sender)
        else:
            yield from _in_header(item, sender) if item.field == "text" else ()
            yield from _in_labels(item)
            yield from _in_text(item, sender, could_be)


# --- where names stand ------------------------------------------------------------------------------------------------


def _in_display(sender: Sender) -> Iterator[Named]:
    display = _VIA.sub("", sender.display)
    line = passage("line", display)
    if not line.words:
        return
    last = len(line.words) - 1
    if found := _IN_DISPLAY.search(display):
        part = passage("line", found[1].strip())
        if part.words:
            yield Named(part.text, part, 0, len(part.words) - 1, "D", ("display:after",))
    for piece in _PIECES.split(display):
        part = passage("line", piece.strip(" -|,"))
        if part.words and part.text != display:
            yield Named(part.text, part, 0, len(part.words) - 1, "D", ("display:piece",))
    kind = next((at for at, low in enumerate(line.lows[:-1]) if at and low in words("kinds of firms")), 0)
    if kind and line.words[kind][0].isupper():
        yield Named(written(line, kind, last), line, kind, last, "D", ("display:from kind",))
    rest = [word for word in display.replace("@", " ").split() if word.strip(",-|").lower() not in words("departments")]
    bare = " ".join(rest).strip(" -|,")
    if bare:
        yield Named(bare, line, 0, last, "D", ("display:whole" if bare == display else "display:rest",))


def _in_domain(sender: Sender) -> Iterator[Named]:
    """What the sender's domain says: "Talentis" of talentis.example, "Browar Wilk" of Wilk at browarwilk.example."""
    if len(sender.label) < 3 or not sender.domain:
        return
    parts = sender.label.split("-") if "-" in sender.label else _parts(sender.label, sender.persons)
    line = passage("line", sender.domain)
    clue = "domain:parts" if len(parts) > 1 else "domain:one"
    yield Named(
        " ".join(part.capitalize() for part in parts if part), line, 0, len(line.words) - 1, "D", ("domain name", clue)
    )


def _parts(label: str, persons: frozenset[str]) -> list[str]:
    """A domain's label cut where a word of firms or the sender's own name ends it or begins it."""
    for cut in range(_SHORT, len(label) - 2):
        rest = label[cut:]
        if rest in words("ends of domains") or (len(rest) > _SHORT and _ends_domain(rest, persons)):
            return [label[:cut], rest]
    for cut in range(len(label) - _SHORT, _SHORT, -1):
        if _ends_domain(label[:cut], persons):
            return [label[:cut], label[cut:]]
    return [label]


def _ends_domain(part: str, persons: frozenset[str]) -> bool:
    return part in persons or part in words("ends of domains") or part in words("kinds of firms")


def _in_sign_off(item: Passage, sender: Sender) -> Iterator[Named]:
    after_name = False
    for number, line in enumerate(item.text.split("\n")[:9]):
        if is_closing(line):
            continue
        yield from _in_line(line, number, sender, after_name=after_name)
        first = line.replace(",", " ").lower().split()[:1]
        after_name = any(word.strip(_AROUND) in sender.persons for word in first)


def _in_header(item: Passage, sender: Sender) -> Iterator[Named]:
    """The post and firm below the sender's name, as relayed messages begin: "Kim Lee", "Talent Partner at Acme"."""
    lines = item.text[:_HEADER].split("\n")[:8]
    name = _VIA.sub("", sender.display).partition("(")[0].strip()
    for line, following in pairwise(lines):
        if name and line.strip(_MARKS).partition(" · ")[0] == name and 0 < len(following) < _LONG_LINE:
            for named in (*_in_line(following, 1, sender, after_name=True), *_behind_post(following)):
                yield named._replace(clues=(*named.clues, "header"))
            return


def _behind_post(line: str) -> Iterator[Named]:
    """A name in lower case behind a post in the header of a relayed message: "Associée chez mirabel"."""
    found = _POST.match(line)
    part = passage("line", found[1].strip() if found else "")
    if part.words and part.text.islower() and len(part.words) <= _LONG_NAME:
        yield Named(part.text, part, 0, len(part.words) - 1, "G", ("sign", "sign:at", "sign:after name"))


def _in_line(line: str, number: int, sender: Sender, *, after_name: bool) -> Iterator[Named]:
    """The names in a line of a sign-off, set off by signs or by the word after a post: "Sócia na Vega"."""
    own = squeeze(sender.label)
    pieces = [piece.strip(_AROUND) for piece in _PIECES.split(line[:200]) if piece and piece.strip(_AROUND)]
    told = [(0, form, "sign:at") for part in _PARTS.split(line[:200]) for form in _after_post(part)]
    for place, text, how in (*((place, text, "") for place, text in enumerate(pieces[:6])), *told):
        form = _LED.sub("", text.strip(_AROUND))
        part = passage("line", form)
        named = how or (form and not form[0].islower()) or (len(form) > _SHORT and own.startswith(squeeze(form)))
        named = named or (len(part.words) > 1 and part.lows[0] in houses() and part.words[1][0].isupper())
        if part.words and named and len(part.words) <= _LONG_NAME:
            after = place > 0 and any(word.lower() in words("recruiting posts") for word in pieces[0].split())
            clues = [
                "sign",
                f"sign:line {min(number, 3)}",
                f"sign:piece {min(place, 2)}",
                f"sign:pieces {min(len(pieces), 3)}",
                how,
            ]
            clues += ["sign:after post"] * after + ["sign:after name"] * (after_name and place == 0)
            if not _is_dated(part):
                yield Named(form, part, 0, len(part.words) - 1, "G", tuple(clues))
            if (cut := cut_to_label(part, 0, len(part.words) - 1, own)) >= 0:
                yield Named(written(part, 0, cut), part, 0, cut, "G", (*clues, "cut to label"))
            for cut in _before_place(part):
                yield Named(written(part, 0, cut), part, 0, cut, "G", (*clues, "cut at in"))


def _is_dated(part: Passage) -> bool:
    """Whether a line says since when there is a firm: "Forno Rossi dal 1952"."""
    return len(part.words) > _DATED and part.words[-1].isdigit() and part.lows[-2] in each("since")


def _before_place(part: Passage) -> Iterator[int]:
    """The token before a word such as "in" or "since" in a line: "SP 4 | w Sarnowie", "Forno Rossi | dal 1952"."""
    for at in range(1, len(part.lows) - 1):
        since = part.words[at + 1].isdigit() and part.lows[at] in each("since")
        if since or (kind_of(part.lows[at]) == "in" and part.words[at + 1][0].isupper()):
            yield at - 1
            return


def _after_post(text: str) -> list[str]:
    """What follows a post and a small word: "Specialist w Codewave", "Preside del Liceo Bona"."""
    parts = text.split()
    lows = [part.lower().strip(".,") for part in parts]
    at = next((at for at, low in enumerate(lows) if at and low in words("of posts")), 0)
    if not at or at + 1 == len(parts):
        return []
    told = lows[at + 1] in houses() or any(is_head(low) or low in words("recruiting posts") for low in lows[:at])
    return [" ".join(parts[at + 1 :])] if told else []


def _in_labels(item: Passage) -> Iterator[Named]:
    if ":" not in item.text and " - " not in item.text:
        return
    for match in islice(_LABEL.finditer(item.text), 4):
        part = passage("line", match[1].strip(" *_-"))
        if part.words and part.text[0].isalnum() and not part.text[0].islower():
            yield Named(part.text, part, 0, len(part.words) - 1, "L", ("labelled",))


def _in_text(item: Passage, sender: Sender, could_be: Callable[[str], object]) -> Iterator[Named]:
    """Every stretch of capitalised words, and what the sender's domain spells out in lower case."""
    label, seen, number = squeeze(sender.label), 0, 0
    begins = squeeze(sender.label.partition("-")[0])
    where = "S" if item.field == "subject" else "T"
    for at in _beginnings(item, label):
        span = (_span(item, at, label) or _span(item, at, begins)) if at >= seen else None
        if span is None or _describes_client(item, span[0]):
            continue
        forms = islice(lengths(item, *span, label, sender.places), _FORMS) if _tells(item, *span, label) else ()
        for first, last, clue in forms:
            name = written(item, first, last)
            if last - first < 2:
                name = polish_nominative(name, item.lows[first - 1] if first else "", item.present)
            if could_be(name):
                yield Named(name, item, first, last, where, (clue, *around(item, first, last, where, sender)))
        seen, number = span[1] + 1, number + 1
        if number == MOST:
            return


def _beginnings(item: Passage, label: str) -> list[int]:
    """The tokens at which a name may begin, in order."""
    begins_label = item.where({label[:end] for end in range(3, len(label) + 1)}, DEEP) if label else []
    led = [at + 1 for at in item.where(_BEFORE, DEEP)] + [at - 1 for at in item.where(_HIRES, DEEP)]
    led = [at for at in led if 0 <= at < len(item.lows) and _is_led_to(item, at)]
    return sorted({at for at in (*anchors(item, CAPITAL, DEEP), *begins_label, *led) if at < DEEP})


def _tells(item: Passage, first: int, last: int, label: str) -> bool:
    """Whether a stretch may name a firm: of most single capitalised words, as of German nouns, nothing says so."""
    if last > first or item.field == "subject" or item.words[first][0].islower():
        return True
    word, low = item.words[first], item.lows[first]
    if low in ordinary() or low in vocabulary.single_words() or is_head(low):
        return False
    hires = last + 1 < len(item.lows) and "hires" in TAGS[item.lows[last + 1]]
    if hires or label.startswith(squeeze(low)) or not word[1:].islower():
        return True
    if item.lows[last + 1 : last + 2] in _ASIDE and item.lows[last + 2 : last + 3]:
        aside = item.lows[last + 2]
        if aside in each("indefinite") or aside in each("relatives") or DESCRIBES[aside]:
            return True  # "Ferrowatt, a Finnish maker of transformers", "Lusogal, fabricante de rolhas"
    at = first - 1
    while at >= 0 and kind_of(item.lows[at]) == "article":
        at -= 1
    before = item.lows[at] if at >= 0 else "\n"
    if kind_of(before) not in {"word", "sign", "."} or before in BREAKS or before in _LED_TO or before in houses():
        return True
    return not _TELL.isdisjoint(TAGS[before]) or (last + 1 < len(item.lows) and "wants" in TAGS[item.lows[last + 1]])


def _describes_client(item: Passage, first: int) -> bool:
    """Whether what begins at token `first` says what a client is who is not named: "my client, a growing Series B
    fintech", but not "nosso cliente, a Lusogal", where "a" is "the".
    """
    at = first - 1
    while at > max(1, first - 1 - _ADJECTIVES) and kind_of(item.lows[at]) == "word" and item.lows[at] not in _CALLED:
        at -= 1
    if at < 2 or item.lows[at] not in each("indefinite") or item.lows[at - 1] not in {",", "("}:
        return False
    client = item.lows[at - 2]
    return client in words("client words") and not (item.lows[at] == "a" and client.startswith("cliente"))


#: So many words at most stand between "a" and what a client is.
_ADJECTIVES = 3
#: Before what is set off behind a name.
_ASIDE = {(",",), ("(",)}
_TELL = frozenset(("role", "engaged", "client", "works for", "hires", "we", "described"))
#: Words right before the name of who writes, or of somebody: "we are Acme", "a bakery called Acme".
_CALLED = frozenset(("called", "named", "namens", "genannt", "appelé", "appelée", "llamada", "chamada", "chiamata"))
_LED_TO = _CALLED | {
    *("are", "re", "sind", "somos", "sommes", "siamo", "zijn", "jesteśmy", "cabinet", "firma", "firmy", "firmie"),
}


def _span(item: Passage, at: int, label: str) -> tuple[int, int] | None:
    """The first and last token of a name that begins at token `at`."""
    word, low = item.words[at], item.lows[at]
    if word[0].isupper() or (word[0].isdigit() and word[-1].isalpha()):
        return name_after(item, at)
    if not word[0].isalpha():
        return None
    if _is_led_to(item, at):
        return name_after(item, at, loose=True)
    if len(label) > 3 and len(low) > 2 and label.startswith(squeeze(low)):
        last = _spelt_until(item, at, label)
        return (at, last - 1) if last else None
    return None


def _is_led_to(item: Passage, at: int) -> bool:
    """Whether a word in lower case stands where a firm's name does: "join acorns", "acorns is hiring"."""
    low = item.lows[at]
    if len(low) < 3 or not low[0].isalpha() or low in common_words():
        return False
    before = item.lows[at - 1] if at else "\n"
    if before == "@" or (before in _AT and item.field == "subject"):
        return True
    earlier = item.lows[at - 2] if at > 1 else ""
    if before in _AT or before == "of":
        return earlier == "behalf" or "role" in TAGS[earlier]
    return before in _JOIN or (before in BREAKS and not _HIRES.isdisjoint(item.lows[at + 1 : at + 2]))


#: Words right before an employer's name, and right after it at the beginning of a sentence.
_JOIN = frozenset(("join", "joining"))
_HIRES = frozenset(("is", "needs", "seeks", "sucht", "recrute", "busca", "cerca", "zoekt", "szuka", "procura"))
_BEFORE = _AT | _JOIN | {"of"}


def _spelt_until(item: Passage, at: int, label: str) -> int:
    """The token after the words from `at` on that together spell `label`; 0 if they do not."""
    spelt, last = squeeze(item.lows[at]), at + 1
    while label.startswith(spelt) and len(spelt) < len(label) and last < min(len(item.lows), at + 8):
        spelt += squeeze(item.lows[last])
        last += 1
    return last if spelt == label else 0
