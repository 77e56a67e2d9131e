"""How well an offered role fits what the user wants: facts compared with interests, weighed by a small linear model.

The model loads when one of these names is asked for: looking at what is stored needs only `place`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from triage.score.gist import KeptPage, MailPage
    from triage.score.model import FitModel, score, score_page

__all__ = ["FitModel", "KeptPage", "MailPage", "score", "score_page"]

_PAGES = {"KeptPage", "MailPage"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"triage.score.{'gist' if name in _PAGES else 'model'}"), name)
