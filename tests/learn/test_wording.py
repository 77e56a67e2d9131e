"""What was sent against what was drafted."""

from __future__ import annotations

from datetime import UTC, datetime

from triage.learn.wording import Edit, Month, Reply, edits, kept, months, occurs, recurring

DRAFT = """Hi Kim,

thank you for thinking of me for the Senior Backend Engineer role at Acme. I would be glad to hear more.
I have time on Tuesday.

Best regards,
Dana
"""


def reply(name: str = "Kim", company: str = "Acme", *, old: str = "", new: str = "", month: int = 3) -> Reply:
    """A draft to somebody, sent with one thing changed."""
    drafted = DRAFT.replace("Kim", name).replace("Acme", company)
    assert old in drafted
    sent = drafted.replace(old, new) if old else drafted
    facts = (("name", name), ("company", company), ("title", "Senior Backend Engineer"))
    return Reply("en/accept", drafted, sent, kept(drafted, sent), datetime(2026, month, 2, tzinfo=UTC), facts)


def test_line_breaks_curly_quotes_and_a_signature_below_are_no_edit() -> None:
    sent = DRAFT.replace("glad to hear", "glad\nto hear") + "\n-- \nSent from my phone\n"
    assert kept(DRAFT, sent) == 1.0
    assert kept("I'm in.\nDana", "I’m in.\nDana") == 1.0


def test_the_share_that_was_kept_tells_an_edit_from_another_answer() -> None:
    assert 0.8 < kept(DRAFT, DRAFT.replace("Best regards", "Cheers")) < 1.0
    assert kept(DRAFT, "Hi Kim,\n\nsorry, I am happy where I am.\n\nDana\n") < 0.5
    assert kept(DRAFT, "") == 0.0


def test_an_edit_is_told_by_sentences_with_the_facts_masked() -> None:
    (edit,) = edits(reply(old="I would be glad to hear more.", new="Happy to talk about {it}."))
    assert edit == Edit("en/accept", "I would be glad to hear more.", "Happy to talk about {it}.")
    (edit,) = edits(reply(old="Hi Kim,", new="Dear Kim,"))
    assert edit == Edit("en/accept", "Hi {{ name }},", "Dear {{ name }},")
    (edit,) = edits(reply(old="I have time on Tuesday.\n", new=""))
    assert (edit.before, edit.after) == ("I have time on Tuesday.", "")


def test_the_writers_own_line_breaks_are_kept_and_those_of_the_mail_program_not() -> None:
    (edit,) = edits(reply(old="Best regards,\nDana", new="Talk\nsoon.\n\nCheers,\nDana"))
    assert (edit.before, edit.after) == ("Best regards,", "Talk soon.\n\nCheers,")


def test_an_edit_can_be_found_again_in_its_draft() -> None:
    changed = reply(old="Hi Kim,", new="Dear Kim,")
    (edit,) = edits(changed)
    assert occurs(edit, changed)
    assert not occurs(Edit("en/ask", edit.before, ""), changed)
    assert not occurs(Edit("en/accept", "Hello {{ name }},", ""), changed)


def test_edits_that_come_back_are_proposed_whoever_they_were_written_to() -> None:
    dear = [
        reply(name, company, old=f"Hi {name},", new=f"Dear {name},")
        for name, company in [("Kim", "Acme"), ("Robin", "Globex"), ("Alex", "Hooli")]
    ]
    once = reply(old="Best regards", new="Cheers")
    assert recurring([*dear, once]) == [(Edit("en/accept", "Hi {{ name }},", "Dear {{ name }},"), 3)]
    assert recurring(dear[:2]) == []


def test_the_share_sent_unedited_is_shown_by_month() -> None:
    sent = [reply(), reply(old="Hi", new="Dear"), reply(month=4)]
    assert months(sent) == [Month("2026-03", 2, 1), Month("2026-04", 1, 1)]
    assert months([]) == []


def test_what_is_not_kept_any_more_counts_and_proposes_nothing() -> None:
    gone = Reply("en/accept", DRAFT, "", 0.5, datetime(2026, 3, 2, tzinfo=UTC))
    assert recurring([gone] * 3) == []
    assert months([gone]) == [Month("2026-03", 1, 0)]
