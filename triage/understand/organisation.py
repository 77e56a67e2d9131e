"""Tells the hiring employer from the recruiting firm, and names each only where the message does."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.passages import Passage, one_line
from triage.understand.words import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: How far into a text organisations are looked for, in tokens; names have at most this many words.
DEEP, LONGEST = 700, 6

_LABEL = re.compile(
    r"^[ \t>*•\-]*(?:hiring[ \t]+)?(?:company(?:[ \t]name)?|employer|client|organi[sz]ation|firma|unternehmen|arbeitgeber|kunde|entreprise|société|employeur"
    r"|client[ \t]final|empresa|compañía|bedrijf|organisatie|werkgever|opdrachtgever|azienda|società|pracodawca|klient)"
    r"[ \t*]*(?::-?|：|[ \t]-[ \t])[ \t*]*([^\n,;|(]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
#: A name, then a verb that hires. Each verb may follow an organisation's name; who stands before it is looked at.
_HIRES = frozenset(
    "needs need seeks wants sucht recherche recrute busca zoekt cerca procura szuka poszukuje contrata rekrutiert ricerca "
    "zatrudni selecciona necesita rekrutuje werft engage embauche stellt".split()
)
_IS_HIRING = frozenset("hiring looking seeking searching recruiting growing expanding building scaling".split())
#: A word, then a name. Those of [any language] need no more; the others only where their language is not ambiguous.
_BEFORE = frozenset("at @ join joining bei beim chez bij presso firmie firma with for of from von vom behalf en na em w voor pour per para".split())  # fmt: skip
_FIRM = re.compile(r"(?:recruit|talent|staffing|(?<!re)search|personal|headhunt|hunters?|hiring|rekrut|recrut)", re.IGNORECASE)
_FIRST_PERSON = re.compile(
    r"\b(?:we(?:'re|’re| are)|our team|our \w+ team|join us|unser(?:em|er|en)? team|wir (?:suchen|sind|bauen|bei)|notre équipe|nous (?:recherchons|recrutons|sommes)"
    r"|nuestro equipo|estamos|buscamos|ons team|wij zoeken|we zoeken|cerchiamo|nostro team|nossa equipa|nossa equipe|procuramos|nasz(?:ego|ym)? zesp|szukamy|here at)\b",
    re.IGNORECASE,
)
_APPROXIMATE_CLIENT = re.compile(
    r"\b(?:global|leading|well-known|listed|confidential|retained|on behalf of (?:a|an|our|my)|magic circle|im kundenauftrag|multinacional que)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Employers:
    """Who hires and who recruits, each with the words that say so."""

    company: str | None = None
    agency: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Name:
    name: str
    weight: int
    quote: str


@functools.cache
def _words(section: str) -> frozenset[str]:
    return frozenset(table("organisation_words.txt").get(section, ()))


def read_organisations(
    passages: Sequence[Passage], display_name: str, domain: str, places: frozenset[str], recruiter: str
) -> Employers:
    """The employer and the recruiting firm.

    `domain` is the sender's, "" when it tells nothing (relays, free mail); it names nobody by itself, but a name that
    the message writes and that it spells out is the sender's own organisation. `places` are lower case.
    """
    reading = _Reading(passages, domain, places, recruiter)
    own = _own(reading, display_name)
    employer = _employer(reading, own)
    return _assign(reading, own, employer)


class _Reading:
    """The message as the functions here look at it."""

    def __init__(self, passages: Sequence[Passage], domain: str, places: frozenset[str], recruiter: str) -> None:
        self.by_field = {item.field: item for item in passages}
        self.places = places
        self.label = _squeeze(domain.split(".")[-2] if domain.count(".") else "")
        self.recruiter = recruiter.lower()
        self.client = any(_speaks_of_client(item) for item in passages if item.field != "signature")
        text = self.by_field.get("text")
        self.first_person = bool(text and _FIRST_PERSON.search(text.text[:3000]))

    @property
    def offers(self) -> Iterable[Passage]:
        """The passages that may speak of the employer."""
        return [self.by_field[field] for field in ("subject", "text", "quoted") if field in self.by_field]


def _speaks_of_client(item: Passage) -> bool:
    """Whether somebody else's role is offered: "my client", "one of our clients", "unser Mandant"."""
    lows = item.lows
    for at, low in enumerate(lows[:DEEP]):
        if low not in _words("client words"):
            continue
        before = lows[max(0, at - 3) : at]
        plural = low in {"clients", "kunden", "clienti", "clientes"}
        if plural and not ({"of", "de", "dei", "unseren", "dos", "einen"} & set(before)):
            continue
        if not _words("possessives").isdisjoint(before):
            return True
    return bool(re.search(r"\bon behalf of (?:a|an|our|my)\b|\bacting for an?\b|\bretained by an?\b|\bim auftrag (?:eines|einer|unseres)\b", item.text[:3000]))  # fmt: skip


