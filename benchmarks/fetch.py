"""How fast and with how many bytes the IMAP source gets what is needed to judge mail: `python -m benchmarks.fetch`.

Against the floor (a raw socket that fetches whole bodies and throws them away) and imapclient (whole bodies), on a
loopback Dovecot of its own. `--maildir` names a mailbox to copy in; else 2,000 small multipart messages are made.
"""

from __future__ import annotations

import argparse
import re
import resource
import shutil
import socket
import statistics
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.dovecot import PASSWORD, SECRET, running, why_not
from triage.imap import wire
from triage.imap.connection import Connection
from triage.source.imap import ImapSource

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.dovecot import Dovecot
    from triage.credentials import Secret

_BULK = re.compile(rb"^(?:List-Id|List-Unsubscribe|Precedence):", re.IGNORECASE | re.MULTILINE)
_USER = "bench"


class _Source(ImapSource):
    def _secret(self) -> Secret:
        return SECRET


def wants_text(header: bytes) -> bool:
    """Stands in for triage.understand.machine, so that only fetching is measured."""
    return not _BULK.search(header)


def ours(server: Dovecot) -> tuple[int, int]:
    """(messages, octets received)."""
    octets = 0
    receive = wire.Wire._receive  # noqa: SLF001 - counts what came over the line

    def counted(self: wire.Wire) -> bytes:
        nonlocal octets
        got = receive(self)
        octets += len(got)
        return got

    wire.Wire._receive = counted  # type: ignore[method-assign]  # noqa: SLF001 - as above
    try:
        with _Source(server.account(_USER), deadline=time.monotonic() + 300) as source:
            messages = sum(len(batch.messages) for batch in source.new_mail({}, lambda _m, _v: set(), wants_text))
    finally:
        wire.Wire._receive = receive  # type: ignore[method-assign]  # noqa: SLF001 - as above
    return messages, octets


def floor(server: Dovecot) -> tuple[int, int]:
    """Whole bodies over a bare socket, thrown away."""
    octets, tail = 0, b""
    with socket.create_connection(("127.0.0.1", server.port)) as sock:
        commands = f"a LOGIN {_USER} {PASSWORD}\r\nb EXAMINE INBOX\r\nc UID FETCH 1:* (BODY.PEEK[])\r\n"
        sock.sendall(commands.encode())
        while b"\r\nc OK" not in tail:
            got = sock.recv(1 << 18)
            octets += len(got)
            tail = (tail + got)[-200:]
    return 0, octets


def imapclient_whole(server: Dovecot) -> tuple[int, int]:
    """Whole bodies with imapclient as it is, batches of 500."""
    with server.client(_USER) as client:
        client.select_folder("INBOX", readonly=True)
        uids = client.search("ALL")
        octets = 0
        for place in range(0, len(uids), 500):
            found = client.fetch(uids[place : place + 500], ["BODY.PEEK[]"])
            octets += sum(len(item[b"BODY[]"]) for item in found.values())
        return len(uids), octets


def nothing_new(server: Dovecot) -> float:
    """Seconds for sign-in, STATUS and LOGOUT in this process."""
    start = time.perf_counter()
    with Connection.open(server.account(_USER), SECRET, deadline=time.monotonic() + 30) as connection:
        connection.statuses(["INBOX"], ["Drafts"])
    return time.perf_counter() - start


def measure(way: Callable[[Dovecot], tuple[int, int]], server: Dovecot) -> tuple[float, float, int]:
    """(wall seconds, own CPU seconds, octets)."""
    wall, cpu = time.perf_counter(), time.process_time()
    _, octets = way(server)
    return time.perf_counter() - wall, time.process_time() - cpu, octets


def fill(server: Dovecot, maildir: Path | None) -> None:
    if maildir is None:
        part = b"--b\r\nContent-Type: text/%s\r\n\r\n" + b"A role in a team, with figures. " * 60 + b"\r\n"
        head = b"Subject: %d\r\nFrom: a@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        pdf = b"--b\r\nContent-Type: application/pdf\r\n\r\n" + b"x" * 76_000 + b"\r\n--b--\r\n"
        server.deliver(_USER, (head % n + part % b"plain" + part % b"html" + pdf for n in range(2000)))
        return
    server.maildir(_USER).parent.mkdir(parents=True)
    shutil.copytree(maildir, server.maildir(_USER))
    subprocess.run(["chown", "-R", "mail:mail", str(server.base / "home")], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maildir", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if reason := why_not():
        raise SystemExit(reason)
    ways = {"raw floor": floor, "imapclient": imapclient_whole, "triage": ours}
    with running() as server:
        fill(server, options.maildir)
        for way in ways.values():
            way(server)  # a warm index for all
        rounds = [{name: measure(way, server) for name, way in ways.items()} for _ in range(options.rounds)]
        for name in ways:
            wall, cpu, octets = (statistics.median(turn[name][place] for turn in rounds) for place in range(3))
            print(f"{name:12} {wall:7.3f} s wall {cpu:7.3f} s CPU {octets / 1e6:9.2f} MB")
        ratio = statistics.median(turn["triage"][0] / turn["raw floor"][0] for turn in rounds)
        share = statistics.median(turn["triage"][2] / turn["raw floor"][2] for turn in rounds)
        print(f"triage / raw floor: {ratio:.2f} of the time (goal 0.5), {share:.1%} of the bytes (goal 5 %)")
        print(f"nothing new: {1000 * min(nothing_new(server) for _ in range(5)):.1f} ms in a warm process")
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
