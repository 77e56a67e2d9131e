from __future__ import annotations

from datetime import date

import pytest

from triage.calendar_words import long_date, weekday_date


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("en", "3 March 2026", "Tuesday 3 March"),
        ("de", "3. März 2026", "Dienstag, 3. März"),
        ("fr", "3 mars 2026", "mardi 3 mars"),
        ("es", "3 de marzo de 2026", "martes 3 de marzo"),
        ("nl", "3 maart 2026", "dinsdag 3 maart"),
        ("it", "3 marzo 2026", "martedì 3 marzo"),
        ("pt", "3 de março de 2026", "terça-feira, 3 de março"),
        ("pl", "3 marca 2026", "wtorek, 3 marca"),
        ("xx", "3 March 2026", "Tuesday 3 March"),
    ],
)
def test_a_day_in_words(language: str, long: str, short: str) -> None:
    day = date(2026, 3, 3)
    assert (long_date(day, language), weekday_date(day, language)) == (long, short)


def test_the_first_of_a_month_in_french() -> None:
    assert long_date(date(2026, 5, 1), "fr") == "1er mai 2026"