# --- names --------------------------------------------------------------------------------------------------------------


def _squeeze(text: str) -> str:
    """Letters and digits in lower case, accents spelt as domains do."""
    lowered = text.lower().translate(_ACCENTS)
    return "".join(filter(str.isalnum, lowered))


_ACCENTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ã": "a", "â": "a", "ç": "c", "ñ": "n", "ó": "o", "ô": "o", "õ": "o", "í": "i", "ú": "u", "ł": "l", "ń": "n", "ś": "s", "ż": "z", "ź": "z", "ć": "c", "ą": "a", "ę": "e", "ë": "e", "ï": "i", "&": ""})  # fmt: skip


def _name_after(item: Passage, at: int, *, loose: bool = False) -> tuple[int, int] | None:
    """The tokens (first, last) of a name that begins at token `at`; `loose` allows one in lower case ("@ acorns")."""
    words, lows = item.words, item.lows
    last = -1
    at_most = min(len(words), at + LONGEST + 3)
    number = at
    while number < at_most:
        word, low = words[number], lows[number]
        if _is_name_token(word) and not (number > at and low in _words("ends of names")):
            last = number
        elif loose and number == at and word[0].isalpha() and low not in _words("generic"):
            last = number
        elif number > at and _is_glued(item, number):
            last = number
        elif last < 0 or not _joins(words, number, last):
            break
        number += 1
    if last < 0 or (at == last and lows[at] in _words("generic")):
        return None
    return at, last


def _is_glued(item: Passage, number: int) -> bool:
    """Whether token `number` continues a name after a hyphen or full stop without blanks: "cargo-one", "Jerry.ai"."""
    if number < 2 or item.words[number - 1] not in {"-", "."} or not item.words[number].isalnum():
        return False
    return item.starts[number] == item.starts[number - 2] + len(item.words[number - 2]) + 1


def _is_name_token(word: str) -> bool:
    return word[0].isalpha() and word[0].isupper() or (word[0].isdigit() and len(word) > 1 and any(c.isalpha() for c in word))  # fmt: skip


def _joins(words: Sequence[str], number: int, last: int) -> bool:
    """Whether a sign or small word may stand inside a name: "Seidel & Partner", "S.p.A.", "Maison d'Or", "Sp. z o.o."."""
    word = words[number]
    following = words[number + 1] if number + 1 < len(words) else ""
    if word in {"-", "."} and number - last == 1 and following[:1].islower():
        return True
    if number - last > 1 and word not in {"o", ".", "z"}:
        return False
    if word == ".":
        return words[last] in {"Sp", "S", "p", "A", "Inc", "Ltd", "Co", "St", "B", "V", "Dr", "Jerry", "cargo"} or following in {"ai", "io", "com", "one", "p", "A"}
    if word in {"ai", "io", "com", "p", "z", "o"}:
        return words[number - 1] in {".", "Sp", "z"} or (word == "z" and following == "o")
    return word in {"&", "-", "+", "'", "’", "und", "and", "de", "of", "do", "da", "du", "des", "del", "della", "di", "et", "for", "per", "il", "van", "der"} and bool(following) and following[0].isupper()


