"""Reads config.toml into frozen dataclasses, and reports every problem in it at once (contract.md, section 2)."""

from __future__ import annotations

from triage.config.nouns import (
    ANSWERS,
    Account,
    Answer,
    Configuration,
    Drafts,
    Goal,
    LoweredPolicy,
    Me,
    Policy,
    Replies,
)
from triage.config.reader import load, read

__all__ = [
    "ANSWERS",
    "Account",
    "Answer",
    "Configuration",
    "Drafts",
    "Goal",
    "LoweredPolicy",
    "Me",
    "Policy",
    "Replies",
    "load",
    "read",
]
