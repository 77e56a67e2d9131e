"""Remembers what was found out about each word, across messages: most words of a mail were in one before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_V = TypeVar("_V")

#: So many words are remembered, all that a few thousand mails hold; longer ones are no words, in characters.
MOST, LONGEST = 50_000, 60


class Memo(dict[str, _V]):
    """Word → what `judge` says of it; it is asked when the word is first met, and later a look-up costs no call."""

    def __init__(self, judge: Callable[[str], _V]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, word: str) -> _V:
        found = self._judge(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found
