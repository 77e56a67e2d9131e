"""Puts the names of places in a text together as people write them: "Austin, TX", "Munich, Germany"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from triage.understand.gazetteer import plain
from triage.understand.toponyms import find
from triage.vocabulary import single_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from triage.understand.gazetteer import Hit

_QUALIFIES = re.compile(
    r"(?: (?:[Dd]istrict|[Cc]ity|[Cc]ounty|[Pp]rovince|[Mm]etro [Aa]rea))?,? {0,2}\(?"
    r"|, ?the | in (?:the )?| / |/| ?[-–] ?"
)
#: Between a place and the larger one it is near to.
_NEAR = re.compile(
    r"[,\s]{0,2}\(?(?:k\.|k/|koło|pod|niedaleko|obok|w pobliżu|okolice|near|nr\.?|just outside|outside|close to|bei|b\."
    r"|nahe|in der Nähe von|unweit von|près d[eu]|proche d[eu]|à côté d[eu]|cerca de|junto a|perto d[eoa]"
    r"|ao lado d[eoa]|vicino a|nei pressi di|nabij|bij|vlak bij|in de buurt van) "
)
_UNKNOWN_CITY = re.compile(r"(?<![\w'’.-])(?:[A-ZÀ-Ž][\w'’.-]{1,20} ){0,2}[A-ZÀ-Ž][\w'’.-]{1,20}, {0,2}$")
_NOT_A_CITY = re.compile(
    r"\b(?:remote|hybrid|on-?site|full|time|hi|hello|hallo|dear|inc|ltd|llc|gmbh|engineer"
    r"|developer|manager|office|role"
    r"|flexible|negotiable|various|online|anywhere|client|multiple|nationwide|stadtmitte|innenstadt|zentrum|zoom|teams"
    r"|teilzeit|vollzeit|elternzeit|\w+nähe|bereich|abteilung|verwaltung|produktion|entwicklung|pflege|beratung"
    r"|homeoffice|home|the|fully|specialist|analyst|director|head|partner|consultant|architect"
    r"|scientist|designer|operations|sales|account|executive|associate|marketing|representative"
    r"|recruiter|english|german|senior|lead|product|data|software|team)\b"
)


def is_no_town(words: str) -> bool:
    """Whether capitalised `words` where a town may stand are of the trade: "Remote", "Product Manager"."""
    return _NOT_A_CITY.search(words.lower()) is not None or not single_words().isdisjoint(words.lower().split())


class Spot(NamedTuple):
    """A place as the message gives it, with how sure it is that the role is there."""

    start: int
    end: int
    names: tuple[str, ...]  # as entries: "Austin, TX", or "Munich" and "Germany"
    country: str
    tier: int
    elsewhere: tuple[str, ...] = ()  # countries of other places of this name
    town: bool = False  # rather than a region or a country


def groups(text: str, named: Iterable[Hit]) -> Iterator[list[Hit]]:
    """The places of `text` put together as "City, State, Country"."""
    group: list[Hit] = []
    for hit in named:
        if group and (_is_a_district(text, group[-1], hit) or _NEAR.fullmatch(text, group[-1].end, hit.start)):
            continue
        if group and _belongs(text, group, hit):
            group.append(hit)
            continue
        if group:
            yield group
        group = [hit] if hit.place.kind != "state" or _has_unknown_city(text, hit) else []
    if group:
        yield group


def _is_a_district(text: str, city: Hit, hit: Hit) -> bool:
    """Whether `hit` is the part of town in "Berlin (Kreuzberg)"."""
    return (
        _RANK[hit.place.kind] == _RANK[city.place.kind] == 0
        and text[city.end : hit.start] == " ("
        and text.startswith(")", hit.end)
    )


_RANK = {"city": 0, "town": 0, "state": 1, "area": 1, "country": 2}


def _belongs(text: str, group: list[Hit], hit: Hit) -> bool:
    """Whether `hit` says in which state or country the group's city is."""
    last = group[-1].place
    if _RANK[hit.place.kind] <= _RANK[last.kind] or not _QUALIFIES.fullmatch(text, group[-1].end, hit.start):
        return False
    between = text[group[-1].end : hit.start]
    same = hit.place.country in {group[0].place.country, *group[0].place.elsewhere}
    if between.strip() in {"/", "-", "–"}:
        return same and (hit.place.kind == "state" or between == " / ")
    return same or hit.place.kind == "state" or "," in between or "(" in between


def _has_unknown_city(text: str, hit: Hit) -> re.Match[str] | None:
    """The capitalised words and the comma before a state or country: a town the table lacks."""
    if not hit.place.country:
        return None
    match = _UNKNOWN_CITY.search(text, max(0, hit.start - 50), hit.start)
    return None if match is None or _NOT_A_CITY.search(match.group().lower()) or find(match.group()) else match


def put_together(text: str, group: list[Hit], tier: int) -> Spot:
    """The group in entries: "Munich" and "Germany", but "Austin, TX" as one; "Laax" and "Switzerland"."""
    words: list[str] = []
    start, last = group[0].start, group[-1].place
    unknown = _has_unknown_city(text, group[0]) if _RANK[group[0].place.kind] else None
    if unknown:
        start = unknown.start()
        words.append(unknown.group().rstrip(", "))
    for hit in group:
        written = _written(text, hit)
        if words and hit.place.kind == "state":
            words[-1] = f"{words[-1]}, {written}"
        else:
            words.append(written)
    country = last.country
    if last.name == "Georgia":  # the state or the country: only a city tells
        country = group[0].place.country if len(group) > 1 else ""
    return Spot(
        start,
        group[-1].end,
        tuple(dict.fromkeys(words)),
        country or (group[0].place.country if len(group) > 1 else ""),
        tier,
        last.elsewhere,
        unknown is not None or _RANK[group[0].place.kind] == 0,
    )


def _written(text: str, hit: Hit) -> str:
    """The message's own form where that is English or local, else the table's name."""
    written = text[hit.start : hit.end].replace("\n", " ")
    if text[max(0, hit.start - 3) : hit.start] in {"'s-", "’s-"}:
        return f"'s-{written}"
    foreign = plain(written) not in hit.place.forms or _has_foreign_accents(written, hit.place.country)
    if foreign or written.startswith("the ") or written[-1] in "ąę":
        return hit.place.name
    plain_case = written.islower() or (written.isupper() and len(written) > 4)
    return written.title() if plain_case else written


def _has_foreign_accents(written: str, country: str) -> bool:
    """Whether a name is spelt as another language does: "Berlín", "Dublín"."""
    return country in _WITHOUT_ACUTE and not _ACUTE.isdisjoint(written.lower())


_WITHOUT_ACUTE, _ACUTE = frozenset({"AT", "AU", "DE", "GB", "NL", "US"}), frozenset("áíóúâêôãõ")
