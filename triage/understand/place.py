"""Reads where an offered role is: its cities, countries or regions, not those of clients, founders or signatures.

A name alone proves nothing ("Mobile", "Jordan", "Paris Hilton"): it counts by its context only, strongest first:
a label ("Location: …"), then a part of the subject or "City, Country" or "based in …", then a plain "in …".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from triage.domain import Evidence
from triage.understand.anchors import matches_near
from triage.understand.domains import label_of
from triage.understand.gazetteer import plain
from triage.understand.homonyms import likeliest
from triage.understand.passages import quote
from triage.understand.place_context import (
    ALONE,
    LABELLED,
    NEAR,
    OTHERS,
    PLAIN,
    SEATED,
    STRONG,
    acts,
    is_borne,
    is_capital,
    is_elsewhere,
    is_of_a_firm,
    is_the_firm,
    is_wide,
    tier_of,
)
from triage.understand.placenames import groups, put_together
from triage.understand.seats import header_end, seat_of_house
from triage.understand.toponyms import hits
from triage.understand.unlisted import unlisted
from triage.understand.wordings import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from triage.understand.gazetteer import Hit
    from triage.understand.passages import Passage
    from triage.understand.placenames import Spot

Found = tuple[tuple[str, ...], tuple[str, ...], tuple[Evidence, ...]]

_MOST_NAMES = 200  # looked at in one passage: more is a directory, not an offer
_WORDINGS = wordings("place_wordings")
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
    r"(?:(?:one|(?:the |l[’'])?other|ein[es]?s?|une?|un[oa]?|een|uma?|jed(?:en|n[ao])|(?:die |het |de )?andere"
    r"|(?:el |la )?otr[ao]|altr[ao]|(?:o |a )?outr[ao]|drug[ia])[ ](?=(?:in|à|au|en|w|we|a|em|no|na|te)[ ]))?"
    r"(?:(?:in|à|au|en|w|we|a|ad|em|no|na|te|bei|do|z|ze)[ ])?(?:(?:the|la|le|les|el|o|os|der|den)[ ]|l['’])?"
    r"(?:(?:north|south|east|west)(?:ern)?[ ])?"
)
_ANYWHERE = re.compile(
    r"remot|\bwfh\b|home|anywhere|wherever|télétravail|teletrab|zdaln|\boù (?:[\w'’]+ ){1,2}(?:veu|voul|souhait)"
    r"|cualquier|qualquer|qualunque|dowolne|von überall|egal wo|overal|dove vuo|donde quier|onde quis|skąd chce"
    r"|across|\ball\b"
)


def read_places(
    passages: Iterable[Passage], domain: str = "", *, relayed: bool = False, persons: frozenset[str] = frozenset()
) -> Found:
    """The role's places, the ISO 3166 codes of their countries, and the words they were read from.

    `passages` come in order of authority; the places of a signature are its sender's, and so are those above the
    message of a `relayed` mail. A town that `domain`, the sender's, is made of is rather the firm, and one that is a
    plain word of the names of `persons`, who write and are written to, one of them. Cities stand in the message's form
    when that is English or local, countries and groups of countries in English. () where nothing is stated.
    """
    passages = tuple(passages)
    read = [passage for passage in passages if passage.field != "signature"]
    labelled = next((_found(one.text, spots, read) for one in read for spots in [_labelled(one)] if spots), None)
    if labelled and labelled[1]:
        return labelled
    prose = _from_prose(read, domain, persons, relayed=relayed)
    if not (labelled or prose[0]) and (seat := seat_of_house(passages)):
        return _found(seat[0], seat[1], passages)
    return prose if prose[1] or not labelled else labelled


def _from_prose(passages: Sequence[Passage], domain: str, persons: frozenset[str], *, relayed: bool) -> Found:
    """The first cluster of the best tier, in the most authoritative passage that has one."""
    firm = plain(label_of(domain))
    starts = [header_end(passage) if relayed else 0 for passage in passages]
    read = [(one.text, list(_spots(one, start, firm, persons))) for one, start in zip(passages, starts, strict=True)]
    clusters = [(text, cluster) for text, spots in read if (cluster := _first_cluster(text, spots))]
    best = max(clusters, key=lambda one: one[1][0].tier, default=None)
    if best and best[1][0].tier == SEATED and any(_ANYWHERE.search(passage.low) for passage in passages):
        best = None  # a company's offices, and work that is not there
    if best is None or best[1][0].tier < PLAIN:
        best = unlisted(passages) or best
    best = best or _only_named(passages, starts, persons)
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
    in_subject = wide is read[0][0]
    if is_wide(wide, spots[0]):
        least = PLAIN if in_subject else STRONG
    else:
        least = min(spots[0].tier, NEAR if in_subject else STRONG)
    for text, others in read:
        towns = [spot for spot in others if spot.town and spot.country in countries and spot.tier >= least]
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


def _only_named(
    passages: Sequence[Passage], starts: Sequence[int], persons: frozenset[str]
) -> tuple[str, list[Spot]] | None:
    """The one place that subject and text name, whatever stands around it, or the choice of several ("Lyon ou Metz").

    A mail that names more is about them all.
    """
    named = [
        (passage.text, group)
        for passage, start in zip(passages, starts, strict=True)
        if passage.field in {"subject", "text"}
        for group in groups(passage.text, [hit for hit in hits(passage) if is_capital(passage.text, hit)])
        if group[0].start >= start
        and not group[0].place.doubtful
        and group[0].place.country
        and not _is_code(group[0])
        and not _is_called(passage.text, group[0], persons)
        and not is_borne(passage.text, group[0], subject=passage.field == "subject")
        and not is_of_a_firm(passage.text, group[0])
        and not acts(passage.text, group[0])
    ]
    if not named:
        return None
    text = named[0][0]
    chain = _chain(text, [put_together(text, group, ALONE) for where, group in named if where is text])
    shown = text[chain[0].end : chain[-1].start]
    places = {(group[0].place.name, group[0].place.kind) for _, group in named}
    if len(places) != 1 and not (len(places) == len(chain) and _OR.search(shown)):
        return None
    spots = chain if len(places) > 1 else chain[:1]
    return None if is_elsewhere(text, spots[0]) else (text, spots)


_OR = re.compile(r"/| (?:or|ou|oder|o|of|lub|albo) ")


def _is_called(text: str, hit: Hit, persons: frozenset[str]) -> bool:
    """Whether a town's name is one of the `persons`: "Hey Daan …", signed "Fatima"."""
    return hit.place.kind == "town" and plain(text[hit.start : hit.end]) in persons


