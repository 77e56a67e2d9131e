from __future__ import annotations

from pathlib import Path

import pytest

from triage.checkup import promises


@pytest.mark.parametrize("promise", promises.promises(), ids=lambda promise: promise.name)
def test_nothing_in_the_code_speaks_against_a_promise(promise: promises.Promise) -> None:
    assert promise.check is None or promise.check() == ""


@pytest.mark.parametrize("promise", promises.promises(), ids=lambda promise: promise.name)
def test_what_is_said_to_hold_a_promise_is_there(promise: promises.Promise) -> None:
    assert (Path(__file__).parents[2] / promise.held_by).exists()


def test_the_look_sees_what_it_looks_for() -> None:
    assert "json" in promises._importing({"json"})
    assert promises._WRITING.search(b"UID STORE 1 +FLAGS")
    assert not promises._WRITING.search(b"EXAMINE INBOX")
