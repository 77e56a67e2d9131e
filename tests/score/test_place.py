from __future__ import annotations

import pytest

from triage.score.place import find_place


@pytest.mark.parametrize(
    ("name", "city", "country"),
    [
        ("Berlin", "berlin", "DE"),
        ("München", "munich", "DE"),
        ("Muenchen, Germany", "munich", "DE"),
        ("Germany", "", "DE"),
        ("Deutschland", "", "DE"),
        ("UK", "", "GB"),
        ("Kraków", "krakow", "PL"),
        ("Łódź", "lodz", "PL"),
        ("San Francisco, CA", "san francisco", "US"),
        ("Springfield, United States", "springfield", "US"),
    ],
)
def test_a_place_is_known_by_its_names(name: str, city: str, country: str) -> None:
    found = find_place(name)
    assert found.city == city
    assert found.countries == {country}


def test_regions_hold_countries() -> None:
    assert {"DE", "FR", "PL"} <= find_place("EU").countries
    assert "GB" not in find_place("EU").countries
    assert find_place("DACH").countries == {"DE", "AT", "CH"}


def test_an_unknown_place_is_a_city_of_its_own() -> None:
    assert find_place("Schilda").city == "schilda"
    assert not find_place("Schilda").countries
