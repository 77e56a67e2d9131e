from __future__ import annotations

import pytest

from triage.understand.clients import acts, descriptions
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
