from __future__ import annotations

import pytest

from triage.understand.mention_clues import shape, word_class
from triage.understand.mentions import mentions
from triage.understand.passages import passage

NOWHERE: frozenset[str] = frozenset()


def clues(text: str, title: str) -> set[str]:
    found = mentions({"text": passage("text", text)}, NOWHERE)
    return {clue for mention in found if mention.title.lower() == title for clue in mention.clues}


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("and", "and"),
        ("Gardener", "heads"),
        ("dydaktyki", "word"),
        ("hydrauliki", "topics"),
        ("portuaire", "adjective"),
        ("Zilverberg", "Word"),
        ("12", "digit"),
        ("III", "grade"),
        ("L5", "grade"),
        ("€", "sign"),
        (",", ","),
    ],
)
def test_every_word_is_of_a_class(word: str, kind: str) -> None:
    assert word_class(passage("text", word), 0) == kind


def test_beyond_the_ends_of_a_text_there_is_an_edge() -> None:
    text = passage("text", "baker")
    assert word_class(text, -1) == word_class(text, 1) == "edge"
    assert {"before:edge|x", "after:edge|x", "before:edge>edge", "after:edge>edge"} <= set(shape(text, 0, 0, "|x"))


def test_shape_tells_what_stands_two_words_off_and_from_word_to_word_within() -> None:
    text = passage("text", "we need a night baker in Lund.")
    found = shape(text, 3, 4, "|base")
    assert {"before:articles|base", "end:heads|base", "after:elsewhere|base", "after:elsewhere>Word"} <= set(found)
    assert [clue for clue in found if clue.startswith("within:")] == ["within:word>heads"]


@pytest.mark.parametrize("sign", ["-", "•", "*", "1.", "2)"])
def test_the_first_item_of_a_list_is_told_from_later_ones(sign: str) -> None:
    text = f"Two things.\n{sign} Baker, Lund, nights\n{sign} Florist, Lund, days\n"
    assert "text:item 1" in clues(text, "baker")
    assert "text:later item" in clues(text, "florist")


def test_a_sentence_is_no_list() -> None:
    assert not {"text:item 1", "text:later item"} & clues("We need a baker - and a florist.", "florist")


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Hi Kim,\n\n*Baker*\n\nNights only.", "text:line alone"),
        ("Hi Kim,\n\nBaker, 14.50 an hour\n\nNights only.", "text:line with figures"),
        ("Hi Kim,\n\nBaker – Lund – nights\n\nCall me.", "text:line with more"),
    ],
)
def test_a_title_that_leads_a_line_reads_like_a_heading(text: str, clue: str) -> None:
    assert clue in clues(text, "baker")


def test_a_sentence_is_no_heading() -> None:
    found = clues("Hi Kim,\n\nBaker is what they call it, and it pays well enough.", "baker")
    assert not any(clue.startswith("text:line") for clue in found)


@pytest.mark.parametrize(
    "text",
    [
        "Our baker broke her wrist and is off until May.",
        "Notre boulanger nous quitte pour la retraite.",
        "Unsere Bäckerin ist schwanger und hört im Mai auf.",
        "Onze bakker is sinds maandag ziek thuis.",
    ],
)
def test_whoever_leaves_or_falls_ill_leaves_a_seat(text: str) -> None:
    told = [m.clues for m in mentions({"text": passage("text", text)}, NOWHERE) if "text:base" in m.clues]
    assert any("text:then:leaves" in found for found in told)


@pytest.mark.parametrize(
    "text", ["a baker slot going in May", "a baker spot on nights", "bakker gezocht, start in mei"]
)
def test_what_is_said_behind_a_title_tells_that_it_is_on_offer(text: str) -> None:
    assert "text:then:offered" in clues(text, "baker") | clues(text, "bakker")


@pytest.mark.parametrize("number", ["3", "four", "cinco"])
def test_several_are_wanted_where_they_are_counted(number: str) -> None:
    assert "text:counted" in clues(f"We look for {number} florists in Lund.", "florist")
    assert "text:plural" in clues("We look for florists in Lund.", "florist")


def test_a_title_that_parts_a_noun_from_its_adjective_says_so() -> None:
    text = "Nous cherchons un gardien de phares automatiques pour Ouessant."
    assert "parts a pair:adjective" in clues(text, "gardien de phares")
    assert "ends in a pair:adjective" in clues(text, "gardien de phares automatiques")


def test_the_occupation_itself_tells_whether_a_field_follows() -> None:
    text = "We need a curator of maps for Lund."
    assert {"head=curator", "head=curator|alone"} <= clues(text, "curator")
    assert {"head=curator", "head=curator|more"} <= clues(text, "curator of maps")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("We need a locum sonographer in Truro.", "sonographer"),
        ("We need a part-time luthier in Truro.", "luthier"),
        ("Szukamy czterech zbrojarzy do Płocka.", "zbrojarz"),
        ("Wir suchen eine freiberufliche Geigenbauerin.", "geigenbauerin"),
        ("Szukamy w Poznaniu dekarza.", "dekarz"),
    ],
)
def test_how_long_how_many_and_where_are_no_part_of_a_title(text: str, title: str) -> None:
    found = {mention.title.lower() for mention in mentions({"text": passage("text", text)}, NOWHERE)}
    assert title in found
    assert not any(longer.endswith(f" {title}") for longer in found)


@pytest.mark.parametrize("thing", ["Stelle", "Position", "Vakanz"])
def test_what_is_on_offer_is_no_field_of_it(thing: str) -> None:
    text = f"Postdoc-{thing} in Jena"
    assert f"postdoc-{thing.lower()}" not in {
        mention.title.lower()
        for mention in mentions({"subject": passage("subject", text)}, NOWHERE)
        if mention.kind == "tail"
    }
