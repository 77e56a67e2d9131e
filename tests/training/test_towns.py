"""The table of towns knows which names prove little, and Polish towns in their cases."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from training.towns import inflected, table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from training.towns import Town

TOWNS = Path(__file__).parents[2] / "triage" / "understand" / "tables" / "towns.tsv"


def _cities(*rows: tuple[str, str, int]) -> Iterable[dict[str, Any]]:
    return ({"name": name, "countrycode": country, "population": people} for name, country, people in rows)


def _table(
    cities: Iterable[dict[str, Any]], words: dict[str, float] | None = None, persons: frozenset[str] = frozenset()
) -> dict[str, Town]:
    """The table without the cases of Polish cities, which it always holds."""
    return {key: town for key, town in table(cities, words or {}, persons).items() if town.countries != ("PL",)}


def test_marks_what_proves_little() -> None:
    found = _table(
        _cities(
            ("Fleetham", "GB", 40_000),
            ("Waldau", "DE", 2_100),
            ("Annaburg", "DE", 9_000),
            ("Ravenna Bella", "IT", 9_000),
        ),
        {"fleetham": 5.0},
        frozenset({"annaburg"}),
    )
    assert {key: town.mark for key, town in found.items()} == {
        "fleetham": "!",
        "waldau": "?",
        "annaburg": "?",
        "ravenna bella": "",
    }


def test_leaves_hamlets_and_known_cities_out() -> None:
    assert _table(_cities(("Waldau", "DE", 600), ("Berlin", "DE", 3_000_000))) == {}


def test_the_larger_namesake_comes_first_and_a_tiny_one_not_at_all() -> None:
    found = _table(_cities(("Neudorfen", "AT", 9_000), ("Neudorfen", "DE", 50_000), ("Neudorfen", "CH", 2_000)))
    assert found["neudorfen"].countries == ("DE", "AT")


def test_long_names_have_a_short_one() -> None:
    assert set(_table(_cities(("Waldau im Tal", "DE", 9_000)))) == {"waldau im tal", "waldau"}


@pytest.mark.parametrize(
    ("name", "cases"),
    [
        ("Mielec", ["Mielcu", "Mielca", "Mielcem"]),
        ("Starogard Gdański", ["Starogardzie Gdańskim", "Starogardu Gdańskiego", "Starogardem Gdańskim"]),
        ("Nowy Sącz", ["Nowym Sączu", "Nowego Sącza", "Nowym Sączem"]),
        ("Stalowa Wola", ["Stalowej Woli", "Stalowej Woli", "Stalową Wolą"]),
        ("Suwałki", ["Suwałkach", "Suwałek", "Suwałkami"]),
    ],
)
def test_polish_cases(name: str, cases: list[str]) -> None:
    assert set(cases) <= set(inflected(name))


def test_the_shipped_table_is_sorted_for_bisection() -> None:
    lines = TOWNS.read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert lines[bisect_left(lines, "kornik\t")] == "kornik\tKórnik\tPL"
