"""Judges by the words around a place how surely the role is there, or that somebody else is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.understand.gazetteer import plain
from triage.understand.toponyms import IN
from triage.understand.wordings import wordings
from triage.vocabulary import single_words

if TYPE_CHECKING:
    from triage.understand.gazetteer import Hit, Place
    from triage.understand.placenames import Spot

#: How surely a place is the role's, by what stands around it; the seat of the firm is, if no other place is named.
LABELLED, STRONG, PLAIN, NEAR, WEAK, SEATED, ALONE, OF_OTHERS = 6, 5, 4, 3, 2, 1, 0, -1
_WORDINGS = wordings("place_wordings")
_CLAUSE = re.compile(
    r"[.!?]\s|\n\n|\n[-•*] |[,;] | (?:but|aber|mais|pero|ma|maar|mas|ale) "
    r"| (?:and|und|et|y|e|en|i) (?=(?:an?|our|the|eine?n?|unser\w*|une?|nos|notre|nuestr\w+|una?|uno|uma?|nasz\w*|ons"
    r"|onze|we|i|wir|ich|nous|je|on|wij|ik|such\w*|cherch\w*|busc\w*|cerc\w*|zoek\w*|szuka\w*|procur\w*|precis\w*)\b)"
)

_BASED = re.compile(
    rf"\b{_WORDINGS['based']},? (?:is |are )?{_WORDINGS['in']} ?"
    r"(?:the |central |downtown |our |beautiful |either |both |der |die |von |la |el |al )?$"
)
_IN = re.compile(
    rf"(?:^|[\s(,/|–—-]){_WORDINGS['in_alone']}[ ]?"
    r"(?:the |central |downtown |whole |greater |either |both |der |ganz |von |la |el |al |région |regio |zona )?$"
)
_NEAR = re.compile(rf"(?:^|[\s(,/|–—-]){_WORDINGS['near']}[ ]?(?:the |der |la |el |al )?$")
_NOUN = re.compile(rf"\b{_WORDINGS['noun']}(?: |(?<=['’]))$")
_REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|wfh|télétravail|teletrabajo|homeoffice|zdalnie|remoto)[ ,:(\[/"
    r"|–—-]{1,4}(?:from |within |in |only |across )?(?:the )?$"
)
OTHERS = re.compile(rf"\b{_WORDINGS['others']}\b")
_ANYWHERE = re.compile(rf"\b{_WORDINGS['anywhere']} ?(?:the |la |el |o |a )?$")
_REGION = re.compile(rf"\b{_WORDINGS['region']}(?: |(?<=['’]))$")
_SEAT = re.compile(rf"\b{_WORDINGS['seat']}\b")
_FOR_SEAT = re.compile(
    rf"\b{_WORDINGS['for_seat']} (?:\w+ )?{_WORDINGS['seat']} ?(?:of|in|at|à|de|d['’]|a|w|em|di|te|zu|,)? ?$"
)
_BEHIND_HOUSE = (
    *("of", "in", "at", "de", "d'", "d’", "du", "di", "w", "we", "von", "van", "te", "a", "à", "em", "en", "do", "da"),
)
_HOUSE = re.compile(rf"\b{_WORDINGS['house']} (?:[\w'’.-]+ ){{0,4}}?(?:{'|'.join(_BEHIND_HOUSE)})[ ]?$")
#: Behind a place, that somebody lives there: "in Bristol wohnst".
_LIVED_IN = re.compile(rf" (?:{_WORDINGS['lived_in']})")
_ORG_NEXT = re.compile(_WORDINGS["org_next"])
_PERSON_NEXT = re.compile(r" (?!(?:I|Office|HQ|Area|City|Campus|Remote|Hybrid)\b)[A-ZÀ-Ž][a-zà-ž]+\b(?! ?[,:|/(])")
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:herrn?|frau|mr|mrs|ms|miss|dr|prof|monsieur|madame|mme|sra?|señora?|senhora?|dona|don|pana?|panie|pani"
    r"|sig|signora?|dott|dhr|mevr|meneer|mevrouw|hi|hello|hey|dear|hallo|liebe[r]?|bonjour|cher|chère|ciao|caro|cara|hola"
    r"|oi|olá|cześć|beste|hoi|met|with|mit|avec|by|regards|thanks|cheers|i['’]?m|ich bin|moi c['’]est|sou [oa])\.? "
    r"|(?:^|\n)[>\s]*(?:an|to|from|von|de|à|para|od|do|cc) ?: ?[^\n]*)$"
)
_NAME_BEFORE = re.compile(
    r"\b(?!(?:In|En|Em|Na|No|We|At|Near|From|Aus|Bei|Nach|Im|Raum|The|Our|Unser\w*|Zu|Te|Vanuit|Sur|Chez|Per|Da|Dans"
    r"|Für|Para|Pour|Voor|For) )[A-ZÀ-Ž][\w’'-]+ $"
)
_DISTANCE = re.compile(
    r"(?:\d|\b(?:half|minutes?|hour|heure|stunde|hora|ora|uur|godzin[aęy]))[ -]?(?:min\w*|m|km|kilom\w+|miles?|h|hours?"
    r"|hora|stunden?|uur|an hour|['’])?\.?(?: [\w]+)? (?:from|outside|(?:north|south|east|west) of"
    r"|von|vor|d[eu]|od|da|van) $"
)
_MODE_NEXT = re.compile(
    r"[ ]?[,(/|+–—-]?[ ]?(?:\()?(?:or |oder |ou |o |lub |of |and |& )?(?:100 ?% ?)?(?:fully |full )?"
    r"(?:remote|hybrid|on-?site|wfh|homeoffice|office\b|area\b|region\b|based\b|-based|-wide\b"
    r"|remoto|zdalnie|híbrido|hybrydowo|télétravail)"
    r"| \d{1,2}(?:er?|e|ème)\b"  # "Lyon 7e"
)
_DISTRICT = re.compile(r"^-[A-ZÀ-Ž][a-zà-ž]+(?![\w-])")  # "Berlin-Wedding"
_SURNAME = re.compile(r"\b[A-ZÀ-Ž][a-zà-ž]+ (?:van|von|de|di|da|del)(?: der| den| la)? $")
_PART_START = re.compile(r"(?:^|[\n|(\[@:•·/,)–—\]]|(?<= )-)[ \t*_\W]{0,4}$")
_PART_END = re.compile(r"[ \t*_]{0,3}(?:$|[\n|)\](,/•·–—;:&+!?]|- |\d)")
_LINE_START = re.compile(r"(?:^|\n)[^\w\n]{0,8}$|\|[^\w\n]{0,4}$")
_LINE_END = re.compile(r"[ \t*_]{0,3}(?:$|[\n|/]|[(,] ?(?:on-?site|hybrid|remote))")
_FACTS = re.compile(r"(?:^|\n)[^\n.!?]*(?:\d ?(?:k|%|€)|\(m/w|[|•])[^\n.!?]*$")
#: What stands before the town in an address; Wilton Place is where LinkedIn sits, at the foot of all that it relays.
_ADDRESS = re.compile(
    r"(?:\b\d{1,5}[a-z]?[ ,]+[\w .'-]{3,40}(?:\b(?:st|street|road|rd|avenue|ave|square|lane)|str\.?"
    r"|straße|platz)\b|\b\d{5}\s)[^\n]{0,30}$"
    r"|\bwilton pla(?:ce|za), $"
    r"|\b(?:rua|calle|avenida|carretera|paseo|plaza|praça|estrada|rue|route|boulevard|via|viale|corso|piazza|ulic[ay]|ul\.)"
    r" (?:(?:d[aeo]s?|de la|di|du|des) )?$"
)


def _before(text: str, spot: Spot) -> str:
    """What stands before a place, in small letters and as far as a clause may reach."""
    return text[max(0, spot.start - 70) : spot.start].lower()


def is_capital(text: str, hit: Hit) -> bool:
    """Whether a name is written as one, or stands in lower case where nothing else can."""
    return (
        text[hit.start].isupper()
        or text.startswith("the ", hit.start)
        or (not hit.place.doubtful and text[max(0, hit.start - 8) : hit.start - 1].rpartition(" ")[2] in IN)
    )


def tier_of(text: str, group: list[Hit], spot: Spot, *, subject: bool) -> int:
    """How surely the words around a place make it the role's; OF_OTHERS when they make it somebody else's."""
    before = _before(text, spot)
    after = _DISTRICT.sub("", text[spot.end : spot.end + 40])
    common = group[0].place.common and not (_BASED.search(before) or _NOUN.search(before))
    mere = len(group) == 1 and (common or is_borne(text, group[0], subject=subject))
    if mere or _ORG_NEXT.match(after.lower()) or _ADDRESS.search(before):
        return ALONE
    if _FOR_SEAT.search(before):
        return STRONG
    clause = _CLAUSE.split(before)[-1]
    if OTHERS.search(clause) or _DISTANCE.search(before) or _LIVED_IN.match(after.lower()):
        return OF_OTHERS
    return SEATED if _SEAT.search(clause) else _own_tier(text, group, before, after, subject=subject)


def _own_tier(text: str, group: list[Hit], before: str, after: str, *, subject: bool) -> int:
    """`tier_of` for a place that is nobody else's and no seat."""
    if _ANYWHERE.search(before):
        return LABELLED
    based, remote, first = _BASED.search(before), _REMOTE.search(before), group[0].place
    if first.kind == "area" and not first.country and not remote:
        return PLAIN if based or subject or _IN.search(before) else ALONE
    if _NOUN.search(before) or based or (remote and not (first.doubtful and len(group) == 1)):
        return STRONG
    if _is_a_part(text, group, before, after, subject=subject):
        return STRONG
    if remote or (before.rstrip(" \n").endswith(_BEHIND_HOUSE) and _HOUSE.search(before)):
        return PLAIN
    return _plain_tier(first, before, after, subject=subject, sure=len(group) > 1)