def _written(item: Passage, first: int, last: int) -> str:
    """The name as written, with the legal form's full stops."""
    end = item.starts[last] + len(item.words[last])
    name = item.text[item.starts[first] : end]
    tail = item.text[end : end + 8]
    dotted = re.match(r"\. ?(?:z ?o\. ?o\.|p\.A\.|V\.|A\.|r\.l\.|L\.)|\.(?=$|[^\w])", tail)
    if dotted and (len(dotted[0]) > 1 or name.rsplit(None, 1)[-1].lower() in {"inc", "ltd", "co", "corp"}):
        name += dotted[0]
    return " ".join(name.split())


def _name_before(item: Passage, at: int) -> tuple[int, int] | None:
    """The tokens of a name that ends right before token `at`."""
    words, lows = item.words, item.lows
    first = at
    while first > 0 and at - first < LONGEST + 2:
        word, low = words[first - 1], lows[first - 1]
        if _is_name_token(word) and low not in _words("sentence starters"):
            first -= 1
        elif first < at and word in {"&", "-", "’", "'", "and", "und", "de", "of", ".", "da", "do", "du", "des", "del", "della", "di", "van", "der"} and first > 1 and _is_name_token(words[first - 2]) and (word != "." or words[first - 2] in {"St", "Dr", "Mt"}):
            first -= 1
        elif first == at and low in {".", "gmbh", "inc"} and first > 1 and lows[first - 2] in _words("legal forms") | {"o", "a", "p"}:
            first -= 1
        else:
            break
    while first < at and (words[first] in {"&", "-", "and", "of", "de", "."}):
        first += 1
    while first < at - 1 and lows[first] in _words("generic") and not (lows[first] == "the" and words[first] == "The"):
        first += 1
    if first >= at or (at - first == 1 and (lows[first] in _words("generic") or len(words[first]) < 2)):
        return None
    return first, at - 1


def is_agency_name(name: str) -> bool:
    """Whether a name tells that the firm recruits for others ("Bright Search Ltd", "Personalhaus GmbH", "Hays")."""
    lowered = name.lower()
    words = {word.strip(".,&") for word in lowered.replace("-", " ").split()}
    if not words.isdisjoint(_words("agency words")):
        return True
    bare = " ".join(word for word in lowered.split() if word.strip(".") not in _words("legal forms"))
    return bare in _words("agencies") or lowered in _words("agencies") or bool(_FIRM.search(lowered.split()[0]))


# --- the sender's own organisation --------------------------------------------------------------------------------------


def _own(reading: _Reading, display_name: str) -> _Name | None:
    """The organisation the sender speaks for."""
    candidates = [
        *_in_display(display_name, reading),
        *_in_sign_off(reading),
        *(found for item in reading.offers for found in _introduced(item, reading)),
        *(found for item in [*reading.offers, *_signature(reading)] for found in _spelt_by_domain(item, reading)),
    ]
    return max(candidates, key=lambda found: found.weight) if candidates else None


def _signature(reading: _Reading) -> list[Passage]:
    return [reading.by_field["signature"]] if "signature" in reading.by_field else []


def _in_display(display: str, reading: _Reading) -> list[_Name]:
    found = re.search(r"(?:\s(?:from|at|chez|bei|bij|presso|@)\s+|\s*[|(–]\s*|\s-\s|@\s*)([^|()]{2,40})\)?\s*$", display)
    if not found or found[1].strip().lower() in _words("not a name") | _words("recruiting posts") | _words("generic"):
        return []
    name = found[1].strip()
    words = {word.lower() for word in name.split()}
    if not words.isdisjoint({"linkedin", "xing", "indeed", "he/him", "she/her", "recruiter", "talent", "hr", "via"}) and not is_agency_name(name):
        return []
    return [_Name(name, 5 + _supported(name, reading), one_line(display))] if name[0].isupper() else []


