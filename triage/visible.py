"""Text without anything that acts instead of being read: one rule for terminals, headers and servers' words."""

from __future__ import annotations

import re

#: C0 but tab and newline, DEL, C1, soft hyphen, bidi controls, zero-width and line separators, interlinear marks,
#: surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Text of several lines without it."""
    return _UNSEEN.sub("", text)


def one_line(text: str) -> str:
    """The same on one line; what separated words still does."""
    return " ".join(_UNSEEN.sub(" ", text).split())
