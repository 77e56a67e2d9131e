"""Mails cut anywhere: sentences without an end, subjects of one word, half a sign-off."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from training import corpus, shorts
from triage.understand import Reader, understand
from triage.understand.tidying import GENDER

if TYPE_CHECKING:
    from triage.domain import Message

READER = Reader.load(frozenset({"dana@example.org"}), "mx.example.org")


def cut(message: Message, chance: random.Random) -> Message:
    """The message with a stretch of its text, of its subject and the beginning of its signature."""
    return replace(
        message,
        text=stretch(message.text, 25, chance),
        subject=stretch(message.subject, 4, chance),
        signature=message.signature[: chance.randrange(60)],
    )


def stretch(text: str, most: int, chance: random.Random) -> str:
    """At most so many words of a text, with what stands between them."""
    words = text.split(" ")
    first = chance.randrange(len(words))
    return " ".join(words[first : first + chance.randint(1, most)])


def letters(text: str) -> str:
    """Letters and digits alone: what is quoted has lost its line ends and ">"."""
    return "".join(filter(str.isalnum, text))


@pytest.mark.parametrize(("seed", "cuts"), [(7, 400), pytest.param(8, 20_000, marks=pytest.mark.soak)])
def test_what_is_left_is_understood_and_every_fact_quotes_it(seed: int, cuts: int) -> None:
    chance = random.Random(seed)
    messages = [example.message for example in (*shorts.examples(), *corpus.examples())]
    for _ in range(cuts):
        part = cut(chance.choice(messages), chance)
        bare = GENDER.sub(" ", part.subject)  # titles are quoted without "(m/w/d)"
        sender = f"{part.from_.display_name} {part.from_.addr_spec}"
        said = letters(f"{part.subject} {bare} {part.text} {part.signature} {sender} {part.quoted}")
        for evidence in understand(part, READER).role.evidence:
            assert all(letters(quote) in said for quote in evidence.quote.split(" · "))
