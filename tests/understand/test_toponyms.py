"""Names of places are found in any case only where people write so."""

from __future__ import annotations

import pytest

from triage.understand.passages import passage
from triage.understand.toponyms import hits


@pytest.mark.parametrize(
    ("field", "text", "names"),
    [
        ("text", "Based in Berlin, not in the berlin of old", ["Berlin"]),
        ("text", "Hello\nOrt: hamburg", ["Hamburg"]),
        ("text", "we are in leipzig", ["Leipzig"]),
        ("subject", "Java, köln", ["Cologne"]),
        ("text", "Our office in the Hague", ["The Hague"]),
        ("text", "A role in Sinsheim", ["Sinsheim"]),
    ],
)
def test_names(field: str, text: str, names: list[str]) -> None:
    assert [hit.place.name for hit in hits(passage(field, text))] == names
