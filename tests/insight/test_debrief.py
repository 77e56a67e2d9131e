"""triage.insight.debrief: what is kept of the form, and what to practise."""

from __future__ import annotations

import pytest

from triage.insight.debrief import FORM, notes, to_practise


@pytest.mark.parametrize("text", ["", "\n \n", FORM, FORM.upper(), FORM.replace("\n", "\n\n"), FORM.rstrip()])
def test_a_form_that_is_left_as_it_is_holds_nothing(text: str) -> None:
    assert notes(text) == ""


def test_headings_with_nothing_below_are_left_out() -> None:
    text = FORM.replace("# What did not\n", "# What did not\n\nThe whiteboard.  \n\nAnd time.\n")
    assert notes(f"By video.\n\n{text}\n# Money\nNot yet\n#1 topic\n") == (
        "By video.\n\n# What did not\nThe whiteboard.\n\nAnd time.\n\n# Money\nNot yet\n#1 topic"
    )


def test_practice_is_collected_once_and_in_order() -> None:
    first = "# Practise next\n- SQL windows\n* System design\n-\n"
    second = "# Asked about\n- Kafka\n# practise next\n1. system design\n2) Talking less\n"
    assert to_practise([first, second]) == ("SQL windows", "System design", "Talking less")
    assert to_practise([]) == ()
