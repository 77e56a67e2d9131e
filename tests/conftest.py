"""Makes the servers of tests/servers available as fixtures to every test."""

from __future__ import annotations

pytest_plugins = ["tests.servers.dovecot", "tests.servers.scripted"]
