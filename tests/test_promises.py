from __future__ import annotations

import pytest

from triage.checkup import promises


@pytest.mark.parametrize("promise", promises.promises(), ids=lambda promise: promise.name)
def test_nothing_in_the_code_speaks_against_a_promise(promise: promises.Promise) -> None:
    assert promise.check is None or promise.check() == ""


def test_the_look_sees_what_it_looks_for() -> None:
    assert "json" in promises._importing({"json"})
    assert promises._WRITING.search(b"UID STORE 1 +FLAGS")
    assert not promises._WRITING.search(b"EXAMINE INBOX")
