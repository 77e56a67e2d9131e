"""Reads where an offered role is: its cities, countries or regions, not those of clients, founders or signatures.

A name alone proves nothing ("Mobile", "Jordan", "Paris Hilton"): it counts by its context only, strongest first:
a label ("Location: …"), then a part of the subject or "City, Country" or "based in …", then a plain "in …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.anchors import matches_near
from triage.understand.gazetteer import plain
from triage.understand.homonyms import likeliest
from triage.understand.passages import quote
from triage.understand.placenames import groups, put_together
from triage.understand.seats import header_end, seat_of_house
from triage.understand.toponyms import IN, hits
from triage.understand.unlisted import unlisted
from triage.understand.wordings import wordings
from triage.vocabulary import single_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.gazetteer import Hit, Place
    from triage.understand.passages import Passage
    from triage.understand.placenames import Spot

Found = tuple[tuple[str, ...], tuple[str, ...], tuple[Evidence, ...]]

_MOST_NAMES = 200  # looked at in one passage: more is a directory, not an offer
_WORDINGS = wordings("place_wordings")
_LABELLED, _STRONG, _PLAIN, _WEAK, _SEATED, _ALONE, _OF_OTHERS = 5, 4, 3, 2, 1, 0, -1
_CLAUSE = re.compile(
    r"[.!?]\s|\n\n|[,;] | (?:but|aber|mais|pero|ma|maar|mas|ale) "
    r"| (?:and|und|et|y|e|en|i) (?=(?:an?|our|the|eine?n?|unser\w*|une?|nos|notre|nuestr\w+|una?|uno|uma?|nasz\w*|ons|onze) )"
)

_LABEL = re.compile(
    r"(?:^|[\n|•*\-–.;:,)\]🌍📍])[ \t*_>•]{0,4}"
    r"(?:(?:job|work(?:ing)?|office|role|position|project|client|primary)[ -]?)?"
    rf"{_WORDINGS['label']}(?:\(s\))?[ \t*_]{{0,3}}(?:[:=–]|-(?= ))[ \t*_:\-–]{{0,4}}(?P<value>[^\n]{{1,160}})"
)
_LIST = re.compile(
    r"(?: \([^)\n]{2,24}\))?[ ]?(?:office|area|region|metro|city)?"
    r"(?:\((?:on-?site|hybrid|remote)[^)\n]{0,20}\))?[ \t]*(?:[,/;"
    r"|&+·•]|\n[ \t]*[-•*])?[ \t]*"
    r"(?:(?:and|or|oder|und|et|ou|e|y|o|i|en|of|lub|albo|oraz|bzw\.?|and/or)[ ])?"
    r"(?:(?:in|à|au|en|w|we|a|ad|em|no|na|te|bei|do|z|ze)[ ])?(?:(?:the|la|le|les|el|o|os|der|den)[ ]|l['’])?"
)
_BASED = re.compile(
    rf"\b{_WORDINGS['based']},? (?:is |are )?{_WORDINGS['in']} ?"
    r"(?:the |central |downtown |our |beautiful |der |die |von |la |el |al )?$"
)
_IN = re.compile(
    rf"(?:^|[\s(,/|–—-]){_WORDINGS['in_alone']}[ ]?"
    r"(?:the |central |downtown |whole |greater |der |ganz |von |la |el |al |région |regio |zona |okolicach )?$"
)
_NOUN = re.compile(rf"\b{_WORDINGS['noun']} $")
_REMOTE = re.compile(
    r"\b(?:remote(?:ly)?|wfh|télétravail|teletrabajo|homeoffice|zdalnie|remoto)[ ,:(\[/"
    r"|–—-]{1,4}(?:from |within |in |only |across )?(?:the )?$"
)
_ANYWHERE = re.compile(
    r"remot|\bwfh\b|home|anywhere|wherever|télétravail|teletrab|zdaln|où tu veux|où vous voulez|cualquier|qualquer"
    r"|across|\ball\b"
)
_OTHERS = re.compile(rf"\b{_WORDINGS['others']}\b")
_SEAT = re.compile(rf"\b{_WORDINGS['seat']}\b")
_FOR_SEAT = re.compile(rf"\b{_WORDINGS['for_seat']} (?:\w+ )?{_WORDINGS['seat']} ?(?:of|in|at|à|de|d['’]|a|w|em|di|te|zu|,)? ?$")
_HOUSE = re.compile(
    rf"\b{_WORDINGS['house']} (?:[\w'’.-]+ ){{0,4}}?(?:of|in|at|de|d['’]|du|di|in|w|we|von|van|te|a|à|em|en|do|da)[ ]?$"
)
_ORG_NEXT = re.compile(_WORDINGS["org_next"])
_PERSON_NEXT = re.compile(r" (?!(?:I|Office|HQ|Area|City|Campus|Remote|Hybrid)\b)[A-ZÀ-Ž][a-zà-ž]+\b(?! ?[,:|/(])")
_PERSON_BEFORE = re.compile(
    r"(?:\b(?:herrn?|frau|mr|mrs|ms|miss|dr|prof|monsieur|madame|mme|sra?|señora?|senhora?|dona|don|pana?|panie|pani"
    r"|sig|signora?|dott|dhr|mevr|meneer|mevrouw|hi|hello|hey|dear|hallo|liebe[r]?|bonjour|cher|chère|ciao|caro|cara|hola"
    r"|oi|olá|cześć|beste|hoi|met|with|mit|avec|by|regards|thanks|cheers|i['’]?m|ich bin|moi c['’]est|sou [oa])\.? "
    r"|(?:^|\n)[>\s]*(?:an|to|from|von|de|à|para|od|do|cc) ?: ?[^\n]*)$"
)
_NAME_BEFORE = re.compile(r"\b(?!(?:In|En|Em|Na|No|We|At|Near|From|Aus|Bei|Nach|Im|Raum|The|Our|Unser\w*|Zu|Te|Vanuit|Sur|Chez|Per|Da|Dans|Für|Für|Para|Pour|Voor|For) )[A-ZÀ-Ž][\w’'-]+ $")
_DISTANCE = re.compile(
    r"(?:\d|\b(?:half|minutes?|hour|heure|stunde|hora|ora|uur|godzin[aęy]))[ -]?(?:min\w*|m|km|kilom\w+|miles?|h|hours?"
    r"|hora|stunden?|uur|an hour|['’])?\.?(?: [\w]+)? (?:from|outside|(?:north|south|east|west) of"
    r"|von|vor|d[eu]|od|da|van) $"
)
_MODE_NEXT = re.compile(
    r"[ ]?[,(/|+–—-]?[ ]?(?:\()?(?:or |oder |ou |o |lub |of |and |& )?(?:100 ?% ?)?(?:fully |full )?"
    r"(?:remote|hybrid|on-?site|wfh|homeoffice|office\b|area\b|region\b|based\b|-based"
    r"|remoto|zdalnie|híbrido|hybrydowo|télétravail)"
)
_DISTRICT = re.compile(r"^-[A-ZÀ-Ž][a-zà-ž]+(?![\w-])")  # "Berlin-Wedding"
_SURNAME = re.compile(r"\b[A-ZÀ-Ž][a-zà-ž]+ (?:van|von|de|di|da|del)(?: der| den| la)? $")
_PART_START = re.compile(r"(?:^|[\n|(\[@:•·/,)–—\]]|(?<= )-)[ \t*_\W]{0,4}$")
_PART_END = re.compile(r"[ \t*_]{0,3}(?:$|[\n|)\](,/•·–—;:&+!?]|- |\d)")
_LINE_START = re.compile(r"(?:^|\n)[^\w\n]{0,8}$|\|[^\w\n]{0,4}$")
_LINE_END = re.compile(r"[ \t*_]{0,3}(?:$|[\n|/]|[(,] ?(?:on-?site|hybrid|remote))")
_FACTS = re.compile(r"(?:^|\n)[^\n.!?]*(?:\d ?(?:k|%|€)|\(m/w|[|•])[^\n.!?]*$")
_ADDRESS = re.compile(
    r"(?:\b\d{1,5}[a-z]?[ ,]+[\w .'-]{3,40}(?:\b(?:st|street|road|rd|avenue|ave|square|lane)|str\.?"
    r"|straße|platz)\b|\b\d{5}\s)[^\n]{0,30}$"
    r"|\b(?:rua|calle|avenida|carretera|paseo|plaza|praça|estrada|rue|route|boulevard|via|viale|corso|piazza|ulic[ay]|ul\.)"
    r" (?:(?:d[aeo]s?|de la|di|du|des) )?$"
)


def read_places(passages: Iterable[Passage], domain: str = "", *, relayed: bool = False) -> Found:
    """The role's places, the ISO 3166 codes of their countries, and the words they were read from.

    `passages` come in order of authority; the places of a signature are its sender's, and so are those above the
    message of a `relayed` mail. A town that `domain`, the sender's, is made of is rather the firm. Cities stand in the
    message's form when that is English or local, countries and groups of countries in English. () where nothing is
    stated.
    """
    passages = tuple(passages)
    read = [passage for passage in passages if passage.field != "signature"]
    labelled = next((_found(one.text, spots, read) for one in read for spots in [_labelled(one)] if spots), None)
    if labelled and labelled[1]:
        return labelled
    prose = _from_prose(read, domain, relayed=relayed)
    if not (labelled or prose[0]) and (seat := seat_of_house(passages)):
        return _found(seat[0], seat[1], passages)
    return prose if prose[1] or not labelled else labelled


def _from_prose(passages: Sequence[Passage], domain: str, *, relayed: bool) -> Found:
    """The first cluster of the best tier, in the most authoritative passage that has one."""
    firm = plain(domain.split(".")[-2]) if "." in domain else ""
    starts = [header_end(passage) if relayed else 0 for passage in passages]
    read = [(one.text, list(_spots(one, start, firm))) for one, start in zip(passages, starts, strict=True)]
    clusters = [(text, cluster) for text, spots in read if (cluster := _first_cluster(text, spots))]
    best = max(clusters, key=lambda one: one[1][0].tier, default=None)
    if best is None or best[1][0].tier < _PLAIN:
        best = unlisted(passages) or best
    best = best or _only_named(passages, starts)
    if best is None:
        return (), (), ()
    text, spots = _town_within(best, read)
    return _found(text, [_qualified(spot, passages) for spot in spots], passages)


def _town_within(best: tuple[str, list[Spot]], read: list[tuple[str, list[Spot]]]) -> tuple[str, list[Spot]]:
    """The town that another sentence names in the region or country of the `best`; where work is remote, both."""
    wide, spots = best
    if any(spot.town for spot in spots):
        return best
    anywhere = _ANYWHERE.search(wide[max(0, spots[0].start - 60) : spots[0].start].lower())
    countries = {spot.country for spot in spots if spot.country}
    for text, others in read:
        towns = [spot for spot in others if spot.town and spot.country in countries and spot.tier >= _PLAIN]
        if towns and not anywhere:
            return text, _first_cluster(text, towns)
        if towns and text is wide and towns[0].start < spots[0].start:
            return text, [*_first_cluster(text, towns), *spots]
    return best


def _qualified(spot: Spot, passages: Sequence[Passage]) -> Spot:
    """The place with the country the mail names beside it elsewhere: "Lagos", and later "Lagos (Algarve, Portugal)"."""
    if len(spot.names) > 1 or "," in spot.names[0]:
        return spot
    for passage in passages:
        for group in groups(passage.text, hits(passage)):
            if len(group) > 1 and group[-1].place.kind == "country" and group[0].place.name == spot.names[0]:
                full = put_together(passage.text, group, spot.tier)
                return spot._replace(names=(full.names[0], full.names[-1]), country=full.country, elsewhere=())
    return spot


def _only_named(passages: Sequence[Passage], starts: Sequence[int]) -> tuple[str, list[Spot]] | None:
    """The one place that subject and text name, whatever stands around it; a mail that names more is about them all."""
    named = [
        (passage.text, group)
        for passage, start in zip(passages, starts, strict=True)
        if passage.field in {"subject", "text"}
        for group in groups(passage.text, [hit for hit in hits(passage) if _is_capital(passage.text, hit)])
        if group[0].start >= start
        and not group[0].place.doubtful
        and group[0].place.country
        and not _is_code(group[0])
        and not _is_borne(passage.text, group[0], subject=passage.field == "subject")
        and not _is_of_a_firm(passage.text, group[0])
        and not _acts(passage.text, group[0])
    ]
    if len({(group[0].place.name, group[0].place.kind) for _, group in named}) != 1:
        return None
    text, group = named[0]
    spot = put_together(text, group, _ALONE)
    return None if _is_elsewhere(text, spot) else (text, [spot])


def _is_code(hit: Hit) -> bool:
    """Whether it is "US", which may also be a shouted "us"."""
    return hit.place.kind == "country" and hit.end - hit.start < len("USA")


def _is_elsewhere(text: str, spot: Spot) -> bool:
    """Whether it is part of a name or an address, or where somebody else is."""
    after = text[spot.end : spot.end + 40]
    if (
        _ORG_NEXT.match(after.lower())
        or _PERSON_NEXT.match(after)
        or _SURNAME.search(text, max(0, spot.start - 40), spot.start)
    ):
        return True
    before = text[max(0, spot.start - 70) : spot.start].lower()
    if _ADDRESS.search(before):
        return True
    return _OTHERS.search(_CLAUSE.split(before)[-1]) is not None


def _found(text: str, spots: list[Spot], passages: Sequence[Passage]) -> Found:
    names = tuple(dict.fromkeys(name for spot in spots for name in spot.names))
    countries = (likeliest((spot.country, *spot.elsewhere), passages) for spot in spots if spot.country)
    codes = tuple(dict.fromkeys(countries))
    evidence = Evidence("locations", quote(text, spots[0].start, spots[-1].end))
    return names, codes, (evidence,)


def _labelled(passage: Passage) -> list[Spot]:
    """The places on the first "Location:" line that names one."""
    text = passage.text
    for label in matches_near(_LABEL, passage, "place_label"):
        offset = label.start("value")
        value = [hit for hit in hits(passage) if offset <= hit.start < label.end() and _may_follow(text, hit, offset)]
        spots = [put_together(text, group, _LABELLED) for group in groups(text, value)]
        chain = _chain(text, [spot for spot in spots if not _OTHERS.search(text[offset : spot.start].lower())])
        if chain and chain[0].start - offset < 60:
            return chain
    return []


def _may_follow(text: str, hit: Hit, label_end: int) -> bool:
    """Whether a label's value may name the place so far behind it: a town's name later on is often another word."""
    if hit.place.kind != "town":
        return hit.start - label_end < _LONGEST_VALUE
    return hit.start - label_end < (_NEAR_LABEL if text[hit.start].isupper() else 1)


_NEAR_LABEL, _LONGEST_VALUE = 30, 160


def _spots(passage: Passage, start: int, firm: str) -> Iterator[Spot]:
    """Every place of `passage` from `start` that its context makes the role's; a list has the tier of its first.

    `firm` is the main part of the sender's domain.
    """
    text, subject = passage.text, passage.field == "subject"
    before_end, before_tier = -1, 0
    any_case = subject or passage.low == text  # some people write without capitals
    shown = (hit for hit in hits(passage) if hit.start >= start)
    named = [hit for hit in shown if _is_capital(text, hit) or (any_case and hit.place.kind != "town")]
    for group in groups(text, named[:_MOST_NAMES]):
        spot = put_together(text, group, 0)
        linked = before_tier != 0 and before_end >= 0 and _LIST.fullmatch(text[before_end : spot.start].lower())
        tier = before_tier if linked else _tier(text, group, spot, subject=subject)
        if tier > 0 and spot.town and _is_the_firm(text, spot, firm):
            tier = 0
        before_end, before_tier = spot.end, tier
        if tier > 0:
            yield spot._replace(tier=tier)


def _is_the_firm(text: str, spot: Spot, firm: str) -> bool:
    """Whether a town's name is what the sender's firm is called: "Sou a Ana, da Pontal" of grupopontal.example."""
    name = plain(spot.names[0].partition(",")[0]).replace(" ", "")
    called = name in firm and name not in firm.split("-")
    return called and _AS_A_FIRM.search(text[max(0, spot.start - 12) : spot.start].lower()) is not None


_AS_A_FIRM = re.compile(r"(?:^|[|:\n] ?|\b(?:da|de|do|at|from|van|von|bei|chez|z|of|with|com|con|mit|grupo|gruppe|groupe|group) )$")


def _is_capital(text: str, hit: Hit) -> bool:
    return (
        text[hit.start].isupper()
        or text.startswith("the ", hit.start)
        or (not hit.place.doubtful and text[max(0, hit.start - 8) : hit.start - 1].rpartition(" ")[2] in IN)
    )


def _tier(text: str, group: list[Hit], spot: Spot, *, subject: bool) -> int:
    """How surely the words around a place make it the role's; _OF_OTHERS when they make it somebody else's."""
    before = text[max(0, spot.start - 70) : spot.start].lower()
    after = _DISTRICT.sub("", text[spot.end : spot.end + 40])
    first = group[0].place
    common = first.common and not (_BASED.search(before) or _NOUN.search(before))
    mere = len(group) == 1 and (common or _is_borne(text, group[0], subject=subject))
    if mere or _ORG_NEXT.match(after.lower()) or _ADDRESS.search(before):
        return 0
    clause = _CLAUSE.split(before)[-1]
    if _FOR_SEAT.search(before):
        return _STRONG
    if _OTHERS.search(clause) or _DISTANCE.search(before):
        return _OF_OTHERS
    if _SEAT.search(clause):
        return _SEATED
    based, remote = _BASED.search(before), _REMOTE.search(before)
    if first.kind == "area" and not first.country and not remote:
        return _PLAIN if based or subject or _IN.search(before) else 0
    if _NOUN.search(before) or based or (remote and not (first.doubtful and len(group) == 1)):
        return _STRONG
    if _is_a_part(text, group, before, after, subject=subject):
        return _STRONG
    return _PLAIN if remote or _HOUSE.search(before) else _plain_tier(first, before, after, subject=subject)


def _is_borne(text: str, hit: Hit, *, subject: bool) -> bool:
    """Whether a town's name is rather a person's or a firm's: "Frau Wolfsberg", "Solway Transport", "Amparo Luque"."""
    if hit.place.kind != "town":
        return False
    before = text[max(0, hit.start - 50) : hit.start]
    if _PERSON_NEXT.match(text, hit.end) or _PERSON_BEFORE.search(before.lower()):
        return True
    return not subject and _NAME_BEFORE.search(before) is not None and not _NOUN.search(before.lower())


