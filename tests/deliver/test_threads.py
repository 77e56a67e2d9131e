"""A mail program files each draft under the mail it answers; all corpora: `python -m benchmarks.threads`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.threads import by_dovecot, by_notmuch, known, misplaced, pairs
from tests.servers.dovecot import why_not

REPOSITORY = Path(__file__).parents[2]
FILES = (*sorted((REPOSITORY / "tests/messages").glob("*.eml")), *sorted(REPOSITORY.glob("triage/demo/mailbox/*.eml")))


def test_notmuch_files_each_draft_under_its_mail(tmp_path: Path) -> None:
    if shutil.which("notmuch") is None:
        pytest.skip("notmuch is not installed")
    made = list(pairs(FILES))
    parents = by_notmuch(made, tmp_path)
    assert known(made, parents) > 60
    assert misplaced(made, parents) == []


@pytest.mark.dovecot
def test_threading_by_references_files_each_draft_under_its_mail() -> None:
    if reason := why_not():
        pytest.skip(reason)
    made = list(pairs(FILES))
    parents = by_dovecot(made)
    assert known(made, parents) > 60
    assert misplaced(made, parents) == []
