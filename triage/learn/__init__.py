"""Learns from decisions: plain examples in, a small table of weights and proposals for the configuration out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """One decision as it is learned from."""

    id: str
    accepted: bool
    fit: float  # what the role's fit was before anything was learned, 0 to 1
    features: tuple[tuple[str, float], ...]  # names of `score.features` and their values
    known: tuple[str, ...]  # topics of the tables: conditions, trades, skills
    words: tuple[str, ...]  # other words of the mail, no names among them
    group: str = ""  # who wrote it, as a hash: what only one person's mails say is no taste
