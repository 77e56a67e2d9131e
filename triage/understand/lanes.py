"""Packs several whole numbers into one integer, so that adding up rows of a table is one addition a row."""

from __future__ import annotations

import functools
import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A lane holds a sum between -2**31 and 2**31 - 1: 4,096 weights below 2**19.
_BITS, _HALF = 32, 1 << 31


def pack(row: Sequence[int]) -> int:
    """The numbers of a row, each in a lane of its own; packed rows may be added, negative numbers or not."""
    packed = 0
    for value in reversed(row):
        packed = (packed << _BITS) + value
    return packed


def unpack(packed: int, count: int) -> list[int]:
    """The `count` numbers of a packed row, or of a sum of packed rows. Raises OverflowError if one left its lane."""
    halves, form = _form(count)
    return [value - _HALF for value in form.unpack((packed + halves).to_bytes(form.size, "little"))]


@functools.cache
def _form(count: int) -> tuple[int, struct.Struct]:
    """What lifts every lane of a row above zero, and the lanes as they stand in memory then."""
    return pack([_HALF] * count), struct.Struct(f"<{count}I")