def _acts(text: str, hit: Hit) -> bool:
    """Whether a town's name stands where one does something, as only a firm or a person can: ", Solway paid us"."""
    return (
        hit.place.kind == "town"
        and not text[max(0, hit.start - 2) : hit.start - 1].isalnum()
        and _VERB_NEXT.match(text, hit.end) is not None
    )


_VERB_NEXT = re.compile(r" [a-zà-ž]{2}")


def _is_of_a_firm(text: str, hit: Hit) -> bool:
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


def _plain_tier(place: Place, before: str, after: str, *, subject: bool) -> int:
    doubtful = place.doubtful
    if _MODE_NEXT.match(after.lower()) and not (doubtful and subject) and not _PERSON_NEXT.match(after):
        return _PLAIN
    if _IN.search(before) and not (doubtful and (_is_a_word(place) or _PERSON_NEXT.match(after))):
        return _PLAIN
    if before.endswith(", ") and not doubtful and _LINE_END.match(after) and _FACTS.search(before):
        return _PLAIN
    if subject and not doubtful and place.kind in {"city", "town"} and not _PERSON_NEXT.match(after):
        return _PLAIN
    return _WEAK if _is_an_item(place, before, after) else 0


def _is_an_item(place: Place, before: str, after: str) -> bool:
    """Whether the place fills an item of an enumeration in prose: "Acme (Berlin, 40 people)", "perm, €65k, Leeds."."""
    if not (_ITEM_START.search(before) and _ITEM_END.match(after)) or (place.doubtful and _is_a_word(place)):
        return False
    return not place.doubtful or after.startswith(")") or _FACT.search(before + after) is not None


