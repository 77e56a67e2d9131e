"""`triage scan --digest` as it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests import lab as labs
from triage.demo import sample

if TYPE_CHECKING:
    from pathlib import Path


def test_the_digest_names_what_waits_what_was_decided_and_who_has_no_answer(tmp_path: Path) -> None:
    made = labs.start(tmp_path, sample.messages())
    with made.server:
        made.configure()
        ran = made.triage("scan", "--digest")
        assert ran.code == 0
        waiting = made.listed("--state", "suggested")
        assert f"{sum(one['suggestion'] == 'accept' for one in waiting)} to accept" in ran.out
        assert "without an answer for a week or longer" in ran.out
        accepted = next(one["id"] for one in waiting if one["suggestion"] == "accept")
        made.triage("accept", accepted)
        again = made.triage("scan", "--digest")
        assert "1 decided since yesterday" in again.out
        (found,) = made.triage("scan", "--digest", "--json").objects
        assert found["digest"]["decided"] == [accepted]
        assert accepted not in found["digest"]["waiting"]["accept"]
        assert made.triage("scan").out == ""
