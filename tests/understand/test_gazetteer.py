"""Names of places are found whatever their diacritics, and only as whole words."""

from __future__ import annotations

import pytest

from triage.understand.gazetteer import find, plain


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kraków, Krakow and Cracow", ["Kraków", "Kraków", "Kraków"]),
        ("München or Muenchen", ["Munich", "Munich"]),
        ("San Francisco Bay Area", ["Bay Area"]),
        ("US, not us", ["United States"]),
        ("İstanbul", ["Istanbul"]),
        ("Londonderry air", []),
        ("kim@Berlin.example https://example.org/Berlin", []),
    ],
)
def test_finds_whole_names(text: str, names: list[str]) -> None:
    assert [hit.place.name for hit in find(text)] == names


def test_lower_case_counts_only_when_asked() -> None:
    assert not list(find("berlin"))
    assert [hit.place.country for hit in find("berlin", any_case=True)] == ["DE"]


def test_plain_keeps_the_length() -> None:
    assert plain("Łódź, ÎLE, Straße") == "lodz, ile, strase"
