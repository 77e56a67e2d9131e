"""Kill -9 between the steps of a run, then run again: the end is the same as undisturbed."""

from __future__ import annotations

import random
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests import lab as labs
from triage.demo import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab

    EndState = tuple[list[Any], set[bytes], list[Any]]

_NAMES = ("fetched", "parsed", "assessed", "commit", "committed", "intended", "appended")


@contextmanager
def mailbox(folder: Path) -> Iterator[Lab]:
    """A dozen messages of the sample mailbox, three of which are declined whatever they are."""
    made = labs.start(folder, sample.messages()[:12])
    with made.server:
        made.configure()
        yield made


def end_state(lab: Lab) -> EndState:
    """Suggestions with their states, the drafts on the server by Message-ID, and the inbox."""
    items = [(item["id"], item["state"], item["suggestion"], item["fit"]) for item in lab.listed()]
    drafts = [octets.split(b"Message-ID: ")[1].split(b"\r\n")[0] for _, octets, _ in lab.mailbox("Drafts")]
    assert len(drafts) == len(set(drafts)), "no draft twice"
    return items, set(drafts), lab.mailbox()


def goes_through(lab: Lab, fault: str = "") -> bool:
    """Scan, decide on three, and deliver; each step again until it is through. True if something was killed."""
    killed = False

    def until_done(*arguments: str) -> None:
        nonlocal killed
        ran = lab.spawn(*arguments, fault=fault) if fault else lab.triage(*arguments)
        while ran.code not in {0, 2}:
            killed = True
            ran = lab.triage(*arguments)

    lab.configure(enabled="false")
    until_done("scan")
    replyable = [item["id"] for item in lab.listed() if item["replyable"]][:3]
    lab.configure(enabled="true")
    for id_ in replyable:
        until_done("decline", id_, "--yes")
    until_done("scan")
    return killed


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> EndState:
    with mailbox(tmp_path_factory.mktemp("undisturbed")) as lab:
        goes_through(lab)
        return end_state(lab)


@pytest.mark.parametrize("name", _NAMES)
def test_a_kill_at_any_step_does_no_harm(tmp_path: Path, undisturbed: EndState, name: str) -> None:
    assert len(undisturbed[1]) == 3
    with mailbox(tmp_path) as lab:
        assert goes_through(lab, f"{name}:1:kill"), f"nothing passed {name}"
        assert end_state(lab) == undisturbed


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(20))
def test_kills_at_random_steps(tmp_path: Path, undisturbed: EndState, seed: int) -> None:
    with mailbox(tmp_path) as lab:
        for number in random.Random(seed).sample(range(1, 120), 12):
            lab.spawn("scan", fault=f"step:{number}:kill")
        goes_through(lab)
        assert end_state(lab) == undisturbed
