"""What holds for every test: the servers of tests/servers as fixtures, no examples that a slow machine fails, and one
set of the children that read mail.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, settings

from triage.pipeline import isolated
from triage.pipeline.reading import MessageReader

pytest_plugins = ["tests.servers.dovecot", "tests.servers.scripted"]

# A busy machine is no fault of the code: what must be fast is measured where a test says so.
settings.register_profile("triage", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("triage")

_children = cache(isolated.Isolated)


@pytest.fixture(autouse=True)
def shared_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """The scans of a test process share the children that read mail: to start them takes longer than most tests.

    What tests the children themselves overrides this.
    """
    monkeypatch.setattr(isolated, "Isolated", _children)
    monkeypatch.setattr(MessageReader, "__exit__", lambda *_: None)
