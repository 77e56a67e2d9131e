"""triage.score.gist: what is read of the words of a mail."""

from __future__ import annotations

from tests.factories import a_message
from triage.domain import Interests, Term
from triage.score import FitModel, MailPage, score
from triage.understand import Reader, understand

READER = Reader.load(frozenset({"dana@example.org"}), "mx.example.org")


def test_the_fit_is_that_of_the_first_of_several_roles() -> None:
    text = (
        "Hi Dana,\n\nI have two openings: a Senior Backend Engineer (Python) at Acme in Berlin for EUR 95k, and a PHP "
        "Developer at Bolt in Munich for EUR 60k.\n\nWhich one interests you?\n\nBest regards\nKim Lee\nLee Search\n"
    )
    message = a_message(subject="Two openings", text=text)
    offer = understand(message, READER)
    assert offer.also_offered == ("PHP Developer",)
    page = MailPage(message, offer)
    assert ("PHP" in page.text, "Python" in page.text, "Which one" in page.text) == (False, True, True)
    found = score(message, offer, Interests(want=(Term("python"),), avoid=(Term("php"),)), FitModel.load())
    reasons = {one.feature for one in found.contributions}
    assert ("want:python" in reasons, "avoid:php" in reasons) == (True, False)
