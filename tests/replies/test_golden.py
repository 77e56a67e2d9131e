from __future__ import annotations

import pytest

from tests.replies import golden

GOLDEN = golden.every()


def test_there_are_enough_of_them() -> None:
    assert len(GOLDEN) >= 120
    assert {pair.path.parent.name for pair in GOLDEN} == set(golden.LANGUAGES)


@pytest.mark.parametrize("pair", GOLDEN, ids=lambda pair: pair.name)
def test_the_draft_is_the_one_that_was_read(pair: golden.Golden) -> None:
    assert golden.draft(pair).body == pair.reply, "`python -m tests.replies --update`, and read the diff"
