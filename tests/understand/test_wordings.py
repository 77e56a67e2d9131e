"""Tables of wordings are valid patterns."""

from __future__ import annotations

import re

import pytest

from triage.understand.wordings import wordings


@pytest.mark.parametrize("table", ["place_wordings", "pay_wordings", "workplace_wordings", "employment_wordings"])
def test_every_section_compiles_and_never_matches_nothing(table: str) -> None:
    for name, pattern in wordings(table).items():
        assert not re.compile(pattern).fullmatch(""), name
