"""RawMessage → Message: RFC 5322 and MIME to typed text, in this process (`parse`) or a limited child (`isolated`)."""

from __future__ import annotations

from triage.parse.message import parse

__all__ = ["parse"]
