"""Wraps text to a number of columns by offsets, so that the marks of a document stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterator


def rows(text: str, columns: int) -> list[tuple[int, int]]:
    """(start, end) of every row of `text`, broken at spaces where it can be."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        found.extend((at + start, at + end) for start, end in _rows(line, max(2, columns)))
        at += len(line) + 1
    return found


def _rows(line: str, columns: int) -> Iterator[tuple[int, int]]:
    start = 0
    while not _fits(line, start, columns):
        end = start + _fitting(line, start, columns)
        space = line.rfind(" ", start + 1, end + 1)
        cut = space if space > start and line[start:space].strip(" >") else end
        yield start, cut
        start = cut + (line[cut : cut + 1] == " ")
    yield start, len(line)


def _fits(line: str, start: int, columns: int) -> bool:
    left = len(line) - start
    return left <= columns // 2 or (left <= columns and cell_len(line[start:]) <= columns)


def _fitting(line: str, start: int, columns: int) -> int:
    """How many characters from `start` on fill the columns; at least one."""
    used = 0
    for count, character in enumerate(line[start : start + columns + 1]):
        used += get_character_cell_size(character)
        if used > columns:
            return max(1, count)
    return columns  # characters without a width of their own: a row holds no more than its columns
