"""Names of places are found whatever their diacritics, and only as whole words."""

from __future__ import annotations

import pytest

from triage.understand.gazetteer import plain
from triage.understand.toponyms import find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kraków, Krakow and Cracow", ["Kraków", "Kraków", "Kraków"]),
        ("München or Muenchen", ["Munich", "Munich"]),
        ("San Francisco Bay Area", ["Bay Area"]),
        ("US, not us", ["United States"]),
        ("İstanbul", ["Istanbul"]),
        ("Berlinale nights", []),
        ("kim@Berlin.example https://example.org/Berlin", []),
    ],
)
def test_finds_whole_names(text: str, names: list[str]) -> None:
    assert [hit.place.name for hit in find(text)] == names


def test_lower_case_is_found_too() -> None:
    assert [hit.place.country for hit in find("berlin")] == ["DE"]


def test_plain_keeps_the_length() -> None:
    assert plain("Łódź, ÎLE, Straße") == "lodz, ile, strase"
