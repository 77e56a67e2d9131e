"""Message → Opportunity: what kind of mail it is, what role it offers, and whom to trust (no network, no database)."""

from __future__ import annotations

from triage.understand.reader import Reader, understand

__all__ = ["Reader", "understand"]
