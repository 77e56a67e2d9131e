from __future__ import annotations

import pytest

from tests.factories import a_message, a_score
from triage.draft.appeal import appeals, sector


@pytest.mark.parametrize(
    ("text", "title", "language", "named"),
    [
        ("We use Go, Python and PostgreSQL with Kubernetes.", "Engineer", "en", ("Python", "PostgreSQL")),
        ("You would work with Python and PostgreSQL.", "Senior Python Engineer", "en", ("PostgreSQL",)),
        ("I was impressed by your work on distributed systems. It is a Python role.", "Engineer", "en", ("Python",)),
        ("Your work on distributed systems is rare: we build distributed systems.", "", "en", ("distributed systems",)),
        ("Ihre Erfahrung mit Python gefällt uns.", "Entwickler", "de", ()),
        ("Votre parcours nous plaît : un poste (Go, Python).", "", "fr", ("Python",)),
        ("Wir bauen distributed systems.", "Entwickler", "de", ()),
        ("we use python and postgresql a lot.", "", "en", ("Python", "PostgreSQL")),
    ],
)
def test_what_appeals_is_of_the_role_and_not_its_title(
    text: str, title: str, language: str, named: tuple[str, ...]
) -> None:
    wanted = ("postgresql", "python", "distributed systems", "kubernetes")
    score = a_score(0.8, *((f"want:{term}", 0.3) for term in wanted))
    assert appeals(score, a_message(text=text), title, language) == named


def test_an_avoided_line_of_business_has_a_name_in_every_language_and_a_technology_has_none() -> None:
    assert (sector("gambling", "de"), sector("Casino", "es")) == ("Glücksspiel", "del juego")
    assert sector("php", "de") == sector("", "en") == ""
    assert all(sector("defense", code) for code in ("en", "de", "fr", "es", "nl", "it", "pt", "pl"))
