"""Tables of words and sealed models, as every stage reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from triage.errors import DamagedError
from triage.resources import load_model, sections

if TYPE_CHECKING:
    from pathlib import Path


def test_a_table_is_read_by_its_headings(tmp_path: Path) -> None:
    """An expression that begins with a class of letters is a line like any other."""
    table = tmp_path / "words.txt"
    table.write_text("# what it is\n[first one]\n['’]s?\\b\n\n#hash\n[o'clock]\ntwo words\n", "utf-8")
    assert sections(table) == {"first one": ("['’]s?\\b", "#hash"), "o'clock": ("two words",)}


def test_a_model_without_its_seal_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("{}", "utf-8")
    with pytest.raises(DamagedError, match=r"model\.json cannot be read"):
        load_model(tmp_path, lambda table, _digest: table)
    (tmp_path / "model.sha256").write_text("0" * 64, "utf-8")
    with pytest.raises(DamagedError, match=r"not the one in model\.sha256"):
        load_model(tmp_path, lambda table, _digest: table)
