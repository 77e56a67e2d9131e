"""What was found out about a word is remembered, but no more than fits, and nothing of what is no word."""

from __future__ import annotations

from triage.understand import memo
from triage.understand.memo import Memo


def test_a_word_is_judged_once() -> None:
    asked: list[str] = []

    def judge(word: str) -> int:
        asked.append(word)
        return len(word)

    lengths = Memo(judge)
    assert [lengths["kim"], lengths["kim"], lengths["lee"]] == [3, 3, 3]
    assert asked == ["kim", "lee"]


def test_what_is_longer_than_words_are_is_not_kept() -> None:
    lengths = Memo(len)
    assert lengths["x" * 1_000] == 1_000
    assert not lengths


def test_it_does_not_grow_without_end() -> None:
    lengths = Memo(len)
    for number in range(memo.MOST + 10):
        assert lengths[f"{number}"] == len(f"{number}")
    assert len(lengths) <= memo.MOST