def _supported(name: str, reading: _Reading) -> int:
    """3 if the sender's domain spells the name out, else 0."""
    squeezed = _squeeze(name)
    bare = _squeeze(" ".join(word for word in name.split() if word.lower().strip(".") not in _words("legal forms")))
    if len(reading.label) < 3 or len(bare) < 3:
        return 0
    return 3 if reading.label in {squeezed, bare} or bare.startswith(reading.label) or reading.label.startswith(bare) else 0


def _in_sign_off(reading: _Reading) -> list[_Name]:
    item = reading.by_field.get("signature")
    if item is None:
        return []
    found: list[_Name] = []
    for number, line in enumerate(item.text.split("\n")[:9]):
        pieces = [piece.strip(" \t*_") for piece in re.split(r"\s*[,|•·]\s*|\s+(?:at|bei|chez|@|bij|presso|–|-)\s+", line)]
        found.extend(
            _Name(piece, weight - number // 4, one_line(line))
            for place, piece in enumerate(pieces)
            if (weight := _organisation_weight(piece, reading, after_post=place > 0 and _is_post(pieces[0])))
        )
    return found


def _is_post(text: str) -> bool:
    return not {word.lower().strip("().") for word in text.split()}.isdisjoint(_words("recruiting posts"))


def _organisation_weight(piece: str, reading: _Reading, *, after_post: bool) -> int:
    """How surely a piece of a sign-off names an organisation; 0 if it does not."""
    words = piece.split()
    if not 1 <= len(words) <= LONGEST or not (words[0][0].isupper() or words[0][0].isdigit()) or piece.lower() == reading.recruiter:
        return 0
    lows = {word.lower().strip(".,") for word in words}
    if lows <= _words("agency words") | _words("recruiting posts") | _words("legal forms"):
        return 0
    if any(sign in piece for sign in "@/+:=") or lows & {"www", "http", "https", "team", "regards", "grüßen", "thanks"} or piece.endswith(("?", "!")):
        return 0
    supported = _supported(piece, reading)
    legal = not lows.isdisjoint(_words("legal forms") - {"sa", "co", "se", "spa", "group"})
    post = _is_post(piece) and not legal and not supported
    agency = is_agency_name(piece) and len(words) > 1 and not _ends_in_post(words)
    if _ends_in_post(words) and not supported:
        return 0
    if legal or supported or agency:
        return 6 + supported + legal
    return 4 if after_post and not post else 0


def _ends_in_post(words: Sequence[str]) -> bool:
    posts = {"recruiter", "consultant", "partner", "manager", "sourcer", "specialist", "lead", "director", "berater", "personalberaterin", "personalberater", "headhunter", "coordinator", "acquisition", "managerin", "recruitment", "recruiting", "hr", "recrutement", "associate", "advisor", "founder", "researcher", "resourcer", "talent", "rh", "owner", "ceo"}  # fmt: skip
    return words[-1].lower().strip(".") in posts


#: "I'm a Senior Recruiter at X", "Jonas here from X", "hier ist Kim von X", "soy consultora en X".
_SELF = frozenset("i i'm im am ich je soy sou sono ik jestem bin suis here hier ici aquí qui this name name's und founder co-founder consultante consultora du desde".split())  # fmt: skip


def _introduced(item: Passage, reading: _Reading) -> list[_Name]:
    found = []
    for at, low in enumerate(item.lows[: DEEP // 2]):
        if low not in {"at", "with", "from", "of", "for", "bei", "beim", "von", "vom", "chez", "en", "cabinet", "recrutement", "bij", "presso", "di", "da", "na", "z", "w", "desde", "van", "firmy"}:  # fmt: skip
            continue
        if low == "of" and item.lows[at - 1] not in {"founder", "ceo", "cto", "owner", "team", "cofounder"}:
            continue
        begin = _skip_articles(item, at + 1)
        span = _name_after(item, begin)
        if span is None or item.lows[begin] in reading.places:
            continue
        name = _written(item, *span)
        weight = _introduction_weight(item, at, name, reading)
        if weight:
            found.append(_Name(name, weight, item.quote(max(0, at - 4), span[1])))
    return found


def _skip_articles(item: Passage, at: int) -> int:
    articles = {"der", "dem", "die", "the", "la", "le", "den", "het", "cabinet", "firma", "firmy", "firmie", "agencji", "empresa", "l", "de", "du", "recrutement", "société", "’", "'"}
    while at < len(item.lows) - 1 and item.lows[at] in articles and not (item.words[at] == "The" and item.words[at + 1][:1].isupper()) and not (item.words[at][0].isupper() and len(item.words[at]) > 3):  # fmt: skip
        at += 1
    return at


def _introduction_weight(item: Passage, at: int, name: str, reading: _Reading) -> int:
    before: list[str] = []
    for back in range(at - 1, max(-1, at - 12), -1):
        if item.lows[back] in {".", "!", "?", ";"}:
            break
        before.append(item.lows[back])
    if not {"your", "profile", "deine", "ihr", "dein", "votre", "tu"}.isdisjoint(before[:9]) and "recruiter" not in before:
        return 0
    first_person = not _SELF.isdisjoint(before[:9])
    post = not _words("recruiting posts").isdisjoint(before[:6]) or item.lows[at] in {"cabinet", "desde"}
    works = not {"work", "recruit", "working"}.isdisjoint(before[:2])
    here = "here" in before[:2] or "hier" in before[:4]
    if (post and first_person) or here or (works and first_person and item.lows[at] in {"at", "for", "with"}) or item.lows[at] == "desde":
        return 5 + _supported(name, reading) + (1 if post else 0)
    return 0


def _spelt_by_domain(item: Passage, reading: _Reading) -> list[_Name]:
    """A name in the text that the sender's domain spells out."""
    if len(reading.label) < 3:
        return []
    for at, word in enumerate(item.words[:DEEP]):
        if not (word[0].isupper() or item.field == "subject"):
            continue
        squeezed = _squeeze(word)
        if len(squeezed) < 2 or not reading.label.startswith(squeezed):
            continue
        last = at
        while len(squeezed) < len(reading.label) and last + 1 < min(len(item.words), at + 8):
            last += 1
            squeezed += _squeeze(item.words[last])
        if squeezed == reading.label:
            span = _name_after(item, at) or (at, last)
            end = span[1] if span[1] >= last and item.lows[span[1]] in _words("legal forms") else last
            return [_Name(_written(item, at, end), 5, item.quote(at, end))]
    return []


# --- the employer -------------------------------------------------------------------------------------------------------


def _employer(reading: _Reading, own: _Name | None) -> _Name | None:
    """The organisation that hires, if it is named as such."""
    candidates = [
        found for item in reading.offers for found in (*_labelled(item), *_hiring(item, reading), *_placed(item, reading))
    ]
    named = [found for found in candidates if not _is_same(found.name, own) or not own or not is_agency_name(own.name)]
    named = [found for found in named if not is_agency_name(found.name) or found.weight >= 9]
    return max(named, key=lambda found: found.weight) if named else None


def _is_same(name: str, own: _Name | None) -> bool:
    if own is None:
        return False
    one, other = _squeeze(name), _squeeze(own.name)
    return one.startswith(other) or other.startswith(one)


def _labelled(item: Passage) -> list[_Name]:
    found = []
    for match in _LABEL.finditer(item.text):
        name = match[1].strip(" *_-")
        if name.lower() in _words("generic") or not (name[:1].isupper() or name[:1].isdigit()) or _is_vague(name):
            continue
        found.append(_Name(name, 10, one_line(match[0])))
    return found


def _is_vague(name: str) -> bool:
    words = {word.strip(".,").lower() for word in name.split()}
    return not words.isdisjoint({"confidential", "vertraulich", "undisclosed", "direct", "leading", "large", "major", "our", "a", "an", "client", "nda", "tbd", "stealth", "unnamed", "implementation", "end", "confidentiel", "confidencial", "riservato", "poufne"})  # fmt: skip


def _hiring(item: Passage, reading: _Reading) -> list[_Name]:
    """"Acme is hiring", "Acme sucht", "Acme needs a …", "Acme, who are looking for"."""
    found = []
    lows = item.lows
    for at, low in enumerate(lows[:DEEP]):
        if item.words[at] != low and item.field != "subject":
            continue  # a heading: "What the Candidate Will Need"
        if low in _HIRES:
            if low in {"need", "needs", "wants"} and item.lows[at + 1 : at + 2] not in {("a",), ("an",), ("your",), ("you",), ("to",)}:
                continue
            end = at
        elif low in _IS_HIRING and at >= 2 and lows[at - 1] in {"is", "are", "currently", "actively", "'s", "now"}:
            end = at - 1 - (lows[at - 2] in {"is", "are"})
        elif low in {"buscando", "contratar", "contratando"} and at > 2:
            end = at - 2 if lows[at - 1] == "a" else at - 1
        else:
            continue
        if end > 2 and lows[end - 1] in {"who", "which", "that", "qui", "que", "die", "che", "current", "urgently"}:
            end -= 1 + (lows[end - 2] == ",")
        span = _name_before(item, end)
        if span and not _is_person_or_place(item, span, reading):
            name = _written(item, *span)
            found.append(_Name(name, 8, item.quote(span[0], at)))
        elif span is None and _begins_sentence(item, end - 1):
            found.append(_Name(item.words[end - 1], 7, item.quote(end - 1, at)))
    return found


def _begins_sentence(item: Passage, at: int) -> bool:
    """Whether token `at` is a whole subject in lower case, as some firms write themselves: "acorns is hiring"."""
    if at < 0 or not item.lows[at].isalnum() or len(item.lows[at]) < 3 or item.lows[at] in _words("generic") | _words("sentence starters"):
        return False
    return (at == 0 and item.field == "subject") or (at > 0 and item.lows[at - 1] in {"?", "!", "\n"})


def _is_person_or_place(item: Passage, span: tuple[int, int], reading: _Reading) -> bool:
    name = item.span(*span).lower()
    first = name.split()[0]
    return name in reading.places or (bool(reading.recruiter) and first in reading.recruiter.split() and len(name.split()) <= 2)


def _placed(item: Passage, reading: _Reading) -> list[_Name]:
    """"at Acme", "@ Acme", "bei der Acme GmbH", "on behalf of Acme", "our client, Acme", "to join Acme"."""
    found = []
    lows = item.lows
    for at, low in enumerate(lows[:DEEP]):
        weight = _placing_weight(item, at, low)
        if not weight:
            continue
        begin = _skip_articles(item, at + 1)
        loose = low in {"@", "behalf"} or (low == "join" and item.lows[at - 1] == "to") or (low == "at" and lows[at - 1] in {"opportunity", "position", "role"})
        if low == "behalf":
            begin = _skip_articles(item, at + 2)
        span = _name_after(item, begin, loose=loose)
        if span is None or _is_person_or_place(item, span, reading) or lows[begin] in reading.places:
            continue
        if lows[begin] in _words("generic") and span[0] == span[1]:
            continue
        if loose and item.words[begin][0].islower() and item.field != "subject" and lows[span[1] + 1 : span[1] + 2] not in {(".",), ("in",), (",",), ("\n",), ()}:
            continue
        if {"your", "you", "profile", "experience"} & set(lows[max(0, at - 8) : at]) and weight < 8 and item.field != "subject" and not _offered_before(lows, at):
            continue
        found.append(_Name(_written(item, *span), weight, item.quote(at, span[1])))
    return found


def _offered_before(lows: Sequence[str], at: int) -> bool:
    return not {"role", "position", "opportunity", "opening", "job", "join"}.isdisjoint(lows[max(0, at - 3) : at])


def _placing_weight(item: Passage, at: int, low: str) -> int:
    """How surely the name after token `at` is the employer; 0 if the token does not introduce one."""
    if low not in _BEFORE and low not in _words("client words") and low not in {"auftrag", "client", "supporting", "supports", "representing", "contratar", "namens", "conto"}:
        return 0
    lows = item.lows
    before, after = lows[at - 1] if at else "", lows[at + 1] if at + 1 < len(lows) else ""
    if low == "behalf":
        return 9 if after == "of" else 0
    if low in {"auftrag", "namens", "conto"}:
        return 9
    if low in _words("client words"):
        return 8 if after == "," and before in _words("possessives") or before in {"our", "my"} else 0
    if low in {"supporting", "supports", "representing"}:
        return 8
    if item.field == "subject":
        return 8 if low in {"@", "at", "bei", "beim", "chez", "bij", "presso", "firmie"} else 5 if low in {"from", "join"} else 6 if low in {"na", "en", "em"} and _hires_later(item, at) else 0
    if low == "firmie":
        return 7
    if low in {"at", "bei", "beim", "chez", "bij", "presso", "@"}:
        return 7 if _offered_before(lows, at) or not {"i", "my", "am", "i'm", "ich", "je"} & set(lows[max(0, at - 8) : at]) else 4
    if low == "join" or low == "joining":
        return 7
    if low in {"for", "pour", "para", "für", "voor", "per"} and not {"wanted", "needed", "required", "gesucht", "recherche", "suche", "busco", "zoek", "cerco", "recrute"}.isdisjoint(lows[max(0, at - 6) : at]):
        return 6
    if low == "with" and before in {"partnering", "partnered", "working"} and "i" not in lows[at + 2 : at + 4]:
        return 6
    if low in {"with", "for"}:
        return 6 if not {"role", "position", "opportunity", "opening", "recruiting", "hiring"}.isdisjoint(lows[max(0, at - 7) : at]) else 0
    if low in {"en", "na", "em", "w", "in"}:
        return 7 if _hires_later(item, at) else 0
    return 0


def _hires_later(item: Passage, at: int) -> bool:
    """Whether "en Acme" is followed by "estamos buscando" and the like, or Acme is what the message writes again."""
    later = item.lows[at + 2 : at + 7]
    return not {"estamos", "buscamos", "necesitamos", "queremos", "procuramos", "szukamy", "contratamos", "rekrutujemy", "poszukujemy"}.isdisjoint(later)


# --- who is who ---------------------------------------------------------------------------------------------------------


def _assign(reading: _Reading, own: _Name | None, employer: _Name | None) -> Employers:
    if own is None:
        return _named(employer, None)
    same = employer is not None and _is_same(employer.name, own)
    if _recruits_for_others(reading, own, employer, same=same):
        return _named(None if same else employer, own)
    if same or employer is None:
        fuller = employer if employer is not None and len(employer.name) > len(own.name) else own
        return _named(fuller, None)
    return _named(employer, None)


def _recruits_for_others(reading: _Reading, own: _Name, employer: _Name | None, *, same: bool) -> bool:
    if is_agency_name(own.name) or _says_agency(reading, own.name):
        return True
    return (reading.client or (employer is not None and employer.weight >= 8)) and not same


def _says_agency(reading: _Reading, name: str) -> bool:
    """Whether the message says of itself that it comes from a recruiting firm."""
    text = " ".join(item.text[:2500] for item in reading.by_field.values()).lower()
    return any(phrase in text for phrase in _words("sectors of agencies"))


def _named(company: _Name | None, agency: _Name | None) -> Employers:
    pairs = (("company", company), ("agency", agency))
    return Employers(
        company=company.name if company else None,
        agency=agency.name if agency else None,
        evidence=tuple(Evidence(field, found.quote) for field, found in pairs if found),
    )
