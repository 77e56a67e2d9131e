from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.config import Answer, Replies, load
from triage.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def loaded(folder: Path, text: str) -> Replies:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file).replies


def test_the_section_may_be_left_out(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[me]\nname = "Dana"\n') == Replies()


def test_files_beside_the_configuration_and_answers_by_language(tmp_path: Path) -> None:
    (tmp_path / "cv.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "me.ics").write_text("BEGIN:VCALENDAR")
    replies = loaded(
        tmp_path,
        '[replies]\nreasons = "full"\nquote = "above"\nhtml = true\ncv = "cv.pdf"\ncalendar = "me.ics"\n'
        '[replies.answers]\nphone = "+49 30 1"\nnotice_period = { en = "three months", de = "drei Monate" }\n',
    )
    assert replies == Replies(
        "full",
        "above",
        html=True,
        cv=tmp_path / "cv.pdf",
        calendar=tmp_path / "me.ics",
        answers=(
            Answer("notice_period", "drei Monate", "de"),
            Answer("notice_period", "three months", "en"),
            Answer("phone", "+49 30 1"),
        ),
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"%PDF-" + b"x" * (5 << 20), "at most 5 MiB"), (b"<html>", "is not what its name says"), (b"", "is not what")],
)
def test_a_cv_that_nobody_could_open_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    (tmp_path / "cv.pdf").write_bytes(content)
    with pytest.raises(ConfigurationError, match=problem):
        loaded(tmp_path, '[replies]\ncv = "cv.pdf"\n')
