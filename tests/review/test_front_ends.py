"""The same acts through every front end give the same states, drafts and JSON."""

from __future__ import annotations

import asyncio
import random
from contextlib import AsyncExitStack, ExitStack, closing
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from tests.review.conftest import told
from tests.review.front_ends import FRONT_ENDS
from triage.demo import sample
from triage.domain import Action, State
from triage.store import open_store

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from tests.lab import Lab
    from tests.review.front_ends import FrontEnd

#: How often everything is compared: after so many acts.
_COMPARED = 20
_ANSWERS = (Action.ACCEPT, Action.ASK, Action.DECLINE)


def drafts(lab: Lab) -> list[tuple[str, str, str]]:
    """(Message-ID, subject, text) of what lies in Drafts; the dates differ."""
    parsed = [message_from_bytes(octets, policy=policy.default) for _, octets, _ in lab.mailbox("Drafts")]
    return sorted((str(mail["message-id"]), str(mail["subject"]), str(mail.get_content())) for mail in parsed)


async def act(front_end: FrontEnd, items: list[dict[str, Any]], seed: str) -> None:
    """One act, the same for every front end."""
    chance = random.Random(seed)
    item, roll = chance.choice(items), chance.random()
    if roll < 0.30:
        await front_end.undo()
    elif roll < 0.32:
        await front_end.decline_under(chance.choice((1, 5, 30)))
    elif roll < 0.42:
        await front_end.decide_edited(item["id"], chance.choice(_ANSWERS), f"My own words, {seed}.\n")
    elif roll < 0.52:
        foreign = "en" if item["language"] == "de" else "de"
        action = chance.choice(_ANSWERS)
        await front_end.decide_with(item["id"], action, f"{foreign}/{action}")
    else:
        await front_end.decide(item["id"], chance.choice([*Action]), confirmed=chance.random() < 0.7)


async def play(labs_: dict[str, Lab], acts: int, seed: int) -> None:
    """Acts through every front end, and compares them."""
    items = next(iter(labs_.values())).listed()
    async with AsyncExitStack() as stack:
        front_ends = {name: await stack.enter_async_context(FRONT_ENDS[name](lab)) for name, lab in labs_.items()}
        for number in range(acts):
            for front_end in front_ends.values():
                await act(front_end, items, f"{seed}.{number}")
            if number % _COMPARED == _COMPARED - 1 or number == acts - 1:
                compare(labs_, number)


def compare(labs_: dict[str, Lab], number: int) -> None:
    """Raises if they differ in states, drafts or JSON."""
    (_, first), *others = labs_.items()
    for name, other in others:
        for left, right in zip(told(first), told(other), strict=True):
            assert left == right, f"{name} differs after act {number}"
        left_over = set(drafts(first)) ^ set(drafts(other))
        assert not left_over, f"the drafts of {name} differ after act {number}"
    assert overtaken(next(iter(labs_.values()))) == [], f"after act {number}"


def overtaken(lab: Lab) -> list[str]:
    """What waits although a newer mail of its conversation does, or did, too."""
    with closing(open_store(lab.folder / "data")) as store:
        newest = {(item.ref.account, item.thread): item for item in reversed(store.items())}
        waiting = store.items(states=(State.SUGGESTED,))
    return [item.id for item in waiting if newest[item.ref.account, item.thread].key != item.key]


@pytest.mark.parametrize(("seed", "acts"), [(16, 8), pytest.param(2, 200, marks=pytest.mark.soak)])
def test_every_front_end_gives_the_same(tmp_path: Path, seed: int, acts: int) -> None:
    with ExitStack() as stack:
        first = labs.start(tmp_path / "scanned", sample.messages())
        first.folder.mkdir()
        with first.server:
            first.configure()
            assert first.triage("scan").code == 0
        made = {name: stack.enter_context(labs.twin_of(first, tmp_path / name)) for name in FRONT_ENDS}
        asyncio.run(play(made, acts, seed))
        states = {item["state"] for item in told(next(iter(made.values())))}
        assert {"suggested", "drafted"} <= states
