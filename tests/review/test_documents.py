"""What is shown of a suggestion, as plain text with marks, and how it is wrapped."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from tests import factories
from tests.factories import NOON
from tests.review.factories import an_item
from triage.domain import Action, Contribution, Decision, Evidence, Score, State, Warning, WarningCode
from triage.review import documents
from triage.review.actions import Batch
from triage.review.documents import Document, Tone
from triage.review.wrapping import rows

SCORE = Score(
    0.378,
    (
        Contribution("pay", -1.0, "up to 75k", "pays 12 % under your floor"),
        Contribution("want:python", 0.9, "Python and PostgreSQL", "names python"),
        Contribution("level", -0.5, "", "mid level: one level below yours"),
        Contribution("want:postgresql", 0.6, "Python and PostgreSQL", "names postgresql"),
        Contribution("base", -0.5, "", "where every offer starts"),
    ),
    "test",
)


def test_reasons_on_a_narrow_screen() -> None:
    assert documents.why(SCORE, 60).text.split("\n") == [
        "For: names Python and PostgreSQL.",
        "Against: pays 12 % under your floor; mid level: one level",
        "  below yours.",
        "",
        " -1.00  ██████│        pays 12 % under your floor",
        "                       “up to 75k”",
        " +0.90        │█████   names Python",
        "                       “Python and PostgreSQL”",
        " -0.50     ███│        mid level: one level below yours",
        " +0.60        │████    names PostgreSQL",
        "                       “Python and PostgreSQL”",
        " -0.50     ███│        where every offer starts",
        " -0.50  → fit 37.8%",
    ]


def test_reasons_on_a_wide_screen_name_their_feature() -> None:
    lines = documents.why(SCORE, 132).text.split("\n")
    assert "pay               -1.00  ██████████│            pays 12 % under your floor" in lines
    assert "sum               -0.50  → fit 37.8%" in lines


def test_reasons_to_be_heard() -> None:
    said = documents.spoken_why(SCORE).split("\n")
    assert said[0] == "-1.00, pays 12 % under your floor, from “up to 75k”"
    assert said[-1] == "Together -0.50, a fit of 37.8%."


def test_the_warnings_come_first() -> None:
    item = an_item(warnings=(Warning(WarningCode.ASKS_MONEY, "It asks you to pay."),))
    lines = documents.head(item).text.split("\n")
    assert lines == ["! It asks you to pay.", "Senior Backend Engineer · Acme", "accept: Because.", "Berlin"]
    assert documents.head(item).marks[0].tone is Tone.WARNING


def test_what_the_sender_wrote_before_stands_on_one_line() -> None:
    declined = an_item(2, decision=Decision(Action.DECLINE, NOON), state=State.SENT)
    waiting = an_item(3, received_at=NOON.replace(year=2024, month=1), role={"title": "SRE"})
    last = documents.head(an_item(), [declined, waiting]).text.split("\n")[-1]
    year = "" if datetime.now(UTC).year == NOON.year else f" {NOON.year}"
    assert last == (
        f"Wrote in March{year} about Senior Backend Engineer · Acme, which you declined; "
        "in January 2024 about SRE, which waits too"
    )
    assert documents.head(an_item(), [declined], 30).text.split("\n")[-1] == f"{last[:29]}…"


def test_the_evidence_is_marked_in_the_mail() -> None:
    role = replace(factories.an_opportunity().role, evidence=(Evidence("locations", "Acme in Berlin is"),))
    message = factories.a_message(quoted="> On Monday you wrote:\n> Hello\n")
    document = documents.mail(message, replace(an_item().assessment, opportunity=factories.an_opportunity(role=role)))
    assert [document.text[m.start : m.end] for m in document.marks if m.tone is Tone.EVIDENCE] == ["Acme in Berlin is"]
    assert document.text.startswith("From Kim Lee <kim@agency.example>, ")
    assert document.text.endswith("> Hello")


def test_a_mail_whose_words_are_gone() -> None:
    assert documents.mail(None, an_item().assessment).text == "(the words of this mail have been removed)"


def test_a_reply() -> None:
    document = documents.reply(factories.a_draft())
    assert document.text.split("\n")[:3] == ["To kim@agency.example (en/accept)", "Re: Senior Backend Engineer", ""]
    assert "(your words)" in documents.reply(factories.a_draft(), edited=True).text


def test_a_batch_says_what_it_leaves_out() -> None:
    lines = documents.batch_lines(Batch((an_item(1, 0.04),), ((an_item(2, 0.1), "It asks for money."),)))
    assert lines == [
        "1 would be declined:",
        "    4%  Senior Backend Engineer · Acme",
        "",
        "1 is left out:",
        "  Senior Backend Engineer · Acme: It asks for money.",
    ]
    assert documents.batch_lines(Batch((), ())) == ["Nothing shown fits worse than that."]


@pytest.mark.parametrize("columns", [2, 7, 20, 78])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "one two three four five six seven",
        "x" * 300,
        "> > quoted words that go on and on",
        "漢字" * 60,
        "e\u0301" * 90,
    ],
)
def test_rows_hold_the_whole_text_and_fit(text: str, columns: int) -> None:
    found = rows(text, columns)
    assert all(cell_len(text[start:end]) <= columns for start, end in found)
    assert "".join(text[start:end] for start, end in found).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert [start for start, _ in found] == sorted(start for start, _ in found)


def test_rows_break_at_spaces() -> None:
    text = "one two three"
    assert [text[start:end] for start, end in rows(text, 8)] == ["one two", "three"]


def test_an_empty_document_has_one_row() -> None:
    assert rows(Document("").text, 80) == [(0, 0)]
