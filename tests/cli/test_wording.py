"""`triage wording`: edits that come back, and taking them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.lab import start
from triage.demo import sample
from triage.domain import Action
from triage.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """Three drafts that were sent: two with another closing, one as it was."""
    made = start(tmp_path, sample.messages())
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
        store = open_store(tmp_path / "data")
        items = [item for item in store.items() if item.purpose is Action.ACCEPT]
        draft = next(item.draft for item in items if item.draft and item.draft.template == "en/accept")
        closing = draft.body.rstrip().split("\n")[-2]
        for number, item in enumerate(items[:3]):
            sent = draft.body.replace(closing, "Cheers,") if number < 2 else draft.body
            store.add_wording(item.key, draft, sent, 0.9 if number < 2 else 1.0)
        store.close()
        yield made


def test_an_edit_is_shown_taken_over_and_taken_over_again(lab: Lab) -> None:
    shown = lab.triage("wording", "--least", "2")
    assert shown.code == 0
    assert "1 of 3 drafts sent as they were (33%)." in shown.out
    assert "1. en/accept, 2 times:" in shown.out
    (told,) = lab.triage("wording", "--least", "2", "--json").objects
    (edit,) = told["edits"]
    assert (edit["after"], edit["can_be_saved"], told["saved"]) == ("Cheers,", True, [])
    own = lab.folder / "templates" / "reply" / "en" / "accept.txt.j2"
    assert not own.exists(), "looking writes nothing"

    saved = lab.triage("wording", "--least", "2", "--save", "1")
    assert (saved.code, str(own) in saved.out) == (0, True)
    assert own.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o777 for folder in list(own.parents)[:3]} == {0o700}
    ids = [one["id"] for one in lab.listed()][:8]
    replies = "".join(lab.triage("templates", "test", "en/accept", "--on", one).out for one in ids)
    assert "\nCheers,\nDana" in replies
    assert edit["before"] not in replies
    assert lab.triage("wording", "--least", "2", "--json").objects[0]["edits"] == [], "it is taken over"

    mine = f"Hello {{{{ name }}}},\n\nyes.\n\n{edit['before']}\nDana\n"
    own.write_text(mine, encoding="utf-8")
    (told,) = lab.triage("wording", "--least", "2", "--save", "1", "--json").objects
    backup = lab.folder / "templates" / "reply" / "en" / told["saved"][0]["backup"].rpartition("/")[2]
    assert backup.read_text("utf-8") == mine
    assert "yes.\n\nCheers," in lab.triage("templates", "test", "en/accept").out


def test_a_number_that_is_not_there_writes_nothing(lab: Lab) -> None:
    for number in ("0", "2", "-1"):
        ran = lab.triage("wording", "--least", "2", "--save", "1", "--save", number)
        assert (ran.code, "there is no edit" in ran.err) == (2, True)
    assert not (lab.folder / "templates").exists()


def test_a_template_that_could_not_be_used_stays_as_it_was(lab: Lab) -> None:
    own = lab.folder / "templates" / "reply" / "en" / "accept.txt.j2"
    own.parent.mkdir(parents=True)
    own.write_text("{% if %}\n", encoding="utf-8")
    assert lab.triage("wording", "--least", "2", "--save", "1").code == 78
    assert own.read_text("utf-8") == "{% if %}\n"
    assert list(own.parent.iterdir()) == [own]