def _is_code(hit: Hit) -> bool:
    """Whether it is "US", which may also be a shouted "us"."""
    return hit.place.kind == "country" and hit.end - hit.start < len("USA")


def _found(text: str, spots: list[Spot], passages: Sequence[Passage]) -> Found:
    names = tuple(dict.fromkeys(name for spot in spots for name in spot.names))
    codes = tuple(dict.fromkeys(_country(spot, spots, passages) for spot in spots if spot.country))
    evidence = Evidence("locations", quote(text, spots[0].start, spots[-1].end))
    return names, codes, (evidence,)


def _country(spot: Spot, listed: Sequence[Spot], passages: Sequence[Passage]) -> str:
    """The country of a place; of several with its name the one where what is listed beside it certainly is."""
    candidates = (spot.country, *spot.elsewhere)
    beside = {other.country for other in listed if other.country in candidates and not other.elsewhere}
    return beside.pop() if len(beside) == 1 else likeliest(candidates, passages)


def _labelled(passage: Passage) -> list[Spot]:
    """The places on the first "Location:" line that names one."""
    text = passage.text
    for label in matches_near(_LABEL, passage, "place_label"):
        offset = label.start("value")
        value = [hit for hit in hits(passage) if offset <= hit.start < label.end() and _may_follow(text, hit, offset)]
        spots = [put_together(text, group, LABELLED) for group in groups(text, value)]
        chain = _chain(text, [spot for spot in spots if not OTHERS.search(text[offset : spot.start].lower())])
        if chain and chain[0].start - offset < 60:
            return chain
    return []


def _may_follow(text: str, hit: Hit, label_end: int) -> bool:
    """Whether a label's value may name the place so far behind it: a town's name later on is often another word."""
    if hit.place.kind != "town":
        return hit.start - label_end < _LONGEST_VALUE
    return hit.start - label_end < (_NEAR_LABEL if text[hit.start].isupper() else 1)


_NEAR_LABEL, _LONGEST_VALUE = 30, 160


def _spots(passage: Passage, start: int, firm: str, persons: frozenset[str]) -> Iterator[Spot]:
    """Every place of `passage` from `start` that its context makes the role's; a list has the tier of its first.

    `firm` is the main part of the sender's domain.
    """
    text, subject = passage.text, passage.field == "subject"
    before_end, before_tier = -1, 0
    any_case = subject or passage.low == text  # some people write without capitals
    shown = (hit for hit in hits(passage) if hit.start >= start and not _is_called(text, hit, persons))
    named = [hit for hit in shown if is_capital(text, hit) or (any_case and hit.place.kind != "town")]
    for group in groups(text, named[:_MOST_NAMES]):
        spot = put_together(text, group, 0)
        spot = spot._replace(town=spot.town and not is_wide(text, spot))
        linked = before_tier != 0 and before_end >= 0 and _LIST.fullmatch(text[before_end : spot.start].lower())
        tier = before_tier if linked else tier_of(text, group, spot, subject=subject)
        if tier > 0 and spot.town and is_the_firm(text, spot, firm):
            tier = 0
        before_end, before_tier = spot.end, tier
        if tier > 0:
            yield spot._replace(tier=tier)


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
    return listed is not None and not _IN_ALONE.fullmatch(between) and len(between) < 60


_IN_ALONE = re.compile(
    r"\s*(?:(?:in|à|au|w|we|em|te|bei|z|ze)\s+(?:(?:the|der|den|la|le|el)\s+)?)?"
)  # "Van Tongeren in Doetinchem" is no list


_REMOTE_BETWEEN = re.compile(
    r"[\s,;/|)(-]{0,4}(?:or |and |oder |und )?(?:fully |full )?(?:remote|hybrid|on-?site)[\s,(/:-]{0,4}(?:from "
    r"|in |within |across )?(?:the )?(?:anywhere in )?(?:the )?"
    r"|,? or anywhere (?:else )?in (?:the )?"
)
