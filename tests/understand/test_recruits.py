"""How much a message reads as of somebody who recruits for others: its words and its domain tell."""

from __future__ import annotations

import pytest

from triage.understand.choice import HUNDREDTHS, weights
from triage.understand.passages import passage
from triage.understand.recruits import FIELD, MOST, level, marks, pieces, recruits, words_of

AGENCY = (
    "Our client, a listed manufacturer, has retained us. I recruit finance people on their behalf and have a shortlist "
    "of candidates; interviews are next week. Send your CV and your rate."
)
OWN = (
    "We make cheese in a village of 300 people and I own the dairy. My last cellar man retires, and you would work "
    "with me and my brother in our team."
)


@pytest.mark.parametrize(("text", "label", "recruiter"), [(AGENCY, "bright-search", True), (OWN, "dairy", False)])
def test_who_recruits_for_others_writes_in_other_words(text: str, label: str, *, recruiter: bool) -> None:
    assert (recruits([passage("text", text)], label) > 0) is recruiter


def test_a_word_counts_by_itself_and_by_how_it_begins() -> None:
    assert marks("recruitment") == ("recruitment", "recru~")
    assert marks("role") == ("role",)
    assert marks("&consultant") == ("&consultant", "&consu~")


def test_the_words_of_a_sign_off_count_apart() -> None:
    parts = [passage("text", "Kim of Acme, Acme"), passage("signature", "Kim 30")]
    assert sorted(words_of(parts)) == ["&kim", "acme", "kim", "of"]


def test_a_domain_counts_by_its_pieces() -> None:
    assert pieces("acme") == ["@acm", "@cme", "@acme"]
    assert pieces("") == []


def test_long_messages_say_no_more_than_short_ones_and_none_more_than_the_most() -> None:
    assert level(4 * HUNDREDTHS, 4) == level(8 * HUNDREDTHS, 16) == 2
    assert level(100 * HUNDREDTHS, 1) == MOST
    assert level(-100 * HUNDREDTHS, 0) == -MOST
    assert level(0, 0) == 0


def test_a_message_is_weighed_by_the_table() -> None:
    table, words = weights(FIELD), sorted(words_of([passage("text", OWN)]))
    known = sum(table.get(mark, 0) for word in words for mark in marks(word))
    assert recruits([passage("text", OWN)], "") == level(known, len(words))
