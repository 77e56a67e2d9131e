"""Which words name an occupation."""

from __future__ import annotations

import pytest

from triage.understand.title_words import is_head


@pytest.mark.parametrize("word", ["engineer", "engineers", "anlagenelektroniker", "softwareontwikkelaar"])
def test_occupations(word: str) -> None:
    assert is_head(word)


@pytest.mark.parametrize("word", ["", "s", "table", "e" * 10_000])
def test_other_words(word: str) -> None:
    assert not is_head(word)
