"""The sample mailbox, scanned once; every test works on a copy of its data."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests import lab as labs
from triage.demo import sample

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lab import Lab


@pytest.fixture(scope="session")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """After the first scan; nothing is written to the server, which is gone."""
    lab = labs.start(tmp_path_factory.mktemp("scanned"), sample.messages())
    with lab.server:
        lab.configure(enabled="false")
        assert lab.triage("scan").code == 0
    return lab


@pytest.fixture
def waiting(scanned: Lab, tmp_path: Path) -> Lab:
    """A copy of it to decide on."""
    return copy_of(scanned, tmp_path / "copy")


def copy_of(lab: Lab, folder: Path) -> Lab:
    """Another installation that has read the same mail."""
    shutil.copytree(lab.folder, folder)
    return replace(lab, folder=folder)


def told(lab: Lab) -> list[dict[str, Any]]:
    """What `list --json` says, without the times of decisions, which differ."""
    listed = lab.listed()
    for item in listed:
        if item["decision"]:
            del item["decision"]["at"]
    return listed
