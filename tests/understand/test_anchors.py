"""Words that concern a reader are found once a passage, and patterns run near them only."""

from __future__ import annotations

import re

from triage.understand.anchors import anchors, matches, merged, near
from triage.understand.passages import passage


def test_words_are_found_whole() -> None:
    read = passage("text", "A remote role, hybrid later; the remotest Homeoffice")
    assert [read.words[at] for at in anchors(read, "at_home")] == ["remote", "remotest", "Homeoffice"]
    assert [read.starts[at] for at in anchors(read, "shared")] == [15]


def test_stretches_around_anchors_are_merged() -> None:
    read = passage("text", "x " * 250 + "remote" + " x" * 20 + " remote" + " x" * 250 + " remote")
    assert len(near(read, "at_home")) == 2
    assert merged([(5, 9), (0, 6), (12, 13)]) == [(0, 9), (12, 13)]


def test_a_pattern_is_looked_for_near_anchors_only() -> None:
    read = passage("text", "remote 5 " + "x " * 500 + " 7")
    assert [match.group() for match in matches(re.compile(r"\d"), read.low, near(read, "at_home"))] == ["5"]


def test_a_monstrous_word_is_nobodys_anchor() -> None:
    assert not anchors(passage("text", "remote" * 1_000), "at_home")
