from __future__ import annotations

import pytest

from triage.understand.clients import acts, descriptions, speaks_of_client
from triage.understand.passages import passage


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("A small bank in Leeds needs a controller.", "one hires"),
        ("Ich suche für eine kleine Spedition einen Fahrer.", "for one"),
        ("Somos una empresa familiar de Burgos.", "are one"),
        ("You once met a bank.", "one"),
    ],
)
def test_a_firm_that_is_only_described_tells_who_writes(text: str, clue: str) -> None:
    assert descriptions(passage("text", text)) == {clue}


def test_a_named_firm_is_not_described() -> None:
    assert not descriptions(passage("text", "Acme needs a controller. The bank holiday is near."))


def test_words_of_recruiting_firms_are_counted() -> None:
    assert acts(passage("text", "We have been retained; I will send the shortlist.")) == 2
    assert acts(passage("text", "We bake bread.")) == 0


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("A client of mine, a builder, needs a cook.", True),
        ("Un cliente nostro di Torino cerca un cuoco.", True),
        ("You would look after a client.", False),
    ],
)
def test_a_client_may_be_told_as_ours_behind_it(text: str, *, is_so: bool) -> None:
    assert speaks_of_client(passage("text", text)) is is_so
