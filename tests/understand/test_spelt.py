"""Thousands in words are read in eight languages; other numbers in words are not."""

from __future__ import annotations

import pytest

from triage.understand.spelt import spelt


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sixty thousand", [60_000]),
        ("ninety-five thousand", [95_000]),
        ("a hundred and twenty thousand", [120_000]),
        ("from seventy to ninety thousand", [70_000, 90_000]),
        ("sechzigtausend", [60_000]),
        ("fünfundvierzigtausend", [45_000]),
        ("quarante-cinq mille", [45_000]),
        ("cuarenta y cinco mil", [45_000]),
        ("cinquantacinquemila", [55_000]),
        ("veertigduizend", [40_000]),
        ("trinta mil", [30_000]),
        ("trente-huit mille", [38_000]),
        ("dos millones trescientos cincuenta mil", [2_350_000]),
        ("fra i quarantotto e i cinquantacinquemila euro", [48_000, 55_000]),
        ("jedenastu tysięcy ośmiuset złotych", [11_800]),
        ("zweiundfünfzigtausend", [52_000]),
        ("mille grazie", []),
        ("sześćdziesiąt tysięcy", [60_000]),
        ("sixty of them, a thousand reasons", []),
        ("seventy to ninety people", []),
        ("millefeuille", []),
    ],
)
def test_thousands_in_words(text: str, values: list[float]) -> None:
    assert [one.value for one in spelt(text.lower(), 0, len(text))] == values