def is_borne(text: str, hit: Hit, *, subject: bool) -> bool:
    """Whether a town's name is rather a person's or a firm's: "Frau Wolfsberg", "Solway Transport", "Amparo Luque"."""
    before = text[max(0, hit.start - 50) : hit.start]
    if f" {before}".endswith(_DUTCH_SURNAMES):
        return True
    if hit.place.kind != "town":
        return False
    if _PERSON_NEXT.match(text, hit.end) or _PERSON_BEFORE.search(before.lower()):
        return True
    return not subject and _NAME_BEFORE.search(before) is not None and not _NOUN.search(before.lower())


#: With a capital, they begin a surname and not a phrase: "Bouwbedrijf Van Tongeren".
_DUTCH_SURNAMES = (" Van ", "\nVan ", " Van der ", " Van den ", " De ")


def is_wide(text: str, spot: Spot) -> bool:
    """Whether it is what lies around the town that is named: "distrito de Aveiro", "Großraum Köln"."""
    return _REGION.search(text[max(0, spot.start - 40) : spot.start].lower()) is not None


def acts(text: str, hit: Hit) -> bool:
    """Whether a town's name stands where one does something, as only a firm or a person can: ", Solway paid us"."""
    return (
        hit.place.kind == "town"
        and not text[max(0, hit.start - 2) : hit.start - 1].isalnum()
        and _VERB_NEXT.match(text, hit.end) is not None
    )


