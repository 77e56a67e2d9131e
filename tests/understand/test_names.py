from __future__ import annotations

import pytest

from triage.understand.names import as_spelt, squeeze, without_legal_form


@pytest.mark.parametrize(
    ("name", "label", "nominative"),
    [
        ("Mgławce", "mglawka", "Mgławka"),
        ("Szpitala Warta", "szpitalwarta", "Szpital Warta"),
        ("Fundacji Szarotka", "fundacjaszarotka", "Fundacja Szarotka"),
        ("Globex", "mglawka", ""),
        ("Cobalt", "cobaltrec", ""),
    ],
)
def test_a_domain_gives_an_inflected_name_in_the_nominative(name: str, label: str, nominative: str) -> None:
    assert as_spelt(name, label) == nominative


@pytest.mark.parametrize(
    "name",
    ["Acme GmbH", "Acme Ltd.", "Acme S.p.A.", "Acme B.V.", "Acme Sp. z o.o.", "Acme GmbH & Co. KG", "Acme S.r.l."],
)
def test_names_come_without_legal_forms(name: str) -> None:
    assert without_legal_form(name) == "Acme"


def test_squeeze_spells_accents_as_domains_do() -> None:
    assert squeeze("Café Über Łódź & Co") == "cafeueberlodzco"
