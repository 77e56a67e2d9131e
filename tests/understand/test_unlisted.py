"""A place that no table knows is given as written where it is certainly one."""

from __future__ import annotations

import pytest

from tests.understand.fact_cases import text
from triage.understand.place import read_places
from triage.understand.unlisted import unlisted


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Hello\nLocation: Quarrendon Vale\nPay: 40k", "Quarrendon Vale"),
        ("eine Stelle, hier bei uns in Moosauental.", "Moosauental"),
        ("La commune de Saint-Ormin recrute une chargée de mission.", "Saint-Ormin"),
        ("Standort: Oberauental am Bach (3 Tage)", "Oberauental am Bach"),
    ],
)
def test_names(said: str, name: str) -> None:
    assert read_places(text(said))[:2] == ((name,), ())


@pytest.mark.parametrize(
    "said",
    [
        "Location: Flexible",
        "Location: Remote",
        "Location: Product Team",
        "we are based in Python land",
        "hier in Teilzeit",
    ],
)
def test_what_is_no_name_of_a_place(said: str) -> None:
    assert unlisted(text(said)) is None
