"""What the documents point to is there, and their tables are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "models").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_MODULE = re.compile(r"`((?:[\w-]+/)*\w+\.py)`")
_RULE = re.compile(r"\|[ :|-]+\|")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    assert [link for link in _LINK.findall(text) if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_modules_that_are_named_exist(document: Path) -> None:
    named = set(_MODULE.findall(document.read_text("utf-8")))
    code = [
        path.as_posix() for folder in ("triage", "training", "tests", "docs") for path in ROOT.glob(f"{folder}/**/*.py")
    ]
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in code)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tables_are_whole(document: Path) -> None:
    """A blank line within a table makes plain text of what stands below it."""
    lines = ["", *document.read_text("utf-8").splitlines(), ""]
    first = [at for at, line in enumerate(lines) if line.startswith("|") and not lines[at - 1].startswith("|")]
    assert [lines[at] for at in first if not _RULE.fullmatch(lines[at + 1])] == []
