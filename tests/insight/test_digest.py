"""triage.insight.digest: what a day's look should know."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.factories import NOON, a_message, an_assessment
from triage.domain import Action, Decision, Item, MessageRef, State, Suggestion
from triage.insight.digest import Failing, digest


def item(key: int, suggestion: Suggestion = Suggestion.ASK, *, days: float = 0.0) -> Item:
    at = NOON - timedelta(days=days)
    ref = MessageRef("home", "INBOX", 7, key)
    return Item(
        key, f"id{key}", "t", ref, at, a_message(), an_assessment(suggestion), State.SUGGESTED, None, None, None, None
    )


def decided(key: int, *, hours: float) -> Item:
    decision = Decision(Action.ACCEPT, NOON - timedelta(hours=hours))
    return replace(item(key), state=State.DRAFTED, decision=decision)


def test_what_waits_is_told_by_suggestion_the_oldest_first() -> None:
    items = [
        item(1, days=1),
        item(2, Suggestion.DECLINE),
        item(3, days=3),
        item(4, Suggestion.ACCEPT),
        decided(5, hours=1),
    ]
    found = digest(items, [], [], NOON)
    assert [(word, [one.key for one in ones]) for word, ones in found.waiting] == [
        (Suggestion.ACCEPT, [4]),
        (Suggestion.ASK, [3, 1]),
        (Suggestion.DECLINE, [2]),
    ]


def test_what_was_decided_since_yesterday_the_newest_first() -> None:
    found = digest([decided(1, hours=20), decided(2, hours=30), decided(3, hours=2)], [], [], NOON)
    assert [one.key for one in found.decided] == [3, 1]


def test_who_has_no_answer_for_a_week() -> None:
    found = digest([], [item(1, days=9), item(2, days=6.9)], [], NOON)
    assert [one.key for one in found.unanswered] == [1]


def test_nothing_to_say_is_nothing() -> None:
    assert not digest([], [], [], NOON)
    assert digest([], [], [Failing("home", NOON, "no")], NOON)