_VERB_NEXT = re.compile(r" [a-zà-ž]{2}")


def is_of_a_firm(text: str, hit: Hit) -> bool:
    """Whether a country's name ends a firm's: "Ferrolis Polska"."""
    return hit.place.kind == "country" and _NAME_BEFORE.search(text, max(0, hit.start - 40), hit.start) is not None


def _is_a_part(text: str, group: list[Hit], before: str, after: str, *, subject: bool) -> bool:
    """Whether the place fills a part of the subject or of a line of facts, or is a "City, Country" after "in"."""
    qualified = len(group) > 1
    if qualified and (_IN.search(before) or _PART_START.search(before)):
        return True
    in_subject = subject and _PART_START.search(before) and _PART_END.match(after)
    in_line = _LINE_START.search(before) and (qualified or _LINE_END.match(after.lower()))
    return bool(in_subject or in_line) and not _mere_word(text, group)


def _mere_word(text: str, group: list[Hit]) -> bool:
    """Whether a doubtful name stands alone, so that it may be the ordinary word ("Senior Engineer - Mobile")."""
    first = group[0]
    if text[first.start].islower() and len(text[first.start : first.end]) < 4:
        return True
    return len(group) == 1 and first.place.doubtful and (first.place.kind == "town" or _is_a_word(first.place))


