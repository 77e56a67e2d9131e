"""Reads config.toml into frozen dataclasses, and reports every problem in it at once (contract.md, section 2)."""

from __future__ import annotations

from triage.config.nouns import Account, Configuration, Drafts, Goal, Me, Policy
from triage.config.reader import load

__all__ = ["Account", "Configuration", "Drafts", "Goal", "Me", "Policy", "load"]
