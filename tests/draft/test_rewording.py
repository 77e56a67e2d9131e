"""An edit of the user's in a template of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.draft.rendering import Templates
from triage.draft.rewording import can_be_written, including, reworded

if TYPE_CHECKING:
    from pathlib import Path

SHARED = """Hi {{ name }},

thank you for your mail. It sounds good. I would be glad to talk.

{% set words = ["Best regards", "Kind regards"] %}
{{ words[0] }},
Dana
"""


def rendered(folder: Path, *edits: tuple[str, str]) -> str:
    shipped, own = folder / "shipped", folder / "own"
    (shipped / "reply").mkdir(parents=True)
    (shipped / "reply" / "accept.txt.j2").write_text(SHARED, "utf-8")
    (shipped / "reply" / "en").mkdir()
    (shipped / "reply" / "en" / "phrases.j2").touch()
    text = including("reply/accept.txt.j2")
    for before, after in edits:
        text = reworded(text, before, after)
    (own / "reply" / "en").mkdir(parents=True)
    (own / "reply" / "en" / "accept.txt.j2").write_text(text, "utf-8")
    return Templates(shipped, own).render("en/accept", {"name": "Kim"})


def test_a_sentence_is_said_otherwise_and_the_rest_as_before(tmp_path: Path) -> None:
    body = rendered(tmp_path, ("Hi {{ name }},", "Dear {{ name }},"), ("Best regards,", "Cheers,"))
    assert body == "Dear Kim,\n\nthank you for your mail. It sounds good. I would be glad to talk.\n\nCheers,\nDana\n"


def test_a_sentence_that_is_left_out_leaves_no_gap(tmp_path: Path) -> None:
    body = rendered(tmp_path, ("It sounds good.", ""), ("I would be glad to talk.", ""))
    assert body == "Hi Kim,\n\nthank you for your mail.\n\nBest regards,\nDana\n"


@pytest.mark.parametrize("after", ['say "yes" \\ \\n', "{{ 7 * 7 }}", "{% endfilter %}", "{# gone #}", "“quoted” — €"])
def test_what_the_user_wrote_is_a_string_and_never_a_template(tmp_path: Path, after: str) -> None:
    assert f"thank you for your mail. {after} I would" in rendered(tmp_path, ("It sounds good.", after))


def test_the_closing_may_take_lines_of_its_own(tmp_path: Path) -> None:
    assert rendered(tmp_path, ("Best regards,\nDana", "Cheers,\nDana W.\n\nTel. 1")).endswith(
        "to talk.\n\nCheers,\nDana W.\n\nTel. 1\n"
    )


def test_what_may_stand_anywhere_is_nothing_to_look_for() -> None:
    assert can_be_written("Hi {{ name }},")
    assert can_be_written("Kind regards,")
    assert not can_be_written("Dana")
    assert not can_be_written("{{ name }},")
    assert not can_be_written("")
