"""Says whether a message recruits for others: it speaks of a client, or of what agencies do."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from triage.understand.anchors import anchors
from triage.understand.names import DEEP, each, words
from triage.understand.word_kinds import DESCRIBED
from triage.understand.words import Literals

if TYPE_CHECKING:
    from triage.understand.passages import Passage

#: A role for somebody who is described and not named; matched against lower case.
_FOR_SOMEBODY = re.compile(
    r"(?:behalf of|acting for|(?:retained|instructed|engaged|mandated) (?:by|on|to)|recruiting for|hiring for)"
    r" (?:an?|the|our|my)\b"
    r"|(?:helping|supporting|with) an? (?:[\w-]+[ ,]+){0,5}(?:company|firm|start-?up|scale-?up"
    r"|business|client|bank|manufacturer|retailer|fintech|unicorn|club|leader|provider|brand|charity|shop)\b"
    r"|auftrag (?:eines|einer|unseres|meines)\b"
    r"|für (?:eine?n?|unsere?n?|meinen) (?:[\w-]+ ){0,4}\w*(?:unternehmen|konzern|kunden|mandant\w*|hersteller|anbieter"
    r"|dienstleister|klinik|bank|startup|mittelständler|kanzlei|krankenhaus|praxis|träger|betrieb|stiftung)\b"
    r"|(?:pour|accompagne) (?:une?|l['’]un) (?:[\w-]+ ){0,3}(?:entreprise|société|groupe|éditeur|start-?up|scale-?up"
    r"|banque|clients?|acteur|pme|eti|industriel|leader|clinique|hôpital|étude|usine|hôtel|cabinet|fondation"
    r"|association|maison|établissement)\b"
    r"|para (?:una?|uma?|el|un) (?:[\w-]+ ){0,2}(?:empresa|multinacional|compañía|grupo|cliente|banco|hospital"
    r"|clínica|despacho|fábrica|bodega|hotel|constructora|startup|firma|indústria|escritório|healthtech|fintech)\b"
    r"|per (?:una? |un['’])(?:[\w-]+ ){0,2}(?:azienda|società|realtà|multinazionale|gruppo|cliente|startup"
    r"|clinica|ospedale|fabbrica|hotel|banca|cantina|cooperativa|casa)\b"
    r"|voor (?:een|mijn) (?:[\w-]+ ){0,3}\w*(?:bedrijf|organisatie|opdrachtgever"
    r"|klant|scale-?ups?|startup|bank|speler|ziekenhuis|gemeente|instelling|kantoor|museum|fabriek|fonds)\b"
    r"|dla (?:[\w-]+ ){0,3}(?:klienta|firmy|spółki|producenta|banku|szpitala|kliniki"
    r"|kancelarii|hotelu|zakładu|fabryki|sieci|fundacji)\b"
)
#: What every match of `_FOR_SOMEBODY` begins with: the pattern is tried at these words only.
_PREPOSITIONS = frozenset(
    [
        "behalf",
        "acting",
        "retained",
        "instructed",
        "engaged",
        "mandated",
        "recruiting",
        "hiring",
        "with",
        "helping",
        "supporting",
        "auftrag",
        "für",
        "pour",
        "accompagne",
        "para",
        "per",
        "voor",
        "dla",
    ]
)
#: Terms of contract such as "no C2C" are an agency's whether wanted or not; the phrases that name agencies are longer.
_SHORT = 9
_PLURALS = frozenset(("clients", "kunden", "clienti", "clientes"))
_INDEFINITE = frozenset(("a", "an", "um", "uma", "un", "een", "ein", "einen", "einem"))
_FOR = frozenset(("for", "für", "voor", "para", "pour", "per", "dla", "by", "of"))
#: Before the plural: "one of our clients" is somebody, "we support our clients" is nobody.
_ONE_OF = frozenset(
    ("one", "un", "uno", "una", "une", "um", "uma", "einen", "einer", "eines", "een", "jednego", "unseren")
)


def names_agency(item: Passage) -> bool:
    """Whether a word of a text is one that recruiting firms are named with."""
    return not words("agency words").isdisjoint(item.present)


def says_agency(item: Passage) -> bool:
    """Whether a text names what agencies do ("werving & selectie") or their terms ("no C2C")."""
    text = item.low[:2500]
    return any(_is_claimed(phrase, text) for phrase in _sectors().found(text, item.present))


@functools.cache
def _sectors() -> Literals:
    return Literals(words("sectors of agencies"))


def _is_claimed(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text without a denial before it: "no recruitment agencies, please"."""
    before = text[: text.index(phrase)].rpartition("\n")[2].split()[-5:]
    return len(phrase) < _SHORT or words("refusals").isdisjoint(before)


def descriptions(item: Passage) -> set[str]:
    """Clues from words such as "bank" or "Spedition": somebody unnamed hires ("a bank in Leeds needs"), or who writes
    is one ("we are a bank").
    """
    lows, found = item.lows, set()
    for at in filter(DEEP.__gt__, anchors(item, DESCRIBED, DEEP)):
        before = lows[max(0, at - 5) : at]
        for number, low in enumerate(reversed(before)):
            if low in {".", "!", "?", "\n"}:
                break
            if low in each("indefinite"):
                earlier = lows[max(0, at - number - 4) : at - number - 1]
                if not _WE_ARE.isdisjoint(earlier):
                    found.add("are one")
                elif not _FOR_WHOM.isdisjoint(earlier):
                    found.add("for one")
                elif not _hires().isdisjoint(lows[at + 1 : at + 7]):
                    found.add("one hires")
                else:
                    found.add("one")
                break
    return found


@functools.cache
def _hires() -> frozenset[str]:
    return words("hires") | words("is hiring") | {"has", "hat", "a", "ha", "tem", "tiene", "heeft", "ma"}


@functools.cache
def _owned() -> frozenset[str]:
    return words("possessives") | words("for whom")


_WE_ARE = frozenset(
    ("we", "we're", "are", "re", "i", "am", "own", "run", "lead", "wir", "sind", "bin", "leite", "führe", "sommes",
     "suis", "dirige", "somos", "soy", "siamo", "sono", "zijn", "ben", "jesteśmy", "jestem")
)  # fmt: skip
_FOR_WHOM = frozenset(
    ("for", "with", "by", "behalf", "für", "bei", "von", "auftrag", "pour", "par", "chez", "avec", "para", "por", "con",
     "com", "per", "di", "da", "voor", "bij", "van", "dla", "przez")
)  # fmt: skip


def acts(item: Passage) -> int:
    """How many words of a text are of what recruiting firms do."""
    return len(each("acts of agencies") & item.present)


def speaks_of_client(item: Passage) -> bool:
    """Whether somebody else's role is offered: "my client", "one of our clients", "unser Mandant"."""
    lows = item.lows
    clients = words("client words")
    owned = _owned()
    for at in item.where(clients, DEEP):
        before = lows[max(0, at - 4) : at]
        if not each("of ours").isdisjoint(lows[at + 1 : at + 3]):
            return True  # "a client of mine"
        if at and lows[at - 1] in _INDEFINITE and _FOR.isdisjoint(before):
            continue  # "you would work with a client"
        if lows[at + 1 : at + 2] and lows[at + 1] in words("not of clients"):
            continue
        if not owned.isdisjoint(before) and (lows[at] not in _PLURALS or not _ONE_OF.isdisjoint(before)):
            return True
    spots = item.where(_PREPOSITIONS, DEEP)
    return any(_FOR_SOMEBODY.match(item.low, item.starts[at], item.starts[at] + 160) for at in spots)
