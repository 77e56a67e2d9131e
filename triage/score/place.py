"""Says where a named place lies, as far as a small table of countries, regions and cities knows."""

from __future__ import annotations

import functools
from typing import NamedTuple

from triage.score.reading import fold, table

#: States of the USA that are written like countries' codes: "San Francisco, CA", "Denver, CO".
_STATES = frozenset([
    "ca", "co", "de", "in", "ga", "id", "il", "la", "ma", "md", "me", "mn", "mo", "mt", "ne", "nc", "pa", "sc",
    "sd", "tn", "va", "al", "ar", "az",
])  # fmt: skip


class Place(NamedTuple):
    """A place as it is compared: `city` is "" for a country or region; no `countries` means that it is not known."""

    city: str
    countries: frozenset[str]  # ISO 3166 alpha-2

    @property
    def is_region(self) -> bool:
        """Whether it is several countries: "Europe"."""
        return not self.city and len(self.countries) > 1


@functools.lru_cache(maxsize=4096)
def find_place(name: str) -> Place:
    """The place called `name`: "Berlin", "Berlin, Germany", "München", "EU"; an unknown name is a city of its own."""
    folded = fold(name).strip(" .")
    known = _places().get(folded)
    if known:
        return known
    parts = [part.strip() for part in folded.replace("/", ",").replace("(", ",").replace(")", "").split(",")]
    found = [place for part in parts if part not in _STATES and (place := _places().get(part))]
    countries = frozenset[str]().union(*(place.countries for place in found if not place.city)) or (
        found[0].countries if found else frozenset()
    )
    return Place(next((place.city for place in found if place.city), parts[0]), countries)


@functools.cache
def _places() -> dict[str, Place]:
    text = table("places.txt")
    places: dict[str, Place] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, tail = line.partition("|")
            code, _, names = head.partition(":")
            region = code.startswith("@")
            countries = frozenset(tail.split()) if region else frozenset({code.strip()})
            if not region:
                places |= _cities(tail, countries)
            places |= {
                name.replace("_", " "): Place("", countries) for name in (*names.split(), code.strip("@ ").lower())
            }
    return places


def _cities(tail: str, countries: frozenset[str]) -> dict[str, Place]:
    groups = [group.strip().split("=") for group in tail.split(",") if group.strip()]
    return {name: Place(group[0], countries) for group in groups for name in group}
