"""`triage evaluate`: figures of labelled folders and of the user's own decisions, in text, JSON and pictures."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests import lab as labs
from triage.cli.app import run
from triage.demo import sample
from triage.insight.plots import on_terminal
from triage.insight.quality import of_labels

SAMPLE = Path(sample.__file__).parent / "mailbox"


def evaluate(folder: Path, *arguments: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(["evaluate", *arguments, "--data-dir", str(folder / "data")])
    return code, out.getvalue(), err.getvalue()


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """The sample mailbox as a labelled folder."""
    folder = tmp_path / "mail" / "sample"
    shutil.copytree(SAMPLE, folder)
    (folder / "gold.jsonl").rename(folder / "labels.jsonl")
    return folder


def figures_of(report: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {(figure["group"], figure["name"]): figure for figure in report["figures"]}


def test_a_labelled_folder(labelled: Path, tmp_path: Path) -> None:
    code, out, _ = evaluate(tmp_path, str(labelled.parent), "--json")
    report = json.loads(out)
    found = figures_of(report)
    assert (code, report["schema"], report["on"], report["n"]) == (0, 1, "labels", 45)
    assert found["kind", "right"]["value"] > 0.9
    assert found["kind", "right"]["low"] < found["kind", "right"]["value"]
    assert found["title", "exact where stated"]["n"] > 10
    assert found["scam", "would be accepted"]["value"] == 0.0
    assert {"in en", "in de"} <= {group for group, _ in found}
    assert sum(tenth["n"] for tenth in report["curves"]["reliability"]) == 45


def test_a_wrong_label_counts_as_wrong(labelled: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in (labelled / "labels.jsonl").read_text().splitlines()]
    for line in lines:
        line["kind"] = "sales" if line["kind"] == "outreach" else line["kind"]
    (labelled / "labels.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = figures_of(json.loads(evaluate(tmp_path, str(labelled), "--json")[1]))
    assert found["outreach", "precision"]["value"] == 0.0
    assert found["sales", "recall"]["value"] < 0.5


def test_what_classify_prints_is_a_label(labelled: Path, tmp_path: Path) -> None:
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        run(["classify", str(labelled), "--json", "--data-dir", str(tmp_path)])
    (labelled / "labels.jsonl").write_text(out.getvalue())
    found = figures_of(json.loads(evaluate(tmp_path, str(labelled), "--json")[1]))
    assert found["kind", "right"]["value"] == found["title", "exact where stated"]["value"] == 1.0
    assert found["suggestions", "as labelled"]["value"] == 1.0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "1: is not one line of JSON; write a line such as"),
        ("3", "1: is no JSON object; write a line such as"),
        ('{"kind": "sales"}', '1: names no file; add "file"'),
        ('{"file": "001.eml"}', '1: has no kind; add "kind": one of outreach, alert'),
        ('{"file": "001.eml", "kind": "spam"}', '1: unknown kind "spam"; '),
        ('{"file": "001.eml", "kind": "recruiting"}', '1: unknown kind "recruiting"; one of: outreach, alert'),
        ('{"file": "001.eml", "kind": ["sales"]}', "1: unknown kind "),
        ('{"file": "001.eml", "kind": "sales", "suggestion": "acept"}', '"acept"; did you mean accept?'),
        ('{"file": "001.eml", "kind": "sales", "fits": "yes"}', '"fits" is neither true nor false'),
        ('{"file": "nowhere.eml", "kind": "sales"}', "1: there is no"),
        ('{"file": "001.eml", "kind": "outreach", "role": "Clerk"}', '"role" is no JSON object'),
        (
            '{"file": "001.eml", "kind": "outreach", "role": {"titel": "Clerk"}}',
            '"role" has none of the facts that are compared: "titel"',
        ),
        ('{"file": "001.eml", "kind": "outreach", "role": {"title": 3}}', '"title" of the role is no text'),
        ('{"file": "001.eml", "kind": "outreach", "role": {"locations": "Ghent"}}', "is no list of words"),
        ('{"file": "001.eml", "kind": "outreach", "role": {"salary": 3}}', '"salary" of the role is no JSON object'),
        ('{"file": "001.eml", "kind": "outreach", "role": {"salary": {"min": "a"}}}', 'is "a" and no number'),
        (
            '{"file": "001.eml", "kind": "sales"}\n\n{"file": "001.eml", "kind": "scam"}',
            "3: 001.eml has a label already, in line 1",
        ),
        ("", "labels.jsonl: there is no label in it; write a line such as"),
    ],
)
def test_a_label_that_cannot_be_used_is_named(labelled: Path, tmp_path: Path, line: str, said: str) -> None:
    (labelled / "labels.jsonl").write_text(line + "\n")
    code, out, err = evaluate(tmp_path, str(labelled))
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") <= 2, "the note on the missing configuration, and the error"


def test_labels_that_are_no_text(labelled: Path, tmp_path: Path) -> None:
    (labelled / "labels.jsonl").write_bytes(b"\xff\xfe{\x00")
    code, _, err = evaluate(tmp_path, str(labelled))
    assert code == 2
    assert "labels.jsonl: is not text in UTF-8; save it as UTF-8" in err


def test_a_folder_without_labels(tmp_path: Path) -> None:
    code, _, err = evaluate(tmp_path, str(tmp_path))
    assert code == 2
    assert "no labels.jsonl found" in err


@pytest.mark.parametrize(("name", "begins"), [("curves.png", b"\x89PNG"), ("curves.svg", b"<?xml")])
def test_the_curves_as_a_picture(labelled: Path, tmp_path: Path, name: str, begins: bytes) -> None:
    drawn = []
    for _ in range(2):
        assert evaluate(tmp_path, str(labelled), "--plot", str(tmp_path / name))[0] == 0
        drawn.append((tmp_path / name).read_bytes())
    assert drawn[0].startswith(begins)
    assert drawn[0] == drawn[1]


def test_a_picture_that_cannot_be_written(labelled: Path, tmp_path: Path) -> None:
    assert evaluate(tmp_path, str(labelled), "--plot", str(tmp_path / "curves.gif"))[0] == 2
    assert evaluate(tmp_path, str(labelled), "--plot", str(tmp_path / "no" / "curves.png"))[0] == 73


def test_the_users_own_decisions(tmp_path: Path) -> None:
    with (lab := labs.start(tmp_path, sample.messages())).server:
        lab.configure()
        lab.triage("scan")
        waiting = [item for item in lab.listed("--state", "suggested") if item["suggestion"] in {"accept", "decline"}]
        for item in waiting[:3]:
            assert lab.triage(item["suggestion"], item["id"]).code == 0
        report = json.loads(lab.triage("evaluate", "--json").out)
        said = lab.triage("evaluate").out
    found = figures_of(report)
    assert (report["on"], report["n"]) == ("decisions", 3)
    assert found["suggestions", "taken as they were"]["value"] == 1.0
    assert found["fit", "average precision"]["value"] is None
    assert "not enough yet (n = 3)" in said


def test_the_curves_on_a_terminal_keep_to_its_width() -> None:
    from triage.insight.figures import curves

    drawn = on_terminal(curves("?", [at / 40 for at in range(40)], [at > 20 for at in range(40)]), 60, colour=False)
    assert max(map(len, drawn.splitlines())) <= 60
    assert "\x1b" not in drawn
    assert on_terminal(of_labels([]).curves, 60, colour=False) == ""
