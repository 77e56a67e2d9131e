"""The test servers themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.dovecot import Dovecot


@pytest.mark.dovecot
def test_dovecot_serves_what_was_delivered(dovecot: Dovecot) -> None:
    user = dovecot.user()
    dovecot.deliver(user, [b"Subject: one\r\n\r\nbody\r\n"])
    assert dovecot.snapshot(user)["INBOX"][1][2] == b"Subject: one\r\n\r\nbody\r\n"
