"""Short mails: every label is borne out by its mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import shorts

if TYPE_CHECKING:
    from pathlib import Path

FROM = "Kim Lee <kim@acme.example>"


def test_every_short_mail_is_in_order_and_every_language_is_there() -> None:
    assert shorts.problems() == []
    assert {one.label["language"] for one in shorts.examples()} == shorts.LANGUAGES


def test_what_is_wrong_with_a_short_mail_is_named(tmp_path: Path) -> None:
    lines = [
        "# a comment",
        f"en\toutreach\tData Engineer\tAcme\t\t{FROM}\tA role\tAcme needs a data engineer.",
        f"english\tpersonal\t\t\t\t{FROM}\tHello\tHow are you?",
        f"en\toffer\tWelder\tAcme\tAcme\t{FROM}\tA role\tAcme needs a data engineer.",
        "en\tWelder",
    ]
    (tmp_path / "kim.tsv").write_text("\n".join(lines))
    assert shorts.problems(tmp_path) == [
        "kim.tsv:3: language 'english'",
        "kim.tsv:4: kind 'offer'",
        "kim.tsv:4: 'Acme' cannot be both the employer and the recruiting firm",
        "kim.tsv:4: 'Welder' is not in the mail",
        "kim.tsv:5: 2 columns instead of 8",
    ]
