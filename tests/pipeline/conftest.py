from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from triage.demo import sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """The sample mailbox, not scanned yet."""
    made = labs.start(tmp_path, sample.messages())
    with made.server:
        made.configure()
        yield made
