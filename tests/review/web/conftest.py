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


@pytest.fixture(scope="session")
def two_offers(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    """A mailbox with two offers, scanned; its server is gone."""
    made = labs.start(tmp_path_factory.mktemp("two"), [offer(), another()])
    with made.server:
        made.configure()
        assert made.triage("scan").code == 0
    return made


@pytest.fixture
def lab(two_offers: Lab, tmp_path: Path) -> Iterator[Lab]:
    """The same for each test."""
    with labs.twin_of(two_offers, tmp_path) as made:
        yield made


@pytest.fixture
def page(lab: Lab) -> Inside:
    """The page, entered."""
    made = Inside(lab)
    made.enter()
    return made