_ITEM_START = re.compile(r"(?:[,(;/·:–—]| -) ?$|(?:^|[.!?\n])[^\w\n]{0,4}$|\b(?:it['’]s|es|our|the) $")
_ITEM_END = re.compile(
    r" ?[,.;)(/·]| \d{1,2}\b| (?:albo|or|oder|ou|o|of|lub|and|team|office|hub|site|studio|plant|campus|branch)\b|$"
)
_FACT = re.compile(r"\d|%|€|£|\b(?:perm|contract|remote|hybrid|vollzeit|teilzeit|days?|cdi|jornada|full|part)")


def _first_cluster(text: str, spots: list[Spot]) -> list[Spot]:
    """The best-tier place that comes first, with those listed beside it."""
    if not spots:
        return []
    top = max(spot.tier for spot in spots)
    first = last = next(number for number, spot in enumerate(spots) if spot.tier == top)
    while first and _joined(text[spots[first - 1].end : spots[first].start].lower()):
        first -= 1
    return (
        [spot._replace(tier=top) for spot in _chain(text, spots[first:])]
        if first < last
        else _chain(text, spots[last:])
    )


def _chain(text: str, spots: list[Spot]) -> list[Spot]:
    """The leading spots that are joined by commas, slashes or "or"."""
    chain = spots[:1]
    for spot in spots[1:]:
        if len(chain) == 12 or not _joined(text[chain[-1].end : spot.start].lower()):
            break
        chain.append(spot)
    return chain


def _joined(between: str) -> bool:
    listed = _LIST.fullmatch(between) or _REMOTE_BETWEEN.fullmatch(between)
    return listed is not None and not between.isspace() and len(between) < 60


_REMOTE_BETWEEN = re.compile(
    r"[\s,;/|)(-]{0,4}(?:or |and |oder |und )?(?:fully |full )?(?:remote|hybrid|on-?site)[\s,(/:-]{0,4}(?:from "
    r"|in |within |across )?(?:the )?(?:anywhere in )?(?:the )?"
    r"|,? or anywhere (?:else )?in (?:the )?"
)
