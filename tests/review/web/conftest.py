from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import lab as labs
from tests.pipeline.test_scan import offer
from tests.review.web.caller import Inside
from triage.demo.mailboxes import Delivered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lab import Lab


def another() -> Delivered:
    """A second offer, of another firm."""
    octets = offer().octets.replace(b"brightpath", b"northwind").replace(b"Brightpath", b"Northwind")
    return Delivered(octets.replace(b"Robin Vale", b"Alex Reed").replace(b"Acme", b"Initrode"), offer().internal_date)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    """A mailbox with two offers, scanned."""
    made = labs.start(tmp_path, [offer(), another()])
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
        yield made


@pytest.fixture
def page(lab: Lab) -> Inside:
    """The page, entered."""
    made = Inside(lab)
    made.enter()
    return made
