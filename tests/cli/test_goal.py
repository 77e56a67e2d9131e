"""`triage goal`: how the user stands, and what they record."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from triage.cli.app import run
from triage.store import Run, open_store

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
#: A day that has begun wherever the user is.
YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def common(tmp_path: Path) -> list[str]:
    """A configuration with a goal of one a quarter, and a first scan 300 days ago."""
    config = tmp_path / "config.toml"
    config.write_text(
        '[me]\naddresses = ["dana@example.org"]\n[policy]\ngoal = { interviews = 1, per = "quarter" }\n'
        '[[accounts]]\nname = "files"\nkind = "mbox"\npath = "none.mbox"\n',
        encoding="utf-8",
    )
    (tmp_path / "data").mkdir(mode=0o700)
    with closing(open_store(tmp_path / "data")) as store:
        for ago in (timedelta(days=300), timedelta(days=1)):
            store.add_run(Run("files", NOW - ago, NOW - ago, 0, 0, 0, ""))
    return ["--config", str(config), "--data-dir", str(tmp_path / "data")]


def test_overdue_recorded_and_taken_back(common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["goal", *common]) == 0
    said = capsys.readouterr().out
    assert "Goal: 1 interview a quarter." in said
    assert "Overdue: the next was due by" in said
    assert "Your bar is lowered from 60% to 45%" in said
    assert run(["tune", *common]) == 0
    assert "The bar is lowered for now, from 60% to 45%: no interview since" in capsys.readouterr().out
    assert run(["goal", "--done", str(YESTERDAY), *common]) == 0
    said = capsys.readouterr().out
    assert f"{YESTERDAY}  recorded by you" in said
    assert "On course: the next is due by" in said
    assert "lowered" not in said
    assert run(["goal", "--json", *common]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["interviews"] == [{"date": str(YESTERDAY), "sign": "recorded", "id": None}]
    assert (found["overdue_months"], found["accept_at_now"]) == (None, 0.6)
    assert run(["goal", "--forget", str(YESTERDAY), "--json", *common]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["interviews"], found["accept_at_now"]) == (1, [], 0.45)
    assert found["goal"] == {"interviews": 1, "per": "quarter"}


def test_today_is_a_day(common: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["goal", "--json", "--done", "--quiet", *common]) == 0
    assert len(json.loads(capsys.readouterr().out)["interviews"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--done", "soon"], "--done 'soon' is no date"),
        (["--done", str((NOW + timedelta(days=3)).date())], "is yet to come"),
        (["--forget", "2026-01-01"], "no interview is recorded for 2026-01-01"),
    ],
)
def test_what_cannot_be_recorded(
    arguments: list[str], said: str, common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["goal", *arguments, *common]) == 2
    assert said in capsys.readouterr().err


def test_before_the_first_scan(common: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["goal", *common[:2], "--data-dir", str(tmp_path / "other")]) == 0
    assert "The time counts from your first scan." in capsys.readouterr().out


def test_after_a_long_pause_the_day_is_today(
    common: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "paused").mkdir(mode=0o700)
    at = NOW - timedelta(days=120)
    with closing(open_store(tmp_path / "paused")) as store:
        store.add_run(Run("files", at, at, 0, 0, 0, ""))
    assert run(["goal", *common[:2], "--data-dir", str(tmp_path / "paused")]) == 0
    assert "Overdue: the next was due by" in capsys.readouterr().out


def test_a_day_that_was_not_recorded_stops_the_whole_command(
    common: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["goal", "--done", str(YESTERDAY), "--forget", "2020-01-01", *common]) == 2
    assert "no interview is recorded for 2020-01-01" in capsys.readouterr().err
    assert run(["goal", "--json", *common]) == 0
    assert json.loads(capsys.readouterr().out)["interviews"] == []
