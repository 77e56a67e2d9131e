"""Every tests/messages/NAME.eml must parse to what NAME.json says under "parse"; so must those in messages/private/."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from triage.domain import Address, Attachment, MessageRef, RawMessage
from triage.parse import parse

_FOLDER = Path(__file__).parents[1] / "messages"
_CASES = sorted(path for path in _FOLDER.rglob("*.eml") if path.with_suffix(".json").exists())


def _plain(value: Any) -> Any:
    if isinstance(value, Address):
        return [value.display_name, value.addr_spec]
    if isinstance(value, Attachment):
        return [value.filename, value.content_type]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8")).get("parse")
    if expected is None:
        pytest.skip("has no expectations for parsing")
    octets = path.read_bytes()
    message = parse(RawMessage(MessageRef("", "", 0, 1), None, octets, len(octets)))
    found = {name: _plain(getattr(message, name)) for name in expected}
    if "defects" in expected:
        found["defects"] = [defect for defect in found["defects"] if defect in expected["defects"]] or found["defects"]
    assert found == expected


def test_there_are_cases() -> None:
    assert len(_CASES) >= 25
