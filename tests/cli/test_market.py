"""`triage market`: in text, JSON and pictures, from what is stored."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import an_assessment, an_opportunity, recorded
from triage.cli.app import run
from triage.domain import Kind, Period, Role, Salary
from triage.store import open_store

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Six offers in Berlin, one of them followed up, and a scam."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    mails: list[dict[str, Any]] = [
        {"message_id": f"<{n}@agency.example>", "subject": f"Role {n}", "text": f"{n}"} for n in range(7)
    ]
    mails.append({"message_id": "<7@agency.example>", "in_reply_to": ("<0@agency.example>",), "text": "again"})
    with closing(open_store(folder)) as store:
        for number, mail in enumerate(mails):
            (key,) = store.record([recorded(number + 1, **mail)])
            role = Role(locations=("Berlin",), salary=Salary(80_000.0 + number * 1000, None, "EUR", Period.YEAR))
            kind = Kind.SCAM if number == 6 else Kind.OUTREACH
            store.assess(key, "basis", an_assessment(opportunity=an_opportunity(role=role, kind=kind)))
        store.remove_texts(recorded().received_at.replace(year=2100))
    return folder


def test_in_words(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["market", "--data-dir", str(data)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("6 offers\n")
    assert "pay EUR/year    83,500, half of them 82,250 to 84,750 (n = 6)" in said
    assert "place           Berlin 100% (6) (n = 6)" in said
    assert "level           not enough yet (n = 0)" in said


def test_the_mails_behind_each_figure(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["market", "--json", "--data-dir", str(data)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["n"], found["pay"][0]["n"]) == (1, 6, 6)
    assert [span["span"] for span in found["quarters"]] == ["2026-Q1"]
    ids = found["pay"][0]["ids"]
    assert found["place"] == {"n": 6, "values": [{"value": "Berlin", "ids": ids, "n": 6}]}
    assert run(["market", "--ids", "--data-dir", str(data)]) == 0
    assert " ".join(ids) in capsys.readouterr().out


def test_a_picture(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "market.svg"
    assert run(["market", "--plot", str(picture), "--data-dir", str(data)]) == 0
    assert "<svg" in picture.read_text(encoding="utf-8")
    assert f"drawn in {picture}" in capsys.readouterr().out
    assert run(["market", "--plot", "market.gif", "--data-dir", str(data)]) == 2
    assert run(["market", "--plot", str(tmp_path / "none" / "market.svg"), "--data-dir", str(data)]) == 73


def test_nothing_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["market", "--data-dir", str(tmp_path / "new")]) == 0
    assert capsys.readouterr().out == "0 offers\n"
