"""Message → Opportunity: what kind of mail it is, what role it offers, and whom to trust (no network, no database).

The readers load when one of these names is asked for: looking at what is stored needs only `domains` and `machine`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triage.understand.reader import Reader, understand

__all__ = ["Reader", "understand"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from triage.understand import reader

    return getattr(reader, name)