def _is_a_word(place: Place) -> bool:
    name = plain(place.name)
    return name in _WORDS_IN_TITLES or name in single_words()


_WORDS_IN_TITLES = frozenset(
    {"mobile", "phoenix", "orange", "golden", "best", "sale", "male", "split", "independence", "progress", "jordan"}
)


def _plain_tier(place: Place, before: str, after: str, *, subject: bool, sure: bool) -> int:
    """`tier_of` where nothing marks the place as the role's; `sure` of one whose state or country stands with it."""
    doubtful = place.doubtful
    if _MODE_NEXT.match(after.lower()) and not (doubtful and subject) and not _PERSON_NEXT.match(after):
        return PLAIN
    if _IN.search(before) and not (doubtful and (_is_a_word(place) or _PERSON_NEXT.match(after))):
        return PLAIN
    if _NEAR.search(before) and not (doubtful and (_is_a_word(place) or _PERSON_NEXT.match(after))):
        return NEAR
    if before.endswith(", ") and not doubtful and _LINE_END.match(after) and _FACTS.search(before):
        return PLAIN
    if subject and not doubtful and place.kind in {"city", "town"} and not _PERSON_NEXT.match(after):
        return PLAIN
    return WEAK if _is_an_item(place, before, after, sure=sure) else ALONE


def _is_an_item(place: Place, before: str, after: str, *, sure: bool) -> bool:
    """Whether the place fills an item of an enumeration in prose: "Acme (Berlin, 40 people)", "perm, €65k, Leeds."."""
    if not (_ITEM_START.search(before) and _ITEM_END.match(after)):
        return False
    if sure:
        return True
    if place.doubtful and _is_a_word(place):
        return False
    return not place.doubtful or after.startswith(")") or _FACT.search(before + after) is not None


_ITEM_START = re.compile(r"(?:[,(;/·:–—]| -) ?$|(?:^|[.!?\n])[^\w\n]{0,4}$|\b(?:it['’]s|es|our|the) $")
_ITEM_END = re.compile(
    r" ?[,.;)(/·]| \d{1,2}\b| (?:albo|or|oder|ou|o|of|lub|and|team|office|hub|site|studio|plant|campus|branch)\b|$"
)
_FACT = re.compile(r"\d|%|€|£|\b(?:perm|contract|remote|hybrid|vollzeit|teilzeit|days?|cdi|jornada|full|part)")


def is_the_firm(text: str, spot: Spot, firm: str) -> bool:
    """Whether a town's name is what the sender's firm is called: "Sou a Ana, da Pontal" of grupopontal.example."""
    name = plain(spot.names[0].partition(",")[0]).replace(" ", "")
    called = name in firm and name not in firm.split("-")
    return called and _AS_A_FIRM.search(text[max(0, spot.start - 12) : spot.start].lower()) is not None


_AS_A_FIRM = re.compile(
    r"(?:^|[|:\n] ?|\b(?:da|de|do|at|from|van|von|bei|chez|z|of|with|com|con|mit|grupo|gruppe|groupe|group) )$"
)


def is_elsewhere(text: str, spot: Spot) -> bool:
    """Whether it is part of a name or an address, or where somebody else is."""
    after = text[spot.end : spot.end + 40]
    if (
        _ORG_NEXT.match(after.lower())
        or _PERSON_NEXT.match(after)
        or _SURNAME.search(text, max(0, spot.start - 40), spot.start)
    ):
        return True
    return is_of_others(text, spot)


def is_of_others(text: str, spot: Spot) -> bool:
    """Whether it stands in an address, or where somebody else is or was."""
    before = _before(text, spot)
    lived_in = _LIVED_IN.match(text, spot.end)
    return bool(lived_in or _ADDRESS.search(before) or OTHERS.search(_CLAUSE.split(before)[-1]))
