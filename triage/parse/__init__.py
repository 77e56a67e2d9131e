"""RawMessage → Message: RFC 5322 and MIME to typed text (`pipeline/isolated.py` does it in a limited child)."""

from __future__ import annotations

from triage.parse.message import parse

__all__ = ["parse"]
