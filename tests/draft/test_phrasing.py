from __future__ import annotations

from tests.factories import a_message
from triage.domain import Action
from triage.draft.phrasing import cap, listed, low, picker, prose, topics_of
from triage.draft.request import Request

THREE = ["one", "two", "three"]


def test_the_same_mail_has_the_same_wording_and_the_next_of_its_sender_another() -> None:
    first, again, second = (
        picker(a_message(text=text), Request(Action.ACCEPT, earlier=earlier))(THREE)
        for text, earlier in (("a", 0), ("a", 0), ("b", 1))
    )
    assert first == again != second


def test_wordings_spread_over_senders_and_mails() -> None:
    mails = [a_message(content_hash=f"{number:064x}") for number in range(300)]
    chosen = [picker(mail, Request(Action.ACCEPT))(THREE) for mail in mails]
    assert all(60 < chosen.count(wording) < 140 for wording in THREE)


def test_sentences_are_joined_without_gaps() -> None:
    assert prose("\n One.  ", "", " Two\n lines. ") == "One. Two lines."
    assert prose("Combien\u00a0?") == "Combien\u00a0?"
    assert [listed(items, "and") for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
    assert topics_of(["cv", "phone", "x"], {"x": "X", "cv": "CV"}) == ["CV", "X"]
    assert (low("¿Cuál es?"), low("What?"), cap("the pay"), cap("")) == ("¿cuál es?", "what?", "The pay", "")
