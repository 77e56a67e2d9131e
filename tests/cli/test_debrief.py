"""`triage debrief`: notes are kept with their conversation, shown, listed, exported and deleted."""

from __future__ import annotations

import json
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.factories import an_assessment, an_opportunity, recorded
from triage.cli.app import run
from triage.domain import Kind, Suggestion, Verdict
from triage.errors import CannotWriteError
from triage.insight.debrief import FORM
from triage.store import open_store

if TYPE_CHECKING:
    from triage.store import Store

WRITTEN = FORM.replace("# Practise next\n", "# Practise next\n- SQL \x1b[31mwindows\n")
KEPT = "# Practise next\n- SQL \x1b[31mwindows"


@pytest.fixture
def common(tmp_path: Path) -> list[str]:
    """An offer with a follow-up, and mail that arranges an interview elsewhere."""
    config = tmp_path / "config.toml"
    config.write_text('[me]\naddresses = ["dana@example.org"]\n', encoding="utf-8")
    (tmp_path / "data").mkdir(mode=0o700)
    with closing(open_store(tmp_path / "data")) as store:
        offer, again, arranging = store.record(
            [
                recorded(1),
                recorded(2, message_id="<2@agency.example>", in_reply_to=("<offer-1@agency.example>",), text="Well?"),
                recorded(3, message_id="<3@acme.example>", subject="Interview", text="Tuesday at ten?"),
            ]
        )
        for key in (offer, again):
            store.assess(key, "basis", an_assessment())
        store.assess(
            arranging,
            "basis",
            an_assessment(
                Suggestion.NONE,
                opportunity=an_opportunity(kind=Kind.INTERVIEW),
                verdict=Verdict(Suggestion.NONE, "Not an offer."),
            ),
        )
    return ["--config", str(config), "--data-dir", str(tmp_path / "data")]


@pytest.fixture
def store(common: list[str]) -> Store:
    return open_store(Path(common[-1]))


def saved(monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    """What the editor leaves."""
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("click.edit", lambda _text, **_: text)


def piped(monkeypatch: pytest.MonkeyPatch, octets: bytes) -> None:
    """What comes through a pipe, where no editor is named."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(octets)))
    monkeypatch.setattr("click.edit", lambda *_, **__: pytest.fail("an editor was started without a terminal"))


def test_notes_come_through_a_pipe(
    common: list[str], store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    offer = store.items()[0]
    piped(monkeypatch, "# Practise next\n- Größe \xff\n".encode("latin-1"))
    assert run(["debrief", offer.id, *common]) == 0
    assert [one.notes for one in store.debriefs()] == ["# Practise next\n- Gr\ufffd\ufffde \ufffd"]
    piped(monkeypatch, b" \n")
    capsys.readouterr()
    assert run(["debrief", offer.id, *common]) == 2
    assert capsys.readouterr().err.startswith("triage: there is no terminal to write notes on; pipe them in")
    assert len(store.debriefs()) == 1
    store.close()


def test_notes_are_kept_with_the_conversation(
    common: list[str], store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    again, offer = store.items()
    saved(monkeypatch, WRITTEN)
    assert run(["debrief", offer.id, "--on", "2026-03-04", *common]) == 0
    assert "Kept" in capsys.readouterr().out
    assert run(["debrief", *common]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"2026-03-04  {offer.id}  Senior Backend Engineer · Acme\n")
    assert said.endswith("Practise next\n  - SQL [31mwindows\n")
    for one in (offer, again):
        assert run(["show", one.id, "--json", *common]) == 0
        assert json.loads(capsys.readouterr().out)["debriefs"] == [{"date": "2026-03-04", "notes": KEPT}]
    assert run(["show", offer.id, *common]) == 0
    assert "── your notes on the interview of 2026-03-04 ──\n# Practise next\n" in capsys.readouterr().out
    assert run(["goal", "--json", *common]) == 0
    assert {one["date"] for one in json.loads(capsys.readouterr().out)["interviews"]} >= {"2026-03-04"}
    assert run(["debrief", "--json", *common]) == 0
    line = {"schema": 1, "id": offer.id, "date": "2026-03-04", "notes": KEPT, "practise": ["SQL \x1b[31mwindows"]}
    assert json.loads(capsys.readouterr().out) == line
    store.close()


@pytest.mark.parametrize("text", [None, "", FORM])
def test_what_is_left_empty_keeps_nothing(
    text: str | None,
    common: list[str],
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    saved(monkeypatch, text)
    offer = store.items()[0]
    assert run(["debrief", offer.id, *common]) == 0
    assert "nothing is kept" in capsys.readouterr().out
    assert run(["debrief", offer.id, "--json", *common]) == 0
    assert json.loads(capsys.readouterr().out)["notes"] is None
    assert store.debriefs() == []
    assert run(["debrief", *common]) == 0
    assert "There are no notes yet" in capsys.readouterr().err
    store.close()


def test_what_cannot_be_kept_is_given_back(
    common: list[str], store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saved(monkeypatch, WRITTEN)

    def full(*_: object) -> None:
        raise CannotWriteError("the disk is full", hint="free some")

    monkeypatch.setattr("triage.store.sqlite.SqliteStore.add_interview", full)
    assert run(["debrief", store.items()[0].id, *common]) == 73
    assert "# Practise next" in capsys.readouterr().err
    store.close()


def test_mail_that_arranges_an_interview_can_have_notes(
    common: list[str], store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saved(monkeypatch, WRITTEN)
    (sign,) = store.interviews()
    assert run(["debrief", sign.id, *common]) == 0
    assert [one.id for one in store.debriefs()] == [sign.id]
    capsys.readouterr()
    assert run(["debrief", *common]) == 0
    assert sign.id in capsys.readouterr().out
    store.close()


def test_deleting_exporting_and_forgetting(
    common: list[str], store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saved(monkeypatch, FORM.replace("# Asked about\n", "# Asked about\nthe unmistakable zeugma\n"))
    offer = store.items()[-1]
    for _ in range(2):
        assert run(["debrief", offer.id, *common]) == 0
    assert run(["export", *common]) == 0
    assert "unmistakable zeugma" in capsys.readouterr().out
    assert run(["debrief", offer.id, "--forget", *common]) == 0
    assert capsys.readouterr().out == f"Deleted 2 notes on {offer.id}.\n"
    assert run(["debrief", offer.id, "--forget", *common]) == 2
    assert run(["debrief", "--forget", *common]) == 2
    assert run(["debrief", offer.id, *common]) == 0
    assert run(["forget", offer.id, *common]) == 0
    assert store.debriefs() == []
    store.close()
    assert b"zeugma" not in b"".join(file.read_bytes() for file in Path(common[-1]).iterdir())


@pytest.mark.parametrize("arguments", [["zzzzzz"], ["--forget"]])
def test_what_is_not_there(arguments: list[str], common: list[str]) -> None:
    assert run(["debrief", *arguments, *common]) == 2
