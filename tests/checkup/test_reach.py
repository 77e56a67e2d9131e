"""triage.checkup.reach: which of several likely servers there is."""

from __future__ import annotations

import socket

from triage.checkup.reach import answering


def test_the_first_that_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert answering(("", "127.0.0.1", "localhost"), port) == "127.0.0.1"
    assert answering(("127.0.0.1",), port) is None
    assert answering(("a..b",), port) is None
