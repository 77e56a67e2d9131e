"""How `triage web` starts, what it prints, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tests.review.web.caller import Served
from triage.review.web.server import serve

if TYPE_CHECKING:
    from tests.lab import Lab


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_one_line_and_ends_when_interrupted(lab: Lab, how: signal.Signals) -> None:
    with Served(lab) as served:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", served.url)
        served.enter()
        with socket.create_connection(("127.0.0.1", served.port)):  # somebody who says nothing
            began = time.monotonic()
            code, out, err = served.stop(how)
    assert (code, out, err) == (0, "", "")
    assert time.monotonic() - began < 5


def test_a_mail_server_that_hangs_holds_up_neither_the_page_nor_its_end(lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        lab.configure(port=str(silent.getsockname()[1]))
        with Served(lab) as served:
            served.enter()
            item = lab.listed()[0]["id"]
            form = served.form(item, "accept")
            deciding = threading.Thread(target=lambda: served.post(f"{served.home}item/{item}", form), daemon=True)
            deciding.start()
            while lab.listed()[0]["decision"] is None:
                time.sleep(0.05)
            assert "Waiting for you" in served.page("").body
            began = time.monotonic()
            assert served.stop()[0] == 0
            assert time.monotonic() - began < 5
    assert lab.listed()[0]["decision"]["action"] == "accept", "recorded before it is delivered"


def test_it_stops_when_nobody_uses_it(lab: Lab) -> None:
    addresses: list[str] = []
    began = time.monotonic()
    config, data = lab.folder / "config.toml", lab.folder / "data"
    assert serve(config, data, port=0, announce=addresses.append, idle_seconds=0.5)
    assert len(addresses) == 1
    assert time.monotonic() - began < 5


def test_a_port_in_use_is_one_clear_error(lab: Lab) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        ran = lab.triage("web", "--no-open", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"triage: port {port} cannot be used: address already in use; leave --port out")
    assert ran.err.count("\n") == 1


def test_json_gives_the_address_as_an_object(lab: Lab) -> None:
    with Served(lab, options=("--json",)) as served:
        assert re.fullmatch(r'\{"schema": 1, "url": "http://127[^"]+"\}', served.url)
