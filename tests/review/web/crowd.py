"""Fills a store with suggestions straight from nouns: many, or hostile ones, whatever the models would make of them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tests.factories import NOON, a_draft, a_message, a_score, an_assessment, an_opportunity, recorded
from triage.domain import Contribution, Evidence, Period, Role, Salary, Suggestion, Workplace
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from triage.domain import Assessment, Message

#: The text of an ordinary mail, some 2,000 characters.
_TEXT = "Hi Dana,\n\nwe build Python services.\n\n" + "The team is small and looks after its own systems.\n" * 40


def crowd(data_dir: Path, count: int) -> None:
    """That many ordinary offers, each with a fit of its own."""
    store = open_store(data_dir)
    suggestions = (Suggestion.DECLINE, Suggestion.ASK, Suggestion.ACCEPT)
    with closing(store), store.transaction():
        for number in range(count):
            at = NOON - timedelta(hours=number)
            id_, subject = f"<{number}@agency.example>", f"Offer {number}"
            (key,) = store.record([recorded(number + 1, at=at, message_id=id_, subject=subject, text=_TEXT)])
            store.assess(key, "basis", _assessed(number, suggestions[number * 3 // count]))


def _assessed(number: int, suggestion: Suggestion) -> Assessment:
    role = Role(
        title=f"Backend Engineer {number}",
        company=f"Company {number % 40}",
        recruiter="Kim Lee",
        locations=("Berlin",),
        workplace=Workplace.HYBRID,
        salary=Salary(80_000, 90_000.0 + number, "EUR", Period.YEAR),
        skills=("python", "postgresql"),
        evidence=(Evidence("skills", "we build Python services"),),
    )
    reasons = (
        Contribution("want:python", 1.5, "we build Python services", "names python"),
        Contribution("pay", -0.4, "", "pays 3 % under your floor"),
        Contribution("base", -0.5, "", "where every offer starts"),
    )
    score = replace(a_score((number % 100) / 100), contributions=reasons)
    return an_assessment(suggestion, opportunity=an_opportunity(role=role), score=score)


def hostile(data_dir: Path, messages: Iterable[Message], words: str) -> None:
    """Suggestions about some mails, with `words` wherever a reader could have put words of the mail."""
    role = Role(words, words, words, words, (words,), skills=(words,), evidence=(Evidence("title", words),))
    reasons = (Contribution(f"want:{words}", 1.0, words, words), Contribution("base", 0.5))
    assessment = an_assessment(
        opportunity=an_opportunity(role=role),
        score=replace(a_score(), contributions=reasons),
        draft=a_draft(body=words, subject=f"Re: {words}"),
    )
    store = open_store(data_dir)
    with closing(store), store.transaction():
        for number, message in enumerate(messages):
            for key in store.record([replace(recorded(number + 1), message=message)]):
                store.assess(key, "basis", assessment)


def a_hostile_message(number: int, words: str) -> Message:
    """A mail whose every word is hostile."""
    sender = replace(a_message().from_, display_name=words)
    parts = {"subject": words, "text": words, "quoted": words, "signature": words, "from_": sender}
    return a_message(message_id=f"<hostile-{number}@agency.example>", **parts)
