from __future__ import annotations

import pytest

from triage.understand.passages import passage
from triage.understand.voice import entrusted, sentences, voice


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Our kitchen needs a second pair of hands.", "ours work"),
        ("Nasza przychodnia szuka pielęgniarki.", "ours work"),
        ("Mein Kunde sucht einen Koch.", "mine client"),
        ("Notre client ouvre un entrepôt.", "ours client"),
        ("Onze kok vertrekt in mei.", "ours head"),
        ("Would you like to join us?", "with us"),
        ("Cosa ne dice di venire con noi?", "with us"),
        ("We need a cook.", ""),
    ],
)
def test_whose_the_workplace_is(text: str, said: str) -> None:
    assert (said in voice([passage("text", text)], "")) == bool(said)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("A small bank in Leeds needs a controller.", "described"),
        ("Ein Kraftwerksbetreiber in Odda sucht einen Automatiker.", "described"),
        ("Mijn klant zoekt een kok.", "client"),
        ("Here at Acme Foods, we need a cook.", "we"),
        ("Globex Foods needs a cook.", "own"),
        ("In Leeds, Acme Foods needs a cook.", "named"),
        ("They need a cook.", "they"),
        ("Needs a cook.", "nobody"),
    ],
)
def test_who_is_said_to_need_somebody(text: str, who: str) -> None:
    assert f"wants: {who}" in voice([passage("text", text)], "globex")


@pytest.mark.parametrize(
    "text",
    [
        "Acme Foods has asked us to find a cook.",
        "Acme nous a confié la recherche.",
        "De bakkerij heeft ons gevraagd.",
        "La empresa nos ha encargado la búsqueda.",
        "Firma powierzyła nam rekrutację.",
    ],
)
def test_a_search_was_given_to_who_writes(text: str) -> None:
    assert entrusted(passage("text", text), "")


@pytest.mark.parametrize(
    "text", ["They have asked Ferrolume Search to find a cook.", "De raad heeft Ferrolume Search gevraagd."]
)
def test_a_search_was_given_to_the_senders_firm(text: str) -> None:
    assert entrusted(passage("text", text), "ferrolumesearch")
    assert not entrusted(passage("text", text), "gridlock")


def test_a_question_is_no_search() -> None:
    assert not entrusted(passage("text", "She asked whether the kitchen was open."), "")


def test_sentences_about_the_firm_named_before() -> None:
    item = passage("text", "I met Acme Foods. They bake bread. Come and see.")
    ends, theirs = sentences(item)
    assert [end in theirs for end in ends] == [True, False, False]


def test_who_signs() -> None:
    sign_off = passage("signature", "Kim Lee\nManaging Director")
    assert voice([sign_off], "") == {"signed leaders"}
