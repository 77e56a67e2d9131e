"""Which words name an occupation: nouns of eight languages, Polish ones in their cases, and the ends of compounds."""

from __future__ import annotations

import pytest

from triage.understand.title_words import is_head, of_case, singular, words
from triage.understand.words import table

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")


@pytest.mark.parametrize(
    "occupation",
    [
        "seismologist", "bookseller", "arboriculturist",
        "unternehmensjuristin", "patissier", "hebamme",
        "ascensoriste", "affréteuse", "étancheur",
        "encofrador", "apicultora", "matricero",
        "caldaista", "puericultrice", "mungitore",
        "betonvlechter", "onderhoudstechnieker", "kraamverzorgende", "vloerlegger",
        "canalizador", "borracheiro", "estafeta",
        "skarbnik", "glazurnik", "zbrojarza", "kierownikiem", "bibliotekarkę",
    ],
)  # fmt: skip
def test_a_noun_that_names_an_occupation_is_known(occupation: str) -> None:
    assert is_head(occupation)


@pytest.mark.parametrize(
    ("several", "one"),
    [
        ("nurses", "nurse"),
        ("conductores", "conductor"),
        ("buchhalterinnen", "buchhalterin"),
        ("business", "business"),
        ("dozenten", "dozent"),
        ("biologinnen", "biologin"),
        ("lehrkräfte", "lehrkraft"),
        ("saldatori", "saldatore"),
        ("cuochi", "cuoco"),
        ("operai", "operaio"),
        ("servicemonteure", "servicemonteur"),
        ("fachärzte", "facharzt"),
        ("steuerfachangestellten", "steuerfachangestellter"),
        ("auszubildenden", "auszubildender"),
        ("kosten", "kosten"),
    ],
)
def test_of_several_people_one_is_meant(several: str, one: str) -> None:
    assert singular(several) == one
    assert is_head(several) == (several not in {"business", "kosten"})


@pytest.mark.parametrize(
    "word", ["segurança", "personal", "primeiro", "lavadora", "kontowner", "wagner", "the", "person"]
)
def test_what_mostly_means_something_else_is_not(word: str) -> None:
    assert not is_head(word)


def test_a_polish_form_has_one_nominative_that_is_an_occupation_too() -> None:
    pairs = [pair.split("=") for pair in words("nominatives")]
    assert all(len(pair) == 2 and form != plain for pair in pairs for form, plain in [pair])
    assert ["zbrojarza", "zbrojarz"] in pairs
    assert "profesora" not in dict(pairs)  # who is a teacher in Spanish


def test_what_is_as_often_something_else_counts_as_an_occupation_and_as_weak() -> None:
    assert {"agente", "gids", "optyk", "referente"} <= words("heads") & words("weak heads")


def test_the_two_tables_share_no_word() -> None:
    own, added = table("titles_words.txt"), table("occupations.txt")
    for section, others in (("heads", LANGUAGES), ("suffixes", ("suffixes",)), ("nominatives", ("pl cases",))):
        there = {word for other in others for line in added[other] for word in line.split()}
        assert there.isdisjoint(word for line in own[section] for word in line.split())


@pytest.mark.parametrize(
    ("form", "nominative"),
    [
        ("zbrojarzy", "zbrojarz"),
        ("barmanów", "barman"),
        ("handlowców", "handlowiec"),
        ("kierowców", "kierowca"),
        ("designera", "designer"),
        ("tancerek", ""),  # of a word that no table has
        ("rodziców", ""),
    ],
)
def test_other_polish_cases_are_told_by_their_ends(form: str, nominative: str) -> None:
    assert of_case(form) == nominative
    assert is_head(form) == bool(nominative)


@pytest.mark.parametrize("occupation", ["matricero", "etancheur", "ksiegowy", "medico", "kuchenmeister"])
def test_an_occupation_may_be_written_without_its_accents(occupation: str) -> None:
    assert is_head(occupation)


def test_but_not_where_it_is_another_word_then() -> None:
    assert not is_head("charge")
