"""Names that belong together become one place: a city with its state or country, also a town no table has."""

from __future__ import annotations

import pytest

from triage.understand.placenames import groups, put_together
from triage.understand.toponyms import find


@pytest.mark.parametrize(
    ("said", "names", "country"),
    [
        ("Austin, TX", ("Austin, TX",), "US"),
        ("Munich, Germany", ("Munich", "Germany"), "DE"),
        ("Laax, Switzerland", ("Laax", "Switzerland"), "CH"),
        ("Lagos (Algarve, Portugal)", ("Lagos", "Algarve", "Portugal"), "PT"),
    ],
)
def test_a_place_is_put_together(said: str, names: tuple[str, ...], country: str) -> None:
    (group,) = groups(said, find(said))
    place = put_together(said, group, 1)
    assert (place.names, place.country) == (names, country)


def test_a_part_of_town_is_no_place_of_its_own() -> None:
    said = "Berlin (Kreuzberg)"
    assert [[hit.place.name for hit in group] for group in groups(said, find(said))] == [["Berlin"]]
