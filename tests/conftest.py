"""What holds for every test: the servers of tests/servers as fixtures, and no examples that a slow machine fails."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.servers.dovecot", "tests.servers.scripted"]

# A busy machine is no fault of the code: what must be fast is measured where a test says so.
settings.register_profile("triage", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("triage")
